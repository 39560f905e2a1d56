"""500 requests while AWS does everything that it does on bad days: throttles, conflicts, fails, cuts, loses replies, answers
late, lets operations fail afterwards or run for long. After the faults stop, every promise has to hold.

The clock runs 6 times faster, so that access ends by its time and lost replies are settled within the test."""
import collections
import random
import threading
import time
import unittest

import aws_support
from aws_promises import Promises, Witness, letters_sent, plain
from aws_support import ALICE, MAX, MIA

SEED = random.randrange(10**9)
REQUESTS, WORKERS, SPEED = 500, 10, 6
ENGINEERS = [ALICE] + [f"engineer{number}@example.com" for number in range(7)]
MORE_ACCOUNTS = [f"11112222{number:04}" for number in range(7)]
LOW, HIGH = ("S3FullAccess", "EC2FullAccess"), "EmergencyAdmin"
AGAIN = (429, 500, 503)  # what a client asks again

# fault: probability, for calls that may meet it without being unable to go on
EVERYWHERE = {"throttled": 0.02, "server_error": 0.02, "error_after": 0.02, "cut": 0.02, "lost_reply": 0.02,
              "torn_reply": 0.02, "slow": 0.01, "slow_reply": 0.01}
OPERATIONS = {"conflict": 0.04, "fails": 0.05, "takes_long": 0.05}
SERVICES = {"sso": 1.0, "identitystore": 1.0, "scheduler": 1.5, "ses": 2.0, "sns": 3.0, "cognito-idp": 1.0, "dynamodb": 0.3}
SECONDS = {"slow": 0.4, "slow_reply": 0.4, "takes_long": 2.0}


def rules():
    for operation in ("CreateAccountAssignment", "DeleteAccountAssignment"):
        for fault, probability in OPERATIONS.items():
            yield rule(operation, fault, probability)
    yield rule("scheduler:*", "conflict", 0.03)
    for service, share in SERVICES.items():
        for fault, probability in EVERYWHERE.items():
            yield rule(f"{service}:*", fault, probability * share)


def rule(operation, fault, probability):
    return {"operation": operation, "fault": fault, "probability": probability, "seconds": SECONDS.get(fault, 0)}


