"""新旧対照表 on paper: a pure function of two plan documents, what was said in between, and a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.comparing import Decision, compare
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
    printed_on: str
    imprint: Imprint


def comparison_form(
    old_document: Mapping[str, Any],
    new_document: Mapping[str, Any],
    *,
    old: Named,
    new: Named,
    reasons: Reasons,
    day: date,
) -> ComparisonForm:
    """Return the table of two documents (ict-plan/1), printed on `day`.

    The new document's decision stands in the head of its column, those of single measures beside them.
    """
    comparison = compare(old_document, new_document)
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
        printed_on=show_day(day),
        imprint=imprint_of(new_document, day, edition=new.label),
    )
