#!/usr/bin/env python3
"""How near 100 grants over 20 accounts come to the fastest that Identity Center's limit of 20 calls a second allows.

That is the calls that were let through, divided by 20 a second; or, if it is longer, what one account takes for its own five
grants, which AWS does one after the other. At most 1.15 times of it is what we want. Run by `./dev bench`; no verdict.

The store is SQLite: the stand-in for DynamoDB takes milliseconds of a processor for each call, and would be measured instead.
"""
import pathlib
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "demo"), str(ROOT / "tests" / "e2e")]

import aws_support  # noqa: E402
from aws_support import ALICE, BOB  # noqa: E402

CALLS_PER_SECOND, WANTED = 20, 1.15
ENGINEERS = [ALICE, BOB, *(f"engineer{number}@example.com" for number in range(3))]
OTHERS = [f"11112222{number:04}" for number in range(21)]  # twenty to measure, and one to measure alone
ALONE, TOGETHER = OTHERS[0], OTHERS[1:]
CENTER = ("sso-admin", "identitystore")


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.aws = aws_support.Aws(proxy=False)
        self.aws.set_center(accounts=OTHERS, conflicts="account", max_outstanding_creates=10)
        for engineer in ENGINEERS[2:]:
            self.aws.add_engineer(engineer)
        self.config = folder / "curfew.toml"
        self.config.write_text(aws_support.configuration(self.aws, OTHERS, store='kind = "sqlite"\npath = "curfew.db"'))
        self.curfew = aws_support.new_server(self.config, folder)
        self.curfew.start()
        self.people = [self.aws.person(self.curfew.url, engineer) for engineer in ENGINEERS]

    def stop(self):
        self.curfew.stop()
        self.aws.stop()

    def grant(self, accounts):
        """Each engineer in each account; gives the seconds until all have it."""
        wanted = [(person, account) for account in accounts for person in self.people]
        self.aws.forget_calls()
        began = time.monotonic()
        with ThreadPoolExecutor(len(wanted)) as pool:
            asked = list(pool.map(lambda one: (one[0], one[0].ask("S3FullAccess", f"Account{one[1]}", "bench", 60)), wanted))
        for person, answer in asked:
            if answer.status not in (200, 202):
                raise RuntimeError(str(answer))
            self.wait_until_active(person, answer["request_id"])
        return time.monotonic() - began

    @staticmethod
    def wait_until_active(person, request_id):
        while True:
            record = person.request(request_id)
            if record.get("Status") == "ACTIVE":
                return
            if record.get("Status") != "GRANTING":
                raise RuntimeError(str(record))
            time.sleep(0.1)

    def center_calls(self):
        """Those that were let through, and those that were refused as too many."""
        calls = [call for call in self.aws.recorded() if call["service"] in CENTER and call["access_key"] == "testing"]
        refused = sum(call.get("error") == "ThrottlingException" for call in calls)
        return len(calls) - refused, refused


def measure(folder):
    bench = Bench(folder)
    try:
        alone = bench.grant([ALONE])
        bench.aws.set_center(calls_per_second=CALLS_PER_SECOND)
        seconds = bench.grant(TOGETHER)
        calls, refused = bench.center_calls()
    finally:
        bench.stop()
    bound = max(calls / CALLS_PER_SECOND, alone)
    grants = len(TOGETHER) * len(ENGINEERS)
    print(f"{grants} grants over {len(TOGETHER)} accounts: {seconds:.1f} s")
    print(f"{calls} calls of Identity Center ({calls / grants:.1f} a grant), {refused} more refused as too many: "
          f"{calls / CALLS_PER_SECOND:.1f} s at {CALLS_PER_SECOND} a second")
    print(f"one account alone, without the limit: {alone:.1f} s")
    print(f"ratio to the fastest possible: {seconds / bound:.2f} (wanted: at most {WANTED})")


def run():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="curfew-bench-"))
    try:
        measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    aws_support.main(run)
