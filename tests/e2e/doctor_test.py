"""`curfew doctor` and `curfew catalog import` against the test server, also where it is set up wrongly: a clear line and
an exit code that says so, never a crash, and nothing is changed anywhere."""
import json
import os
import pathlib
import shutil
import tempfile
import time
import unittest

import aws_support
from curfew_demo import server

FOUND, CONFIGURATION, UNAVAILABLE = 7, 3, 5

HEAD = """
[aws]
region = "us-east-1"
endpoint_url = "{url}"
[server]
listen = "127.0.0.1:{port}"
[store]
kind = "sqlite"
path = "curfew.db"
[identity_center]
kind = "aws"
instance_arn = "{instance}"
identity_store_id = "{store}"
[sign_in]
kind = "builtin"
[mail]
kind = "maildir"
path = "mail"
from = "access@example.com"
"""


class EveryPartOnAwsTest(aws_support.AwsTest):
    def test_a_good_setup_works(self):
        self.run_ok("store", "create")
        report = json.loads(self.run_ok("doctor", "--json"))
        self.assertEqual([], [one for one in report["diagnoses"] if one["health"] == "broken"])
        self.assertLessEqual({"store", "identity_center", "sign_in", "revocation_timer", "mail", "notices"},
                             {one["part"] for one in report["diagnoses"]})


class DoctorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.aws = aws_support.Aws()

    @classmethod
    def tearDownClass(cls):
        cls.aws.stop()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="curfew-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config = self.folder / "curfew.toml"
        self.aws.faults()
        self.write()
        self.aws.forget_calls()

    def write(self, catalog=None, **changed):
        ids = self.aws.ids
        head = HEAD.format(**{"url": self.aws.url, "port": server.free_port(), "instance": ids["InstanceArn"],
                              "store": ids["IdentityStoreId"], **changed})
        self.config.write_text(head + (self.catalog() if catalog is None else catalog))

    def catalog(self, sets=None):
        text = ""
        for name, account in self.aws.ids["Accounts"].items():
            text += f'[[accounts]]\nname = "{name}"\nid = "{account}"\n'
        for name, arn in (sets or self.aws.ids["PermissionSets"]).items():
            text += f'[[permission_sets]]\nname = "{name}"\narn = "{arn}"\naws_name = "{name}"\nrisk = "high"\n'
        return text

    def use_tables(self):
        self.config.write_text(self.config.read_text().replace(
            'kind = "sqlite"', 'kind = "dynamodb"\nkey_file = "audit.key"'))

    def run_curfew(self, *arguments, **environment):
        return aws_support.run_curfew(self.config, self.folder, *arguments, **environment)

    def doctor(self, **environment):
        """The diagnoses; of a run that changed nothing and knew its exit code."""
        before = sorted(path.name for path in self.folder.iterdir())
        done = self.run_curfew("doctor", "--json", **environment)
        self.assertIn(done.returncode, (0, FOUND), done.stdout + done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["works"], done.returncode == 0)
        self.assertEqual(before, sorted(path.name for path in self.folder.iterdir()))
        for secret in ("testing", "AWS4-HMAC"):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return report["diagnoses"]

    def broken(self, **environment):
        return [one for one in self.doctor(**environment) if one["health"] == "broken"]

    def assert_nothing_was_made(self):
        changing = [name for name in self.aws.calls() if name.startswith(("Create", "Delete", "Put", "Update", "Send"))]
        self.assertEqual([], changing)

    # --- doctor

    def test_a_good_setup_works(self):
        diagnoses = self.doctor()
        self.assertEqual([], [one for one in diagnoses if one["health"] == "broken"])
        credentials = next(one for one in diagnoses if one["subject"] == "credentials")
        self.assertIn("account 533267321107 as arn:aws:", credentials["text"])
        self.assertEqual({"server", "aws", "store", "identity_center", "catalog", "mail"},
                         {one["part"] for one in diagnoses})
        self.assert_nothing_was_made()

    def test_people_read_lines(self):
        done = self.run_curfew("doctor")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"(?m)^works     aws                 credentials: account 533267321107 as ")
        self.assertRegex(done.stdout, r"0 broken")

    def test_the_wrong_region(self):
        self.config.write_text(self.config.read_text().replace('region = "us-east-1"', 'region = "eu-west-1"'))
        told = self.broken()
        self.assertTrue(any(one["part"] == "identity_center" and "aws.region" in one["remedy"] for one in told), told)

    def test_an_unknown_instance(self):
        unknown = "ssoins-0000000000000000"
        known = self.aws.ids["InstanceArn"].rsplit("/", 1)[1]
        self.config.write_text(self.config.read_text().replace(known, unknown))
        told = self.broken()
        self.assertTrue(any("does not know it" in one["text"] and unknown in one["subject"] for one in told), told)
        self.assert_nothing_was_made()

    def test_tables_that_are_not_there_are_told_and_not_made(self):
        key = self.folder / "audit.key"
        key.write_bytes(os.urandom(32))
        key.chmod(0o600)
        self.use_tables()
        told = self.broken()
        self.assertEqual({"store"}, {one["part"] for one in told}, told)
        for table in ("JIT-Access-Requests", "JIT-Access-Ledger"):
            self.assertTrue(any(table in one["text"] and "curfew store create" in one["text"] for one in told), told)
        self.assert_nothing_was_made()

    def test_a_key_that_others_may_read_is_told(self):
        key = self.folder / "audit.key"
        key.write_bytes(os.urandom(32))
        key.chmod(0o644)
        self.use_tables()
        self.assertTrue(any("chmod 600" in one["remedy"] for one in self.broken()))

    def test_an_endpoint_that_is_not_there(self):
        self.write(url=f"http://127.0.0.1:{server.free_port()}")
        began = time.monotonic()
        told = self.broken()
        self.assertLess(time.monotonic() - began, 60)
        self.assertTrue(any("aws.endpoint_url" in one["remedy"] for one in told), told)
        self.assertLessEqual(len(told), 5, "each part says it once")

    def test_expired_credentials(self):
        self.aws.refuse("*", "ExpiredTokenException")
        told = self.broken()
        self.assertTrue(all("renew" in one["remedy"] for one in told), told)
        self.assertTrue(told)

    def test_no_credentials(self):
        told = self.broken(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
        self.assertTrue(any("credentials" in one["remedy"] for one in told), told)

    def test_a_missing_right_is_told_with_what_to_add(self):
        self.aws.refuse("GetUserId", "AccessDeniedException")
        told = self.broken()
        self.assertEqual(1, len(told), told)
        self.assertIn("Add identitystore:GetUserId on arn:aws:identitystore::", told[0]["remedy"])

    def test_rights_that_only_doctor_needs_may_be_missing(self):
        self.aws.faults(*({"operation": name, "fault": "refused", "code": "AccessDeniedException"}
                          for name in ("ListInstances", "DescribeAccount")))
        diagnoses = self.doctor()
        self.assertEqual([], [one for one in diagnoses if one["health"] == "broken"])
        self.assertTrue(any("sso:ListInstances" in one["remedy"] for one in diagnoses))

    def test_a_permission_set_that_is_another_one_by_now(self):
        arns = self.aws.ids["PermissionSets"]
        names = list(arns)
        self.write(self.catalog({names[0]: arns[names[1]], names[1]: arns[names[0]]}))
        self.assertEqual({"catalog"}, {one["part"] for one in self.broken()})

    def test_aws_that_has_trouble_is_no_crash(self):
        self.aws.faults({"operation": "*", "fault": "server_error"})
        self.assertTrue(self.broken())
        self.aws.faults({"operation": "*", "fault": "torn_reply"})
        self.assertTrue(self.broken())

    def test_a_store_of_somebody_else_is_told_and_left_alone(self):
        (self.folder / "curfew.db").write_text("notes " * 200)
        self.assertTrue(any(one["part"] == "store" for one in self.broken()))
        self.assertEqual("notes " * 200, (self.folder / "curfew.db").read_text())

    def test_a_configuration_that_does_not_validate_is_told_as_ever(self):
        self.config.write_text(self.config.read_text().replace('kind = "maildir"', 'kind = "pigeon"'))
        done = self.run_curfew("doctor")
        self.assertEqual(CONFIGURATION, done.returncode)
        self.assertIn("mail.kind", done.stderr)

    # --- catalog import

    def test_an_import_can_be_put_behind_the_configuration(self):
        self.write("")
        self.assertEqual(CONFIGURATION, self.run_curfew("check").returncode)
        done = self.run_curfew("catalog", "import")
        self.assertEqual(0, done.returncode, done.stderr)
        with self.config.open("a") as file:
            file.write(done.stdout)
        self.assertEqual(0, self.run_curfew("check").returncode, self.run_curfew("check").stderr)
        text = self.config.read_text()
        self.assertIn('name = "S3FullAccess"\n', text)
        self.assertIn('name = "LogArchive"\n', text)
        self.assertEqual(2, text.count('risk = "low"'))
        self.assertEqual(1, text.count('risk = "high"'))
        again = self.run_curfew("catalog", "import")
        self.assertEqual("", again.stdout, "what is there already is not printed again")
        self.assertEqual(0, len(self.broken()), "what was imported is what AWS has")
        self.assert_nothing_was_made()

    def test_whoever_may_not_list_is_told_and_gets_no_half_a_catalog(self):
        self.aws.refuse("ListPermissionSets", "AccessDeniedException")
        done = self.run_curfew("catalog", "import")
        self.assertEqual(CONFIGURATION, done.returncode)
        self.assertEqual("", done.stdout)
        self.assertIn("sso:ListPermissionSets", done.stderr)
        self.assertIn("delegated administrators", done.stderr)

    def test_tags_that_may_not_be_read_make_the_risk_high(self):
        self.write("")
        self.aws.refuse("ListTagsForResource", "AccessDeniedException")
        done = self.run_curfew("catalog", "import")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertNotIn('risk = "low"', done.stdout)
        self.assertIn("sso:ListTagsForResource", done.stderr)

    def test_no_organization(self):
        self.aws.refuse("ListAccounts", "AWSOrganizationsNotInUseException")
        done = self.run_curfew("catalog", "import")
        self.assertEqual(CONFIGURATION, done.returncode)
        self.assertIn("in no organization", done.stderr)

    def test_an_endpoint_that_is_not_there_gives_no_catalog(self):
        self.write(url=f"http://127.0.0.1:{server.free_port()}")
        done = self.run_curfew("catalog", "import")
        self.assertEqual(UNAVAILABLE, done.returncode, done.stderr)
        self.assertEqual("", done.stdout)


if __name__ == "__main__":
    aws_support.main(unittest.main)
