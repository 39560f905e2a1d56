"""The policies in deploy/aws grant what the source calls, nothing else, and docs/aws.md explains each right."""
import json
import os
import re
import sys
import unittest

try:
    import called_actions
except ImportError as missing:
    other = os.environ.pop("CURFEW_MOTO_PYTHON", "")  # its moto has brought botocore along
    if other:
        os.execvp(other, [other, "-B", *sys.argv])
    if os.environ.get("CI") == "true":
        raise
    print(f"botocore is not installed; the policies are not held against the source: {missing}")
    sys.exit(77)

ROOT = called_actions.ROOT
POLICIES = {name: json.loads((ROOT / "deploy" / "aws" / name).read_text())
            for name in ("policy.json", "policy-administrator.json")}
PLACEHOLDERS = {"ACCOUNT_ID", "MANAGEMENT_ACCOUNT_ID", "REGION", "INSTANCE_ID", "IDENTITY_STORE_ID", "USER_POOL_ID",
                "SCHEDULE_GROUP", "SCHEDULE_ROLE", "SENDER", "SENDER_DOMAIN", "TOPIC"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements():
    for name, policy in POLICIES.items():
        for statement in policy["Statement"]:
            yield name, statement


def granted():
    return {action for _, statement in statements() for action in as_list(statement["Action"])}


class PolicyTest(unittest.TestCase):
    def test_every_call_has_its_right(self):
        missing = {right: sorted(files) for right, files in called_actions.called().items() if right not in granted()}
        self.assertEqual({}, missing, "add these to a policy in deploy/aws")

    def test_every_right_has_a_call(self):
        self.assertEqual(set(), granted() - set(called_actions.called()), "nothing calls these; take them away")

    def test_no_right_is_a_pattern(self):
        for name, statement in statements():
            for action in as_list(statement["Action"]):
                self.assertNotIn("*", action, f"{name}, {statement['Sid']}")
            self.assertEqual("Allow", statement["Effect"])

    def test_all_resources_are_wanted_only_where_aws_knows_no_others(self):
        everywhere = {action for _, statement in statements() if "*" in as_list(statement["Resource"])
                      for action in as_list(statement["Action"])}
        # https://docs.aws.amazon.com/service-authorization/latest/reference/: these calls name no resource.
        self.assertEqual({"sso:ListInstances", "organizations:ListAccounts", "ses:GetAccount"}, everywhere)

    def test_each_statement_has_a_name_of_its_own(self):
        for policy in POLICIES.values():
            names = [statement["Sid"] for statement in policy["Statement"]]
            self.assertEqual(len(names), len(set(names)))
            for name in names:
                self.assertRegex(name, r"^[A-Za-z0-9]+$")

    def test_lists_are_in_order_and_name_nothing_twice(self):
        for _, statement in statements():
            actions = as_list(statement["Action"])
            self.assertEqual(sorted(set(actions)), actions, statement["Sid"])

    def test_what_is_to_be_filled_in_is_explained(self):
        used = set()
        for _, statement in statements():
            text = json.dumps([statement["Resource"], statement.get("Condition")])
            used |= {word for word in re.findall(r"[A-Z]+(?:_[A-Z]+)+|REGION|SENDER\b|TOPIC", text)}
        self.assertEqual(PLACEHOLDERS, used)
        guide = (ROOT / "docs" / "aws.md").read_text()
        for placeholder in used:
            self.assertIn(f"`{placeholder}`", guide)

    def test_a_policy_fits_into_a_role(self):
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 6,144 characters, white space not
        # counted.
        for name, policy in POLICIES.items():
            self.assertLess(len(re.sub(r"\s", "", json.dumps(policy))), 6144, name)

    def test_the_guide_says_what_needs_each_right(self):
        guide = (ROOT / "docs" / "aws.md").read_text()
        rows = set(re.findall(r"`([a-z-]+:[A-Za-z]+)`", guide))
        self.assertEqual(set(), granted() - rows, "docs/aws.md has no row for these")
        self.assertEqual(set(), {row for row in rows if row.split(":")[0] in
                                 {action.split(":")[0] for action in granted()}} - granted(), "docs/aws.md, but no policy")


if __name__ == "__main__":
    unittest.main()
