"""The command line as an administrator uses it, beside a running server and without one."""
import json
import os
import pathlib
import sqlite3
import stat
import unittest

import support

ALICE, BOB = "alice@example.com", "bob@example.com"


class CommandLineTest(support.CurfewTest):
    def test_users_are_added_beside_a_running_server_and_can_sign_in_at_once(self):
        self.curfew.start()
        alice = self.curfew.person(ALICE, self.add_user(ALICE, "Engineers"))
        self.assertEqual("ACTIVE", alice.ask("S3FullAccess", "Audit", "TICKET-1")["status"])
        self.run_ok("user", "remove", ALICE)
        self.assertEqual(401, alice.call("GET", "/me").status, "a removed user's token must not work")

    def test_listing_users_shows_no_secret(self):
        password = self.add_user(ALICE, "Engineers")
        temporary = self.run_ok("user", "add", BOB, "--group", "Managers", "--temporary").split()[-1]
        listed = self.run_ok("user", "list", "--json")
        self.assertIn(ALICE, listed)
        self.assertIn(BOB, json.dumps(json.loads(listed)))
        for secret in (password, temporary, "argon2", "hash"):
            self.assertNotIn(secret, listed)

    def test_what_holds_secrets_is_for_the_owner_only_and_holds_none_in_clear(self):
        password = self.add_user(ALICE, "Engineers")
        for file in pathlib.Path(self.folder).glob("curfew.db*"):
            self.assertEqual(0o600, stat.S_IMODE(os.stat(file).st_mode), str(file))
            self.assertNotIn(password.encode(), file.read_bytes())
        self.assertTrue((self.folder / "curfew.db.key").exists())

    def test_a_second_user_of_the_same_name_is_refused_and_changes_nothing(self):
        self.add_user(ALICE, "Engineers")
        before = self.run_ok("user", "list", "--json")
        again = self.curfew.command("user", "add", ALICE, "--group", "Managers", "--temporary")
        self.assertNotEqual(0, again.returncode)
        self.assertEqual(before, self.run_ok("user", "list", "--json"))

    def test_a_record_that_was_edited_is_found(self):
        password = self.add_user(ALICE, "Engineers")
        self.curfew.start()
        alice = self.curfew.person(ALICE, password)
        alice.ask("EmergencyAdmin", "Management", "An honest reason")
        self.assertEqual(0, self.curfew.stop())
        self.run_ok("audit", "verify")
        with sqlite3.connect(self.folder / "curfew.db") as database:
            edited = database.execute("UPDATE requests SET attributes = replace(attributes, 'honest', 'edited')").rowcount
        database.close()
        self.assertEqual(1, edited)
        verified = self.curfew.command("audit", "verify")
        self.assertNotEqual(0, verified.returncode)
        self.assertIn("changed without an audit event", verified.stdout + verified.stderr)

    def test_a_wrong_configuration_is_told_with_file_line_and_key_and_nothing_starts(self):
        self.config.write_text(self.config.read_text().replace('risk = "low"', 'risk = "Low"', 1))
        for command in (("check",), ("serve",), ("user", "list")):
            told = self.curfew.command(*command)
            self.assertNotEqual(0, told.returncode)
            self.assertRegex(told.stderr, r"curfew\.toml:\d+: .*risk")
        self.assertFalse((self.folder / "curfew.db").exists())

    def test_a_file_that_is_no_store_is_refused_and_left_alone(self):
        store = self.folder / "curfew.db"
        store.write_bytes(b"these are somebody's notes, not a database\n" * 100)
        before = store.read_bytes()
        told = self.curfew.command("serve")
        self.assertNotEqual(0, told.returncode)
        self.assertEqual(before, store.read_bytes())

    def test_the_version_and_the_help_answer_without_a_configuration(self):
        del self.curfew.environment["CURFEW_CONFIG"]
        self.assertRegex(self.run_ok("version"), r"\d+\.\d+\.\d+")
        self.assertIn("--clock-speed", self.run_ok("serve", "--help"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
