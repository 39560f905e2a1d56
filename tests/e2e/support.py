"""What all end-to-end tests share: a server of their own in a folder of their own, gone when the test ends."""
import os
import pathlib
import shutil
import tempfile
import unittest

from curfew_demo import server

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["CURFEW_PROGRAM"]
DEMO_CONFIG = ROOT / "config" / "demo.toml"


class CurfewTest(unittest.TestCase):
    """Gives each test a Curfew that is not started yet."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="curfew-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config = self.folder / "curfew.toml"
        self.config.write_text(DEMO_CONFIG.read_text())
        self.curfew = server.Curfew(PROGRAM, str(self.config), str(self.folder), server.free_port())
        self.addCleanup(self.curfew.stop)

    def run_ok(self, *arguments, stdin=""):
        done = self.curfew.command(*arguments, stdin=stdin)
        self.assertEqual(0, done.returncode, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def add_user(self, email, group):
        """Adds a user and gives the password."""
        password = server.new_password()
        self.run_ok("user", "add", email, "--group", group, "--password-stdin", stdin=password + "\n")
        return password
