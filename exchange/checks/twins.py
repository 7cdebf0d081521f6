"""Twins: what identifies an object may stand only once; the second one is named."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from exchange.checks.raw import Entry, inner, objects, text, tree
from exchange.checks.references import full_name
from exchange.errors import Path, Problem, path_text

Identify = Callable[[dict[str, Any]], Hashable | None]

# Lists of the document whose objects are known by one member alone.
SINGLE = {"axes": "code", "committees": "name", "surveys": "name", "glossary": "term", "measures": "number"}
WITHIN_PLAN = {
    "phases": "label", "achievements": "label", "directions": "label", "rules": "code",
    "evaluation_bodies": "name", "criteria": "name",
}  # fmt: skip


def twin_errors(raw: Any) -> Iterator[Problem]:
    """Yield the second and every further object with the identity of an earlier one."""
    for key, member in SINGLE.items():
        yield from twins(objects(raw, key), member)
    plan = inner(raw, "plan")
    for key, member in WITHIN_PLAN.items():
        yield from twins(objects(plan, key, path=("plan",)), member)
    yield from twins(tree(raw, "policies"), "code")
    yield from twins(objects(raw, "departments"), "name", full_name)
    for path, axis in objects(raw, "axes"):
        yield from twins(objects(axis, "categories", path=path), "code")
    yield from key_twins(tree(raw, "policies"), "code")
    yield from key_twins(objects(raw, "departments"), "name", full_name)
    yield from key_twins(objects(raw, "measures"), "number")
    yield from key_twins(objects(raw, "systems"), "name", among_keyless=True)
    yield from twins(objects(raw, "plan_costs"), "fiscal_year", _year_and_basis)
    for path, measure in objects(raw, "measures"):
        yield from _twins_within_measure(measure, path)


def _twins_within_measure(measure: dict, path: Path) -> Iterator[Problem]:
    yield from key_twins(objects(measure, "schedule", path=path), "label", _label_or_none, among_keyless=True)
    yield from key_twins(objects(measure, "indicators", path=path), "name", among_keyless=True)
    for place, indicator in objects(measure, "indicators", path=path):
        yield from twins(objects(indicator, "values", path=place), "fiscal_year", _year_and_state)
    yield from twins(objects(measure, "costs", path=path), "fiscal_year", year_of)
    for place, cost in objects(measure, "costs", path=path):
        yield from twins(objects(cost, "funding", path=place), "source")


def twins(entries: Iterable[Entry], member: str, identify: Identify | None = None) -> Iterator[Problem]:
    """Yield the twins among objects known by one member, or by what `identify` makes of an object."""
    first: dict[Hashable, Path] = {}
    for path, entry in entries:
        identity = identify(entry) if identify else text(entry, member)
        if identity is None:
            continue
        if identity in first:
            shown = entry[member]
            yield _twin((*path, member), shown, (*first[identity], member))
        first.setdefault(identity, path)


def key_twins(
    entries: Iterable[Entry], member: str, identify: Identify | None = None, *, among_keyless: bool = False
) -> Iterator[Problem]:
    """Yield twins among objects known by `key`, or by `member` where the key is left out.

    Twins of which neither has a key are named only `among_keyless`: elsewhere `member` is checked by itself.
    """
    first: dict[Hashable, tuple[Path, bool]] = {}
    for path, entry in entries:
        key = text(entry, "key")
        identity = key or (identify(entry) if identify else text(entry, member))
        if identity is None:
            continue
        if identity in first:
            other, other_has_key = first[identity]
            if key or other_has_key or among_keyless:
                yield _twin(
                    (*path, "key" if key else member), identity, (*other, "key" if other_has_key else member)
                )
        first.setdefault(identity, (path, key is not None))


def _label_or_none(track: dict[str, Any]) -> str:
    """Return what a track without key is known by: the one unlabelled track of a measure by nothing."""
    return text(track, "label") or ""


def _twin(path: Path, shown: Any, first: Path) -> Problem:
    if shown == "":
        return Problem(
            path, f"{path_text(first)} と同じく名前がありません。見分けられるように書いてください。"
        )
    return Problem(path, f"「{str(shown)[:60]}」は {path_text(first)} と同じです。どちらかを改めてください。")


def year_of(entry: dict[str, Any]) -> Hashable | None:
    year = entry.get("fiscal_year")
    return year if isinstance(year, int) else None


def _year_and_basis(entry: dict[str, Any]) -> Hashable | None:
    return (year_of(entry), text(entry, "basis")) if year_of(entry) else None


def _year_and_state(entry: dict[str, Any]) -> Hashable | None:
    return (year_of(entry), text(entry, "as_of"), text(entry, "state")) if year_of(entry) else None
