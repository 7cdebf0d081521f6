"""Creating and changing a measure with its tracks, indicators and costs, in one save."""

from datetime import date
from typing import Any

from django.db import transaction

from measures.edits import MeasureEdit, RowEdit
from measures.exceptions import RowsGone
from measures.models import CostEstimate, Indicator, Measure
from measures.services.adding import new_measure
from measures.services.held import held_measures
from measures.services.links import save_links
from measures.services.saving import Saving, check_number, locked
from measures.services.tracks import save_tracks
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from plans.models import Plan

NEEDS_REASON = {
    "number", "name", "added_fiscal_year", "added_label", "added_on", "added_body", "added_document_number",
    "ended_fiscal_year", "ended_kind", "ended_into", "ended_on", "ended_body", "ended_document_number",
}  # fmt: skip
TARGET = {"target", "target_text", "due_fiscal_year", "due_text"}


@transaction.atomic
def measure_create(
    *, plan: Plan, edit: MeasureEdit, author: Author, today: date, reason: Reason | None = None
) -> Measure:
    """Add a measure at the end of `plan`; on an adopted one it is marked as added in the year of `today`.

    Raise ValidationError, NumberHeld, NameHeld; ReasonMissing when the plan is adopted.
    """
    plan = locked(plan)
    values = {change.field: change.mine for change in edit.fields}
    measure = new_measure(plan, values.get("number", ""), today=today)
    edit.fields = [e for e in edit.fields if e.mine not in ("", None) or not e.field.startswith("added_")]
    return _save(measure, edit, author=author, reason=reason)


@transaction.atomic
def measure_edit(
    *, measure: Measure, edit: MeasureEdit, author: Author, reason: Reason | None = None
) -> Measure:
    """Write what a person changed. Raise ValidationError, TrackUnnamed, NumberHeld, NameHeld; EditConflict
    when somebody else changed the same field meanwhile; ReasonMissing when an adopted plan's schedule,
    target, name, number, department or life changes without a reason. Nothing is half-written.
    """
    plan = locked(measure.plan)
    measure = plan.measures.get(pk=measure.pk)
    measure.plan = plan
    return _save(measure, edit, author=author, reason=reason)


def _save(measure: Measure, edit: MeasureEdit, *, author: Author, reason: Reason | None) -> Measure:
    plan, saving = measure.plan, Saving(measure)
    reason = reason or Reason()
    with change_set(
        author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        saving.needs_reason = measure.pk is None or any(e.field in NEEDS_REASON for e in edit.fields)
        saving.conflicts.merge(measure, edit.fields)
        if measure.pk is None or any(e.field in ("number", "name") for e in edit.fields):
            check_number(measure.number)
            held_measures(plan).check([measure])
        save_changed(measure)
        save_links(saving, edit.links)
        save_tracks(saving, edit.tracks)
        _save_rows(saving, Indicator, edit.indicators)
        _save_rows(saving, CostEstimate, edit.costs)
        if saving.conflicts.found:
            raise EditConflict(saving.conflicts.found)
        if change.has_changes and saving.needs_reason and plan.is_adopted() and not reason.is_enough:
            raise ReasonMissing
    return measure


def _save_rows(saving: Saving, model: type, edits: list[RowEdit]) -> None:
    stored: dict[int, Any] = {row.pk: row for row in model.objects.filter(measure=saving.measure)}
    for edit in edits:
        row = stored.get(edit.row.pk) if edit.row else None
        if edit.row and row is None and not edit.remove:
            raise RowsGone([str(edit.row)])
        is_target = model is Indicator and (row is None or any(e.field in TARGET for e in edit.edits))
        saving.needs_reason |= is_target or (edit.remove and model is Indicator)
        if edit.remove:
            bulk_write(model, delete=[row] if row else [])
            continue
        row = row or model(measure=saving.measure, order=len(stored), **edit.fixed)
        saving.conflicts.merge(row, edit.edits)
        if model is Indicator and row.pk is None:
            row.key = row.name
        save_changed(row)
        stored[row.pk] = row
