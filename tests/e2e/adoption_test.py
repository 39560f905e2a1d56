"""A table that the earlier deployment wrote is Curfew's from the start on: what it gave ends, its timers go, its wishes
are decided, its history stays. The records are written with boto3, in the shapes that its Python functions gave them."""
import datetime
import decimal
import json
import time
import unittest
import uuid

import aws_support
from aws_support import ALICE, BOB, MIA
from aws_support import REQUESTS as TABLE

FUNCTION = "arn:aws:lambda:us-east-1:533267321107:function:JIT-Revoke-Access"
INDEXES = {"UserId-RequestTimestamp-index": "UserId", "Status-RequestTimestamp-index": "Status"}
PATIENCE = 90


class EarlierDeployment:
    """Its table, and what its functions did to AWS."""

    def __init__(self, ids, url):
        import boto3  # of the Python that has moto
        self.ids = ids
        keys = {"endpoint_url": url, "region_name": "us-east-1", "aws_access_key_id": "e", "aws_secret_access_key": "e"}
        self.sso, self.events, self.scheduler = (boto3.client(name, **keys) for name in ("sso-admin", "events", "scheduler"))
        self.table = boto3.resource("dynamodb", **keys).create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "RequestId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in
                                  (("RequestId", "S"), ("UserId", "S"), ("Status", "S"), ("RequestTimestamp", "N"))],
            GlobalSecondaryIndexes=[{"IndexName": name, "Projection": {"ProjectionType": "ALL"},
                                     "KeySchema": [{"AttributeName": key, "KeyType": "HASH"},
                                                   {"AttributeName": "RequestTimestamp", "KeyType": "RANGE"}]}
                                    for name, key in INDEXES.items()],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        boto3.client("dynamodb", **keys).update_continuous_backups(
            TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})

    def place(self, email, account, permission_set):
        return {"UserId": self.ids["IdentityUsers"][email], "AccountId": self.ids["Accounts"][account],
                "PermissionSetArn": self.ids["PermissionSets"][permission_set]}

    def record(self, email, account, permission_set, status, asked_ago, **more):
        asked = int(time.time()) - asked_ago
        record = {"RequestId": str(uuid.uuid4()), "UserEmail": email.title(), "AccountName": account,
                  "PermissionSet": permission_set, "RiskLevel": "HIGH" if "Admin" in permission_set else "LOW",
                  "Status": status, "RequestTimestamp": asked, "ExpirationTimestamp": asked + 3600, "Reason": "TICKET-1234",
                  "DurationMinutes": 60, "ApproverEmail": None, **self.place(email, account, permission_set), **more}
        return record

    def write(self, record):
        self.table.put_item(Item=record)
        return record["RequestId"]

    def assign(self, record):
        self.sso.create_account_assignment(
            InstanceArn=self.ids["InstanceArn"], TargetId=record["AccountId"], TargetType="AWS_ACCOUNT",
            PermissionSetArn=record["PermissionSetArn"], PrincipalType="USER", PrincipalId=record["UserId"])
        aws_support.eventually(lambda: self.is_assigned(record), "the assignment is there")
        record["GrantedTimestamp"] = record["RequestTimestamp"] + 2

    def is_assigned(self, record):
        listed = self.sso.list_account_assignments(InstanceArn=self.ids["InstanceArn"], AccountId=record["AccountId"],
                                                   PermissionSetArn=record["PermissionSetArn"])["AccountAssignments"]
        return record["UserId"] in [one["PrincipalId"] for one in listed]

    def set_rule(self, record):
        at = datetime.datetime.fromtimestamp(int(record["ExpirationTimestamp"]), datetime.timezone.utc)
        name = "revoke-" + record["RequestId"]
        made = self.events.put_rule(Name=name, ScheduleExpression=at.strftime("cron(%-M %-H %-d %-m ? %Y)"))
        self.events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": FUNCTION, "Input": self.input_of(record)}])
        record["RevocationScheduleArn"] = made["RuleArn"]

    def set_schedule(self, record):
        made = self.scheduler.create_schedule(
            Name="revoke-" + record["RequestId"], ScheduleExpression="at(2035-01-01T00:00:00)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": FUNCTION, "RoleArn": "arn:aws:iam::533267321107:role/r", "Input": self.input_of(record)})
        record["RevocationScheduleArn"] = made["ScheduleArn"]

    @staticmethod
    def input_of(record):
        return json.dumps({"request_id": record["RequestId"], "user_id": record["UserId"],
                           "account_id": record["AccountId"], "permission_set_arn": record["PermissionSetArn"]})

    def timers(self):
        rules = self.events.list_rules(NamePrefix="revoke-")["Rules"]
        schedules = self.scheduler.list_schedules(GroupName="default", NamePrefix="revoke-")["Schedules"]
        return [one["Name"] for one in rules + schedules]

    def item(self, request_id):
        return self.table.get_item(Key={"RequestId": request_id}, ConsistentRead=True)["Item"]

    def status(self, request_id):
        return self.item(request_id)["Status"]


