"""A client of Curfew's HTTP API that signs in by the Cognito user-pool protocol, as `aws cognito-idp` does."""
import json
import urllib.error
import urllib.request

CONTENT_TYPE = "application/x-amz-json-1.1"
TARGET = "AWSCognitoIdentityProviderService."


class Answer:
    """What came back: status, headers, and the body read as JSON."""

    def __init__(self, status, headers, body):
        self.status, self.headers = status, headers
        self.body = json.loads(body) if body else {}

    def __getitem__(self, member):
        return self.body[member]

    def get(self, member, default=None):
        return self.body.get(member, default)

    def __str__(self):
        return f"{self.status} {json.dumps(self.body)}"


def exchange(url, method="GET", headers=None, body=None, timeout=20):
    """One HTTP exchange; every status is an answer, none is an exception."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as reply:
            return Answer(reply.status, reply.headers, reply.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


class Pool:
    """The sign-in endpoint: POST / with X-Amz-Target."""

    def __init__(self, url, client_id):
        self.url, self.client_id = url, client_id

    def call(self, operation, body):
        headers = {"Content-Type": CONTENT_TYPE, "X-Amz-Target": TARGET + operation}
        return exchange(self.url + "/", "POST", headers, body)

    def initiate_auth(self, email, password):
        return self.call("InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": self.client_id,
                                          "AuthParameters": {"USERNAME": email, "PASSWORD": password}})

    def set_new_password(self, email, password, session):
        return self.call("RespondToAuthChallenge", {
            "ChallengeName": "NEW_PASSWORD_REQUIRED", "ClientId": self.client_id, "Session": session,
            "ChallengeResponses": {"USERNAME": email, "NEW_PASSWORD": password}})


class Person:
    """Somebody with a token."""

    def __init__(self, url, email, id_token):
        self.url, self.email, self.id_token = url, email, id_token

    def call(self, method, path, body=None, **headers):
        sent = {"Authorization": "Bearer " + self.id_token}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return exchange(self.url + path, method, sent, body)

    def ask(self, permission_set, account, reason, minutes=5):
        return self.call("POST", "/requests", {"account_name": account, "permission_set": permission_set,
                                               "reason": reason, "duration_minutes": minutes})

    def decide(self, request_id, action, comments=None):
        body = {"request_id": request_id, "action": action}
        if comments is not None:
            body["comments"] = comments
        return self.call("POST", "/approvals", body)

    def revoke(self, request_id):
        return self.call("POST", "/revoke", {"request_id": request_id})

    def request(self, request_id):
        return self.call("GET", "/requests/" + request_id)

    def events(self, request_id):
        return self.call("GET", f"/requests/{request_id}/events")
