"""部署: correcting one. What changes from a day on (names, mergers, splits, ends) is a reorganisation."""

import copy
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.following import DepartmentsChange, departments_changed
from organizations.history import Author, change_set, save_changed
from organizations.models import Department, Municipality
from organizations.services.people import locked_city


@transaction.atomic
def department_edit(
    *, department: Department, edits: Iterable[Edit], author: Author, today: date
) -> Department:
    """Write what a person changed in a department. Raise EditConflict, ValidationError."""
    city = locked_city(department.municipality)
    department = city.departments.select_related("parent").get(pk=department.pk)
    before = copy.copy(department)
    conflicts = Conflicts()
    conflicts.merge(department, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    check_place(department)
    with change_set(author=author, municipality=city):
        if save_changed(department):
            departments_changed(DepartmentsChange(city, today, {department.pk: before}, {}))
    return department


@transaction.atomic
def department_create(
    *, municipality: Municipality, names: Iterable[str], kind: str, parent: Department | None, author: Author
) -> list[Department]:
    """Add departments at the end of 建制順, in one save. Raise ValidationError for a twin."""
    city = locked_city(municipality)
    taken = set(city.departments.values_list("key", flat=True))
    last = city.departments.aggregate(last=Max("order"))["last"] or 0
    made = []
    with change_set(author=author, municipality=city):
        for order, name in enumerate(names, start=last + 1):
            department = Department(municipality=city, name=name, kind=kind, parent=parent, order=order)
            department.key = free_key(department, taken)
            check_place(department)
            save_changed(department)
            made.append(department)
    return made


def free_key(department: Department, taken: set[str]) -> str:
    """Return a key no department of the city has had, and take it."""
    above = department.parent.name if department.parent else ""
    tried = [department.name, f"{above} {department.name}".strip()]
    tried += [f"{department.name}-{number}" for number in range(2, len(taken) + 3)]
    key = next(key[:200] for key in tried if key[:200] not in taken)
    taken.add(key)
    return key


def check_place(department: Department) -> None:
    """Raise ValidationError for a parent of another city or below itself, a twin, an end before the start."""
    parent, passed = department.parent, {department.pk}
    if parent and parent.municipality_id != department.municipality_id:
        raise ValidationError({"parent": f"「{parent}」は別の団体の部署です。選び直してください。"})
    above = {d.pk: d.parent_id for d in department.municipality.departments.all()}
    at = department.parent_id
    while at is not None and at not in passed:
        passed.add(at)
        at = above.get(at)
    if at is not None and at == department.pk:
        raise ValidationError({"parent": "上位をたどると自分自身に戻ります。別の部署を選んでください。"})
    twins = department.municipality.departments.filter(name=department.name, parent=parent)
    if not department.until and twins.filter(until="").exclude(pk=department.pk).exists():
        sentence = "同じ上位の部署の下に同じ名称の部署があります。別の名称にしてください。"
        raise ValidationError({"name": sentence})
    if department.since and department.until and department.until < department.since:
        raise ValidationError({"until": "廃止は設置より後にしてください。"})
