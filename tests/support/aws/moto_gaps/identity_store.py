"""The identity store: searches without case, memberships that end with their user, and strict filters."""
import functools
import json

from moto.identitystore import models, responses
from moto.identitystore.exceptions import ConflictException, ResourceNotFoundException, ValidationException

from . import recorder


def install(centers):
    backend, handler = models.IdentityStoreBackend, responses.IdentityStoreResponse
    backend.get_user_id = get_user_id
    backend.delete_user = delete_user
    refuse_duplicate_memberships(backend)
    refuse_unknown_filters(backend)
    handler.is_member_in_groups = is_member_in_groups
    limit_calls(handler, centers)


def get_user_id(self, identity_store_id, alternate_identifier):
    unique = alternate_identifier.get("UniqueAttribute") or {}
    path, value = str(unique.get("AttributePath", "")).lower(), str(unique.get("AttributeValue") or "").lower()
    if not value:
        raise ValidationException(message="attribute value cannot be empty or null for attribute path")
    if path not in ("username", "emails.value"):
        raise ValidationException(message=f"The attribute {path} is not a unique attribute")
    store = self.identity_stores.get(identity_store_id)
    for user in store.users.values() if store else []:
        names = [user.UserName] if path == "username" else [mail.get("Value") for mail in user.Emails or []]
        if value in [str(name).lower() for name in names]:
            return user.UserId, identity_store_id
    raise ResourceNotFoundException(message="USER not found.", resource_type="USER")


def delete_user(self, identity_store_id, user_id):
    store = self.identity_stores.get(identity_store_id)
    if store is None or user_id not in store.users:
        raise ResourceNotFoundException(message="USER not found.", resource_type="USER")
    del store.users[user_id]
    store.group_memberships = {key: one for key, one in store.group_memberships.items()
                               if one["MemberId"]["UserId"] != user_id}


def refuse_duplicate_memberships(backend):
    original = backend.create_group_membership

    def create_group_membership(self, identity_store_id, group_id, member_id):
        store = self.identity_stores.get(identity_store_id)
        for one in store.group_memberships.values() if store else []:
            if one["GroupId"] == group_id and one["MemberId"] == member_id:
                raise ConflictException(message="Member already exists", reason="UNIQUENESS_CONSTRAINT_VIOLATION")
        return original(self, identity_store_id, group_id, member_id)

    backend.create_group_membership = create_group_membership


def refuse_unknown_filters(backend):
    """moto takes a filter that it does not know for none, and lists everybody."""
    original = backend.list_users

    def list_users(self, *arguments, filters=None, **rest):
        for one in filters or []:
            if one.get("AttributePath") != "UserName":
                raise ValidationException(message=f"The attribute {one.get('AttributePath')} cannot be filtered by")
        return original(self, *arguments, filters=filters, **rest)

    backend.list_users = list_users


def is_member_in_groups(self):
    body = json.loads(self.body)
    store = self.identitystore_backend.identity_stores.get(body["IdentityStoreId"])
    groups = {one["GroupId"] for one in (store.group_memberships.values() if store else [])
              if one["MemberId"] == body["MemberId"]}
    return json.dumps({"Results": [{"GroupId": group, "MemberId": body["MemberId"], "MembershipExists": group in groups}
                                   for group in body["GroupIds"]]})


def limit_calls(handler, centers):
    """All APIs of an instance share one limit."""
    dispatch = handler.call_action

    @functools.wraps(dispatch)
    def call_action(self):
        store = json.loads(self.body or "{}").get("IdentityStoreId", "")
        center = centers.by_store(store)
        recorder.running_call()["instance"] = center.instance_arn if center else store
        if center and not center.limit.take():
            recorder.running_call().update(service=self.service_name, operation=self._get_action())
            return 400, {"x-amzn-ErrorType": "ThrottlingException"}, json.dumps(
                {"__type": "ThrottlingException", "message": "Rate exceeded", "RetryAfterSeconds": 1})
        return dispatch(self)

    handler.call_action = call_action
