"""The stories of the demonstration: each does something as a user would, checks what happened, and tells it."""
import datetime
import time

from . import server
from .client import Person
from .console import expect, expect_answer, line, title

ALICE, BOB = "alice.engineer@example.com", "bob.engineer@example.com"
MIA, MAX = "mia.manager@example.com", "max.manager@example.com"
PEOPLE = {ALICE: "Engineers", BOB: "Engineers", MIA: "Managers", MAX: "Managers"}


def clock(text_or_seconds):
    """A time as people read it."""
    if isinstance(text_or_seconds, int):
        at = datetime.datetime.fromtimestamp(text_or_seconds, datetime.timezone.utc)
    else:
        at = datetime.datetime.fromisoformat(text_or_seconds.replace("Z", "+00:00"))
    return at.strftime("%H:%M:%S")


def until(what, look, seconds=60):
    """Waits until `look` gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    expect(False, f"{what}: not within {seconds} seconds")
    return None


class Stage:
    """The server and the people of the stories."""

    clock_speed = 30
    trail = ["request.submitted", "request.approved", "access.granted", "access.ending", "access.revoked"]  # of one approved

    def __init__(self, curfew):
        self.curfew = curfew
        self.people = {}

    def prepare(self):
        """What has to be set up before anybody can be added."""

    def mail(self, recipient, subject, contains=""):
        """Waits for a letter, and tells of it."""
        def look():
            return [s for s, text in self.curfew.letters(recipient) if subject in s and contains in text]
        found = until(f"a mail '{subject}' to {recipient}", look)
        line(f"mail to {recipient}", f"“{found[-1]}”")

    def becomes(self, person, request_id, status):
        return until(f"{request_id} becomes {status}", lambda: next(
            (r for r in [person.request(request_id)] if r.get("Status") == status), None))

    def look_outside(self, person, request_id):
        """Holds the record against whoever else can see what is there: see aws.AwsStage."""

    def look_for_leftovers(self):
        """The same at the end, when nothing may be left."""


def add_people(stage):
    title("The platform team adds four people (curfew user add)")
    for email, group in PEOPLE.items():
        added = stage.curfew.command("user", "add", email, "--group", group, "--temporary")
        expect(added.returncode == 0, f"user add ended with {added.returncode}: {added.stderr}")
        stage.people[email] = added.stdout.split()[-1]
        line(f"{email}  ({group})", "temporary password made")


def sign_in(stage):
    title("Everybody signs in by the Cognito user-pool protocol and sets a password of their own")
    pool = stage.curfew.pool()
    for email in PEOPLE:
        wrong = pool.initiate_auth(email, "Wrong-password-1!")
        expect_answer(wrong, 400, __type="NotAuthorizedException")
        first = pool.initiate_auth(email, stage.people[email])
        expect_answer(first, 200, ChallengeName="NEW_PASSWORD_REQUIRED")
        done = pool.set_new_password(email, server.new_password(), first["Session"])
        expect(done.status == 200, f"cannot set a password: {done}")
        stage.people[email] = Person(stage.curfew.url, email, done["AuthenticationResult"]["IdToken"])
        me = stage.people[email].call("GET", "/me")
        expect_answer(me, 200, email=email)
        line(f"{email}", "NEW_PASSWORD_REQUIRED → signed in")


def low_risk(stage):
    title("Low risk is granted at once")
    alice = stage.people[ALICE]
    asked = alice.ask("S3FullAccess", "LogArchive", "Look into bucket permissions for TICKET-1234")
    expect_answer(asked, 200, status="ACTIVE", permission_set="S3FullAccess")
    line("Alice asks for S3FullAccess in LogArchive for 5 minutes", f"200 ACTIVE until {clock(asked['expires_at'])}")
    stage.mail(ALICE, "JIT Access Granted", "JIT-S3FullAccess")
    stage.look_outside(alice, asked["request_id"])
    return asked["request_id"]


def high_risk(stage):
    title("High risk is decided by a manager")
    alice, bob, mia = stage.people[ALICE], stage.people[BOB], stage.people[MIA]
    asked = alice.ask("EmergencyAdmin", "Management", "Production database outage, INC-77")
    expect_answer(asked, 202, status="PENDING")
    line("Alice asks for EmergencyAdmin in Management", "202 PENDING")
    stage.mail(ALICE, "Pending")
    stage.look_outside(alice, asked["request_id"])
    stage.mail(MIA, f"JIT Access Approval Required - {ALICE}", "INC-77")
    stage.mail(MAX, f"JIT Access Approval Required - {ALICE}")
    refused = bob.decide(asked["request_id"], "APPROVE")
    expect_answer(refused, 403, code="forbidden")
    line("Bob, an engineer, tries to approve it", "403 forbidden")
    approved = mia.decide(asked["request_id"], "APPROVE", "Go ahead, call me when done")
    expect_answer(approved, 200, status="ACTIVE", approver=MIA)
    line("Mia approves", f"200 ACTIVE until {clock(approved['expires_at'])}")
    stage.mail(ALICE, "Approved", "Go ahead")
    stage.look_outside(alice, asked["request_id"])
    late = stage.people[MAX].decide(asked["request_id"], "DENY", "Too late")
    expect_answer(late, 409, code="already_decided")
    line("Max denies it a moment later", "409 already_decided")
    return asked["request_id"]


def denial(stage):
    title("A denial needs a reason, and nobody decides for themselves")
    mia, max_ = stage.people[MIA], stage.people[MAX]
    asked = mia.ask("EmergencyAdmin", "Audit", "Rotate the break-glass credentials")
    expect_answer(asked, 202, status="PENDING")
    line("Mia, a manager, asks for EmergencyAdmin in Audit", "202 PENDING")
    own = mia.decide(asked["request_id"], "APPROVE")
    expect_answer(own, 403, code="self_approval")
    line("Mia tries to approve it herself", "403 self_approval")
    bare = max_.decide(asked["request_id"], "DENY")
    expect(bare.status == 400, f"a denial without a reason got {bare}")
    line("Max denies without a word", "400 " + bare["code"])
    denied = max_.decide(asked["request_id"], "DENY", "Please use the runbook of the audit account instead")
    expect_answer(denied, 200, status="DENIED")
    line("Max denies and says why", "200 DENIED")
    stage.mail(MIA, "Denied", "runbook")


def early_revocation(stage):
    title("Access that is no longer needed is given back early")
    bob = stage.people[BOB]
    asked = bob.ask("EC2FullAccess", "Audit", "Restart the scanner, OPS-9", 60)
    expect_answer(asked, 200, status="ACTIVE")
    line("Bob asks for EC2FullAccess in Audit for 60 minutes", f"200 ACTIVE until {clock(asked['expires_at'])}")
    foreign = stage.people[ALICE].revoke(asked["request_id"])
    expect_answer(foreign, 404, code="not_found")
    line("Alice tries to revoke it", "404 not_found: it is not hers to see")
    revoked = bob.revoke(asked["request_id"])
    expect_answer(revoked, 200, status="REVOKED", revoked_by=BOB)
    line("Bob revokes it", "200 REVOKED")
    stage.mail(BOB, "Revoked")
    stage.look_outside(bob, asked["request_id"])


def overlap(stage, first_id):
    title("A second request for the same access extends it and never cuts it short")
    alice = stage.people[ALICE]
    asked = alice.ask("S3FullAccess", "LogArchive", "Still at TICKET-1234", 10)
    expect_answer(asked, 200, status="ACTIVE")
    line("Alice asks again for S3FullAccess in LogArchive, 10 minutes", f"200 ACTIVE until {clock(asked['expires_at'])}")
    first = stage.becomes(alice, first_id, "REVOKED")
    expect(first.get("HeldBy") == asked["request_id"], f"the access should be held by the second request: {first}")
    line("the first request's end comes", f"REVOKED at {clock(first['RevokedTimestamp'])}, held on by the second")
    stage.mail(ALICE, "Revoked", asked["request_id"])
    expect_answer(alice.request(asked["request_id"]), 200, Status="ACTIVE")
    line("the second request", "still ACTIVE")
    stage.look_outside(alice, asked["request_id"])
    return asked["request_id"]


def automatic_revocation(stage, request_id, what):
    title(f"What was granted ends by itself: {what}")
    alice = stage.people[ALICE]
    ended = stage.becomes(alice, request_id, "REVOKED")
    expect(ended["RevocationType"] == "AUTO", f"expected an automatic revocation: {ended}")
    late = ended["RevokedTimestamp"] - ended["ExpirationTimestamp"]
    expect(0 <= late <= 120, f"revoked {late} seconds after its end")
    line("its end", clock(ended["ExpirationTimestamp"]))
    line("AWS reported it gone", f"{clock(ended['RevokedTimestamp'])}  REVOKED, AUTO")
    stage.mail(ALICE, "Revoked", request_id)
    stage.look_outside(alice, request_id)


def audit(stage, request_id):
    title("Who did what, when, from where and why")
    events = stage.people[ALICE].events(request_id)
    expect(events.status == 200, f"no events: {events}")
    trail = [event["Action"] for event in events["events"]]
    expect(trail == stage.trail, f"unexpected trail {trail}")
    for event in events["events"]:
        who = event.get("ActorEmail", "Curfew")
        line(f"{clock(event['AtMs'] // 1000)}  {event['Action']:<18} {who}", event.get("Detail", ""))
    verified = stage.curfew.command("audit", "verify")
    expect(verified.returncode == 0, f"audit verify: {verified.stdout}{verified.stderr}")
    line("curfew audit verify", verified.stdout.strip().splitlines()[0])


def play(stage):
    add_people(stage)
    stage.curfew.start("--clock-speed", str(stage.clock_speed))
    sign_in(stage)
    first = low_risk(stage)
    second = overlap(stage, first)
    admin = high_risk(stage)
    denial(stage)
    early_revocation(stage)
    automatic_revocation(stage, admin, "EmergencyAdmin in Management")
    automatic_revocation(stage, second, "S3FullAccess in LogArchive")
    audit(stage, admin)
    stage.look_for_leftovers()
