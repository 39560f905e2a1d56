"""What Curfew promises, held against what AWS, the tables and the mailboxes hold after a test has done its worst."""
import collections
import re
import threading

import aws_support

REQUEST_ID = re.compile(r"Request ID: ([0-9a-f-]{36})")
# What a requester is told when a request gets there.
LETTERS = {"PENDING": "JIT Access Pending Approval", "DENIED": "JIT Access Denied", "EXPIRED": "JIT Access Request Expired",
           "FAILED": "JIT Access Failed"}
GRANTED = {"AUTO": "JIT Access Granted", "MANUAL": "JIT Access Approved"}
REVOKED = {"AUTO": "JIT Access Automatically Revoked", "MANUAL": "JIT Access Revoked"}
DECISIONS = ("request.approved", "request.denied")


class Witness:
    """Writes down every answer with a 2xx. Safe for use by many threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self.submitted = {}  # request id -> (e-mail, reason)
        self.decided = collections.defaultdict(list)  # request id -> [(manager, action)]
        self.revoked, self.cancelled = set(), set()
        self.faults = []  # answers that nobody may get

    def note(self, table, request_id, value):
        with self._lock:
            table[request_id] = value

    def note_decision(self, request_id, manager, action):
        with self._lock:
            self.decided[request_id].append((manager, action))

    def note_end(self, ended, request_id):
        with self._lock:
            ended.add(request_id)

    def note_fault(self, what):
        with self._lock:
            self.faults.append(what)


def plain(item):
    """An item of DynamoDB JSON as Python has it."""
    return {name: int(value["N"]) if "N" in value else next(iter(value.values())) for name, value in item.items()}


class Promises:
    """Reads everything once; each method holds one promise."""

    def __init__(self, test, witness):
        self.test, self.aws, self.witness = test, test.aws, witness
        self.records = {one["RequestId"]: one for one in map(plain, self.aws.items(aws_support.REQUESTS))}
        self.ledger = [plain(item) for item in self.aws.items(aws_support.LEDGER)]
        self.events = collections.defaultdict(list)  # request id -> events in their order
        for item in self.ledger:
            if item["Pk"].startswith("chain/request/"):
                self.events[item["Pk"].rpartition("/")[2]].append(item)
        for chain in self.events.values():
            chain.sort(key=lambda event: event["Sk"])

    def check_all(self, standing=frozenset()):
        self.check_everything_ended()
        self.check_nothing_is_left(standing)
        self.check_no_access_without_a_decision()
        self.check_one_decision_each()
        self.check_every_2xx_is_kept()
        self.check_no_table_was_scanned()
        self.check_the_trail()

    def check_everything_ended(self):
        open_still = {one["RequestId"]: one["Status"] for one in self.records.values()
                      if one["Status"] not in aws_support.ENDED}
        self.test.assertEqual({}, open_still)
        states = collections.Counter(one["State"] for one in self.ledger if one["Pk"].startswith("assignment/"))
        self.test.assertLessEqual(set(states), {"ABSENT", "UNKNOWN", "STANDING"}, states)

    def check_nothing_is_left(self, standing):
        self.test.assertEqual(set(standing), self.aws.assignments(), "assignments at the end")
        self.test.assertEqual([], self.aws.schedules(), "schedules at the end")

    def check_no_access_without_a_decision(self):
        allowed = set()
        for one in self.records.values():
            low = one["RiskLevel"] == "LOW" and one.get("DecisionType") == "AUTO"
            approved = one.get("DecisionType") == "MANUAL" and one["Status"] != "DENIED" \
                and one["ApproverSubject"] != one["Subject"] and one.get("ApproverUserId") != one["UserId"]
            if low or approved:
                allowed.add((one["AccountId"], one["PermissionSetArn"], one["UserId"]))
        created = self.aws.creations()
        self.test.assertTrue(created, "a test without any access proves nothing")
        self.test.assertLessEqual(set(created), allowed)
        for request_id, chain in self.events.items():
            reached = [event.get("To") for event in chain]
            if "ACTIVE" in reached:
                self.test.assertIn("ApprovalTimestamp", self.records[request_id])
                self.test.assertIn("GRANTING", reached[:reached.index("ACTIVE")], "granted without a decision")

    def check_one_decision_each(self):
        for request_id, answers in self.witness.decided.items():
            self.test.assertEqual(1, len(answers), f"{request_id} was decided by {answers}")
        for request_id, chain in self.events.items():
            decisions = [event["Action"] for event in chain if event["Action"] in DECISIONS]
            self.test.assertLessEqual(len(decisions), 1, f"{request_id}: {decisions}")

    def check_every_2xx_is_kept(self):
        self.test.assertEqual([], self.witness.faults)
        for request_id, (email, reason) in self.witness.submitted.items():
            record = self.records.get(request_id)
            self.test.assertIsNotNone(record, f"{request_id} was acknowledged and is gone")
            self.test.assertEqual((email, reason), (record["UserEmail"], record["Reason"]))
        for request_id, [(manager, action)] in self.witness.decided.items():
            record = self.records[request_id]
            self.test.assertEqual(manager, record["ApproverEmail"], str(record))
            self.test.assertEqual(action == "DENY", record["Status"] == "DENIED", str(record))
        for request_id in self.witness.revoked:
            self.test.assertIn(self.records[request_id]["Status"], ("REVOKED", "FAILED"))
        for request_id in self.witness.cancelled:
            self.test.assertEqual("CANCELLED", self.records[request_id]["Status"])

    def check_no_table_was_scanned(self):
        ours = [call["operation"] for call in self.aws.recorded() if call["access_key"] == "testing"]
        self.test.assertIn("Query", ours)
        self.test.assertNotIn("Scan", ours)

    def check_the_trail(self):
        self.test.run_ok("audit", "verify")

    def letters_wanted(self):
        """(requester, beginning of the subject, request id) of every letter that a requester is to get."""
        wanted = set()
        for request_id, chain in self.events.items():
            record = self.records[request_id]
            for event in chain:
                reached = event.get("To", "") if event.get("To") != event.get("From") else ""
                subject = {"ACTIVE": GRANTED[record.get("DecisionType", "AUTO")],
                           "REVOKED": REVOKED[record.get("RevocationType", "AUTO")]}.get(reached, LETTERS.get(reached))
                if subject:
                    wanted.add((record["UserEmail"], subject, request_id))
        return wanted


def letters_sent(aws):
    """How often each letter was sent: (recipient, beginning of the subject, request id) -> times."""
    sent = collections.Counter()
    for recipient, subject, text in aws.mails():
        found = REQUEST_ID.search(text)
        sent[recipient, subject[subject.index("JIT"):].partition(" - ")[0], found.group(1) if found else ""] += 1
    return sent
