"""docs/costs.md against the calls that Curfew really makes, and against its own arithmetic."""
import collections
import json
import pathlib
import re
import sys
import time
import unittest

import aws_support
import support
from aws_support import ALICE, BOB, MIA
from curfew_demo import client
from event_stream import EventStream

sys.path.append(str(aws_support.AWS / "moto_gaps"))  # without its __init__: what this needs of it needs no moto
from units import item_size  # noqa: E402

COSTS = support.ROOT / "docs" / "costs.md"
SPEED = 10  # of the second half, in which access ends by its time; a sweep comes every 6 seconds then
MINUTES_ASKED = 5
QUEUE_INDEX, STATUS_INDEX = "Queue-DueMs-index", "Status-RequestTimestamp-index"
HOUSEKEEPING = ("unplaced", "trail", "checkpoints")
# What one operation makes or not, whatever the timing; the rest is reading, which may be asked once more.
EXACT = {"CreateAccountAssignment", "DeleteAccountAssignment", "CreateSchedule", "DeleteSchedule", "SendEmail", "Publish"}
SWEPT_FIRST = "REVOKING"  # a sweep asks for one status after the other
LOOKS = re.compile(r"\*\*([\d.]+) queries a second\*\*")  # of a server that has nothing to do
LISTENING = re.compile(r"\*\*\$([\d.]+) a month\*\* for each server")  # on which somebody listens all the time
STORED = re.compile(r"\*\*(\d+) KB\*\*")  # of a request with its events
# Between these shares of the calls and units that the document tells: a machine under load reads a waiting answer's record
# more often, and a claim that is worn is taken again.
LEAST_SHARE, MOST_SHARE = 0.5, 1.5


def kind_of(call):
    """What a recorded call is made for."""
    if call.get("index") == QUEUE_INDEX:
        return "count" if call["is_count"] else "look"
    if call.get("index") == STATUS_INDEX:
        return "sweep"
    keys = call.get("keys") or []
    sealed = (*HOUSEKEEPING, "chain/") if call["operation"] == "BatchGetItem" else HOUSEKEEPING
    if keys and keys[0].startswith(sealed):
        return "seal"
    return "work"


class Measured:
    """Of some calls: how many of each operation outside of DynamoDB, and DynamoDB's calls and units."""

    def __init__(self, calls):
        outside = [call for call in calls if call["service"] != "dynamodb"]
        dynamodb = [call for call in calls if call["service"] == "dynamodb"]
        self.outside = collections.Counter(call["operation"] for call in outside if call["operation"])
        self.calls = len(dynamodb)
        self.read = sum(call.get("read_units", 0) for call in dynamodb)
        self.write = sum(call.get("write_units", 0) for call in dynamodb)

    def each(self, parts):
        """The share of one of so many equal parts."""
        self.calls, self.read, self.write = (one / parts for one in (self.calls, self.read, self.write))

    def take_off(self, other):
        self.outside -= other.outside
        self.calls, self.read, self.write = (self.calls - other.calls, self.read - other.read, self.write - other.write)

    def __str__(self):
        outside = ", ".join(f"{count} {name}" for name, count in sorted(self.outside.items()))
        return f"| {outside or '–'} | {self.calls} | {self.read:g} | {self.write:g} |"


class Table:
    """A table of the document: a row by its first cell."""

    def __init__(self, text, heading):
        part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("| ")]
        self.rows = {row[0]: row[1:] for row in rows[1:] if not row[0].startswith("---")}


def counts_in(cell):
    """"1 GetUserId, 2 SendEmail" as counts."""
    return collections.Counter({name: int(count) for count, name in re.findall(r"(\d+) (\w+)", cell)})


