"""The five-year cost of a consultation: merged by place, written by fiscal year."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from organizations.edits import Conflicts, Edit
from organizations.history import bulk_write, save_changed
from systems.models import Consultation, ConsultationCost


def costs_merge(
    consultation: Consultation, first_year: int, edits: Mapping[int, Iterable[Edit]], conflicts: Conflicts
) -> dict[int, ConsultationCost]:
    """Return the cost rows by place, with what was changed in them; a clash says in which year it is."""
    stored = consultation.costs.all() if consultation.pk else []
    rows = {cost.fiscal_year - first_year: cost for cost in stored}
    for place, changes in edits.items():
        row = rows.setdefault(place, ConsultationCost())
        before = len(conflicts.found)
        conflicts.merge(row, changes)
        conflicts.found[before:] = [
            replace(clash, label=f"{place + 1}年目の{clash.label}") for clash in conflicts.found[before:]
        ]
    return rows


def costs_write(consultation: Consultation, first_year: int, rows: Mapping[int, ConsultationCost]) -> None:
    """Write the rows under the years of the budget's first one; those that tell nothing go."""
    if consultation.fiscal_year != first_year:  # every row moves: none may stand in another one's way
        bulk_write(ConsultationCost, delete=[row for row in rows.values() if row.pk])
        rows = {
            place: ConsultationCost(initial=row.initial, running=row.running) for place, row in rows.items()
        }
    bulk_write(ConsultationCost, delete=[row for row in rows.values() if row.pk and row.total is None])
    for place, row in rows.items():
        if row.total is not None:
            row.consultation, row.fiscal_year = consultation, consultation.fiscal_year + place
            save_changed(row)
