#!/usr/bin/env python3
"""Fills the test server (moto_server.py) with a demonstration organisation and prints its ids as JSON.

  seed.py URL [--first-login | --without-people]     may be repeated

Needs boto3. The passwords are of people who exist in a test server on this machine only.
"""
import argparse
import json
import urllib.request

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNTS = {"Management": "533267321107", "LogArchive": "269423819609", "Audit": "329668418788"}
PERMISSION_SETS = {  # name: (managed policy, RiskLevel, RequiresApproval)
    "JIT-S3FullAccess": ("AmazonS3FullAccess", "Low", "false"),
    "JIT-EC2FullAccess": ("AmazonEC2FullAccess", "Low", "false"),
    "JIT-EmergencyAdmin": ("AdministratorAccess", "High", "true"),
}
USERS = {  # e-mail: (given name, family name, group)
    "alice.engineer@example.com": ("Alice", "Engineer", "Engineers"),
    "bob.engineer@example.com": ("Bob", "Engineer", "Engineers"),
    "mia.manager@example.com": ("Mia", "Manager", "Managers"),
    "max.manager@example.com": ("Max", "Manager", "Managers"),
}
GROUPS = ("Engineers", "Managers")
SENDER = "curfew@example.com"
PASSWORD, TEMPORARY_PASSWORD = "Only-4-Tests!2026", "Temporary-4-Tests!2026"
PASSWORD_POLICY = {"MinimumLength": 12, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True,
                   "RequireSymbols": True}