class FaultProxyTest(aws_support.AwsTest):
    PROXY = True

    def test_no_promise_is_broken_by_500_requests_among_faults_of_every_kind(self):
        print("seed", SEED)
        self.prepare()
        self.aws.faults(*rules(), seed=SEED)
        began = time.monotonic()
        self.live()
        made = self.aws.faults()
        self.assertEqual([], self.witness.faults)
        self.assert_every_fault_was_made(made)
        loaded = time.monotonic()
        self.eventually(self.all_ended, self.what_is_open, 150, pause=2)
        self.eventually(lambda: not self.aws.schedules(), "the schedules are gone", 60)

        promises = Promises(self, self.witness)
        promises.check_all(self.standing)
        self.assert_nothing_was_stored_twice(promises)
        self.eventually(lambda: not self.forgotten(promises), lambda: self.forgotten(promises), 90, pause=2)
        statuses = collections.Counter(record["Status"] for record in promises.records.values())
        self.assertGreater(statuses["REVOKED"], REQUESTS // 5, "hardly any access was given at all")
        print(f"{sum(made.values())} faults in {loaded - began:.0f} s, quiet after {time.monotonic() - loaded:.0f} s more; "
              f"{dict(statuses)}")

    def prepare(self):
        self.aws.set_center(accounts=MORE_ACCOUNTS, pace={"seconds": 0.1}, conflicts="account")
        for engineer in ENGINEERS[1:]:
            self.aws.add_engineer(engineer)
        self.aws.let_tokens_live_for_a_day()  # an hour of the fast clock is ten minutes
        self.standing = {self.stand(ALICE, "329668418788", "JIT-S3FullAccess")}
        self.config.write_text(aws_support.configuration(self.aws, MORE_ACCOUNTS, policy='pending_lapse = "10m"'))
        self.run_ok("store", "create")
        self.curfew = self.start("--clock-speed", str(SPEED), CURFEW_IDENTITY_CENTER__CALLS_PER_SECOND="200")
        self.people = {email: self.aws.person(self.curfew.url, email) for email in (*ENGINEERS, MIA, MAX)}
        self.witness, self.sso = Witness(), self.aws.client("sso-admin")
        asked = self.people[ALICE].ask("S3FullAccess", "Audit", "what she has anyway")
        self.assertEqual((409, "standing_access"), (asked.status, asked.get("code")))

    def stand(self, email, account, name):
        """Access that nobody asked Curfew for."""
        ids = self.aws.ids
        user = ids["IdentityUsers"][email]
        aws_support.control("POST", f"{self.aws.moto.url}/curfew-test/identity-center/assign", {
            "InstanceArn": ids["InstanceArn"], "TargetId": account, "PermissionSetArn": ids["PermissionSets"][name],
            "PrincipalType": "USER", "PrincipalId": user})
        return account, ids["PermissionSets"][name], user

    # --- the load

    def live(self):
        numbers = iter(range(REQUESTS))
        lock = threading.Lock()

        def work():
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None or self.witness.faults:
                    return
                try:
                    self.one_story(number, random.Random(f"{SEED}/{number}"))
                except Exception as fault:  # pylint: disable=broad-except
                    self.witness.note_fault(f"story {number}: {fault!r}")

        threads = [threading.Thread(target=work) for _ in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def one_story(self, number, chance):
        person = self.people[chance.choice(ENGINEERS)]
        account = chance.choice(["Management", "LogArchive", *(f"Account{one}" for one in MORE_ACCOUNTS)])
        if chance.random() < 0.6:
            request_id = self.submit(person, chance.choice(LOW), account, number, chance.choice((5, 6, 8)))
            if chance.random() < 0.3:
                self.revoke(person, request_id)
            return
        request_id = self.submit(person, HIGH, account, number, 5)
        fate = chance.random()
        if fate < 0.5:
            self.decide(MIA, request_id, "APPROVE")
            if fate < 0.1:
                self.decide(MAX, request_id, "DENY")
        elif fate < 0.7:
            self.decide(MAX, request_id, "DENY")
        elif fate < 0.9:
            self.revoke(person, request_id)  # which is to cancel; the rest lapse

    def submit(self, person, permission_set, account, number, minutes):
        reason = f"{permission_set} story {number}"
        body = {"account_name": account, "permission_set": permission_set, "reason": reason, "duration_minutes": minutes}
        answer = self.insist(lambda: person.call("POST", "/requests", body, Idempotency_Key=f"story-{number}"))
        if answer.status not in (200, 202):
            raise AssertionError(f"{reason}: {answer}")
        self.witness.note(self.witness.submitted, answer["request_id"], (person.email, reason))
        if answer["status"] == "ACTIVE":
            self.check_active(person, answer["request_id"])
        return answer["request_id"]

    def check_active(self, person, request_id):
        """ACTIVE before and after a look at AWS: then it was there meanwhile."""
        record = self.insist(lambda: person.request(request_id))
        if record["Status"] != "ACTIVE":
            return
        listed = self.sso.list_account_assignments(InstanceArn=self.aws.ids["InstanceArn"], AccountId=record["AccountId"],
                                                   PermissionSetArn=record["PermissionSetArn"])["AccountAssignments"]
        again = self.insist(lambda: person.request(request_id))
        if again["Status"] == "ACTIVE" and record["UserId"] not in [one["PrincipalId"] for one in listed]:
            raise AssertionError(f"ACTIVE and not there: {again}")

    def decide(self, manager, request_id, action):
        answer = self.insist(lambda: self.people[manager].decide(request_id, action, "as I see it"))
        if answer.status in (200, 202):
            self.witness.note_decision(request_id, manager, action)
        elif answer.status != 409:
            raise AssertionError(str(answer))

    def revoke(self, person, request_id):
        answer = self.insist(lambda: person.revoke(request_id))
        if answer.status in (200, 202):
            ended = self.witness.cancelled if answer["status"] == "CANCELLED" else self.witness.revoked
            self.witness.note_end(ended, request_id)
        elif answer.status != 409:
            raise AssertionError(str(answer))

    @staticmethod
    def insist(call):
        """As clients do: asks again where it is told to, and where no answer comes."""
        for attempt in range(30):
            try:
                answer = call()
                if answer.status not in AGAIN:
                    return answer
            except TimeoutError:
                answer = "no answer"
            time.sleep(min(2.0, 0.1 * 2**attempt))
        raise AssertionError(f"30 times: {answer}")

    # --- afterwards

    def assert_every_fault_was_made(self, made):
        kinds = {name.rpartition(" ")[2] for name in made}
        self.assertEqual({*EVERYWHERE, *OPERATIONS}, kinds)

    def all_ended(self):
        return not self.what_is_open()

    def what_is_open(self):
        records = map(plain, self.aws.items(aws_support.REQUESTS))
        return [f"{one['RequestId']} {one['Status']}" for one in records if one["Status"] not in aws_support.ENDED]

    def assert_nothing_was_stored_twice(self, promises):
        reasons = collections.Counter(record["Reason"] for record in promises.records.values())
        self.assertEqual(REQUESTS, len(reasons))
        self.assertEqual({1}, set(reasons.values()), "a repeat with the same Idempotency-Key stored a second request")

    def forgotten(self, promises):
        return sorted(promises.letters_wanted() - set(letters_sent(self.aws)))


if __name__ == "__main__":
    aws_support.main(unittest.main)
