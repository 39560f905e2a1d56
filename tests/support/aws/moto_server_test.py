#!/usr/bin/env python3
"""What the test server adds to moto, checked with a client that is not ours: boto3."""
import concurrent.futures
import base64
import json
import os
import pathlib
import subprocess
import sys
import unittest
import urllib.request
from importlib import metadata

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
    HAS_MOTO = metadata.version("moto").startswith("5.2") and bool(metadata.version("flask"))
except (ImportError, metadata.PackageNotFoundError):
    HAS_MOTO = False

FOLDER = pathlib.Path(__file__).resolve().parent


def exchange(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
        return json.load(answer)


class Server:
    """One for all tests: they keep out of each other's way by names and instances of their own."""
    process = url = None


def setUpModule():
    Server.process = subprocess.Popen([sys.executable, "-B", FOLDER / "moto_server.py"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)
    Server.url = f"http://127.0.0.1:{json.loads(Server.process.stdout.readline())['port']}"


def tearDownModule():
    Server.process.stdin.close()  # which ends it
    Server.process.wait(20)
    Server.process.stdout.close()


class ServerTest(unittest.TestCase):
    def setUp(self):
        self.url = Server.url

    def client(self, service, access_key="testing"):
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=access_key,
                            aws_secret_access_key="testing", config=Config(retries={"total_max_attempts": 1}))

    def control(self, path, body):
        return exchange(f"{self.url}/curfew-test/{path}", body)

    def calls(self, **wanted):
        return exchange(f"{self.url}/curfew-test/calls?" + "&".join(f"{name}={value}" for name, value in wanted.items()))

    def refused(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response


class DynamoDbTest(ServerTest):
    def table(self, name):
        client = self.client("dynamodb", name)
        client.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("Id", "Kind")],
            GlobalSecondaryIndexes=[{"IndexName": "by-kind", "Projection": {"ProjectionType": "ALL"},
                                     "KeySchema": [{"AttributeName": "Kind", "KeyType": "HASH"}]}])
        return client

    @staticmethod
    def put(table, key, **attributes):
        item = {"Id": {"S": key}, **{name: {"S": value} for name, value in attributes.items()}}
        return {"Put": {"TableName": table, "Item": item}}

    def test_of_racing_transactions_one_wins_and_nothing_that_was_acknowledged_is_lost(self):
        client = self.table("races")

        def take(place, who):
            one = self.put("races", f"place-{place}", Who=who)
            one["Put"]["ConditionExpression"] = "attribute_not_exists(Id)"
            try:
                client.transact_write_items(TransactItems=[one, self.put("races", f"{place}-{who}")])
                return who
            except client.exceptions.TransactionCanceledException as canceled:
                self.assertEqual(["ConditionalCheckFailed", "None"],
                                 [reason["Code"] for reason in canceled.response["CancellationReasons"]])
                return None

        def write(number):
            client.put_item(TableName="races", Item={"Id": {"S": f"beside-{number}"}})

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            takes = [(place, pool.submit(take, place, f"w{who}")) for place in range(8) for who in range(5)]
            for beside in [pool.submit(write, number) for number in range(40)]:
                beside.result()
            winners = [(place, one.result()) for place, one in takes if one.result()]
        self.assertEqual(list(range(8)), sorted(place for place, _ in winners))
        present = {item["Id"]["S"] for item in client.scan(TableName="races")["Items"]}
        self.assertEqual({f"place-{place}" for place in range(8)} | {f"{place}-{who}" for place, who in winners}
                         | {f"beside-{number}" for number in range(40)}, present)

    def test_a_transaction_that_cannot_be_applied_changes_nothing(self):
        client = self.table("whole")
        client.put_item(TableName="whole", Item={"Id": {"S": "1"}, "Count": {"S": "no number"}})
        broken = {"Update": {"TableName": "whole", "Key": {"Id": {"S": "1"}}, "UpdateExpression": "ADD #c :one",
                             "ExpressionAttributeNames": {"#c": "Count"}, "ExpressionAttributeValues": {":one": {"N": "1"}}}}
        self.refused(client.transact_write_items, TransactItems=[self.put("whole", "2"), broken])
        self.assertNotIn("Item", client.get_item(TableName="whole", Key={"Id": {"S": "2"}}))

    def test_a_repeated_token_has_no_second_effect(self):
        client = self.table("tokens")
        client.put_item(TableName="tokens", Item={"Id": {"S": "1"}, "Count": {"N": "0"}})
        add = {"Update": {"TableName": "tokens", "Key": {"Id": {"S": "1"}}, "UpdateExpression": "ADD #c :one",
                          "ExpressionAttributeNames": {"#c": "Count"}, "ExpressionAttributeValues": {":one": {"N": "1"}}}}
        for _ in range(3):
            client.transact_write_items(TransactItems=[add], ClientRequestToken="once")
        self.assertEqual("1", client.get_item(TableName="tokens", Key={"Id": {"S": "1"}})["Item"]["Count"]["N"])
        other = self.refused(client.transact_write_items, TransactItems=[self.put("tokens", "2")], ClientRequestToken="once")
        self.assertEqual("IdempotentParameterMismatchException", other["Error"]["Code"])

    def test_units_follow_the_sizes_of_items(self):
        client = self.table("units")
        big = "x" * 1500
        client.put_item(TableName="units", Item={"Id": {"S": "1"}, "Kind": {"S": "a"}, "Text": {"S": big}})
        client.transact_write_items(TransactItems=[self.put("units", "2", Text=big)])
        client.update_item(TableName="units", Key={"Id": {"S": "1"}}, UpdateExpression="SET Kind = :b",
                           ExpressionAttributeValues={":b": {"S": "b"}})
        client.get_item(TableName="units", Key={"Id": {"S": "1"}})
        client.get_item(TableName="units", Key={"Id": {"S": "1"}}, ConsistentRead=True)
        client.query(TableName="units", IndexName="by-kind", KeyConditionExpression="Kind = :b",
                     ExpressionAttributeValues={":b": {"S": "b"}})
        keys = [{"Id": {"S": "1"}}, {"Id": {"S": "2"}}, {"Id": {"S": "nobody"}}]
        client.batch_get_item(RequestItems={"units": {"Keys": keys, "ConsistentRead": True}})
        seen = [(one["operation"], one.get("write_units"), one.get("read_units")) for one in self.calls(access_key="units")]
        self.assertEqual([("PutItem", 4, 0),              # two for the table, two for its index
                          ("TransactWriteItems", 4, 0),   # twice two; it is not in the index
                          ("UpdateItem", 6, 0),           # two for the table; out of the index and in again: two each
                          ("GetItem", 0, 0.5), ("GetItem", 0, 1), ("Query", 0, 0.5),
                          ("BatchGetItem", 0, 3)], seen[1:])  # each item for itself, also one that is not there
        self.assertEqual([["1"], ["2"], ["1"], ["1"], ["1"], ["b"], ["1", "2", "nobody"]],
                         [one["keys"] for one in self.calls(access_key="units")[1:]])
        self.assertEqual("by-kind", self.calls(access_key="units", operation="Query")[0]["index"])


