"""IAM Identity Center: asynchronous assignments, conflicts, throttling, tags, and ids of AWS's shape.

Sources: the Identity Center API reference (CreateAccountAssignment, DescribeAccountAssignmentCreationStatus,
ListAccountAssignmentCreationStatus, ListTagsForResource) and the user guide's page on quotas ("IAM Identity Center
throttle limits": 20 calls a second, 10 outstanding CreateAccountAssignment calls).
"""
import functools
import json
import threading

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random
from moto.ssoadmin import models, responses
from moto.ssoadmin.exceptions import ConflictException, ResourceNotFoundException

from . import recorder
from .assignments import Assignments, Refused, page_of
from .call_limit import CallLimit

PRINCIPAL_FIELDS = ("TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId")


def refusal(code, message):
    return JsonRESTError(code, message)


class Center:
    """What one instance has that moto does not know of."""

    def __init__(self, instance):
        self.instance_arn, self.store_id = instance.instance_arn, instance.identity_store_id
        self.assignments = Assignments()
        self.limit = CallLimit()
        self.accounts = set()  # besides those of the organization
        self.page_size = 100
        self.empty_pages = False  # listings begin with an empty page, which only a missing NextToken would end

    def configure(self, settings):
        for name in ("page_size", "empty_pages"):
            if name in settings:
                setattr(self, name, settings[name])
        self.accounts.update(settings.get("accounts", []))
        if "calls_per_second" in settings:
            self.limit.set(settings["calls_per_second"])
        self.assignments.configure(settings)


class Centers:
    """Every instance that was asked about, by ARN and by identity store."""

    def __init__(self):
        self._lock = threading.Lock()
        self._by_arn = {}

    def of(self, instance):
        with self._lock:
            center = self._by_arn.get(instance.instance_arn)
            if center is None:
                center = self._by_arn[instance.instance_arn] = Center(instance)
            return center

    def by_arn(self, arn):
        with self._lock:
            return self._by_arn.get(arn)

    def by_store(self, store_id):
        with self._lock:
            return next((center for center in self._by_arn.values() if center.store_id == store_id), None)

    def create(self, account_id, region):
        """A new, empty instance beside the account's own, which only those know who are told its ARN."""
        backend = models.ssoadmin_backends[account_id][region]
        instance = models.Instance(account_id, region)
        instance.is_private = True
        backend.instances.append(instance)
        return self.of(instance)


def install(centers):
    give_ids_of_awss_shape()
    handler = responses.SSOAdminResponse
    operations = Operations(centers)
    for name in ("create_account_assignment", "delete_account_assignment",
                 "describe_account_assignment_creation_status", "describe_account_assignment_deletion_status",
                 "list_account_assignment_creation_status", "list_account_assignment_deletion_status",
                 "list_account_assignments", "list_account_assignments_for_principal", "list_tags_for_resource",
                 "tag_resource", "untag_resource", "list_instances"):
        setattr(handler, name, answered_by(getattr(operations, name)))
    limit_calls(handler, centers)
    check_permission_sets()
    know_instances()


def answered_by(operation):
    def method(self):
        return json.dumps(operation(self.ssoadmin_backend, json.loads(self.body or "{}")))

    return method


def give_ids_of_awss_shape():
    """arn:aws:sso:::permissionSet/ssoins-…/ps-… and d- with ten hex digits."""
    models.PermissionSet.generate_id = staticmethod(
        lambda arn: f"{arn.replace(':instance/', ':permissionSet/')}/ps-{mock_random.get_random_hex(16)}")
    original = models.Instance.__init__

    def init(self, account_id, region):
        original(self, account_id, region)
        self.instance_arn = f"arn:aws:sso:::instance/ssoins-{mock_random.get_random_hex(16)}"
        self.identity_store_id = f"d-{mock_random.get_random_hex(10)}"
        self.is_private = False

    models.Instance.__init__ = init


def limit_calls(handler, centers):
    dispatch = handler.call_action

    @functools.wraps(dispatch)
    def call_action(self):
        arn = json.loads(self.body or "{}").get("InstanceArn", "")
        recorder.running_call()["instance"] = arn
        center = centers.by_arn(arn)
        if center and not center.limit.take():
            recorder.running_call().update(service=self.service_name, operation=self._get_action())
            return 400, {"x-amzn-ErrorType": "ThrottlingException"}, json.dumps(
                {"__type": "ThrottlingException", "message": "Rate exceeded"})
        return dispatch(self)

    handler.call_action = call_action


def check_permission_sets():
    """A name is taken once, and a session lasts an hour unless said otherwise, as ISO 8601 has it."""
    original = models.SSOAdminBackend.create_permission_set

    def create(self, name, **rest):
        if any(one.name == name and one.instance_arn == rest["instance_arn"] for one in self.permission_sets):
            raise ConflictException(f"PermissionSet with name {name} already exists.")
        if not isinstance(rest["session_duration"], str):
            rest["session_duration"] = "PT1H"
        rest["tags"] = rest.get("tags") or []
        return original(self, name=name, **rest)

    models.SSOAdminBackend.create_permission_set = create


def know_instances():
    """The permission sets of an instance that is not there are refused, not empty."""
    original = models.SSOAdminBackend.list_permission_sets

    def list_permission_sets(self, instance_arn, **rest):
        if all(one.instance_arn != instance_arn for one in self.instances):
            raise refusal("ResourceNotFoundException", f"Could not find instance {instance_arn}")
        return original(self, instance_arn=instance_arn, **rest)

    models.SSOAdminBackend.list_permission_sets = list_permission_sets


