"""What every save of the inventory does: its lock, its departments, and telling the planning section."""

from contextlib import contextmanager
from datetime import date

from django.db.models import Max, Model
from django.urls import reverse

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, OpenChange, Reason, bulk_write, change_set
from organizations.models import Municipality, User
from plans.finding import current_plan
from systems.exceptions import NotYoursAfterwards
from systems.models import InformationSystem, SystemDepartment
from workspace.services import notify

KIND = "system-change"


def lock_city(municipality: Municipality) -> Municipality:
    """Return the city's row, locked until the transaction ends: one save of its inventory at a time, and
    none while a save is undone.
    """
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def locked_system(system: InformationSystem) -> InformationSystem:
    """Return a system's row, locked until the transaction ends: its own city and a partner may both save."""
    rows = InformationSystem.objects.select_for_update(of=("self",))
    return rows.select_related("municipality").get(pk=system.pk)


@contextmanager
def inventory_change(
    *, author: Author, municipality: Municipality, reason: Reason | None = None, plan_code: str = ""
):
    """Open a save; yield it with its conflicts. Raise EditConflict at its end where there are any."""
    conflicts = Conflicts()
    with change_set(author=author, municipality=municipality, plan_code=plan_code, reason=reason) as change:
        yield change, conflicts
        if conflicts.found:
            raise EditConflict(conflicts.found)


def free_key(rows, name: str) -> str:
    """Return a key for a new row of a city: its name, unless another one bears that for life."""
    taken = set(rows.filter(key__startswith=name[:190]).values_list("key", flat=True))
    key, count = name, 1
    while key in taken:
        count += 1
        key = f"{name[:190]}_{count}"
    return key


def save_departments(
    conflicts: Conflicts, system: InformationSystem, city: Municipality, edit: Edit | None
) -> None:
    """Make a city's departments of a system the wanted list (primary keys as text), in its order; those of
    other cities that share it stay.
    """
    links = list(
        SystemDepartment.objects.filter(system=system, department__municipality=city).select_related(
            "department"
        )
    )
    stored = department_parts(links)
    names = {str(pk): name for pk, name in city.departments.values_list("pk", "name")}
    if edit is None or not conflicts.may_write("所管課", stored, edit, names):
        return
    wanted = list(dict.fromkeys(int(part["department"]) for part in edit.mine))
    known = {link.department_id: link for link in links}
    first = _first_order(system, city)
    create, update = [], []
    for order, pk in enumerate(wanted, start=first):
        link = known.pop(pk, None) or SystemDepartment(system=system, department_id=pk)
        if link.pk is None:
            create.append(link)
        elif link.order != order:
            update.append(link)
        link.order = order
    bulk_write(SystemDepartment, delete=known.values(), create=create, update=update, fields=["order"])


def _first_order(system: InformationSystem, city: Municipality) -> int:
    """A partner's departments stand behind those of the city that keeps the system."""
    if city.pk == system.municipality_id:
        return 0
    others = SystemDepartment.objects.filter(system=system).exclude(department__municipality=city)
    last = others.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def department_parts(links) -> list[dict[str, str]]:
    """Return departments as the edit pages list them."""
    return [{"department": str(link.department_id)} for link in links]


def check_still_theirs(row: Model, author: Author) -> None:
    """Raise NotYoursAfterwards where a department's person lets go of, or takes, what is not theirs."""
    user = author.user
    if user is not None and not type(row).objects.changeable_by(user).filter(pk=row.pk).exists():
        raise NotYoursAfterwards


def tell_planners(
    *, change: OpenChange, system: InformationSystem, what: str, author: Author, today: date
) -> None:
    """Tell the planning section of a department's change of a system, once a system and day."""
    tell_of_save(
        change=change,
        done=f"情報システム「{system}」の{what}を、所管課が変更しました。",
        key=f"system-{system.pk}",
        system=system,
        author=author,
        today=today,
    )


def tell_of_save(
    *,
    change: OpenChange,
    done: str,
    key: str,
    system: InformationSystem | None,
    author: Author,
    today: date,
) -> None:
    """Tell the planning section what a department has done, once a key and day, with the save to undo; a city
    without a plan has no page of saves and is led to `system`.
    """
    user, city = author.user, change.municipality
    if user is None or user.role != User.Role.DEPARTMENT or not change.has_changes:
        return
    if plan := current_plan(city, today):
        advice = "内容を確かめ、必要なら取り消せます。"
        url = reverse("portal:change_set_detail", args=[city.code, plan.code, change.row.pk])
    else:
        advice, url = "内容を確かめてください。", page_of(city, system)
    notify(
        people=city.users.planners().filter(is_active=True),
        text=f"{done}{advice}",
        url=url,
        kind=KIND,
        key=f"{key}:{today.isoformat()}",
    )


def page_of(city: Municipality, system: InformationSystem | None) -> str:
    """Return where a city reads of a system, None for its inventory. A city without a plan has no such pages:
    it is led to the one on which it changes the system or its part, or to the portal's first.
    """
    has_plan = city.plans.exists()
    if system is None:
        return (
            reverse("portal:information_system_list", args=[city.code])
            if has_plan
            else reverse("portal:home")
        )
    name = "portal:information_system_detail"
    if not has_plan:
        is_kept = system.municipality_id == city.pk
        name = "systems:information_system_edit" if is_kept else "systems:system_share_edit"
    return reverse(name, args=[city.code, system.pk])
