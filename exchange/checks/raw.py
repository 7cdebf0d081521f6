"""Looking into a raw document that may be misshapen: what cannot be read is passed over."""

from collections.abc import Iterator
from typing import Any

from exchange.errors import Path

Entry = tuple[Path, dict[str, Any]]


def raw_member(holder: Any, key: str) -> Any:
    """Return what a member holds, None where there is none."""
    return holder.get(key) if isinstance(holder, dict) else None


def inner(holder: Any, key: str) -> dict[str, Any]:
    """Return the object a member holds, empty where it holds none."""
    value = raw_member(holder, key)
    return value if isinstance(value, dict) else {}


def listed(holder: Any, key: str) -> list[Any]:
    """Return the list a member holds, empty where it holds none."""
    value = raw_member(holder, key)
    return value if isinstance(value, list) else []


def objects(holder: Any, *keys: str, path: Path = ()) -> Iterator[Entry]:
    """Yield the objects of a list with their paths; with more keys, of the lists within those objects."""
    key, *deeper = keys
    for position, entry in enumerate(listed(holder, key)):
        if not isinstance(entry, dict):
            continue
        here = (*path, key, position)
        if deeper:
            yield from objects(entry, *deeper, path=here)
        else:
            yield here, entry


def tree(holder: Any, key: str, path: Path = ()) -> Iterator[Entry]:
    """Yield the objects of a tree as printed, parents before their `children`."""
    for here, entry in objects(holder, key, path=path):
        yield here, entry
        yield from tree(entry, "children", here)


def text(holder: dict[str, Any], key: str) -> str | None:
    """Return the text a member holds, None where it holds none."""
    value = holder.get(key)
    return value if isinstance(value, str) and value else None


def texts(holder: dict[str, Any], key: str, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a list with their paths."""
    for position, value in enumerate(listed(holder, key)):
        if isinstance(value, str):
            yield (*path, key, position), value


def number(holder: dict[str, Any], key: str) -> float | None:
    """Return the number a member holds, None where it holds none."""
    value = holder.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text of a document with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from strings(member, (*path, key))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from strings(entry, (*path, position))
