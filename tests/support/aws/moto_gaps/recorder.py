"""Writes every AWS call down, so that tests can count calls and find those that must not be made."""
import functools
import json
import re
import threading
import time

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")
MOST_CALLS = 200_000

_running = threading.local()


def running_call():
    """The record of the call that this thread answers, for those who know more of it."""
    return getattr(_running, "call", None) or {}


def install():
    """Lets moto's dispatcher tell which operation it took a call for."""
    from moto.core.responses import BaseResponse

    original = BaseResponse.call_action

    @functools.wraps(original)
    def call_action(self):
        running_call().update(service=self.service_name, operation=self._get_action())
        return original(self)

    BaseResponse.call_action = call_action


class Recorder:
    def __init__(self):
        self._lock = threading.Lock()
        self._calls = []

    def begin(self, environ):
        signed_by = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        call = {"service": "", "operation": target.rpartition(".")[2], "at": time.time(),
                "access_key": signed_by.group(1) if signed_by else ""}
        if "HTTP_X_CURFEW_WISH" in environ:  # how the fault proxy wants this operation to go
            call["wish"] = json.loads(environ["HTTP_X_CURFEW_WISH"])
        _running.call = call
        return call

    def end(self, call, status, answer):
        _running.call = None
        call["status"] = int(status.split()[0])
        if call["status"] >= 400:
            call["error"] = error_code(answer)
        with self._lock:
            self._calls.append(call)
            del self._calls[:-MOST_CALLS]

    def calls(self, **wanted):
        """Those whose members equal the wanted ones, oldest first."""
        with self._lock:
            return [dict(call) for call in self._calls
                    if all(str(call.get(name)) == value for name, value in wanted.items())]

    def clear(self, **wanted):
        with self._lock:
            self._calls = [call for call in self._calls
                           if not all(str(call.get(name)) == value for name, value in wanted.items())]


def error_code(answer):
    text = answer.decode("utf-8", "replace")
    try:
        said = json.loads(text)
        return str(said.get("__type") or said.get("code") or "").rpartition("#")[2]
    except (ValueError, AttributeError):
        found = re.search(r"<Code>([^<]+)</Code>", text)
        return found.group(1) if found else ""
