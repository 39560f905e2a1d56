"""Two servers on one DynamoDB table: who listens to one hears what the other does."""
import unittest

import aws_support
from aws_support import ALICE, MIA, at
from event_stream import EventStream


class EventsOfAnotherServerTest(aws_support.AwsTest):
    def test_what_one_server_changes_is_told_by_the_other_and_a_listener_may_change_servers(self):
        self.run_ok("store", "create")
        here, there = (self.start(name=name) for name in ("here", "there"))
        alice, mia = (self.aws.person(here.url, email) for email in (ALICE, MIA))
        of_alice, of_mia = EventStream(alice).await_hello(), EventStream(mia).await_hello()

        request_id = at(alice, there).ask("EmergencyAdmin", "Management", "TICKET-1")["request_id"]
        of_mia.await_status(request_id, "PENDING")
        at(mia, there).decide(request_id, "APPROVE", "as I see it")
        for stream in (of_alice, of_mia):
            stream.await_status(request_id, "ACTIVE")
        self.assertEqual(alice.request(request_id).body, of_alice.records(request_id)[-1])

        self.assertEqual(0, here.stop())
        of_alice.await_end(5)
        self.assertIn(at(alice, there).revoke(request_id).status, (200, 202))
        again = EventStream(at(alice, there), of_alice.last_id()).await_hello()
        again.await_status(request_id, "REVOKED")
        self.assertEqual([], again.named("resync"))


if __name__ == "__main__":
    aws_support.main(unittest.main)
