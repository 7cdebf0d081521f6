"""公表用: a plan document without what a city keeps within itself, and how much was left out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from exchange.inventory_order import identity_of
from systems.disclosure import FIELDS, is_internal_by

Part = dict[str, Any]


class Disclosed(NamedTuple):
    """A document for the public; `left_out` counts the facts that stay within the city."""

    document: Part
    left_out: int


def public_document(document: Part) -> Disclosed:
    """Leave out what the 公開区分 of each system holds back, notes on it too. The argument is not changed.

    A contract stands where a system still names it, its amounts where every system that does shows them.
    """
    systems = document.get("systems", [])
    shown = [_system(part) for part in systems]
    left_out = sum(_size(before) - _size(after) for before, after in zip(systems, shown, strict=True))
    named = {name for part in shown for name in part.get("contracts", [])}
    closed = {
        name
        for part in systems
        if is_internal_by(part.get("disclosure", {}), "contract_amounts")
        for name in part.get("contracts", [])
    }
    contracts = []
    for part in document.get("contracts", []):
        if identity_of(part) not in named:
            left_out += 1
        elif identity_of(part) in closed and "amounts" in part:
            left_out += 1
            contracts.append(_without(part, {"amounts"}))
        else:
            contracts.append(part)
    whole = {"systems": shown, "contracts": contracts}
    return Disclosed(document | {key: parts for key, parts in whole.items() if key in document}, left_out)


def _system(part: Part) -> Part:
    exceptions = part.get("disclosure", {})
    internal = {field for field in FIELDS if is_internal_by(exceptions, field)}
    public = _without(part, {*internal, "disclosure"})
    if "renewal_costs" in internal and "costs" in public.get("renewal", {}):
        public["renewal"] = _without(public["renewal"], {"costs"})
    return public


def _without(part: Mapping[str, Any], keys: set[str]) -> Part:
    """Return a part without some members and without the notes on them."""
    rest = {key: value for key, value in part.items() if key not in keys}
    if notes := rest.get("notes"):
        rest["notes"] = [note for note in notes if note.get("field") not in keys]
    return rest


def _size(system: Part) -> int:
    """Count the facts of a system: each member is one, the costs of its renewal one more."""
    facts = system.keys() - {"disclosure", "notes"}
    return len(facts) + ("costs" in system.get("renewal", {}))
