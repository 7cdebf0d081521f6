"""Creating and changing a measure with its tracks, indicators, costs and budget, in one save."""

from datetime import date

from django.db import transaction

from measures.edits import MeasureEdit
from measures.exceptions import IndicatorGone
from measures.models import BudgetLine, CostEstimate, Indicator, IndicatorValue, Measure
from measures.services.adding import new_measure
from measures.services.held import held_measures
from measures.services.links import save_links
from measures.services.saving import Saving, check_number, locked
from measures.services.tracks import save_tracks
from organizations.edits import RowEdit
from organizations.exceptions import EditConflict, ReasonMissing, RowsGone
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.own_rows import save_rows
from plans.models import Plan

NEEDS_REASON = {
    "number", "name", "added_fiscal_year", "added_label", "added_on", "added_body", "added_document_number",
    "ended_fiscal_year", "ended_kind", "ended_into", "ended_on", "ended_body", "ended_document_number",
}  # fmt: skip
VALUE_CONTENT = ["target", "value", "text", "achievement", "as_of", "state", "source", "judgement",
                 "judgement_reason", "notes"]  # fmt: skip
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
        _save_values(saving, edit.values)
        _save_rows(saving, CostEstimate, edit.costs)
        _save_rows(saving, BudgetLine, edit.budget_lines)
        if saving.conflicts.found:
            raise EditConflict(saving.conflicts.found)
        if change.has_changes and saving.needs_reason and plan.is_adopted() and not reason.is_enough:
            raise ReasonMissing
    return measure


def _save_rows(saving: Saving, model: type, edits: list[RowEdit]) -> None:
    if model is Indicator:
        saving.needs_reason |= any(edit.row is None or edit.remove or _is_target(edit) for edit in edits)
    save_rows(saving.conflicts, model, edits, owner={"measure": saving.measure}, complete=_complete)


def _is_target(edit: RowEdit) -> bool:
    return any(change.field in TARGET for change in edit.edits)


def _complete(row: Indicator | CostEstimate | BudgetLine, number: int) -> None:
    row.order = number
    if isinstance(row, Indicator):
        row.key = row.name


def _save_values(saving: Saving, edits: list[RowEdit]) -> None:
    """Write yearly figures; a row that is emptied goes. A year somebody else filled meanwhile is compared."""
    indicators = set(Indicator.objects.filter(measure=saving.measure).values_list("pk", flat=True))
    if lost := [edit for edit in edits if edit.fixed["indicator_id"] not in indicators]:
        raise IndicatorGone(len(lost))
    rows = list(IndicatorValue.objects.filter(indicator__in=indicators)) if edits else []
    stored = {row.pk: row for row in rows}
    of_year = {(row.indicator_id, row.fiscal_year): row for row in rows}
    for edit in edits:
        key = edit.fixed["indicator_id"], edit.fixed["fiscal_year"]
        row = stored.get(edit.row.pk) if edit.row else of_year.get(key)
        if edit.row and row is None:
            raise RowsGone([str(edit.row)])
        saving.needs_reason |= any(change.field == "target" for change in edit.edits)
        row = row or IndicatorValue(order=_place(rows, *key), **edit.fixed)
        saving.conflicts.merge(row, edit.edits)
        if any(getattr(row, name) not in (None, "", []) for name in VALUE_CONTENT):
            save_changed(row)
        elif row.pk:
            bulk_write(IndicatorValue, delete=[row])


def _place(rows: list[IndicatorValue], indicator: int, fiscal_year: int) -> int:
    """Return the place of a new year's row: that of the year before it, which goes first by its year."""
    earlier = (row for row in rows if row.indicator_id == indicator and row.fiscal_year < fiscal_year)
    return max((row.order for row in earlier), default=0)
