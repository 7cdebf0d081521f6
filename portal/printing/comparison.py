"""新旧対照表 on paper: a pure function of two plan documents, what was said in between, and a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.canonical import ordered
from exchange.comparing import Comparison, Decision, compare
from exchange.disclosing import public_document
from organizations.fiscal_years import show_day
from portal.comparison_entries import ShownEntry, decision_in_words, shown_entries
from portal.comparison_reasons import Reasons
from portal.printing.imprint import Imprint, imprint_of

KEPT_PLACES = 5  # an entry of so many places stays on one page


@dataclass(frozen=True)
class Named:
    """One of the two documents: what it is called, and who decided on it when."""

    label: str
    decision: Decision

    @property
    def decided(self) -> str:
        return decision_in_words(self.decision)


@dataclass(frozen=True)
class PrintedEntry:
    """A measure or another thing with a row for each place, or none but the band."""

    shown: ShownEntry
    begins_rest: bool

    @property
    def rows(self) -> int:
        return len(self.shown.changes)

    @property
    def is_kept(self) -> bool:
        return self.rows <= KEPT_PLACES


@dataclass(frozen=True)
class ComparisonForm:
    """The whole table. `created` is the decision's own date, "" where there is none."""

    title: str
    city: str
    plan: str
    measure_word: str
    created: str
    old: Named
    new: Named
    entries: Sequence[PrintedEntry]
    measures: int
    places: int
    unchanged: int
    is_internal: bool
    left_out: int
    printed_on: str
    imprint: Imprint

    @property
    def has_one_version(self) -> bool:
        """Say whether a version stands beside itself, for want of another."""
        return self.old == self.new


def comparison_form(
    old_document: Mapping[str, Any],
    new_document: Mapping[str, Any],
    *,
    old: Named,
    new: Named,
    reasons: Reasons,
    day: date,
    is_internal: bool = False,
) -> ComparisonForm:
    """Return the table of two documents (ict-plan/1), printed on `day`.

    The new document's decision stands in the head of its column, those of single measures beside them. What
    the 公開区分 of systems holds back is left out, and the places are counted, unless it `is_internal`.
    """
    comparison, left_out = _compared(old_document, new_document, is_internal=is_internal)
    entries = shown_entries(comparison, comparison.entries, reasons=reasons, decision=Decision())
    rest = next((place for place, shown in enumerate(entries) if not shown.entry.key), None)
    city, plan = new_document["municipality"]["name"], new_document["plan"]["title"]
    return ComparisonForm(
        title=f"{city} {plan} 新旧対照表",
        city=city,
        plan=plan,
        measure_word=comparison.measure_word,
        created=new.decision.on,
        old=old,
        new=new,
        entries=[PrintedEntry(shown, place == rest) for place, shown in enumerate(entries)],
        measures=len(comparison.measures),
        places=comparison.places,
        unchanged=comparison.unchanged,
        is_internal=is_internal,
        left_out=left_out,
        printed_on=show_day(day),
        imprint=imprint_of(new_document, day, edition=new.label),
    )


def _compared(old: Mapping[str, Any], new: Mapping[str, Any], *, is_internal: bool) -> tuple[Comparison, int]:
    """Return what differs, and in how many places more what stays within the city does."""
    whole = compare(old, new)
    if is_internal:
        return whole, 0
    shown = compare(*(public_document(ordered(dict(document))).document for document in (old, new)))
    return shown, whole.places - shown.places
