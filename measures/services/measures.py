"""Creating and changing a measure with its tracks, indicators and costs, in one save."""

from typing import Any

from django.db import transaction

from measures.edits import MeasureEdit, RowEdit
from measures.models import CostEstimate, Indicator, Measure, MeasureCategory, MeasureDepartment
from measures.services.saving import Saving, locked
from measures.services.tracks import save_tracks
from organizations.edits import Edit
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from organizations.models import Department
from plans.models import Axis, Category, Plan

Role = MeasureDepartment.Role
ROLES = {"lead": Role.LEAD, "responsible": Role.RESPONSIBLE, "related": Role.RELATED}
NEEDS_REASON = {"number", "name", "added_fiscal_year", "ended_fiscal_year", "ended_kind", "ended_into"}
AXIS = "axis_"
TARGET = {"target", "target_text", "due_fiscal_year", "due_text"}


@transaction.atomic
def measure_create(*, plan: Plan, edit: MeasureEdit, author: Author, reason: Reason | None = None) -> Measure:
    """Add a measure at the end of `plan`. Raise ValidationError, ReasonMissing when the plan is adopted."""
    plan = locked(plan)
    values = {change.field: change.mine for change in edit.fields}
    measure = Measure(plan=plan, key=values.get("number", ""), order=_next_order(plan))
    return _save(measure, edit, author=author, reason=reason)


@transaction.atomic
def measure_edit(
    *, measure: Measure, edit: MeasureEdit, author: Author, reason: Reason | None = None
) -> Measure:
    """Write what a person changed. Raise ValidationError, TrackUnnamed; EditConflict when somebody else
    changed the same field meanwhile; ReasonMissing when an adopted plan's schedule, target, name, number,
    department or life changes without a reason. Nothing is half-written.
    """
    plan = locked(measure.plan)
    measure = plan.measures.get(pk=measure.pk)
    measure.plan = plan
    return _save(measure, edit, author=author, reason=reason)


def _next_order(plan: Plan) -> int:
    last = plan.measures.order_by("-order").values_list("order", flat=True).first()
    return 0 if last is None else last + 1


def _save(measure: Measure, edit: MeasureEdit, *, author: Author, reason: Reason | None) -> Measure:
    plan, saving = measure.plan, Saving(measure)
    reason = reason or Reason()
    with change_set(
        author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        saving.needs_reason = measure.pk is None or any(e.field in NEEDS_REASON for e in edit.fields)
        saving.conflicts.merge(measure, edit.fields)
        save_changed(measure)
        _save_links(saving, edit.links)
        save_tracks(saving, edit.tracks)
        _save_rows(saving, Indicator, edit.indicators)
        _save_rows(saving, CostEstimate, edit.costs)
        if saving.conflicts.found:
            raise EditConflict(saving.conflicts.found)
        if change.has_changes and saving.needs_reason and plan.is_adopted() and not reason.is_enough:
            raise ReasonMissing
    return measure


def _save_links(saving: Saving, edits: list[Edit]) -> None:
    for edit in edits:
        if edit.field.startswith(AXIS):
            _save_categories(saving, edit)
        else:
            saving.needs_reason = True
            _save_departments(saving, ROLES[edit.field], edit)


def _save_departments(saving: Saving, role: Role, edit: Edit) -> None:
    """Make the departments in one role equal to the wanted ones; those that stay keep their order."""
    links = list(saving.measure.measure_departments.filter(role=role).select_related("department"))
    stored: list[Department] = [link.department for link in links]
    if not saving.conflicts.may_write(role.label, set(stored), _as_sets(edit)):
        return
    gone = [link for link in links if link.department not in edit.mine]
    new = [department for department in edit.mine if department not in stored]
    after = max((link.order for link in saving.measure.measure_departments.all()), default=-1) + 1
    first = 0 if role == Role.LEAD else after
    bulk_write(
        MeasureDepartment,
        delete=gone,
        create=[
            MeasureDepartment(measure=saving.measure, department=department, role=role, order=order)
            for order, department in enumerate(new, start=first)
        ],
    )


def _save_categories(saving: Saving, edit: Edit) -> None:
    """Make the categories on one axis equal to the wanted ones; those that stay keep their order."""
    axis = Axis.objects.get(plan=saving.measure.plan, pk=edit.field.removeprefix(AXIS))
    links = list(saving.measure.measure_categories.select_related("category"))
    after = max((link.order for link in links), default=-1) + 1
    links = [link for link in links if link.category.axis_id == axis.pk]
    stored: list[Category] = [link.category for link in links]
    if not saving.conflicts.may_write(axis.name, set(stored), _as_sets(edit)):
        return
    new = [category for category in edit.mine if category not in stored]
    bulk_write(
        MeasureCategory,
        delete=[link for link in links if link.category not in edit.mine],
        create=[
            MeasureCategory(measure=saving.measure, category=category, order=order)
            for order, category in enumerate(new, start=after)
        ],
    )


def _as_sets(edit: Edit) -> Edit:
    return Edit(edit.field, set(edit.was), set(edit.mine), edit.name)


def _save_rows(saving: Saving, model: type, edits: list[RowEdit]) -> None:
    stored: dict[int, Any] = {row.pk: row for row in model.objects.filter(measure=saving.measure)}
    for edit in edits:
        row = stored.get(edit.row.pk) if edit.row else None
        saving.needs_reason |= edit.remove or any(change.field in TARGET for change in edit.edits)
        if edit.remove:
            bulk_write(model, delete=[row] if row else [])
            continue
        row = row or model(measure=saving.measure, order=len(stored), **edit.fixed)
        saving.conflicts.merge(row, edit.edits)
        if model is Indicator and row.pk is None:
            row.key = row.name
        save_changed(row)
        stored[row.pk] = row