class SchedulerTest(ServerTest):
    def schedule(self, name, **more):
        return {"Name": name, "ScheduleExpression": "at(2026-01-01T00:00:00)", "FlexibleTimeWindow": {"Mode": "OFF"},
                "Target": {"Arn": "arn:aws:lambda:us-east-1:533267321107:function:revoke",
                           "RoleArn": "arn:aws:iam::533267321107:role/scheduler", "Input": f'"{name}"'}, **more}

    def test_errors_have_awss_codes(self):
        client = self.client("scheduler")
        missing = self.refused(client.create_schedule, **self.schedule("a", GroupName="nowhere"))
        self.assertEqual(("ResourceNotFoundException", 404),
                         (missing["Error"]["Code"], missing["ResponseMetadata"]["HTTPStatusCode"]))
        client.create_schedule(**self.schedule("b", ClientToken="first"))
        twice = self.refused(client.create_schedule, **self.schedule("b", ClientToken="second"))
        self.assertEqual(("ConflictException", 409),
                         (twice["Error"]["Code"], twice["ResponseMetadata"]["HTTPStatusCode"]))
        client.create_schedule(**self.schedule("b", ClientToken="first"))
        malformed = self.refused(client.create_schedule, **self.schedule("c", ScheduleExpression="at(tomorrow)"))
        self.assertEqual("ValidationException", malformed["Error"]["Code"])

    def test_what_is_due_fires_once_and_is_deleted_where_it_is_to_be(self):
        client = self.client("scheduler")
        client.create_schedule_group(Name="fires")
        client.create_schedule(**self.schedule("once", GroupName="fires", ActionAfterCompletion="DELETE"))
        client.create_schedule(**self.schedule("later", GroupName="fires", ScheduleExpression="at(2030-01-01T00:00:00)"))
        due = [one["Name"] for one in self.control("scheduler/fire", {"now": 1767225600}) if one["GroupName"] == "fires"]
        self.assertEqual(["once"], due)
        self.assertEqual([], [one for one in self.control("scheduler/fire", {"now": 1767225600}) if one["GroupName"] == "fires"])
        self.assertEqual(["later"], [one["Name"] for one in client.list_schedules(GroupName="fires")["Schedules"]])