class CostsTest(aws_support.AwsTest):
    def test_every_operation_makes_the_calls_that_the_document_says(self):
        self.measured = {}
        self.aws.set_center(pace={"polls": 1})  # an operation of AWS has ended when it is asked about
        self.dynamodb = self.aws.client("dynamodb")
        self.run_ok("store", "create")
        self.on_the_clock_of_the_wall()
        self.on_a_faster_clock()
        self.compare_the_catalog()
        print("\n".join(f"| {name} {measured}" for name, measured in self.measured.items()))
        self.hold_against_the_document()

    # --- measuring

    def calls(self):
        return [call for call in self.aws.recorded() if call["access_key"] == "testing"]

    def start_quiet(self, *arguments):
        """A server whose first sweep is over, and people who are known to it."""
        self.aws.forget_calls()
        self.curfew = self.start(*arguments, CURFEW_RECONCILE__MODE="off")
        self.alice, self.bob, self.mia = (self.aws.person(self.curfew.url, email) for email in (ALICE, BOB, MIA))
        self.await_sweep()

    def await_sweep(self):
        self.eventually(lambda: self.sweeps() >= 1, "a sweep", 90)
        self.await_quiet()

    def sweeps(self):
        return sum(kind_of(call) == "sweep" and SWEPT_FIRST in call["keys"] for call in self.calls())

    def await_quiet(self):
        """Until nothing but looks was called for a while."""
        def quiet():
            return time.time() - max((call["at"] for call in self.calls() if kind_of(call) != "look"), default=0) > 1.2
        self.eventually(quiet, "quiet", 60)

    def measure(self, name, operation):
        """All that `operation` makes, but looks. Again, when a sweep was in its way."""
        for _ in range(3):
            self.await_quiet()
            self.aws.forget_calls()
            result = operation()
            self.await_quiet()
            if not self.sweeps():
                break
        self.note(name, self.calls(), "work", "count")
        return result

    def note(self, name, calls, *kinds):
        self.measured[name] = Measured([call for call in calls if kind_of(call) in kinds])

    def await_record(self, request_id, status):
        """In the table itself: to ask the server would be a cost."""
        def reached():
            item = self.dynamodb.get_item(TableName=aws_support.REQUESTS, Key={"RequestId": {"S": request_id}})["Item"]
            return item if item["Status"]["S"] == status else None
        return self.eventually(reached, status, 90)

    def ask(self, person, permission_set, account, minutes=60):
        answer = person.ask(permission_set, account, "for what it costs", minutes)
        self.assertIn(answer.status, (200, 202), str(answer))
        self.await_record(answer["request_id"], "PENDING" if permission_set == "EmergencyAdmin" else "ACTIVE")
        return answer["request_id"]

    def decide(self, request_id, action, status):
        answer = self.mia.decide(request_id, action, "as I see it")
        self.assertIn(answer.status, (200, 202), str(answer))
        self.await_record(request_id, status)

    def revoke(self, person, request_id, status="REVOKED"):
        self.assertIn(person.revoke(request_id).status, (200, 202))
        self.await_record(request_id, status)

    def on_the_clock_of_the_wall(self):
        self.start_quiet()
        for person in (self.alice, self.bob):  # whoever comes for the first time is bound to a user, once
            self.revoke(person, self.ask(person, "EmergencyAdmin", "Audit"), "CANCELLED")
        low = self.measure("submit, low risk", lambda: self.ask(self.alice, "S3FullAccess", "LogArchive"))
        high = self.measure("submit, high risk", lambda: self.ask(self.alice, "EmergencyAdmin", "Management"))
        other = self.ask(self.bob, "EmergencyAdmin", "Audit")
        self.measure("approve", lambda: self.decide(high, "APPROVE", "ACTIVE"))
        self.measure("deny", lambda: self.decide(other, "DENY", "DENIED"))
        self.measure("revoke", lambda: self.revoke(self.alice, low))
        self.measure("list one's requests", lambda: self.alice.call("GET", "/requests"))
        self.measure("read one request", lambda: self.alice.request(low))
        self.measure("readiness probe", lambda: client.exchange(self.curfew.url + "/health/ready"))
        self.measure("sign in, and ask who one is", lambda: self.aws.person(self.curfew.url, ALICE).call("GET", "/me"))
        self.revoke(self.mia, high)
        self.await_quiet()
        self.bytes_of_a_request = self.stored_bytes(low)
        self.somebody_listens()
        self.curfew.stop()

    def somebody_listens(self):
        name, seconds = "a second, while somebody listens", 10
        EventStream(self.mia).await_hello()
        self.aws.forget_calls()
        time.sleep(seconds)
        self.note(name, self.calls(), "seal")
        self.measured[name].each(seconds)

    def stored_bytes(self, request_id):
        items = [item for table in (aws_support.REQUESTS, aws_support.LEDGER) for item in self.aws.items(table)]
        return sum(item_size(item) for item in items if request_id in json.dumps(item))

    def on_a_faster_clock(self):
        self.start_quiet("--clock-speed", str(SPEED))
        self.aws.forget_calls()
        asked = time.time()
        request_id = self.ask(self.alice, "S3FullAccess", "Audit", MINUTES_ASKED)
        self.await_quiet()
        self.a_minute("audit seal of a low-risk grant", "seal")
        self.a_minute("a minute, for each open request", "work")
        self.end_by_its_time(request_id, asked)
        self.look_again()
        self.a_minute("a minute, with nothing open", "work", "count", "sweep", "seal")
        self.idle_looks()
        self.curfew.stop()

    def a_minute(self, name, *kinds):
        """From the quiet after one sweep to the quiet after the next."""
        self.aws.forget_calls()
        self.await_sweep()
        self.note(name, self.calls(), *kinds)

    def end_by_its_time(self, request_id, asked):
        self.await_quiet()
        time.sleep(max(0.0, asked + MINUTES_ASKED * 60 / SPEED - 0.5 - time.time()))
        self.aws.forget_calls()
        self.await_record(request_id, "REVOKED")
        self.await_quiet()
        self.note("automatic end", self.calls(), "work")
        for _ in range(self.sweeps()):  # those that came meanwhile found the request open
            self.measured["automatic end"].take_off(self.measured["a minute, for each open request"])

    def look_again(self):
        """Some minutes after a deletion, whether it has stayed one; and once more the timer of what ended so soon."""
        self.aws.forget_calls()
        self.eventually(lambda: {"ListAccountAssignments", "DeleteSchedule"} <=
                        {call["operation"] for call in self.calls()}, "a look", 90)
        self.await_quiet()
        self.note("look again after a deletion", self.calls(), "work")

    def idle_looks(self):
        self.await_quiet()
        self.aws.forget_calls()
        began = time.time()
        time.sleep(5)
        looks = [call for call in self.calls() if kind_of(call) == "look"]
        self.looks_per_second = len(looks) / (time.time() - began)
        self.assertEqual({0.5}, {call["read_units"] for call in looks})

    def compare_the_catalog(self):
        self.aws.forget_calls()
        self.run_ok("reconcile")
        self.note("reconcile", self.calls(), "work", "sweep")

    # --- the document

    def hold_against_the_document(self):
        text = COSTS.read_text(encoding="utf-8")
        told = Table(text, "What each operation calls").rows
        self.assertEqual(set(self.measured), set(told))
        for name, measured in self.measured.items():
            with self.subTest(name):
                self.hold(measured, *told[name])
        self.assertLessEqual(self.looks_per_second, float(LOOKS.search(text).group(1)) * 1.25)
        self.assertLessEqual(self.bytes_of_a_request, int(STORED.search(text).group(1)) * 1000)
        self.hold_the_sums(text, told)

    def hold(self, measured, outside, calls, read, write):
        wanted = counts_in(outside)
        for name in EXACT:
            self.assertEqual(wanted[name], measured.outside[name], name)
        self.assertEqual(set(wanted), set(measured.outside))
        self.assertEqual([], [name for name in wanted if measured.outside[name] > wanted[name]])
        for what, told in (("calls", calls), ("read", read), ("write", write)):
            count, limit = getattr(measured, what), float(told)
            self.assertLessEqual(count, limit * MOST_SHARE, f"{what}: the document says too little")
            self.assertGreaterEqual(count, limit * LEAST_SHARE, f"{what}: the document says too much")

    def hold_the_sums(self, text, told):
        prices = {name: float(row[0].lstrip("$")) for name, row in Table(text, "Prices").rows.items()}
        looks = float(LOOKS.search(text).group(1))
        listening = SECONDS * units_price(told["a second, while somebody listens"], prices)
        self.assertEqual(f"{listening:.2f}", LISTENING.search(text).group(1))
        for requests, cells in Table(text, "What a month costs").rows.items():
            sums = month(int(requests.replace(",", "")), told, prices, looks)
            self.assertEqual([f"${one:,.2f}" for one in sums], cells, f"{requests} requests")


