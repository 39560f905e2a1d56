#!/usr/bin/env python3
"""AWS for tests: moto 5.2 on 127.0.0.1, with what it lacks filled in (moto_gaps) and every call written down.

  moto_server.py [--port N]    prints {"port": N} as one line when it is ready; ends when its standard input does

Besides AWS's own calls it answers /curfew-test/...: see moto_gaps/control.py. What moto has not implemented is HTTP 501
here and not 500, so that nobody retries it and a test fails at once.
"""
import argparse
import json
import logging
import os
import sys
import threading

MANAGEMENT_ACCOUNT = "533267321107"


def prepare_environment():
    """Settings that moto reads while it is imported."""
    os.environ["MOTO_ACCOUNT_ID"] = MANAGEMENT_ACCOUNT
    os.environ["MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP"] = "true"  # codes are checked, secrets are random
    for name in list(os.environ):  # a fake must never reach for the real thing
        if name.startswith("AWS_"):
            del os.environ[name]


def end_with_the_parent():
    """Tests may die without a word: their end of our standard input closes then."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def serve(port):
    from werkzeug.serving import WSGIRequestHandler, make_server

    from moto_gaps.application import Application

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections, as AWS does
        disable_nagle_algorithm = True
        timeout = 60

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, Application(), threaded=True, request_handler=Handler)
    server.daemon_threads = True
    os.environ["MOTO_PORT"] = str(server.server_port)
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="default: one that the system chooses")
    arguments = parser.parse_args()
    prepare_environment()
    serve(arguments.port)


if __name__ == "__main__":
    main()
