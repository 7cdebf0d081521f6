"""Saving what a measure is tied to: departments, categories, year plans, grounds, systems, other measures.

Each link edit is the whole of one list as it was shown and as it is wanted.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from measures.models import (
    Continuation,
    Measure,
    MeasureCategory,
    MeasureDepartment,
    MeasureGround,
    MeasureSystem,
    RelatedMeasure,
    YearPlan,
)
from measures.services.saving import Saving
from organizations.edits import Edit
from organizations.fiscal_years import show_fiscal_year
from organizations.history import bulk_write
from plans.models import Axis

Role = MeasureDepartment.Role
ROLES = {"lead": Role.LEAD, "responsible": Role.RESPONSIBLE, "related": Role.RELATED}
AXIS, YEAR = "axis_", "year_plan_"
PLAIN = {"grounds": (MeasureGround, "reference"), "systems": (MeasureSystem, "system")}


def save_links(saving: Saving, edits: list[Edit]) -> None:
    """Write the link edits: of `lead`, `responsible`, `related`, `axis_<pk>`, `year_plan_<year>`, `grounds`,
    `systems`, `continues` and `related_measures`. What others changed goes to `saving.conflicts`.
    """
    for edit in edits:
        if edit.field in ROLES:
            saving.needs_reason = True
            _save_departments(saving, ROLES[edit.field], edit)
        elif edit.field.startswith(AXIS):
            _save_categories(saving, edit)
        elif edit.field.startswith(YEAR):
            saving.needs_reason = True
            _save_year_plan(saving, edit)
        elif edit.field in PLAIN:
            model, target = PLAIN[edit.field]
            links = _links(saving.measure, model, target)
            _save_set(saving, model, target, links, edit, str(model._meta.get_field(target).verbose_name))
        elif edit.field == "continues":
            _save_list(saving, Continuation, edit, "前計画の施策", continuation_parts, _continuation)
        else:
            _save_list(saving, RelatedMeasure, edit, "関連する施策", related_parts, _relation)


def continuation_parts(measure: Measure) -> list[dict[str, Any]]:
    """Return the continuations as the edit page lists them."""
    return [_filled(ref=row.ref, basis=row.basis, notes=row.notes) for row in measure.continues.all()]


def related_parts(measure: Measure) -> list[dict[str, Any]]:
    """Return the relations as the edit page lists them; a measure is known by its key."""
    return [
        _filled(key=row.related.key, text=row.text, notes=row.notes)
        for row in measure.relations.select_related("related")
    ]


def _filled(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _links(measure: Measure, model: type[models.Model], target: str, **which: Any) -> list[models.Model]:
    return list(model.objects.filter(measure=measure, **which).select_related(target).order_by("order", "pk"))


def _next_order(measure: Measure, model: type[models.Model]) -> int:
    last = model.objects.filter(measure=measure).aggregate(last=models.Max("order"))["last"]
    return 0 if last is None else last + 1


def _save_departments(saving: Saving, role: Role, edit: Edit) -> None:
    links = _links(saving.measure, MeasureDepartment, "department", role=role)
    first = 0 if role == Role.LEAD else None
    _save_set(saving, MeasureDepartment, "department", links, edit, role.label, first, role=role)


def _save_categories(saving: Saving, edit: Edit) -> None:
    axis = Axis.objects.get(plan=saving.measure.plan, pk=edit.field.removeprefix(AXIS))
    links = _links(saving.measure, MeasureCategory, "category", category__axis=axis)
    _save_set(saving, MeasureCategory, "category", links, edit, axis.name)


def _save_set(
    saving: Saving, model: type, target: str, links: list, edit: Edit, label: str, first=None, **fixed: Any
) -> None:
    """Make the targets equal to the wanted ones; those that stay keep their order."""
    stored = [getattr(link, target) for link in links]
    sets = Edit(edit.field, set(edit.was), set(edit.mine), edit.name)
    if not saving.conflicts.may_write(label, set(stored), sets):
        return
    start = _next_order(saving.measure, model) if first is None else first
    new = [row for row in edit.mine if row not in stored]
    bulk_write(
        model,
        delete=[link for link in links if getattr(link, target) not in edit.mine],
        create=[
            model(**{"measure": saving.measure, target: row, "order": order} | fixed)
            for order, row in enumerate(new, start=start)
        ],
    )


def _save_year_plan(saving: Saving, edit: Edit) -> None:
    year = int(edit.field.removeprefix(YEAR))
    row = YearPlan.objects.filter(measure=saving.measure, fiscal_year=year).first()
    label = f"年度計画 {show_fiscal_year(year)}"
    if not saving.conflicts.may_write(label, row.text if row else "", edit):
        return
    if not edit.mine:
        bulk_write(YearPlan, delete=[row])
        return
    row, is_new = row or YearPlan(measure=saving.measure, fiscal_year=year), row is None
    row.text = edit.mine
    bulk_write(YearPlan, **{"create" if is_new else "update": [row]}, fields=["text"])


def _save_list(saving: Saving, model: type, edit: Edit, label: str, read: Callable, build: Callable) -> None:
    """Make an ordered list of links equal to the wanted one; a link to the same target keeps its row."""
    measure = saving.measure
    if not saving.conflicts.may_write(label, read(measure), edit):
        return
    stored = {_target(row): row for row in model.objects.filter(measure=measure)}
    wanted = [build(measure, part) for part in edit.mine]
    if len({_target(row) for row in wanted}) < len(wanted):
        raise ValidationError(f"{label}に同じものが二つあります。一つにまとめてください。")
    fields = ["order", "notes", "basis" if model is Continuation else "text"]
    create, update = [], []
    for order, row in enumerate(wanted):
        row.order = order
        known = stored.pop(_target(row), None)
        row.pk = known.pk if known else None
        if known is None:
            create.append(row)
        elif any(getattr(row, name) != getattr(known, name) for name in fields):
            update.append(row)
    bulk_write(model, delete=stored.values(), create=create, update=update, fields=fields)


def _target(row: models.Model) -> Hashable:
    return row.ref if isinstance(row, Continuation) else row.related_id


def _continuation(measure: Measure, part: dict[str, Any]) -> Continuation:
    return Continuation(
        measure=measure, ref=part["ref"], basis=part.get("basis", ""), notes=part.get("notes", [])
    )


def _relation(measure: Measure, part: dict[str, Any]) -> RelatedMeasure:
    related = measure.plan.measures.get(key=part["key"])
    return RelatedMeasure(
        measure=measure, related=related, text=part.get("text", ""), notes=part.get("notes", [])
    )
