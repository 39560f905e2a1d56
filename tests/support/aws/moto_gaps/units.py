"""What DynamoDB charges for a call, by AWS's rules.

Sources: the developer guide's pages "DynamoDB item sizes and formats", "DynamoDB read and write operations" (capacity unit
consumption; a transaction costs twice as much), and "Using Global Secondary Indexes" (write considerations).
"""
import base64
import math


def item_size(item):
    """Bytes of an item in DynamoDB JSON: names and values."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value):
    kind, content = next(iter(value.items()))
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return number_size(content)
    if kind == "B":  # moto keeps stored items with their bytes
        return len(content if isinstance(content, bytes) else base64.b64decode(content))
    if kind in ("NULL", "BOOL"):
        return 1
    if kind == "SS":
        return sum(len(one.encode()) for one in content)
    if kind == "NS":
        return sum(number_size(one) for one in content)
    if kind == "BS":
        return sum(len(base64.b64decode(one)) for one in content)
    if kind == "L":
        return 3 + sum(1 + value_size(one) for one in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + value_size(one) for name, one in content.items())
    raise ValueError(f"unknown type {kind}")


def number_size(text):
    """One byte for two significant digits, one more, and one for a sign."""
    digits = text.lstrip("-").lower().partition("e")[0].replace(".", "").strip("0")
    return math.ceil(len(digits) / 2) + 1 + (1 if text.startswith("-") else 0)


def write_units(size):
    return max(1, math.ceil(size / 1024))


def read_units(size, consistent):
    units = max(1, math.ceil(size / 4096))
    return units if consistent else units / 2


def table_write(before, after):
    """By the larger of the two; what is not there weighs nothing but the least unit."""
    return write_units(max(item_size(item) if item else 0 for item in (before, after)))


def index_write(index, before, after):
    """Of one global secondary index, whose entries hold only items that have all of its key attributes."""
    old, new = projected(index, before), projected(index, after)
    if old == new:
        return 0
    keys = index.schema_key_attrs
    if old and new and all(old[key] == new[key] for key in keys):
        return write_units(max(item_size(old), item_size(new)))
    return sum(write_units(item_size(entry)) for entry in (old, new) if entry)


def projected(index, item):
    if not item or any(key not in item for key in index.schema_key_attrs):
        return None
    kind = (index.projection or {}).get("ProjectionType", "ALL")
    if kind == "ALL":
        return dict(item)
    names = {*index.table_key_attrs, *index.schema_key_attrs}
    if kind == "INCLUDE":
        names.update(index.projection.get("NonKeyAttributes", []))
    return {name: value for name, value in item.items() if name in names}
