"""DynamoDB's TransactWriteItems: all or nothing, and a repeated token without effect.

moto copies whole tables for it and puts them back, which loses what others wrote meanwhile, and ignores the token.
Source: the API reference, TransactWriteItems. Called under the lock that lets one call in at a time.
"""
import copy
import json
import time

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (ConditionalCheckFailed, MultipleTransactionsException, TooManyTransactionsException,
                                      TransactionCanceledException)

TOKEN_LIVES = 600  # seconds after the transaction
CONDITION_FAILED = "The conditional request failed"


class Tokens:
    """What was done under which ClientRequestToken."""

    def __init__(self):
        self._done = {}

    def is_repeat(self, token, request):
        """Whether it was done before. Another request under the same token is an error."""
        now = time.time()
        self._done = {key: one for key, one in self._done.items() if one[1] > now - TOKEN_LIVES}
        done = self._done.get(token)
        if done is None:
            return False
        if done[0] != fingerprint(request):
            raise JsonRESTError("com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
                                "The request uses the same client token as a previous, but non-identical request.")
        return True

    def remember(self, token, request):
        self._done[token] = (fingerprint(request), time.time())


def fingerprint(request):
    return json.dumps(request["TransactItems"], sort_keys=True, default=repr)


class Write:
    """One of a transaction's items."""

    def __init__(self, backend, item):
        (self.kind, self.request), = item.items()
        self.table = backend.get_table(self.request["TableName"])
        given = self.request["Item"] if self.kind == "Put" else self.request["Key"]
        self.key = {name: given[name] for name in self.table.table_key_attrs}
        self.backend = backend

    def identity(self):
        return (self.table.name, json.dumps(self.key, sort_keys=True))

    def current(self):
        return self.backend.get_item(self.table.name, self.key)

    def reason(self):
        """Why its condition does not hold, as moto's exception wants it; the first is None when it holds."""
        expression = self.request.get("ConditionExpression")
        if expression is None:
            return (None, None, None)
        now = self.current()
        holds = get_filter_expression(expression, self.request.get("ExpressionAttributeNames"),
                                      self.request.get("ExpressionAttributeValues")).expr(now)
        if holds:
            return (None, None, None)
        wants_item = self.request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and now
        return ("ConditionalCheckFailed", CONDITION_FAILED, now.to_json()["Attributes"] if wants_item else None)

    def apply(self):
        names, values = (self.request.get(f"ExpressionAttribute{part}") for part in ("Names", "Values"))
        if self.kind == "Put":
            self.backend.put_item(self.table.name, self.request["Item"])
        elif self.kind == "Delete":
            self.backend.delete_item(self.table.name, self.key)
        elif self.kind == "Update":
            self.backend.update_item(self.table.name, self.key, update_expression=self.request["UpdateExpression"],
                                     expression_attribute_names=names, expression_attribute_values=values)

    def put_back(self, item):
        hash_key, range_key = self.backend.get_keys_value(self.table, self.key)
        if range_key is None:
            self.table.items.pop(hash_key, None)
            if item is not None:
                self.table.items[hash_key] = item
        else:
            self.table.items[hash_key].pop(range_key, None)
            if item is not None:
                self.table.items[hash_key][range_key] = item


def run(backend, items):
    """Takes the place of DynamoDBBackend.transact_write_items."""
    if len(items) > 100:
        raise TooManyTransactionsException()
    writes = [Write(backend, item) for item in items]
    if len({write.identity() for write in writes}) < len(writes):
        raise MultipleTransactionsException()
    reasons = [write.reason() for write in writes]
    if any(code for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)
    apply_all(writes)


def apply_all(writes):
    before = [copy.deepcopy(write.current()) for write in writes]
    streams = {write.table.name: (write.table, len(write.table.stream_shard.items))
               for write in writes if write.table.stream_shard}
    done = 0
    try:
        for write in writes:
            done += 1
            write.apply()
    except Exception as failure:
        for write, item in zip(writes[:done], before):
            write.put_back(item)
        for table, length in streams.values():
            del table.stream_shard.items[length:]
        if isinstance(failure, ConditionalCheckFailed):
            raise AssertionError("conditions were checked before") from failure
        raise
