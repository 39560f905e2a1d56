"""AWS for end-to-end tests: the test server with a demonstration organisation in it, and the proxy that makes faults."""
import json
import os
import pathlib
import subprocess
import sys
import urllib.request
from importlib import metadata

AWS = pathlib.Path(__file__).resolve().parents[1] / "support" / "aws"


def has_moto():
    try:
        return metadata.version("moto").startswith("5.2") and bool(metadata.version("flask"))
    except metadata.PackageNotFoundError:
        return False


def main(run):
    """Runs the tests with the Python that has moto; says plainly that they are skipped where there is none."""
    wanted = os.environ.pop("CURFEW_MOTO_PYTHON", "")
    if wanted:  # ctest knows one Python only, and it may not be the one that has moto
        os.execvp(wanted, [wanted, "-B", *sys.argv])
    if has_moto():
        run()
        return
    if os.environ.get("CI") == "true":
        sys.exit("moto 5.2 is needed where CI=true")
    print("moto 5.2 is not installed; the AWS suites are skipped")


class Server:
    """A process that prints its port and ends when its standard input does."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen([sys.executable, "-B", AWS / script, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.url = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Aws:
    """The test server, seeded, behind the proxy."""

    def __init__(self):
        self.moto = Server("moto_server.py")
        self.proxy = Server("fault_proxy.py", self.moto.url)
        self.url = self.proxy.url
        seeded = subprocess.run([sys.executable, "-B", AWS / "seed.py", self.moto.url], capture_output=True, text=True,
                                timeout=120, check=True)
        self.ids = json.loads(seeded.stdout)

    def stop(self):
        self.proxy.stop()
        self.moto.stop()

    def faults(self, *rules):
        """These and no others from now on."""
        post(f"{self.proxy.url}/curfew-test/faults", {"rules": rules})

    def refuse(self, operation, code):
        self.faults({"operation": operation, "fault": "refused", "code": code})

    def calls(self):
        """Names of the operations that reached the test server since the last `forget_calls`."""
        with urllib.request.urlopen(f"{self.moto.url}/curfew-test/calls", timeout=30) as answer:
            return [call["operation"] for call in json.load(answer)]

    def forget_calls(self):
        post(f"{self.moto.url}/curfew-test/calls/clear", {})


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def environment(folder, **more):
    """Credentials that the test server takes, and no others of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CURFEW_"))}
    return {**kept, "HOME": str(folder), "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull, **more}
