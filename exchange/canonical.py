"""The canonical form of a plan document: one document, one sequence of bytes."""

import json
from typing import Any

from exchange.inventory_order import order_inventory
from exchange.ordering import order_what_happened
from exchange.schema import rounds, systems
from exchange.schema.base import Part
from exchange.schema.document import Document, parts_of

EMPTY = (None, "", [], {})
DEFAULTS = rounds.DEFAULTS | systems.DEFAULTS


def canonical_bytes(document: dict[str, Any]) -> bytes:
    """Return the canonical bytes of a document: `ordered`, UTF-8, indent 2, final newline."""
    return (json.dumps(ordered(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def ordered(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with keys in schema order, years ascending, whole numbers as ints, what happened in
    order, no empty members.

    Raise ValueError for a key the schema does not know: nothing is left out unseen.
    """
    result = _object(document, Document)
    place = {axis.get("code"): position for position, axis in enumerate(result.get("axes", []))}
    for measure in result.get("measures", []):
        if categories := measure.get("categories"):
            axes = sorted(categories, key=lambda axis: place.get(axis, len(place)))
            measure["categories"] = {axis: categories[axis] for axis in axes}
    order_inventory(result)
    order_what_happened(result)
    return result


def _object(value: dict[str, Any], part: type[Part]) -> dict[str, Any]:
    known, children = part.keys(), parts_of(part)
    if unknown := value.keys() - known:
        raise ValueError(f"{part.__name__} has no {', '.join(sorted(unknown))}")
    members = _without_empty({key: _value(value[key], children.get(key)) for key in known if key in value})
    defaults = DEFAULTS.get(part, {})
    return {key: member for key, member in members.items() if member != defaults.get(key)}


def _value(value: Any, part: type[Part] | None) -> Any:
    match value:
        case dict() if part:
            return _object(value, part)
        case dict():
            return _without_empty({key: _value(value[key], None) for key in _ascending(value)})
        case list() | tuple():
            return [_value(entry, part) for entry in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _ascending(by_key: dict[str, Any]) -> list[str]:
    """Return the keys of a map: years ascending, others as they stand."""
    return sorted(by_key) if all(key.isdecimal() for key in by_key) else list(by_key)


def _without_empty(members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