class Operations:
    """The operations that moto lacks or simplifies; each takes moto's backend and the call's body."""

    def __init__(self, centers):
        self._centers = centers

    def create_account_assignment(self, backend, body):
        center = self._center(backend, body)
        key = self._key(backend, center, body)
        failure = None if principal_exists(center, body) else (
            f"Received a 404 status error: the {body['PrincipalType']} assignee {body['PrincipalId']} was not found in "
            f"directory {center.store_id}")
        return {"AccountAssignmentCreationStatus": begin(center, key, True, failure)}

    def delete_account_assignment(self, backend, body):
        center = self._center(backend, body)
        return {"AccountAssignmentDeletionStatus": begin(center, self._key(backend, center, body), False, None)}

    def describe_account_assignment_creation_status(self, backend, body):
        return {"AccountAssignmentCreationStatus": self._status(
            backend, body, "AccountAssignmentCreationRequestId", True)}

    def describe_account_assignment_deletion_status(self, backend, body):
        return {"AccountAssignmentDeletionStatus": self._status(
            backend, body, "AccountAssignmentDeletionRequestId", False)}

    def list_account_assignment_creation_status(self, backend, body):
        return self._statuses(backend, body, "AccountAssignmentsCreationStatus", True)

    def list_account_assignment_deletion_status(self, backend, body):
        return self._statuses(backend, body, "AccountAssignmentsDeletionStatus", False)

    def list_account_assignments(self, backend, body):
        center = self._center(backend, body)
        backend._find_permission_set(body["InstanceArn"], body["PermissionSetArn"])
        rows = [row for row in center.assignments.listed() if row["AccountId"] == body["AccountId"]
                and row["PermissionSetArn"] == body["PermissionSetArn"]]
        return page_of(center, rows, body, "AccountAssignments")

    def list_account_assignments_for_principal(self, backend, body):
        center = self._center(backend, body)
        account = (body.get("Filter") or {}).get("AccountId")
        rows = [row for row in center.assignments.listed() if row["PrincipalId"] == body["PrincipalId"]
                and row["PrincipalType"] == body["PrincipalType"] and account in (None, row["AccountId"])]
        return page_of(center, rows, body, "AccountAssignments")

    def list_tags_for_resource(self, backend, body):
        return {"Tags": tagged(backend, body).tags or []}

    def tag_resource(self, backend, body):
        one = tagged(backend, body)
        tags = {tag["Key"]: tag["Value"] for tag in [*(one.tags or []), *body["Tags"]]}
        one.tags = [{"Key": key, "Value": value} for key, value in tags.items()]
        return {}

    def untag_resource(self, backend, body):
        one = tagged(backend, body)
        one.tags = [tag for tag in one.tags or [] if tag["Key"] not in body["TagKeys"]]
        return {}

    def list_instances(self, backend, _body):
        return {"Instances": [one.to_json() for one in backend.instances if not one.is_private]}

    def _center(self, backend, body):
        for instance in backend.instances:
            if instance.instance_arn == body.get("InstanceArn"):
                return self._centers.of(instance)
        raise refusal("ResourceNotFoundException", f"Could not find instance {body.get('InstanceArn')}")

    def _key(self, backend, center, body):
        if body.get("TargetType") != "AWS_ACCOUNT" or body.get("PrincipalType") not in ("USER", "GROUP"):
            raise refusal("ValidationException", "TargetType or PrincipalType is not one of its values")
        backend._find_permission_set(body["InstanceArn"], body["PermissionSetArn"])
        if body["TargetId"] not in center.accounts | accounts_of_the_organization(backend):
            raise refusal("ResourceNotFoundException", f"Could not find account {body['TargetId']}")
        return tuple(body[field] for field in PRINCIPAL_FIELDS)

    def _status(self, backend, body, name, creates):
        center = self._center(backend, body)
        operation = center.assignments.find(body.get(name), creates)
        if operation is None:
            raise ResourceNotFoundException(f"Could not find request {body.get(name)}")
        return view(operation)

    def _statuses(self, backend, body, member, creates):
        center = self._center(backend, body)
        wanted = (body.get("Filter") or {}).get("Status")
        rows = [{name: one[name] for name in ("Status", "RequestId", "CreatedDate")}
                for one in map(view, center.assignments.operations(creates))]
        return page_of(center, [row for row in rows if wanted in (None, row["Status"])], body, member)


def begin(center, key, creates, failure):
    try:
        return view(center.assignments.begin(key, creates, failure))
    except Refused as refused:
        raise refusal(refused.code, str(refused)) from None


def view(operation):
    said = dict(zip(PRINCIPAL_FIELDS, operation.key))
    said.update(Status=operation.status, RequestId=operation.request_id, CreatedDate=operation.created)
    if operation.status == "FAILED":
        said["FailureReason"] = operation.failure
    return said


def tagged(backend, body):
    for one in backend.permission_sets:
        if one.permission_set_arn == body.get("ResourceArn"):
            return one
    raise ResourceNotFoundException(f"Could not find resource {body.get('ResourceArn')}")


def principal_exists(center, body):
    from moto.identitystore.models import identitystore_backends

    for regions in identitystore_backends.values():
        for backend in regions.values():
            store = backend.identity_stores.get(center.store_id)
            if store:
                return body["PrincipalId"] in (store.users if body["PrincipalType"] == "USER" else store.groups)
    return False


def accounts_of_the_organization(backend):
    from moto.organizations.models import organizations_backends

    organization = organizations_backends[backend.account_id]["aws"]
    return {account.id for account in organization.accounts}
