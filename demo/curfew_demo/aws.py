"""The demonstration on AWS's parts: a stand-in for AWS on this machine, and what the `aws` client sees there."""
import base64
import json
import os
import subprocess
import sys

from . import client, mailbox, server
from .console import Differs, expect, line, title
from .stories import Stage, until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAND_IN = os.path.join(ROOT, "tests", "support", "aws")
PYTHON = os.environ.get("CURFEW_MOTO_PYTHON") or sys.executable
REGION = "us-east-1"
REQUESTS = "JIT-Access-Requests"
# Nobody checks them: they only have to be there. What the user has for the real AWS is kept out.
NO_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo", "AWS_CONFIG_FILE": "/dev/null",
                  "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true"}

CONFIGURATION = """\
[aws]
region = "{Region}"
endpoint_url = "{Endpoint}"
[store]
kind = "dynamodb"
key_file = "audit.key"
[identity_center]
kind = "aws"
instance_arn = "{InstanceArn}"
identity_store_id = "{IdentityStoreId}"
start_url = "https://d-9067ab12cd.awsapps.com/start"
[sign_in]
kind = "cognito"
user_pool_id = "{Cognito[UserPoolId]}"
client_id = "{Cognito[ClientId]}"
jwks_url = "{Cognito[JwksUrl]}"
[revocation_timer]
kind = "eventbridge"
group = "{ScheduleGroup}"
target_arn = "arn:aws:lambda:us-east-1:533267321107:function:JIT-Revoke-Access"
role_arn = "arn:aws:iam::533267321107:role/curfew-schedules"
[mail]
kind = "ses"
from = "{Sender}"
[notices]
sns_topic_arn = "{TopicArn}"
"""


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CURFEW_"))}


def is_there():
    """Whether there is something that can play AWS."""
    return subprocess.run([PYTHON, "-c", "import boto3, flask, moto"], capture_output=True, check=False).returncode == 0


class StandIn:
    """AWS on this machine: moto with its gaps filled, and a demonstration organisation in it."""

    def __init__(self):
        self.process = subprocess.Popen([PYTHON, os.path.join(STAND_IN, "moto_server.py")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=clean_environment())
        try:
            self.url = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"
            seeded = subprocess.run([PYTHON, os.path.join(STAND_IN, "seed.py"), self.url, "--without-people"], check=True,
                                    capture_output=True, text=True, env=clean_environment())
        except (json.JSONDecodeError, subprocess.CalledProcessError) as failure:
            self.stop()
            raise Differs(f"what plays AWS does not start: {getattr(failure, 'stderr', failure)}") from failure
        self.names = json.loads(seeded.stdout)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def aws(self, *arguments):
        """One call of the aws client: its answer, or None where AWS knows of no such thing."""
        done = subprocess.run(["aws", "--endpoint-url", self.url, "--region", REGION, "--output", "json", *arguments],
                              env={**clean_environment(), **NO_CREDENTIALS}, text=True, capture_output=True, timeout=60,
                              check=False)
        if done.returncode != 0 and "ResourceNotFoundException" in done.stderr:
            return None
        expect(done.returncode == 0, f"aws {' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout or "{}")


class AwsCurfew(server.Curfew):
    """The program with every part on AWS."""

    def __init__(self, program, folder, port, stand_in):
        self.stand_in = stand_in
        self.configuration = os.path.join(folder, "curfew.toml")
        super().__init__(program, self.configuration, folder, port, NO_CREDENTIALS)
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(**stand_in.names))

    def letters(self, recipient):
        mails = client.exchange(f"{self.stand_in.url}/curfew-test/mails?to={recipient}").body
        return [mailbox.read(raw_of(mail))[1:] for mail in mails]

    def where_mail_is(self):
        return f"curl -s {self.stand_in.url}/curfew-test/mails"

    def run(self, *arguments):
        done = self.command(*arguments)
        expect(done.returncode == 0, f"curfew {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout


def raw_of(mail):
    raw = mail["raw"]
    try:
        return base64.b64decode(raw, validate=True)
    except ValueError:
        return raw.encode()


class AwsStage(Stage):
    """Holds what Curfew says against what the aws client sees."""

    clock_speed = 10  # the aws client takes a second for each look
    trail = ["request.submitted", "request.approved", "access.timed", "access.granted", "access.ending", "access.revoked"]

    def prepare(self):
        set_up(self.curfew)

    def aws(self, *arguments):
        return self.curfew.stand_in.aws(*arguments)

    def instance(self):
        return "--instance-arn", self.curfew.stand_in.names["InstanceArn"]

    def holders(self, account, permission_set):
        listed = self.aws("sso-admin", "list-account-assignments", *self.instance(), "--account-id", account,
                          "--permission-set-arn", permission_set)
        return [one["PrincipalId"] for one in listed["AccountAssignments"]]

    def schedule(self, request_id):
        return self.aws("scheduler", "get-schedule", "--name", "revoke-" + request_id, "--group-name",
                        self.curfew.stand_in.names["ScheduleGroup"])

    def look_outside(self, person, request_id):
        record = person.request(request_id).body
        item = self.aws("dynamodb", "get-item", "--table-name", REQUESTS, "--key",
                        json.dumps({"RequestId": {"S": request_id}}))["Item"]
        expect(item["Status"]["S"] == record["Status"], f"the table says {item['Status']}, the API {record['Status']}")
        line("aws dynamodb get-item", f"Status {item['Status']['S']}")
        holds = record["Status"] == "ACTIVE" or "HeldBy" in record
        holders = self.holders(record["AccountId"], record["PermissionSetArn"])
        expect((record["UserId"] in holders) == holds, f"{record['Status']}, but the assignments are {holders}")
        line("aws sso-admin list-account-assignments", "names the user" if holds else "does not name the user")
        if record["Status"] == "ACTIVE":
            schedule = self.schedule(request_id)
            expect(schedule is not None, "the schedule that ends it is missing")
            line("aws scheduler get-schedule", schedule["ScheduleExpression"])
        else:
            until("the schedule is gone", lambda: self.schedule(request_id) is None)
            line("aws scheduler get-schedule", "ResourceNotFoundException")

    def look_for_leftovers(self):
        title("Nothing is left")
        names = self.curfew.stand_in.names
        for account in names["Accounts"].values():
            for permission_set in names["PermissionSets"].values():
                left = self.holders(account, permission_set)
                expect(not left, f"still assigned in {account}: {left}")
        line("aws sso-admin list-account-assignments, everywhere", "none")
        left = self.aws("scheduler", "list-schedules", "--group-name", names["ScheduleGroup"])["Schedules"]
        expect(not left, f"schedules are left: {left}")
        line("aws scheduler list-schedules", "none")


def set_up(curfew):
    """What the platform team does once."""
    title("The platform team sets Curfew up on AWS")
    for made in curfew.run("store", "create").splitlines():
        line("curfew store create", made)
    imported = curfew.run("catalog", "import")
    with open(curfew.configuration, "a", encoding="utf-8") as file:
        file.write("\n" + imported)
    line("curfew catalog import", f"{imported.count('[[accounts]]')} accounts, "
                                  f"{imported.count('[[permission_sets]]')} permission sets")
    line("curfew check", curfew.run("check").split("is good: ")[-1].strip())
