"""What a city has written down of its renewals, and what is missing: silence is not all being well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.place import Place
from portal.renewals.entries import Entry
from systems.findings.inventory import without_inventory


@dataclass(frozen=True)
class Knowledge:
    """`sentences` say what cannot be judged; `notes` are general remarks of the plan on its systems."""

    sentences: Sequence[str]
    notes: Sequence[str]
    is_all_undated: bool


def knowledge_of(place: Place, entries: Sequence[Entry]) -> Knowledge:
    """Say what the city's systems lack (no query: the plan is read)."""
    notes = [
        note.get("printed") or note.get("text", "")
        for note in place.plan.document_notes
        if note.get("field") == "systems" and note.get("kind") == "footnote"
    ]
    sentences = what_is_missing(place.municipality.name, entries)
    return Knowledge(sentences, notes, all(entry.is_undated for entry in entries))


def what_is_missing(city: str, entries: Sequence[Entry]) -> list[str]:
    """Say what the systems of a city lack, or that there is no inventory."""
    return list(_missing(entries)) if entries else [without_inventory(city)]


def _missing(entries: Sequence[Entry]) -> Iterator[str]:
    total = len(entries)
    lacking = {
        "次期の稼働": sum(entry.next_start is None for entry in entries),
        "現行の終了": sum(entry.renewal.current_end is None for entry in entries),
        "検討の開始": sum(entry.renewal.review_start is None for entry in entries),
    }
    known = {name: count for name, count in lacking.items() if count}
    if not known:
        return
    parts = "、".join(f"{name} {count}" for name, count in known.items())
    told = f"{total}システムのうち、{parts}システムが記載なしです。"
    if lacking["次期の稼働"]:
        told += (
            "次期の稼働が記載なしのシステムは、検討の開始、調達、空白を判定できません。"
            "問題がないという意味ではありません。"
        )
    yield told
