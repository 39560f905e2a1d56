"""A server with the portal, and people to use it, for the browser's tests (portal/e2e) and for screenshots.

  portal_stage.py PORTAL_FOLDER [--aws] [--speed N] [--hostile] [--of NAME]

Prints one line of JSON when everything is there: the server's address, and everybody's password. Then it does what each
line of JSON on standard input asks for, and answers with one: {"do": "letters", "to": …}, {"do": "curfew", "arguments":
[…], "stdin": …}, {"do": "stop"}, {"do": "start"}. It ends, and leaves nothing behind, when standard input ends.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "demo"))

from curfew_demo import aws, mailbox, server  # noqa: E402

PROGRAM = os.environ.get("CURFEW_PROGRAM", str(ROOT / "build" / "release" / "curfew"))
# An account whose title wants to be markup.
HOSTILE = """
[[accounts]]
name = "Hostile"
title = "Log <b>Archive</b> <img src=x onerror=\\"window.hit = 'img'\\"><script>window.hit = 'script'</script>"
id = "111122223333"
"""
PEOPLE = {"ann@example.com": "Engineers", "bob@example.com": "Engineers", "mia@example.com": "Managers",
          "max@example.com": "Managers"}


class Stage:
    def __init__(self, folder, portal, stand_in, speed, hostile):
        port = server.free_port()
        if stand_in:
            self.curfew = aws.AwsCurfew(PROGRAM, folder, port, stand_in)
        else:
            config = os.path.join(folder, "curfew.toml")
            shutil.copyfile(ROOT / "config" / "demo.toml", config)
            if hostile:
                with open(config, "a", encoding="utf-8") as file:
                    file.write(HOSTILE)
            self.curfew = server.Curfew(PROGRAM, config, folder, port)
        self.curfew.environment["CURFEW_SERVER__PORTAL_DIR"] = os.path.abspath(portal)
        self.options = ["--clock-speed", str(speed)] if speed != 1 else []
        if stand_in:
            with contextlib.redirect_stdout(sys.stderr):
                aws.set_up(self.curfew)
        self.people = {email: self.add(email, group) for email, group in PEOPLE.items()}
        self.curfew.start(*self.options)

    def add(self, email, group):
        password = server.new_password()
        self.run("user", "add", email, "--group", group, "--password-stdin", stdin=password + "\n")
        return password

    def run(self, *arguments, stdin=""):
        done = self.curfew.command(*arguments, stdin=stdin)
        if done.returncode != 0:
            raise RuntimeError(f"curfew {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def letters(self, recipient):
        if isinstance(self.curfew, aws.AwsCurfew):
            return [{"subject": subject, "text": text} for subject, text in self.curfew.letters(recipient)]
        return [{"subject": message["Subject"], "text": mailbox.text_of(message),
                 "html": mailbox.text_of(message, "html")}
                for message in mailbox.messages(self.curfew.mail_folder, recipient)]

    def answer(self, wish):
        match wish["do"]:
            case "letters":
                return {"letters": self.letters(wish["to"])}
            case "curfew":
                return {"output": self.run(*wish["arguments"], stdin=wish.get("stdin", ""))}
            case "stop":
                return {"status": self.curfew.stop()}
            case "start":
                self.curfew.start(*self.options)
                return {}
        raise ValueError(f"nobody can do {wish}")


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("portal")
    arguments.add_argument("--aws", action="store_true")
    arguments.add_argument("--speed", type=int, default=1)
    arguments.add_argument("--hostile", action="store_true", help="with an account whose title wants to be markup")
    arguments.add_argument("--of", help="whose stage it is: tests that count what is there share it with no others")
    options = arguments.parse_args()
    with contextlib.ExitStack() as cleanup:
        folder = tempfile.mkdtemp(prefix="curfew-portal-")
        cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        stand_in = aws.StandIn() if options.aws else None
        if stand_in:
            cleanup.callback(stand_in.stop)
        stage = Stage(folder, options.portal, stand_in, options.speed, options.hostile)
        cleanup.callback(stage.curfew.stop)
        say({"url": stage.curfew.url, "people": stage.people})
        for line in sys.stdin:
            try:
                say(stage.answer(json.loads(line)))
            except (RuntimeError, ValueError) as failure:
                say({"failure": str(failure)})


if __name__ == "__main__":
    main()
