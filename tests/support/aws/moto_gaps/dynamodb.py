"""DynamoDB: one call at a time, true transactions, and the units that each call consumes."""
import copy
import functools
import json
import threading

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb import responses
from moto.dynamodb.models import DynamoDBBackend

from . import queries, quick, recorder, transactions, units

WRITES = {"put_item": "Item", "update_item": "Key", "delete_item": "Key"}


def install(_recorder):
    handler = responses.DynamoHandler
    responses.TRANSACTION_MAX_ITEMS = 100
    queries.install()
    DynamoDBBackend.transact_write_items = transactions.run
    for name in WRITES:
        setattr(handler, name, measured_write(getattr(handler, name), WRITES[name]))
    handler.get_item = measured_get(handler.get_item)
    handler.batch_get_item = measured_batch(handler.batch_get_item)
    handler.query = measured_search(handler.query)
    handler.scan = measured_search(handler.scan)
    handler.transact_write_items = once_per_token(measured_transaction(handler.transact_write_items))
    refuse_foreign_start_keys(handler)
    quick.install(handler)
    one_at_a_time(handler)


def one_at_a_time(handler):
    """As atomic as DynamoDB is for an item, and as isolated as its transactions are."""
    lock, dispatch = threading.RLock(), handler.call_action

    @functools.wraps(dispatch)
    def call_action(self):
        with lock:
            return dispatch(self)

    handler.call_action = call_action


def item_of(backend, table, given):
    """The item with this key as DynamoDB JSON; None where there is none, or no such table or key."""
    try:
        key = {name: given[name] for name in backend.get_table(table).table_key_attrs}
        item = backend.get_item(table, key)
    except (JsonRESTError, KeyError):
        return None
    return copy.deepcopy(item.to_json()["Attributes"]) if item else None


def write_keys_down(backend, table, given):
    """The partition keys of what a call touches, as texts: they tell what it is about."""
    try:
        hash_key = backend.get_table(table).table_key_attrs[0]
        keys = [next(iter(one[hash_key].values())) for one in given]
    except (JsonRESTError, KeyError):
        return
    known = recorder.running_call().setdefault("keys", [])
    known += [key for key in keys if key not in known]


class Bill:
    """The units of one call, by table and index."""

    def __init__(self):
        self._parts = {}

    def add(self, table, index, read=0, write=0):
        part = self._parts.setdefault((table, index), {"table": table, "index": index, "read": 0, "write": 0})
        part["read"] += read
        part["write"] += write

    def add_write(self, table, before, after, times):
        self.add(table.name, None, write=times * units.table_write(before, after))
        for index in table.global_indexes:
            self.add(table.name, index.name, write=units.index_write(index, before, after))

    def write_down(self):
        parts = [part for part in self._parts.values() if part["read"] or part["write"]]
        recorder.running_call().update(units=parts, read_units=sum(part["read"] for part in parts),
                                       write_units=sum(part["write"] for part in parts))


def measured_write(operation, key_member):
    @functools.wraps(operation)
    def measured(self):
        name, given = self.body["TableName"], self.body[key_member]
        recorder.running_call()["table"] = name
        write_keys_down(self.dynamodb_backend, name, [given])
        before = item_of(self.dynamodb_backend, name, given)
        bill, after = Bill(), before
        try:
            result = operation(self)
            after = item_of(self.dynamodb_backend, name, given)
            return result
        finally:  # a condition that fails is paid, too
            if name in self.dynamodb_backend.tables:
                bill.add_write(self.dynamodb_backend.get_table(name), before, after, 1)
                bill.write_down()

    return measured


def measured_get(operation):
    @functools.wraps(operation)
    def measured(self):
        name = self.body["TableName"]
        recorder.running_call()["table"] = name
        write_keys_down(self.dynamodb_backend, name, [self.body["Key"]])
        result = operation(self)
        item = item_of(self.dynamodb_backend, name, self.body["Key"])
        bill = Bill()
        bill.add(name, None, read=units.read_units(units.item_size(item or {}), self.body.get("ConsistentRead", False)))
        bill.write_down()
        return result

    return measured


def measured_batch(operation):
    """Each item is rounded up by itself."""

    @functools.wraps(operation)
    def measured(self):
        result, bill = operation(self), Bill()
        for name, wanted in self.body["RequestItems"].items():
            write_keys_down(self.dynamodb_backend, name, wanted["Keys"])
            for key in wanted["Keys"]:
                size = units.item_size(item_of(self.dynamodb_backend, name, key) or {})
                bill.add(name, None, read=units.read_units(size, wanted.get("ConsistentRead", False)))
        recorder.running_call()["table"] = ",".join(sorted(self.body["RequestItems"]))
        bill.write_down()
        return result

    return measured


def measured_search(operation):
    """Query and Scan: by the sum of what is answered. DynamoDB takes what it read, before a filter, a projection or a count
    takes anything away; none of our tests is about one that takes away much."""

    @functools.wraps(operation)
    def measured(self):
        name, index = self.body["TableName"], self.body.get("IndexName")
        recorder.running_call().update(table=name, index=index, keys=[
            value["S"] for value in self.body.get("ExpressionAttributeValues", {}).values() if "S" in value])
        result = operation(self)
        bill = Bill()
        size = sum(units.item_size(item) for item in result.result.get("Items", []))
        bill.add(name, index, read=units.read_units(size, self.body.get("ConsistentRead", False)))
        bill.write_down()
        recorder.running_call()["is_count"] = self.body.get("Select", "") == "COUNT"
        return result

    return measured


def measured_transaction(operation):
    @functools.wraps(operation)
    def measured(self):
        backend, writes, bill = self.dynamodb_backend, [], Bill()
        for item in self.body["TransactItems"]:
            (kind, request), = item.items()
            given = request["Item" if kind == "Put" else "Key"]
            writes.append((request["TableName"], given, item_of(backend, request["TableName"], given)))
            write_keys_down(backend, request["TableName"], [given])
        recorder.running_call()["table"] = ",".join(sorted({name for name, _, _ in writes}))
        try:
            return operation(self)
        finally:
            for name, given, before in writes:
                if name in backend.tables:
                    bill.add_write(backend.get_table(name), before, item_of(backend, name, given), 2)
            bill.write_down()

    return measured


def once_per_token(operation):
    tokens = {}  # by account and region

    @functools.wraps(operation)
    def transact(self):
        token = self.body.get("ClientRequestToken")
        known = tokens.setdefault((self.current_account, self.region), transactions.Tokens())
        if token and known.is_repeat(token, self.body):
            return ActionResult({"ConsumedCapacity": [], "ItemCollectionMetrics": {}})
        result = operation(self)
        if token:
            known.remember(token, self.body)
        return result

    return transact


def refuse_foreign_start_keys(handler):
    """moto answers 500 to an ExclusiveStartKey that is none of this table or index."""
    original = handler.query

    @functools.wraps(original)
    def query(self):
        start = self.body.get("ExclusiveStartKey")
        if start:
            table = self.dynamodb_backend.get_table(self.body["TableName"])
            schema = self.dynamodb_backend.get_schema(self.body["TableName"], self.body.get("IndexName"))
            wanted = {*table.table_key_attrs, *(part["AttributeName"] for part in schema)}
            if set(start) != wanted:
                raise JsonRESTError("com.amazon.coral.validate#ValidationException",
                                    "The provided starting key is invalid: " + json.dumps(sorted(start)))
        return original(self)

    handler.query = query
