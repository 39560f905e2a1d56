"""kill -9 of the real server: what was acknowledged is kept, and what was granted still ends."""
import signal
import threading
import time
import unittest
import urllib.error

import support

ALICE, MIA = "alice@example.com", "mia@example.com"
CLOCK = ("--clock-speed", "60")


class KillTest(support.CurfewTest):
    def test_every_acknowledged_request_is_there_after_kill_9_under_load(self):
        passwords = {ALICE: self.add_user(ALICE, "Engineers"), MIA: self.add_user(MIA, "Managers")}
        # The sandbox throttles as AWS does; here the load is the point.
        self.curfew.environment["CURFEW_IDENTITY_CENTER__CALLS_PER_SECOND"] = "0"
        self.curfew.start()
        alice = self.curfew.person(ALICE, passwords[ALICE])
        acknowledged, faults = {}, []

        def ask_until_cut_off(worker):
            for number in range(10_000):
                reason = f"worker {worker} call {number}"
                try:
                    answer = alice.ask("EmergencyAdmin", "Management", reason)
                except (OSError, urllib.error.URLError):
                    return
                if answer.status == 429:
                    time.sleep(0.05)
                    continue
                if answer.status != 202:
                    faults.append(str(answer))
                    return
                acknowledged[answer["request_id"]] = reason

        workers = [threading.Thread(target=ask_until_cut_off, args=(n,)) for n in range(8)]
        for worker in workers:
            worker.start()
        while len(acknowledged) < 200 and any(worker.is_alive() for worker in workers):
            time.sleep(0.01)
        self.curfew.stop(signal.SIGKILL)
        for worker in workers:
            worker.join()
        self.assertEqual([], faults)
        self.assertGreaterEqual(len(acknowledged), 200)

        self.curfew.start()
        mia = self.curfew.person(MIA, passwords[MIA])
        for request_id, reason in acknowledged.items():
            stored = mia.request(request_id)
            self.assertEqual((200, "PENDING", reason), (stored.status, stored.get("Status"), stored.get("Reason")))
        self.run_ok("audit", "verify")

    def test_access_ends_on_time_although_the_server_was_killed_while_it_was_held(self):
        password = self.add_user(ALICE, "Engineers")
        self.curfew.start(*CLOCK)
        alice = self.curfew.person(ALICE, password)
        asked = alice.ask("S3FullAccess", "Audit", "TICKET-1", 5)
        self.assertEqual("ACTIVE", asked["status"])
        self.curfew.stop(signal.SIGKILL)

        self.curfew.start(*CLOCK)
        end = time.monotonic() + 60
        record = alice.request(asked["request_id"])
        while record.get("Status") != "REVOKED" and time.monotonic() < end:
            time.sleep(0.2)
            record = alice.request(asked["request_id"])
        self.assertEqual("REVOKED", record.get("Status"), str(record))
        self.assertEqual("AUTO", record["RevocationType"])
        self.assertGreaterEqual(record["RevokedTimestamp"], record["ExpirationTimestamp"])
        self.assertLessEqual(record["RevokedTimestamp"], record["ExpirationTimestamp"] + 120)


if __name__ == "__main__":
    unittest.main(verbosity=2)
