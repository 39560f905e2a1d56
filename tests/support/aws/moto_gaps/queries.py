"""DynamoDB's Query in a time that does not grow with the whole table: moto sorts all of its items for each.

Called under the lock that lets one call in at a time.
"""
import functools
import inspect

from moto.dynamodb.models.table import Table

SIGNATURE = inspect.signature(Table.query)


def install():
    query, all_items = Table.query, Table.all_items

    @functools.wraps(query)
    def narrowed_query(self, *positional, **named):
        given = SIGNATURE.bind(self, *positional, **named).arguments
        self.narrowed = candidates(self, given)
        try:
            return query(self, *positional, **named)
        finally:
            del self.narrowed

    @functools.wraps(all_items)
    def narrowed_items(self):
        narrowed = getattr(self, "narrowed", None)
        return all_items(self) if narrowed is None else narrowed

    Table.query, Table.all_items = narrowed_query, narrowed_items


def candidates(table, given):
    """The items among which moto finds, in their order; None for all."""
    if given.get("index_name"):
        conditions = given.get("hash_key_conditions")
        found = [item for item in every_item(table) if matches(item, conditions)] if conditions else None
    else:
        of_key = table.items.get(given["hash_key"], {})
        found = list(of_key.values()) if table.range_key_attr else [of_key] if of_key else []
    return found and sorted(found, key=lambda item: (item.hash_key, item.range_key) if item.range_key else item.hash_key)


def matches(item, conditions):
    return all(name in item.attrs and item.attrs[name] == value for name, value in conditions)


def every_item(table):
    if not table.range_key_attr:
        return table.items.values()
    return (item for of_key in table.items.values() for item in of_key.values())
