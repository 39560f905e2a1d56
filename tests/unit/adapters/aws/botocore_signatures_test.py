"""Our signatures against botocore's, over requests made at random: `botocore_signatures_test.py [seed]`.

Without a seed one is drawn and printed; the same seed makes the same requests."""
import datetime
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import unittest
from unittest import mock
from urllib.parse import quote

try:
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    botocore = None

PROGRAM = os.environ["CURFEW_PRINT_SIGNATURES"]
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
REQUESTS = 4000
SEED = int(sys.argv.pop()) if len(sys.argv) > 1 else random.SystemRandom().randrange(2**32)

PIECES = ["a", "Z", "0", "-", ".", "_", "~", "/", ":", "%", "+", " ", "=", "&", "?", "#", "@", "!", "$", "'", "(", ")",
          "*", ",", ";", "[", "]", "\\", "\"", "<", ">", "|", "^", "`", "{", "}", "\u00e9", "\u20ac", "\U0001f600",
          "arn:aws:sso:::permissionSet/ssoins-1/ps-1", "%2F", "..", "//"]
SERVICES = ["sso", "identitystore", "dynamodb", "scheduler", "events", "ses", "sns", "cognito-idp", "sts"]
REGIONS = ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"]


def text(choice, most):
    return "".join(choice.choice(PIECES) for _ in range(choice.randrange(most)))


def path(choice):
    """As our adapters write paths: each segment percent-encoded, now and then with the odd byte left in."""
    segments = [quote(text(choice, 8), safe=choice.choice(["", "", ":", ":@!$'()*,;=+"]))
                for _ in range(choice.randrange(5))]
    return "/" + "/".join(segments) + choice.choice(["", "", "/"])


def query(choice):
    names = ["a", "A", "b", text(choice, 6)]
    return [(choice.choice(names), text(choice, 6)) for _ in range(choice.randrange(6))]


def headers(choice):
    made = [("Host", choice.choice(["sso.us-east-1.amazonaws.com", "127.0.0.1:5000", "[::1]:8080"]))]
    if choice.random() < 0.8:
        made.append(("Content-Type", choice.choice(["application/x-amz-json-1.1", "application/json",
                                                    "application/x-www-form-urlencoded; charset=utf-8"])))
    if choice.random() < 0.6:
        made.append(("X-Amz-Target", "SWBExternalService.CreateAccountAssignment"))
    for _ in range(choice.randrange(3)):
        blanks = ["", " ", "   ", "\t", " \t "]
        made.append((choice.choice(["X-Amz-Meta", "x-other", "X-OTHER"]),
                     choice.choice(blanks) + "a" + choice.choice(blanks) + "b" + choice.choice(blanks)))
    return made


def made_request(choice):
    at = datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=choice.randrange(10**9))
    return {
        "method": choice.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]),
        "path": path(choice),
        "query": query(choice),
        "headers": headers(choice),
        "body": choice.choice(["", "{}", text(choice, 200), "x" * choice.randrange(5000)]),
        "region": choice.choice(REGIONS),
        "service": choice.choice(SERVICES),
        "date": at.strftime("%Y%m%dT%H%M%SZ"),
        "key_id": f"AKIA{choice.randrange(10**12):012}",
        "secret": text(choice, 20) + "s",
        "token": choice.choice(["", "", text(choice, 30).strip()]),
    }


def botocores(request):
    """The canonical request's hash and the Authorization header."""
    aws = AWSRequest(method=request["method"], url="https://" + request["headers"][0][1] + request["path"],
                     params=request["query"], data=request["body"].encode())
    for name, value in request["headers"]:
        aws.headers.add_header(name, value)
    auth = botocore.auth.SigV4Auth(Credentials(request["key_id"], request["secret"], request["token"] or None),
                                   request["service"], request["region"])
    at = datetime.datetime.strptime(request["date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    hashes = []
    original = auth.canonical_request

    def canonical_request(signed):
        canonical = original(signed)
        hashes.append(hashlib.sha256(canonical.encode()).hexdigest())
        return canonical

    with mock.patch.object(auth, "canonical_request", canonical_request), \
            mock.patch("botocore.auth.get_current_datetime", return_value=at):
        auth.add_auth(aws)
    return hashes[0], aws.headers["Authorization"]


def ours(requests):
    """The same of our program, for all of them."""
    def coded(value):
        return value.encode().hex()

    lines = []
    for request in requests:
        signed = request["headers"] + [("X-Amz-Date", request["date"])]
        if request["token"]:
            signed = signed + [("X-Amz-Security-Token", request["token"])]
        asked = {name: coded(value) for name, value in request.items() if isinstance(value, str)}
        asked["query"] = [[coded(name), coded(value)] for name, value in request["query"]]
        asked["headers"] = [[coded(name), coded(value)] for name, value in signed]
        lines.append(json.dumps(asked))
    done = subprocess.run([PROGRAM], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    printed = done.stdout.splitlines()
    return list(zip(printed[::2], printed[1::2]))


class Signatures(unittest.TestCase):
    def test_are_botocores(self):
        choice = random.Random(SEED)
        requests = [made_request(choice) for _ in range(REQUESTS)]
        signed = ours(requests)
        self.assertEqual(REQUESTS, len(signed))
        for number, (request, own) in enumerate(zip(requests, signed)):
            self.assertEqual(botocores(request), own, f"seed {SEED}, request {number}: {request}")


if __name__ == "__main__":
    other = os.environ.get("CURFEW_MOTO_PYTHON", sys.executable)  # its moto has brought botocore along
    if botocore is None and shutil.which(other) != sys.executable and "CURFEW_SECOND_TRY" not in os.environ:
        os.execvpe(other, [other, "-B", __file__, str(SEED)], os.environ | {"CURFEW_SECOND_TRY": "yes"})
    if botocore is None:
        print("botocore is not installed: our signatures are not compared with its.")
        sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)
    print(f"seed {SEED}")
    unittest.main()
