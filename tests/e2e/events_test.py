"""GET /events of the real server: what changed is told, and a stream ends with its sign-in and with its server."""
import unittest

import support
from event_stream import EventStream

ALICE, BOB, MIA = "alice@example.com", "bob@example.com", "mia@example.com"


class EventsTest(support.CurfewTest):
    def setUp(self):
        super().setUp()
        self.passwords = {ALICE: self.add_user(ALICE, "Engineers"), BOB: self.add_user(BOB, "Engineers"),
                          MIA: self.add_user(MIA, "Managers")}

    def people(self):
        return [self.curfew.person(email, password) for email, password in self.passwords.items()]

    def test_everybody_hears_what_is_theirs_to_see_and_goes_on_after_a_restart(self):
        self.curfew.start()
        alice, bob, mia = self.people()
        streams = [EventStream(person).await_hello() for person in (alice, bob, mia)]
        of_alice, of_bob, of_mia = streams
        request_id = alice.ask("EmergencyAdmin", "Audit", "TICKET-1")["request_id"]
        of_mia.await_status(request_id, "PENDING")
        mia.decide(request_id, "APPROVE", "as I see it")
        for stream in (of_alice, of_mia):
            stream.await_status(request_id, "ACTIVE")  # without asking: AWS's work is told as well
        self.assertEqual(alice.request(request_id).body, of_alice.records(request_id)[-1])
        self.assertEqual([], of_bob.named("request"))

        self.assertEqual(0, self.curfew.stop())
        for stream in streams:
            stream.await_end(5)
        self.curfew.start()
        missed = alice.ask("EmergencyAdmin", "Management", "TICKET-2")["request_id"]
        again = EventStream(alice, of_alice.last_id()).await_hello()
        again.await_status(missed, "PENDING")
        self.assertEqual([], again.named("resync"))
        self.assertEqual([], again.records(request_id), "what was told is not told again")

    def test_a_stream_ends_with_a_global_sign_out_and_only_theirs(self):
        self.curfew.start()
        pool = self.curfew.pool()
        tokens = pool.initiate_auth(ALICE, self.passwords[ALICE])["AuthenticationResult"]
        alice, bob, _ = self.people()
        alice.id_token = tokens["IdToken"]
        of_alice, of_bob = EventStream(alice).await_hello(), EventStream(bob).await_hello()
        self.assertEqual(200, pool.call("GlobalSignOut", {"AccessToken": tokens["AccessToken"]}).status)
        of_alice.await_end()
        self.assertFalse(of_bob.ended.is_set())
        self.assertEqual(401, EventStream(alice).reply.status)

    def test_a_stream_ends_when_its_token_expires(self):
        self.curfew.start("--clock-speed", "600")  # an hour in six seconds
        stream = EventStream(self.curfew.person(BOB, self.passwords[BOB])).await_hello()
        stream.await_end()


if __name__ == "__main__":
    unittest.main(verbosity=2)