class Seed:
    def __init__(self, url, users):
        self.url, self.users = url, users
        self.organizations, self.sso, self.store, self.cognito, self.ses, self.sns, self.sqs, self.scheduler = (
            self.client(name) for name in ("organizations", "sso-admin", "identitystore", "cognito-idp", "sesv2", "sns",
                                           "sqs", "scheduler"))

    def client(self, name):
        return boto3.client(name, endpoint_url=self.url, region_name=REGION, aws_access_key_id="seed",
                            aws_secret_access_key="seed", config=Config(retries={"total_max_attempts": 1}))

    def control(self, path, body):
        request = urllib.request.Request(f"{self.url}/curfew-test/{path}", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def accounts(self):
        self.control("account-ids", ACCOUNTS)
        try:
            self.organizations.create_organization(FeatureSet="ALL")
        except self.organizations.exceptions.AlreadyInOrganizationException:
            pass
        have = {one["Name"]: one["Id"] for one in every(self.organizations, "list_accounts", "Accounts")}
        for name in ACCOUNTS:
            if name not in have:
                made = self.organizations.create_account(AccountName=name, Email=f"{name.lower()}@example.com")
                have[name] = made["CreateAccountStatus"]["AccountId"]
        return {name: have[name] for name in ACCOUNTS}

    def permission_sets(self, instance):
        have = {}
        for arn in every(self.sso, "list_permission_sets", "PermissionSets", InstanceArn=instance):
            one = self.sso.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]
            have[one["Name"]] = arn
        for name, (policy, risk, approval) in PERMISSION_SETS.items():
            if name in have:
                continue
            tags = [{"Key": "RiskLevel", "Value": risk}, {"Key": "RequiresApproval", "Value": approval}]
            made = self.sso.create_permission_set(InstanceArn=instance, Name=name, SessionDuration="PT1H", Tags=tags)
            have[name] = made["PermissionSet"]["PermissionSetArn"]
            self.sso.attach_managed_policy_to_permission_set(
                InstanceArn=instance, PermissionSetArn=have[name], ManagedPolicyArn=f"arn:aws:iam::aws:policy/{policy}")
        return have

    def people(self, store):
        groups = {one["DisplayName"]: one["GroupId"]
                  for one in every(self.store, "list_groups", "Groups", IdentityStoreId=store)}
        for name in GROUPS:
            groups.setdefault(name, None)
            groups[name] = groups[name] or self.store.create_group(IdentityStoreId=store, DisplayName=name)["GroupId"]
        users = {one["UserName"]: one["UserId"] for one in every(self.store, "list_users", "Users", IdentityStoreId=store)}
        for email, (given, family, group) in self.users.items():
            if email not in users:
                users[email] = self.store.create_user(
                    IdentityStoreId=store, UserName=email, DisplayName=f"{given} {family}",
                    Name={"GivenName": given, "FamilyName": family},
                    Emails=[{"Value": email, "Type": "work", "Primary": True}])["UserId"]
                self.store.create_group_membership(IdentityStoreId=store, GroupId=groups[group],
                                                   MemberId={"UserId": users[email]})
        return users, groups

    def user_pool(self, first_login):
        pools = every(self.cognito, "list_user_pools", "UserPools", MaxResults=60)
        pool = next((one["Id"] for one in pools if one["Name"] == "jit-access"), None)
        if pool is None:
            pool = self.cognito.create_user_pool(
                PoolName="jit-access", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"],
                AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
                Policies={"PasswordPolicy": PASSWORD_POLICY})["UserPool"]["Id"]
            self.cognito.create_user_pool_client(
                UserPoolId=pool, ClientName="jit-web", GenerateSecret=False, PreventUserExistenceErrors="ENABLED",
                ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
            for group in GROUPS:
                self.cognito.create_group(UserPoolId=pool, GroupName=group)
            for email in self.users:
                self.add_pool_user(pool, email, first_login)
        client = self.cognito.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"][0]["ClientId"]
        return {"UserPoolId": pool, "ClientId": client, "Subjects": {email: self.subject(pool, email) for email in self.users},
                "Issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{pool}",
                "JwksUrl": f"{self.url}/{pool}/.well-known/jwks.json",
                "Password": TEMPORARY_PASSWORD if first_login else PASSWORD}

    def add_pool_user(self, pool, email, first_login):
        given, family, group = USERS[email]
        attributes = {"email": email, "email_verified": "true", "given_name": given, "family_name": family}
        self.cognito.admin_create_user(
            UserPoolId=pool, Username=email, TemporaryPassword=TEMPORARY_PASSWORD, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()])
        self.cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
        if not first_login:
            self.cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)

    def subject(self, pool, email):
        attributes = self.cognito.admin_get_user(UserPoolId=pool, Username=email)["UserAttributes"]
        return next(one["Value"] for one in attributes if one["Name"] == "sub")

    def messages(self):
        topic = self.sns.create_topic(Name="JIT-Access-Notifications")["TopicArn"]
        inbox = self.sqs.create_queue(QueueName="curfew-test-inbox")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=inbox, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        if arn not in [one["Endpoint"] for one in self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]]:
            self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        if SENDER not in [one["IdentityName"] for one in self.ses.list_email_identities()["EmailIdentities"]]:
            self.ses.create_email_identity(EmailIdentity=SENDER)
        return {"TopicArn": topic, "InboxQueueUrl": inbox, "Sender": SENDER}

    def schedule_group(self):
        try:
            self.scheduler.create_schedule_group(Name="curfew-revocations")
        except self.scheduler.exceptions.ConflictException:
            pass
        return {"ScheduleGroup": "curfew-revocations"}

    def all(self, first_login):
        accounts = self.accounts()
        instance = self.sso.list_instances()["Instances"][0]
        users, groups = self.people(instance["IdentityStoreId"])
        return {"Endpoint": self.url, "Region": REGION, "Accounts": accounts,
                "InstanceArn": instance["InstanceArn"], "IdentityStoreId": instance["IdentityStoreId"],
                "PermissionSets": self.permission_sets(instance["InstanceArn"]),
                "IdentityUsers": users, "IdentityGroups": groups, "Cognito": self.user_pool(first_login),
                **self.messages(), **self.schedule_group()}


def every(client, operation, member, **arguments):
    found = []
    while True:
        page = getattr(client, operation)(**arguments)
        found += page.get(member) or []
        if not page.get("NextToken"):
            return found
        arguments["NextToken"] = page["NextToken"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="of the test server")
    parser.add_argument("--without-people", action="store_true", help="leave it to Curfew to add users")
    parser.add_argument("--first-login", action="store_true", help="leave people their temporary passwords")
    arguments = parser.parse_args()
    print(json.dumps(Seed(arguments.url.rstrip("/"), {} if arguments.without_people else USERS).all(arguments.first_login), indent=1))


if __name__ == "__main__":
    main()