class IdentityCenterTest(ServerTest):
    def test_a_limit_holds_for_all_apis_of_one_instance_and_no_other(self):
        mine = self.control("identity-center", {"calls_per_second": 5})
        other = self.control("identity-center", {})
        users = self.client("identitystore")
        codes = []
        for _ in range(40):
            try:
                users.list_users(IdentityStoreId=mine["IdentityStoreId"])
            except ClientError as error:
                codes.append(error.response["Error"]["Code"])
        self.assertEqual({"ThrottlingException"}, set(codes))
        sets = self.client("sso-admin")
        self.assertEqual("ThrottlingException", self.refused(
            sets.list_permission_sets, InstanceArn=mine["InstanceArn"])["Error"]["Code"])
        sets.list_permission_sets(InstanceArn=other["InstanceArn"])

    def test_an_instance_of_a_test_is_not_listed(self):
        private = self.control("identity-center", {})
        listed = [one["InstanceArn"] for one in self.client("sso-admin").list_instances()["Instances"]]
        self.assertEqual(1, len(listed))
        self.assertNotIn(private["InstanceArn"], listed)

    def test_tags_of_a_permission_set_are_kept(self):
        instance = self.control("identity-center", {})["InstanceArn"]
        client = self.client("sso-admin")
        arn = client.create_permission_set(InstanceArn=instance, Name="Reader", Tags=[{"Key": "RiskLevel", "Value": "Low"}])[
            "PermissionSet"]["PermissionSetArn"]
        client.tag_resource(InstanceArn=instance, ResourceArn=arn, Tags=[{"Key": "RiskLevel", "Value": "High"}])
        self.assertEqual([{"Key": "RiskLevel", "Value": "High"}],
                         client.list_tags_for_resource(InstanceArn=instance, ResourceArn=arn)["Tags"])

    def test_what_moto_lacks_is_501_and_not_retried(self):
        answer = self.refused(self.client("sso-admin").describe_instance,
                              InstanceArn="arn:aws:sso:::instance/ssoins-0123456789abcdef")
        self.assertEqual(501, answer["ResponseMetadata"]["HTTPStatusCode"])


class CognitoTest(ServerTest):
    def claims(self, client, pool, **settings):
        web = client.create_user_pool_client(UserPoolId=pool, ClientName="web", ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH"], **settings)["UserPoolClient"]["ClientId"]
        answer = client.initiate_auth(ClientId=web, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": "ann@example.com", "PASSWORD": "Only-4-Tests!2026"})["AuthenticationResult"]
        body = answer["IdToken"].split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))

    def test_a_token_lives_as_long_as_its_client_says_and_tells_of_the_email(self):
        client = self.client("cognito-idp")
        pool = client.create_user_pool(PoolName="tokens", UsernameAttributes=["email"])["UserPool"]["Id"]
        client.admin_create_user(UserPoolId=pool, Username="ann@example.com", MessageAction="SUPPRESS", UserAttributes=[
            {"Name": "email", "Value": "ann@example.com"}, {"Name": "email_verified", "Value": "true"}])
        client.admin_set_user_password(UserPoolId=pool, Username="ann@example.com", Password="Only-4-Tests!2026",
                                       Permanent=True)
        usual = self.claims(client, pool)
        self.assertEqual((3600, True), (usual["exp"] - usual["iat"], usual["email_verified"]))
        short = self.claims(client, pool, IdTokenValidity=5, TokenValidityUnits={"IdToken": "minutes"})
        self.assertEqual(300, short["exp"] - short["iat"])


class SeedTest(ServerTest):
    def test_the_organisation_is_the_same_however_often_it_is_seeded(self):
        def seed():
            done = subprocess.run([sys.executable, "-B", FOLDER / "seed.py", self.url], capture_output=True, text=True,
                                  timeout=120, check=False)
            self.assertEqual(0, done.returncode, done.stderr)
            return json.loads(done.stdout)

        first = seed()
        self.assertEqual({"Management": "533267321107", "LogArchive": "269423819609", "Audit": "329668418788"},
                         first["Accounts"])
        self.assertEqual(first, seed())


if __name__ == "__main__":
    wanted = os.environ.pop("CURFEW_MOTO_PYTHON", "")
    if wanted:  # ctest knows one Python only, and it may not be the one that has moto
        os.execvp(wanted, [wanted, "-B", *sys.argv])
    if HAS_MOTO:
        unittest.main()
    if os.environ.get("CI") == "true":
        sys.exit("moto 5.2 is needed where CI=true")
    print("moto 5.2 is not installed; the AWS suites are skipped")
