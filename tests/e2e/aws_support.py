"""AWS for end-to-end tests: the test server with a demonstration organisation in it, the proxy that makes faults, a
configuration with all parts on AWS, and the servers that run on it. Nothing here ever calls AWS itself."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from importlib import metadata

import support
from curfew_demo import aws as demo
from curfew_demo import client, server

AWS = pathlib.Path(__file__).resolve().parents[1] / "support" / "aws"
ALICE, BOB = "alice.engineer@example.com", "bob.engineer@example.com"
MIA, MAX = "mia.manager@example.com", "max.manager@example.com"
LOW_RISK = ("JIT-S3FullAccess", "JIT-EC2FullAccess")
REQUESTS, LEDGER = "JIT-Access-Requests", "JIT-Access-Ledger"
ENDED = {"REVOKED", "DENIED", "CANCELLED", "FAILED", "EXPIRED"}


def has_moto():
    try:
        return metadata.version("moto").startswith("5.2") and bool(metadata.version("flask"))
    except metadata.PackageNotFoundError:
        return False


def main(run):
    """Runs the tests with the Python that has moto; says plainly that they are skipped where there is none."""
    wanted = os.environ.pop("CURFEW_MOTO_PYTHON", "")
    if wanted:  # ctest knows one Python only, and it may not be the one that has moto
        os.execvp(wanted, [wanted, "-B", *sys.argv])
    if has_moto():
        run()
        return
    if os.environ.get("CI") == "true":
        sys.exit("moto 5.2 is needed where CI=true")
    print("moto 5.2 is not installed; the AWS suites are skipped")


def environment(folder, **more):
    """Credentials that the test server takes, and no others of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CURFEW_"))}
    return {**kept, "HOME": str(folder), "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull, **more}


def control(method, url, body=None):
    """A call of the test server's or the proxy's own."""
    answer = client.exchange(url, method, {"Content-Type": "application/json"}, body, timeout=60)
    if answer.status != 200:
        raise RuntimeError(f"{url}: {answer}")
    return answer.body


class Server:
    """A process that prints its port and ends when its standard input does."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen([sys.executable, "-B", AWS / script, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.url = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Aws:
    """The test server, seeded; behind the proxy unless that is not wanted."""

    def __init__(self, proxy=True):
        self.moto = Server("moto_server.py")
        self.proxy = Server("fault_proxy.py", self.moto.url) if proxy else None
        self.url = (self.proxy or self.moto).url
        seeded = subprocess.run([sys.executable, "-B", AWS / "seed.py", self.moto.url], capture_output=True, text=True,
                                timeout=120, check=True)
        self.ids = json.loads(seeded.stdout)

    def stop(self):
        if self.proxy:
            self.proxy.stop()
        self.moto.stop()

    # --- faults

    def faults(self, *rules, seed=1):
        """These and no others from now on. What was made of those before."""
        made = control("GET", f"{self.proxy.url}/curfew-test/faults")
        control("POST", f"{self.proxy.url}/curfew-test/faults", {"seed": seed, "rules": rules})
        return made

    def refuse(self, operation, code):
        self.faults({"operation": operation, "fault": "refused", "code": code})

    # --- what reached the test server

    def recorded(self):
        """The calls since the last `forget_calls`, oldest first: see tests/support/aws/moto_gaps/control.py."""
        return control("GET", f"{self.moto.url}/curfew-test/calls")

    def calls(self):
        """Their names."""
        return [call["operation"] for call in self.recorded()]

    def forget_calls(self):
        control("POST", f"{self.moto.url}/curfew-test/calls/clear", {})

    def mails(self):
        """(recipient, subject, text) of every mail, oldest first."""
        found = []
        for mail in control("GET", f"{self.moto.url}/curfew-test/mails"):
            recipient, subject, text = demo.mailbox.read(demo.raw_of(mail))
            found.append((recipient, subject, text))
        return found

    # --- what is there now

    def set_center(self, **settings):
        control("POST", f"{self.moto.url}/curfew-test/identity-center/set",
                {"InstanceArn": self.ids["InstanceArn"], **settings})

    def client(self, service):
        """A client of boto3, for what a test looks at or does behind Curfew's back. It meets no fault."""
        import boto3  # comes with moto
        from botocore.config import Config

        return boto3.client(service, endpoint_url=self.moto.url, region_name=demo.REGION, aws_access_key_id="test",
                            aws_secret_access_key="test", config=Config(retries={"total_max_attempts": 1}))

    def assignments(self):
        """Every assignment of a user: (account, permission set's ARN, user)."""
        sso, found = self.client("sso-admin"), set()
        users = self.client("identitystore").list_users(IdentityStoreId=self.ids["IdentityStoreId"])["Users"]
        for user in users:
            pages = sso.get_paginator("list_account_assignments_for_principal").paginate(
                InstanceArn=self.ids["InstanceArn"], PrincipalId=user["UserId"], PrincipalType="USER")
            found.update((one["AccountId"], one["PermissionSetArn"], user["UserId"])
                         for page in pages for one in page["AccountAssignments"])
        return found

    def creations(self):
        """Every create that AWS ever took on: (account, permission set's ARN, principal)."""
        sso, instance, found = self.client("sso-admin"), self.ids["InstanceArn"], []
        pages = sso.get_paginator("list_account_assignment_creation_status").paginate(InstanceArn=instance)
        for one in (one for page in pages for one in page["AccountAssignmentsCreationStatus"]):
            status = sso.describe_account_assignment_creation_status(
                InstanceArn=instance, AccountAssignmentCreationRequestId=one["RequestId"])
            status = status["AccountAssignmentCreationStatus"]
            found.append((status["TargetId"], status["PermissionSetArn"], status["PrincipalId"]))
        return found

    def schedules(self):
        pages = self.client("scheduler").get_paginator("list_schedules").paginate()
        return [one["Name"] for page in pages for one in page["Schedules"]]

    def notices(self):
        """What was published to the managers' topic since the last time."""
        queue, url, found = self.client("sqs"), self.ids["InboxQueueUrl"], []
        while True:
            messages = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                return found
            for message in messages:
                found.append(json.loads(message["Body"]))
                queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def add_engineer(self, email):
        """In the pool and in Identity Center."""
        cognito, pool = self.client("cognito-idp"), self.ids["Cognito"]["UserPoolId"]
        cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS", UserAttributes=[
            {"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}])
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName="Engineers")
        cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=self.ids["Cognito"]["Password"],
                                        Permanent=True)
        return self.client("identitystore").create_user(
            IdentityStoreId=self.ids["IdentityStoreId"], UserName=email, DisplayName=email,
            Name={"GivenName": "E", "FamilyName": email}, Emails=[{"Value": email, "Primary": True}])["UserId"]

    def let_tokens_live_for_a_day(self):
        cognito = self.ids["Cognito"]
        self.client("cognito-idp").update_user_pool_client(
            UserPoolId=cognito["UserPoolId"], ClientId=cognito["ClientId"], IdTokenValidity=24)

    def items(self, table):
        """A whole table in DynamoDB JSON, for the test's own eyes."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [item for page in pages for item in page["Items"]]

    def person(self, url, email):
        """Somebody who signed in at the pool, with a token for the server at `url`."""
        cognito = self.ids["Cognito"]
        answer = client.Pool(self.moto.url, cognito["ClientId"]).initiate_auth(email, cognito["Password"])
        if answer.status != 200:
            raise RuntimeError(f"{email} cannot sign in: {answer}")
        return client.Person(url, email, answer["AuthenticationResult"]["IdToken"])


def configuration(aws, more_accounts=(), **parts):
    """All parts on AWS, but for those sections that are given, as TOML: `mail='kind = "maildir"…'`. `more_accounts` are
    ids of accounts that are none of the organization; `Aws.set_center` has to be told of them, too."""
    sections = {}
    for block in demo.CONFIGURATION.format(**{**aws.ids, "Endpoint": aws.url}).split("["):
        name, _, keys = block.partition("]\n")
        sections[name] = keys
    sections.update(parts)
    text = "".join(f"[{name}]\n{keys.rstrip()}\n" for name, keys in sections.items() if name)
    for name, account in [*aws.ids["Accounts"].items(), *((f"Account{one}", one) for one in more_accounts)]:
        text += f'[[accounts]]\nname = "{name}"\nid = "{account}"\n'
    for name, arn in aws.ids["PermissionSets"].items():
        risk = "low" if name in LOW_RISK else "high"
        text += (f'[[permission_sets]]\nname = "{name.removeprefix("JIT-")}"\narn = "{arn}"\naws_name = "{name}"\n'
                 f'risk = "{risk}"\n')
    return text


def eventually(holds, what, seconds=60, pause=0.2):
    """Until `holds` gives something that counts as true; gives that. `what` is a text, or gives one."""
    end = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() >= end:
            raise AssertionError(f"in vain waited for: {what() if callable(what) else what}")
        time.sleep(pause)


def run_curfew(config, folder, *arguments, **more_environment):
    return subprocess.run([support.PROGRAM, *arguments, "--config", str(config)], env=environment(folder, **more_environment),
                          capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False)


def new_server(config, folder, name="curfew", **settings):
    """Not started yet. Several may share a configuration; `settings` are variables of this one's environment."""
    one = server.Curfew(support.PROGRAM, str(config), str(folder), server.free_port())
    one.environment = environment(folder, CURFEW_CONFIG=str(config), CURFEW_SERVER__LISTEN=f"127.0.0.1:{one.port}",
                                  **settings)
    one.log_file = str(folder / f"{name}.log")
    return one


