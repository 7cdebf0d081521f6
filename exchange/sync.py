"""Making the rows of one model equal to what a document wants, touching only what differs."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from organizations import history

Identity = Hashable


@dataclass
class Wanted:
    """A row as the document wants it: what it is known by, and its attributes."""

    identity: Identity
    attributes: dict[str, Any]


@dataclass
class Synced:
    """The rows after a sync, in the order they were wanted, and those the document no longer has."""

    rows: list[models.Model] = field(default_factory=list)
    missing: list[models.Model] = field(default_factory=list)


def told_apart(identities: Iterable[Identity]) -> list[Identity]:
    """Return the identities with their count of occurrence, so that twins stay two rows."""
    seen: Counter = Counter()
    apart = []
    for identity in identities:
        apart.append((identity, seen[identity]))
        seen[identity] += 1
    return apart


def sync_rows(
    model: type[models.Model],
    existing: Iterable[models.Model],
    wanted: Iterable[Wanted],
    identify: Callable[[models.Model], Identity],
    *,
    park: str | None = None,
    clears: bool = False,
) -> Synced:
    """Create what is new, update what differs; leave to the caller what the document no longer has.

    `park` names a unique attribute which rows may exchange among themselves. With `clears` what the document
    no longer has is deleted first: rows nothing points to, whose place another may take.
    """
    existing, wanted = list(existing), list(wanted)
    found = dict(zip(told_apart(map(identify, existing)), existing, strict=True))
    result, create, update, changed = Synced(), [], [], set()
    for key, want in zip(told_apart(w.identity for w in wanted), wanted, strict=True):
        row = found.pop(key, None)
        if row is None:
            create.append(row := model(**want.attributes))
        elif differences := _assign(row, want.attributes):
            update.append(row)
            changed |= differences
        result.rows.append(row)
    gone = list(found.values()) if clears else []
    if gone:
        history.bulk_write(model, delete=gone)
    if park in changed:
        history.park(model, update, park)
    result.missing = [] if clears else list(found.values())
    if create or update:
        history.bulk_write(model, create=create, update=update, fields=changed)
    return result


def _assign(row: models.Model, attributes: dict[str, Any]) -> set[str]:
    differing = {name for name, value in attributes.items() if _differs(row, name, value)}
    for name in differing:
        setattr(row, name, attributes[name])
    return differing


def _differs(row: models.Model, name: str, value: Any) -> bool:
    attname = row._meta.get_field(name).attname
    wanted = value.pk if isinstance(value, models.Model) else value
    return getattr(row, attname) != wanted