# The month that the document describes.
SERVERS, SECONDS, MINUTES, MINUTES_OPEN = 2, 30 * 24 * 3600, 30 * 24 * 60, 30
LOW, APPROVED, DENIED = 0.70, 0.25, 0.05
ENDED_EARLY = 0.40  # of those that were granted


def month(requests, told, prices, looks):
    """Dollars: DynamoDB for the requests, all else for the requests, servers that only wait, and the sum."""
    granted = LOW + APPROVED
    shares = {"submit, low risk": LOW, "submit, high risk": APPROVED + DENIED, "approve": APPROVED, "deny": DENIED,
              "revoke": granted * ENDED_EARLY, "automatic end": granted * (1 - ENDED_EARLY),
              "look again after a deletion": granted, "list one's requests": 2, "read one request": 2,
              "sign in, and ask who one is": 1, "audit seal of a low-risk grant": 2 * granted,
              "a minute, for each open request": granted * MINUTES_OPEN * SERVERS}
    dynamodb = sum(share * units_price(told[name], prices) for name, share in shares.items())
    mails = sum(share * counts_in(told[name][0])["SendEmail"] for name, share in shares.items())
    notices = sum(share * counts_in(told[name][0])["Publish"] for name, share in shares.items())
    fired = granted * (1 - ENDED_EARLY)
    others = mails * prices["mail"] + notices * prices["notice"] + fired * prices["schedule that fires"]
    waiting = SERVERS * (SECONDS * looks * 0.5 * prices["read unit"] +
                         MINUTES * units_price(told["a minute, with nothing open"], prices) +
                         SECONDS / 10 * units_price(told["readiness probe"], prices) +
                         SECONDS / 3600 * units_price(told["reconcile"], prices))
    parts = [round(one, 2) for one in (requests * dynamodb, requests * others, waiting)]
    return [*parts, sum(parts)]


def units_price(row, prices):
    return float(row[2]) * prices["read unit"] + float(row[3]) * prices["write unit"]


if __name__ == "__main__":
    aws_support.main(unittest.main)
