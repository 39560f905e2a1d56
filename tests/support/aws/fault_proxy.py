#!/usr/bin/env python3
"""Stands between Curfew and the test server, and makes the faults that moto does not make. For tests only.

  fault_proxy.py URL      prints {"port": N} as one line when it is ready; ends when its standard input does

  POST /curfew-test/faults    {"seed": 1, "rules": [{"operation": "CreateAccountAssignment", "fault": "lost_reply",
                              "probability": 0.2, "times": 3, "seconds": 2, "code": "…", "reason": "…"}]}
                              replaces the rules. "operation": also "*", or "sso:*" for all of a service (by its signing
                              name); "probability" is 1 and "times" unlimited when they are missing.
  GET  /curfew-test/faults    what was made so far: {"CreateAccountAssignment lost_reply": 3}

The n-th call of an operation always has the same fate under one seed, whatever else runs beside it. Faults:
  throttled       a ThrottlingException; nothing is forwarded
  conflict        a ConflictException; nothing is forwarded
  refused         the error `code`; nothing is forwarded
  server_error    a 500 before the call is forwarded
  error_after     a 500 after it took effect
  cut             the connection is cut before anything is forwarded
  lost_reply      the connection is cut after the call took effect
  torn_reply      half of the answer, then a cut
  slow            `seconds` before it is forwarded
  slow_reply      `seconds` after it took effect, then the answer
  fails           the asynchronous operation that it begins ends FAILED, with `reason`
  takes_long      the asynchronous operation that it begins runs for `seconds`
"""
import argparse
import collections
import http.client
import json
import os
import random
import re
import socket
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SCOPE = re.compile(r"Credential=[^/,\s]+/\d+/[^/]*/([^/]+)/aws4_request")
ACTION = re.compile(rb"(?:^|&)Action=(\w+)")
ERRORS = {"throttled": ("ThrottlingException", "Rate exceeded"),
          "conflict": ("ConflictException", "There is a conflicting operation in process.")}
NOT_FORWARDED = {"Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"}


class Plan:
    """Thread-safe."""

    def __init__(self):
        self._lock = threading.Lock()
        self.replace({})

    def replace(self, plan):
        with self._lock:
            self._seed, self._rules = plan.get("seed", 1), [dict(rule) for rule in plan.get("rules", [])]
            self._calls, self._made = collections.Counter(), collections.Counter()

    def made(self):
        with self._lock:
            return dict(self._made)

    def fate_of(self, service, operation):
        """The rule that this call falls under; None for most."""
        with self._lock:
            self._calls[operation] += 1
            chance = random.Random(f"{self._seed}/{operation}/{self._calls[operation]}")
            for rule in self._rules:
                drawn = chance.random()  # always drawn, so that no rule shifts the fate of another's calls
                if rule["operation"] not in ("*", operation, f"{service}:*") or rule.get("times", 1) == 0:
                    continue
                if drawn < rule.get("probability", 1):
                    if "times" in rule:
                        rule["times"] -= 1
                    self._made[f"{operation} {rule['fault']}"] += 1
                    return dict(rule)
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    plan = upstream = None  # set by main

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/curfew-test/faults":
            self.control(body)
            return
        service, operation = self.operation_of(body)
        rule = None if self.path.startswith("/curfew-test/") else self.plan.fate_of(service, operation)
        fault = rule["fault"] if rule else ""
        if fault == "cut":
            self.cut()
        elif fault in ERRORS:
            self.refuse(*ERRORS[fault])
        elif fault == "refused":
            self.refuse(rule["code"], "made by the fault proxy")
        elif fault == "server_error":
            self.answer(500, [], b'{"__type":"InternalServerException","message":"made by the fault proxy"}')
        else:
            self.forward(body, fault, rule or {})

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = handle_any

    def forward(self, body, fault, rule):
        if fault == "slow":
            time.sleep(rule["seconds"])
        headers = {name: value for name, value in self.headers.items() if name not in NOT_FORWARDED}
        if fault == "fails":
            headers["X-Curfew-Wish"] = json.dumps({"failure": rule.get("reason", "made by the fault proxy")})
        elif fault == "takes_long":
            headers["X-Curfew-Wish"] = json.dumps({"pace": {"seconds": rule["seconds"]}})
        connection = http.client.HTTPConnection(self.upstream, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            reply = connection.getresponse()
            status, said, answer = reply.status, reply.getheaders(), reply.read()
        finally:
            connection.close()
        self.pass_on(status, said, answer, fault, rule)

    def pass_on(self, status, headers, answer, fault, rule):
        if fault == "lost_reply":
            self.cut()
        elif fault == "error_after":
            self.answer(500, [], b"")
        elif fault == "torn_reply":
            self.answer(status, headers, answer, sent=len(answer) // 2)
            self.cut()
        else:
            if fault == "slow_reply":
                time.sleep(rule["seconds"])
            self.answer(status, headers, answer)

    def operation_of(self, body):
        scope = SCOPE.search(self.headers.get("Authorization", ""))
        target = self.headers.get("X-Amz-Target", "")
        action = ACTION.search(body)
        path = urllib.parse.urlsplit(self.path).path
        operation = target.rpartition(".")[2] or (action and action.group(1).decode()) or f"{self.command} {path}"
        return scope.group(1) if scope else "", operation

    def refuse(self, code, message):
        self.answer(400, [("x-amzn-ErrorType", code), ("Content-Type", "application/x-amz-json-1.1")],
                    json.dumps({"__type": code, "message": message}).encode())

    def answer(self, status, headers, body, sent=None):
        self.send_response_only(status)
        for name, value in headers:
            if name.title() not in NOT_FORWARDED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])

    def cut(self):
        self.close_connection = True
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was faster

    def control(self, body):
        if self.command == "POST":
            self.plan.replace(json.loads(body))
        self.answer(200, [("Content-Type", "application/json")], json.dumps(self.plan.made()).encode())

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # people hang up; all else is a fault of ours
            super().handle_error(request, client_address)


def end_with_the_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="of the test server")
    Handler.plan, Handler.upstream = Plan(), urllib.parse.urlsplit(parser.parse_args().url).netloc
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
