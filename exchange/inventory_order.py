"""The canonical order of the inventory's lists: rows without a place of their own stand by time and name."""

from typing import Any

Values = dict[str, Any]


def identity_of(contract: Values) -> str:
    """Return what systems refer to a contract by."""
    return contract.get("key") or contract.get("name", "")


def order_inventory(document: Values) -> None:
    """Order contracts and what stands within systems and procedures, in place."""
    contracts = document.get("contracts", [])
    contracts.sort(key=lambda part: (part.get("first_start", ""), identity_of(part)))
    place = {identity_of(part): number for number, part in enumerate(contracts)}
    for contract in contracts:
        _by_year(contract, "amounts")
    for system in document.get("systems", []):
        _order_system(system, place)
    for procedure in document.get("procedures", []):
        _by_year(procedure, "uses")


def _order_system(system: Values, place: dict[str, int]) -> None:
    system.get("support_ends", []).sort(
        key=lambda part: (part.get("on", ""), part.get("kind", ""), part.get("name", ""))
    )
    system.get("contracts", []).sort(key=lambda name: (place.get(name, len(place)), name))
    businesses = system.get("standard_businesses", [])
    system.get("migrations", []).sort(
        key=lambda part: (
            businesses.index(name) if (name := part.get("business", "")) in businesses else len(businesses),
            name,
        )
    )
    if disclosure := system.get("disclosure"):
        system["disclosure"] = {field: disclosure[field] for field in sorted(disclosure)}
    _by_year(system.get("renewal", {}), "costs")


def _by_year(holder: Values, key: str) -> None:
    holder.get(key, []).sort(key=lambda part: part.get("fiscal_year", 0))