class AwsTest(unittest.TestCase):
    """Gives each test an AWS of its own and a configuration that has all of its parts; no server runs yet."""

    PROXY = False

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="curfew-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.aws = Aws(proxy=self.PROXY)
        self.addCleanup(self.aws.stop)
        self.config = self.folder / "curfew.toml"
        self.config.write_text(configuration(self.aws))

    def run_curfew(self, *arguments):
        return run_curfew(self.config, self.folder, *arguments)

    def run_ok(self, *arguments):
        done = self.run_curfew(*arguments)
        self.assertEqual(0, done.returncode, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *arguments, name="curfew", **settings):
        one = new_server(self.config, self.folder, name, **settings)
        self.addCleanup(one.stop)
        one.start(*arguments)
        return one

    @staticmethod
    def eventually(holds, what, seconds=60, pause=0.2):
        return eventually(holds, what, seconds, pause)

    def await_status(self, person, request_id, *wanted, seconds=60):
        last = {}

        def reached():
            last["record"] = person.request(request_id)
            return last["record"] if last["record"].get("Status") in wanted else None

        return self.eventually(reached, lambda: f"{wanted}, but {last['record']}", seconds)


def at(person, curfew):
    """The same person, with another server."""
    return client.Person(curfew.url, person.email, person.id_token)
