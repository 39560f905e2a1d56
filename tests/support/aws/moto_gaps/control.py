"""What tests tell the server and ask it, under /curfew-test/; bodies and answers are JSON.

  POST identity-center        {"region"?, settings}         a new, empty instance for one test: {"InstanceArn", "IdentityStoreId"}
  POST identity-center/set    {"InstanceArn", settings}     settings of an instance:
         pace                     {"seconds": s} | {"polls": n} | {"manual": true}   when operations end (0.3 s)
         conflicts                "assignment" | "account"       what one operation at a time means
         accounts                 ["111111111111", …]            targets besides the organization's accounts
         calls_per_second, max_outstanding_creates               0: no limit
         fail_next                ["reason", …]                  the next operations end FAILED
         page_size, empty_pages                                  how listings are cut
  POST identity-center/finish {"InstanceArn"}               all its operations end now
  POST identity-center/assign {"InstanceArn", "TargetId", "PermissionSetArn", "PrincipalType", "PrincipalId"}   at once
  POST account-ids            {"LogArchive": "269423819609"}    ids for accounts that are created under these names
  GET  calls[?member=value]   recorded calls, oldest first: service, operation, status, error, access_key; DynamoDB: table,
                              index, keys (of the partitions it is about), is_count (of a query), read_units, write_units,
                              units (for each table and index)
  POST calls/clear[?member=value]
  GET  mails[?to=address]     what SES was given to send: source, to, subject, body, raw
  POST scheduler/fire         {"now": Unix seconds, "region"?}   what is due: Name, GroupName, TargetArn, Input, DueAt
"""
import json
import os
from urllib.parse import parse_qsl

from . import organizations, scheduler

PREFIX = "/curfew-test/"
JSON_HEADERS = [("Content-Type", "application/json")]


class Control:
    def __init__(self, recorder, centers):
        self._recorder, self._centers = recorder, centers
        self._calls = {
            ("POST", "identity-center"): self.new_center,
            ("POST", "identity-center/set"): self.configure_center,
            ("POST", "identity-center/finish"): self.finish_operations,
            ("POST", "identity-center/assign"): self.assign,
            ("POST", "account-ids"): lambda body, _: organizations.chosen_ids.update(body),
            ("GET", "calls"): lambda _, query: self._recorder.calls(**query),
            ("POST", "calls/clear"): lambda _, query: self._recorder.clear(**query),
            ("GET", "mails"): lambda _, query: mails(query.get("to")),
            ("POST", "scheduler/fire"): fire,
        }

    def answer(self, environ, path, body):
        call = self._calls.get((environ["REQUEST_METHOD"], path))
        if call is None:
            return "404 Not Found", JSON_HEADERS, json.dumps({"error": f"no control call {path}"}).encode()
        try:
            said = call(json.loads(body or b"{}"), dict(parse_qsl(environ.get("QUERY_STRING", ""))))
        except (KeyError, ValueError, TypeError, LookupError) as error:
            return "400 Bad Request", JSON_HEADERS, json.dumps({"error": repr(error)}).encode()
        return "200 OK", JSON_HEADERS, json.dumps({} if said is None else said).encode()

    def new_center(self, body, _query):
        center = self._centers.create(account(), body.get("region", "us-east-1"))
        center.configure(body)
        return {"InstanceArn": center.instance_arn, "IdentityStoreId": center.store_id}

    def configure_center(self, body, _query):
        self._center(body).configure(body)

    def finish_operations(self, body, _query):
        self._center(body).assignments.finish()

    def assign(self, body, _query):
        self._center(body).assignments.put((body["TargetId"], "AWS_ACCOUNT", body["PermissionSetArn"],
                                            body["PrincipalType"], body["PrincipalId"]))

    def _center(self, body):
        center = self._centers.by_arn(body["InstanceArn"]) or self._found(body["InstanceArn"])
        if center is None:
            raise LookupError(f"no instance {body['InstanceArn']}")
        return center

    def _found(self, arn):
        """An account's own instance, which nobody has called yet."""
        from moto.ssoadmin.models import ssoadmin_backends

        for backend in ssoadmin_backends[account()].values():
            for instance in backend.instances:
                if instance.instance_arn == arn:
                    return self._centers.of(instance)
        return None


def account():
    return os.environ["MOTO_ACCOUNT_ID"]


def fire(body, _query):
    return scheduler.fire(account(), body.get("region", "us-east-1"), float(body["now"]))


def mails(to):
    from moto.ses.models import ses_backends

    found = []
    for backend in list(ses_backends[account()].values()):
        for mail in list(backend.sent_messages):
            destinations = mail.destinations
            if isinstance(destinations, dict):
                destinations = [one for group in destinations.values() for one in group]
            if to in (None, *destinations):
                found.append({"source": mail.source, "to": destinations, "subject": getattr(mail, "subject", None),
                              "body": getattr(mail, "body", None), "raw": getattr(mail, "raw_data", None)})
    return found
