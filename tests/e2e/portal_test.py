"""The portal's stories (portal/e2e) in Chromium, with the embedded parts or with every part on AWS, which moto plays.

  portal_test.py embedded|aws [Playwright's arguments]
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "demo"))

from curfew_demo import aws  # noqa: E402


def main():
    parts = sys.argv[1]
    if parts == "aws" and not aws.is_there():
        print("moto 5.2 is not installed: the AWS suites are skipped")
        return 1 if os.environ.get("CI") == "true" else 0
    command = ["node_modules/.bin/playwright", "test", f"--project={parts}", *sys.argv[2:]]
    return subprocess.run(command, cwd=ROOT / "portal", check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
