"""Prints what happens as a person would want to read it, and stops at the first thing that is not as told."""
import sys


class Differs(Exception):
    """Something is not what the demonstration tells."""


def title(text):
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}")


def line(what, outcome=""):
    print(f"   {what:<66}{outcome}".rstrip(), flush=True)


def expect(holds, what):
    if not holds:
        raise Differs(what)


def expect_answer(answer, http_status, /, **members):
    expect(answer.status == http_status, f"expected {http_status}, got {answer}")
    for member, value in members.items():
        expect(answer.get(member) == value, f"expected {member} {value!r}, got {answer}")
