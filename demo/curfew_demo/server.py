"""Starts the real server on a store of its own, and runs `curfew` commands beside it."""
import json
import os
import secrets
import signal
import socket
import subprocess
import time

from . import client, mailbox


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_password():
    """Meets the policy: upper and lower case, a digit, a special character."""
    return "Aa1!" + secrets.token_urlsafe(15)


class Curfew:
    """The program, a configuration, and a folder for everything it stores."""

    def __init__(self, program, config, folder, port, settings=None):
        """`settings` are environment variables; without any, store and mail are those of this machine, in `folder`."""
        self.program, self.folder, self.port = program, folder, port
        self.url = f"http://127.0.0.1:{port}"
        self.mail_folder = os.path.join(folder, "mail")
        self.log_file = os.path.join(folder, "curfew.log")
        self.process = None
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CURFEW_")}
        self.environment.update({
            "CURFEW_CONFIG": config,
            "CURFEW_SERVER__LISTEN": f"127.0.0.1:{port}",
            **(settings or {"CURFEW_STORE__PATH": os.path.join(folder, "curfew.db"),
                            "CURFEW_MAIL__PATH": self.mail_folder}),
        })

    def letters(self, recipient):
        """(subject, text) of every letter to `recipient`, oldest first."""
        return mailbox.letters(self.mail_folder, recipient)

    def where_mail_is(self):
        """A command that shows it."""
        return f"cat {self.mail_folder}/new/*"

    def command(self, *arguments, stdin=""):
        """Runs one command of the program and gives its completed process."""
        return subprocess.run([self.program, *arguments], env=self.environment, input=stdin, text=True,
                              capture_output=True, timeout=60, check=False)

    def start(self, *arguments):
        log = open(self.log_file, "ab")
        self.process = subprocess.Popen([self.program, "serve", *arguments], env=self.environment,
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        log.close()
        self._wait_until_ready()

    def _wait_until_ready(self):
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended at once:\n" + self.log_tail())
            try:
                if client.exchange(self.url + "/health/ready", timeout=2).status == 200:
                    return
            except (OSError, json.JSONDecodeError):  # not there yet, or busy
                pass
            time.sleep(0.05)
        raise RuntimeError("the server does not get ready:\n" + self.log_tail())

    def log_tail(self, lines=20):
        if not os.path.exists(self.log_file):
            return "(it was never started)"
        with open(self.log_file, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def stop(self, how=signal.SIGTERM):
        """Ends the server and gives its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(how)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process = None
        return status

    def pool(self):
        config = client.exchange(self.url + "/portal-config.json")
        return client.Pool(config["signInEndpoint"], config["clientId"])

    def person(self, email, password):
        answer = self.pool().initiate_auth(email, password)
        if answer.status != 200:
            raise RuntimeError(f"{email} cannot sign in: {answer}")
        return client.Person(self.url, email, answer["AuthenticationResult"]["IdToken"])
