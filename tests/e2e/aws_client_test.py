"""The built-in sign-in with a client that is not ours: `aws cognito-idp`."""
import json
import os
import shutil
import subprocess
import unittest

import support
from curfew_demo import client, server

EMAIL = "ann.engineer@example.com"


class AwsClientTest(support.CurfewTest):
    def aws(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment.update({"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
                            "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "NO_PROXY": "*"})
        return subprocess.run([shutil.which("aws"), "cognito-idp", *arguments, "--no-sign-request", "--region",
                               "us-east-1", "--output", "json", "--endpoint-url", self.curfew.url],
                              env=environment, capture_output=True, text=True, timeout=60, check=False)

    def initiate_auth(self, password):
        return self.aws("initiate-auth", "--client-id", self.curfew.pool().client_id, "--auth-flow",
                        "USER_PASSWORD_AUTH", "--auth-parameters", json.dumps({"USERNAME": EMAIL, "PASSWORD": password}))

    def test_a_temporary_password_leads_to_one_of_ones_own_and_its_token_opens_the_api(self):
        temporary = self.run_ok("user", "add", EMAIL, "--group", "Engineers", "--temporary").split()[-1]
        self.curfew.start()

        wrong = self.initiate_auth("Not-the-password-1!")
        self.assertNotEqual(0, wrong.returncode)
        self.assertIn("NotAuthorizedException", wrong.stderr)

        first = self.initiate_auth(temporary)
        self.assertEqual(0, first.returncode, first.stderr)
        challenge = json.loads(first.stdout)
        self.assertEqual("NEW_PASSWORD_REQUIRED", challenge["ChallengeName"])

        password = server.new_password()
        answered = self.aws("respond-to-auth-challenge", "--client-id", self.curfew.pool().client_id,
                            "--challenge-name", "NEW_PASSWORD_REQUIRED", "--session", challenge["Session"],
                            "--challenge-responses", json.dumps({"USERNAME": EMAIL, "NEW_PASSWORD": password}))
        self.assertEqual(0, answered.returncode, answered.stderr)
        tokens = json.loads(answered.stdout)["AuthenticationResult"]

        ann = client.Person(self.curfew.url, EMAIL, tokens["IdToken"])
        self.assertEqual(EMAIL, ann.call("GET", "/me")["email"])
        self.assertEqual("ACTIVE", ann.ask("S3FullAccess", "Audit", "TICKET-1")["status"])

        user = self.aws("get-user", "--access-token", tokens["AccessToken"])
        self.assertEqual(0, user.returncode, user.stderr)
        attributes = {a["Name"]: a["Value"] for a in json.loads(user.stdout)["UserAttributes"]}
        self.assertEqual(EMAIL, attributes["email"])

        again = self.initiate_auth(password)
        self.assertIn("IdToken", json.loads(again.stdout)["AuthenticationResult"])
        self.assertNotEqual(0, self.initiate_auth(temporary).returncode, "the temporary password must be gone")

    def test_a_global_sign_out_counts_at_the_next_call(self):
        password = self.add_user(EMAIL, "Engineers")
        self.curfew.start()
        tokens = json.loads(self.initiate_auth(password).stdout)["AuthenticationResult"]
        ann = client.Person(self.curfew.url, EMAIL, tokens["IdToken"])
        self.assertEqual(200, ann.call("GET", "/me").status)
        self.assertEqual(0, self.aws("global-sign-out", "--access-token", tokens["AccessToken"]).returncode)
        self.assertEqual(401, ann.call("GET", "/me").status)


if __name__ == "__main__":
    unittest.main(verbosity=2)
