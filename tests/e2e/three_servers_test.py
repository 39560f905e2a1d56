"""Three real servers on one DynamoDB table and one Identity Center, of which two are killed in turn under load.

AWS's clock is the real one here, so access ends by revocation, not by its time; the time's end is in fault_proxy_test."""
import itertools
import random
import signal
import threading
import time
import unittest
import urllib.error

import aws_support
from aws_promises import Promises, Witness, letters_sent
from aws_support import ALICE, BOB, MAX, MIA, at

SETS, ACCOUNTS = ("S3FullAccess", "EC2FullAccess", "EmergencyAdmin"), ("Management", "LogArchive", "Audit")
LOAD = 60  # requests; a quarter of them passes before each event
CUT = (OSError, urllib.error.URLError, ValueError)  # of a connection to a server that dies; of an answer cut in half


class ThreeServersTest(aws_support.AwsTest):
    def test_two_of_three_servers_are_killed_under_load_and_no_promise_is_broken(self):
        print("seed", SEED)
        self.run_ok("store", "create")
        self.servers = [self.start(name=f"server{number}") for number in range(3)]
        self.people = {email: self.aws.person(self.servers[0].url, email) for email in (ALICE, BOB, MIA, MAX)}
        self.witness = Witness()

        self.nobody_is_told_twice_while_nobody_is_killed()
        self.load_while_servers_are_killed()
        self.end_everything()

        promises = Promises(self, self.witness)
        promises.check_all()
        self.nobody_is_forgotten(promises)

    # --- first: an ordinary day

    def nobody_is_told_twice_while_nobody_is_killed(self):
        alice, bob, mia, max_ = (self.people[email] for email in (ALICE, BOB, MIA, MAX))
        one, two, three = self.servers
        low = [self.submit(at(alice, one), "S3FullAccess", "Audit"), self.submit(at(bob, two), "EC2FullAccess", "Audit")]
        high = [self.submit(at(alice, three), "EmergencyAdmin", "Management"),
                self.submit(at(bob, one), "EmergencyAdmin", "LogArchive")]
        self.eventually(lambda: self.told(high[0], MIA) and self.told(high[1], MAX), "the managers are told")
        self.decide(at(mia, two), high[0], "APPROVE")
        self.decide(at(max_, three), high[1], "DENY")
        for request_id in (*low, high[0]):
            self.await_status(at(mia, one), request_id, "ACTIVE")
        for person, request_id in ((at(alice, two), low[0]), (at(bob, three), low[1]), (at(mia, one), high[0])):
            self.revoke(person, request_id)
            self.await_status(at(mia, two), request_id, "REVOKED")

        wanted = Promises(self, self.witness).letters_wanted()
        wanted |= {(manager, "JIT Access Approval Required", request_id) for manager in (MIA, MAX) for request_id in high}
        self.eventually(lambda: wanted <= set(letters_sent(self.aws)), lambda: wanted - set(letters_sent(self.aws)))
        self.settle_down()
        self.assertEqual({letter: 1 for letter in wanted}, dict(letters_sent(self.aws)))
        self.assertEqual(len(high), len(self.aws.notices()), "one notice on the topic for each request that waits")
        self.assertEqual(set(), self.aws.assignments())

    def told(self, request_id, manager):
        return (manager, "JIT Access Approval Required", request_id) in letters_sent(self.aws)

    def settle_down(self):
        """Until nothing is owed any more that is due soon: all letters are sent, all timers are taken away."""
        self.eventually(lambda: not self.aws.schedules() and not self.owed("Letter"), "nothing is owed")

    def owed(self, *attributes):
        items = self.aws.items(aws_support.LEDGER)
        return [item for item in items if "Kind" in item and all(name in item for name in attributes)]

    # --- then: the load

    def load_while_servers_are_killed(self):
        self.stopping, self.to_decide = threading.Event(), []
        self.numbers, self.alive = itertools.count(), list(self.servers)
        threads = [threading.Thread(target=self.live, args=(self.engineer, worker)) for worker in range(4)]
        threads += [threading.Thread(target=self.live, args=(self.managers, worker)) for worker in range(4, 6)]
        for thread in threads:
            thread.start()
        try:
            self.await_load(0.25)
            self.kill(self.servers[0])
            self.await_load(0.5)
            self.servers[0].start()
            self.alive.append(self.servers[0])
            self.await_load(0.75)
            self.kill(self.servers[1])
            self.await_load(1)
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join()
        self.assertEqual([], self.witness.faults)
        self.assertGreaterEqual(len(self.witness.decided), 5, "that was no race")

    def await_load(self, share):
        self.eventually(lambda: len(self.witness.submitted) >= share * LOAD or self.witness.faults, "more load", 120)

    def kill(self, server):
        self.alive.remove(server)
        server.stop(signal.SIGKILL)

    def live(self, round_, worker):
        chance = random.Random(f"{SEED}/{worker}")
        while not self.stopping.is_set():
            try:
                round_(chance)
            except CUT:
                pass  # whoever was cut off goes to another server
            except Exception as fault:  # pylint: disable=broad-except
                self.witness.note_fault(repr(fault))
                return

    def engineer(self, chance):
        person = self.people[chance.choice((ALICE, BOB))]
        request_id = self.submit(at(person, chance.choice(self.alive)), chance.choice(SETS), chance.choice(ACCOUNTS))
        if request_id is None:
            return
        if self.witness.submitted[request_id][1].startswith("EmergencyAdmin"):
            self.to_decide.append(request_id)
        time.sleep(chance.uniform(0, 1))
        if chance.random() < 0.7:
            self.revoke(at(person, chance.choice(self.alive)), request_id)

    def managers(self, chance):
        """Both at the same time, at different servers where there are two."""
        if not self.to_decide:
            time.sleep(0.1)
            return
        try:
            request_id = self.to_decide.pop(0)
        except IndexError:
            return
        servers = chance.sample(self.alive, min(2, len(self.alive)))
        rivals = [threading.Thread(target=self.decide_if_reached, args=(
            at(self.people[manager], server), request_id, chance.choice(("APPROVE", "APPROVE", "DENY"))))
            for manager, server in zip((MIA, MAX), itertools.cycle(servers))]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()

    def decide_if_reached(self, manager, request_id, action):
        try:
            self.decide(manager, request_id, action)
        except CUT:
            pass

    # --- single calls: what was answered with a 2xx is written down

    def submit(self, person, permission_set, account):
        reason = f"{permission_set} {next(NUMBERS)}"
        answer = person.ask(permission_set, account, reason, 30)
        if answer.status in (200, 202):
            self.witness.note(self.witness.submitted, answer["request_id"], (person.email, reason))
            return answer["request_id"]
        self.expect_refusal(answer)
        return None

    def decide(self, manager, request_id, action):
        answer = manager.decide(request_id, action, "raced")
        if answer.status in (200, 202):
            self.witness.note_decision(request_id, manager.email, action)
        else:
            self.expect_refusal(answer)

    def revoke(self, person, request_id):
        """Takes a request back, in whatever state it is."""
        answer = person.revoke(request_id)
        if answer.status in (200, 202):
            ended = self.witness.cancelled if answer["status"] == "CANCELLED" else self.witness.revoked
            self.witness.note_end(ended, request_id)
        else:
            self.expect_refusal(answer)

    def expect_refusal(self, answer):
        """Ended or decided by somebody else, or a store that conflicts too often; nothing else may be answered."""
        if answer.status not in (409, 429, 503):
            self.witness.note_fault(str(answer))

    # --- and in the end

    def end_everything(self):
        mia = at(self.people[MIA], self.servers[2])
        owners = {email: at(person, self.servers[2]) for email, person in self.people.items()}

        def all_ended():
            open_still = [one for one in Promises(self, self.witness).records.values()
                          if one["Status"] not in aws_support.ENDED]
            for one in open_still:
                if one["Status"] == "PENDING":
                    self.revoke(owners[one["UserEmail"]], one["RequestId"])
                elif one["Status"] in ("ACTIVE", "GRANTING"):
                    self.revoke(mia, one["RequestId"])
            return not open_still

        # What a killed server held is free when its claim lapses: after 60 s for a timer, 30 s for an account.
        self.eventually(all_ended, "everything ends", 150)
        self.eventually(lambda: not self.aws.schedules(), "the schedules are gone", 90)

    def nobody_is_forgotten(self, promises):
        """A letter is sent or still owed; none was sent more often than there were servers to be killed while at it."""
        sent = letters_sent(self.aws)
        # A killed server holds its letters for as long as two minutes, which nobody waits for here.
        owed = {(item["Recipient"]["S"], item["RequestId"]["S"]) for item in self.owed("Recipient")}
        missing = [letter for letter in promises.letters_wanted()
                   if letter not in sent and (letter[0], letter[2]) not in owed]
        self.assertEqual([], missing)
        self.assertLessEqual(max(sent.values()), 3)
        print(f"{len(promises.records)} requests, {sum(sent.values())} mails of which "
              f"{sum(times - 1 for times in sent.values())} more than once")


NUMBERS = itertools.count()
SEED = random.randrange(10**9)

if __name__ == "__main__":
    aws_support.main(unittest.main)
