"""`curfew reconcile` beside a running server, when somebody changes Identity Center behind Curfew's back."""
import json
import sqlite3
import time
import unittest

import support

ALICE, MIA = "alice@example.com", "mia@example.com"
FOUND = 7


class ReconcileTest(support.CurfewTest):
    def by_hand(self, statement, *values):
        """What an administrator of Identity Center does; here, in the sandbox's own table."""
        with sqlite3.connect(self.folder / "curfew.db", timeout=10) as database:
            changed = database.execute(statement, values).rowcount
        database.close()
        self.assertEqual(1, changed)

    def reconcile(self, *options):
        """The exit code, and the answer."""
        done = self.curfew.command("reconcile", "--json", *options)
        return done.returncode, json.loads(done.stdout)

    def wait_until_nothing_differs(self):
        for _ in range(100):
            code, answer = self.reconcile()
            if code == 0:
                return
            time.sleep(0.1)
        self.fail(f"it still differs: {answer}")

    def started_with_alice(self):
        password = self.add_user(ALICE, "Engineers")
        self.add_user(MIA, "Managers")
        self.curfew.start()
        return self.curfew.person(ALICE, password)

    def test_access_that_was_taken_by_hand_ends_on_record_and_the_requester_is_told(self):
        alice = self.started_with_alice()
        request = alice.ask("S3FullAccess", "Audit", "TICKET-1")["request_id"]
        for _ in range(100):
            if alice.request(request)["Status"] == "ACTIVE":
                break
            time.sleep(0.1)
        self.assertEqual(0, self.reconcile()[0], "what Curfew gave is no finding")
        time.sleep(2)  # a grant of this very second could be younger than a listing
        self.by_hand("DELETE FROM sandbox_assignments WHERE principal_type = 'USER'")
        code, answer = self.reconcile("--mode", "enforce")
        self.assertEqual(FOUND, code)
        self.assertEqual([("missing", "leases_ended")], [(f["kind"], f["outcome"]) for f in answer["findings"]])
        self.assertTrue(answer["told"])
        for _ in range(100):
            record = alice.request(request)
            if record["Status"] == "REVOKED":
                break
            time.sleep(0.1)
        self.assertEqual(("REVOKED", "somebody outside Curfew"), (record["Status"], record["RevokedBy"]))
        self.wait_until_nothing_differs()
        self.run_ok("audit", "verify")

    def test_standing_access_stays_until_an_administrator_orders_it_taken_with_a_reason(self):
        self.started_with_alice()
        self.by_hand("INSERT INTO sandbox_assignments SELECT user_id, '329668418788', ?, 'USER' FROM sandbox_users "
                     "WHERE email = ?", self.arn("S3FullAccess"), ALICE)
        for mode in ("report", "notify", "enforce"):
            code, answer = self.reconcile("--mode", mode)
            self.assertEqual(FOUND, code)
            self.assertEqual([("standing", "reported")], [(f["kind"], f["outcome"]) for f in answer["findings"]])
        self.assertNotEqual(0, self.curfew.command("reconcile", "--take-standing").returncode, "a reason is required")
        code, answer = self.reconcile("--mode", "enforce", "--take-standing", "--reason", "left the team")
        self.assertEqual(["taken"], [f["outcome"] for f in answer["findings"]])
        self.wait_until_nothing_differs()
        self.run_ok("audit", "verify")

    def arn(self, name):
        block = self.config.read_text().split(f'name = "{name}"')[1]
        return block.split('arn = "')[1].split('"')[0]


if __name__ == "__main__":
    unittest.main(verbosity=2)