class AdoptionTest(aws_support.AwsTest):
    def setUp(self):
        super().setUp()
        self.earlier = EarlierDeployment(self.aws.ids, self.aws.url)
        self.run_ok("store", "create")

    def gone(self, record):
        self.eventually(lambda: not self.earlier.is_assigned(record), "the access is gone", PATIENCE)
        self.eventually(lambda: self.earlier.status(record["RequestId"]) == "REVOKED", "it is REVOKED", PATIENCE)

    def test_what_it_left_is_taken_over(self):
        earlier = self.earlier
        active = earlier.record(ALICE, "Management", "JIT-S3FullAccess", "ACTIVE", 1800)
        active["ExpirationTimestamp"] = decimal.Decimal(str(int(time.time()) + 60)) + decimal.Decimal("0.5")
        over = earlier.record(ALICE, "LogArchive", "JIT-EC2FullAccess", "ACTIVE", 4 * 3600)
        failed = earlier.record(BOB, "Audit", "JIT-S3FullAccess", "ERROR", 48 * 3600, ErrorMessage="ConflictException",
                                AssignmentRequestId=str(uuid.uuid4()))
        for record, set_timer in ((active, earlier.set_rule), (over, earlier.set_schedule), (failed, earlier.set_rule)):
            earlier.assign(record)
            set_timer(record)
            earlier.write(record)
        wish = earlier.record(BOB, "LogArchive", "JIT-EmergencyAdmin", "PENDING", 600)
        earlier.write(wish)
        history = earlier.record(ALICE, "Audit", "JIT-S3FullAccess", "REVOKED", 90 * 24 * 3600, RevocationType="AUTO")
        earlier.write(history)
        as_it_was = earlier.item(history["RequestId"])
        self.assertEqual(3, len(earlier.timers()))

        curfew = self.start()
        mia, bob, alice = (self.aws.person(curfew.url, email) for email in (MIA, BOB, ALICE))
        # Before any sweep, or after it: the manual's calls work on what the earlier deployment wrote.
        approved = mia.decide(wish["RequestId"], "APPROVE")
        self.assertIn(approved.status, (200, 202), approved)
        self.eventually(lambda: earlier.status(wish["RequestId"]) == "ACTIVE", "it is ACTIVE")
        self.assertTrue(earlier.is_assigned(wish))

        self.gone(over)
        self.gone(failed)
        self.assertTrue(earlier.is_assigned(active), "its end has not come")
        seen = alice.call("GET", "/requests?scope=mine")
        statuses = {one["RequestId"]: one["Status"] for one in seen["requests"]}
        self.assertEqual("ACTIVE", statuses[active["RequestId"]])
        self.assertEqual("REVOKED", statuses[history["RequestId"]])

        revoked = bob.revoke(wish["RequestId"])
        self.assertIn(revoked.status, (200, 202), revoked)
        self.gone(wish)
        self.gone(active)

        self.eventually(lambda: not earlier.timers(), "the earlier deployment's timers are gone", PATIENCE)
        self.assertEqual(as_it_was, earlier.item(history["RequestId"]), "history is only shown")
        adopted = earlier.item(failed["RequestId"])
        self.assertEqual(failed["AssignmentRequestId"], adopted["AssignmentRequestId"])
        self.assertEqual("request.adopted", mia.events(failed["RequestId"])["events"][0]["Action"])
        mails = [text for _, _, text in self.aws.mails()]
        self.assertFalse([mail for mail in mails if failed["RequestId"] in mail], "nobody is mailed about old news")
        self.run_ok("audit", "verify")


if __name__ == "__main__":
    aws_support.main(unittest.main)
