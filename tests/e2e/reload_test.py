"""SIGHUP: a good catalog comes into force, a bad one changes nothing."""
import signal
import time
import unittest

import support

ALICE = "alice@example.com"
SANDBOX_ACCOUNT = '\n[[accounts]]\nname = "Playground"\nid = "111122223333"\n'


class ReloadTest(support.CurfewTest):
    def reload(self, text, expected_event):
        self.config.write_text(text)
        self.curfew.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while expected_event not in self.curfew.log_tail(200):
            self.assertLess(time.monotonic(), end, self.curfew.log_tail(50))
            time.sleep(0.05)

    def names(self, person):
        return [account["name"] for account in person.call("GET", "/catalog")["accounts"]]

    def test_an_account_that_is_added_can_be_asked_for_and_a_broken_file_changes_nothing(self):
        password = self.add_user(ALICE, "Engineers")
        self.curfew.start()
        alice = self.curfew.person(ALICE, password)
        before = self.names(alice)
        good = self.config.read_text() + SANDBOX_ACCOUNT

        self.reload(good, '"reloaded"')
        self.assertEqual(sorted(before + ["Playground"]), sorted(self.names(alice)))

        self.reload(good + '\n[[accounts]]\nname = "Broken"\nid = "12"\n', '"reload_refused"')
        self.assertEqual(sorted(before + ["Playground"]), sorted(self.names(alice)))
        self.assertEqual(0, self.curfew.stop(), "the server must end well after all that")


if __name__ == "__main__":
    unittest.main(verbosity=2)
