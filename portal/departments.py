"""部署: the departments of a city in 建制順, and what is theirs in its plans."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from measures.models import MeasureDepartment
from organizations.models import Department, Municipality
from plans.models import BasicPolicy, Plan, PolicyDepartment
from portal.bars import Phase
from portal.measure_table import BLANKS, NO_ORDER, MeasureRow, MeasureTable, measure_table
from portal.own_work import HandedOver, handed_over
from portal.place import Place
from portal.summary import measure_list_url
from systems.models import InformationSystem, SystemDepartment

Role = MeasureDepartment.Role
MEASURES = "measures"


@dataclass(frozen=True)
class DepartmentLine:
    """A department at its level; `counts` by role, `measures` (any role), `policies` and `systems`."""

    department: Department
    level: int
    counts: Counter
    measures_url: str


@dataclass(frozen=True)
class DepartmentTree:
    """The departments in 建制順. `roles` has those that occur; `names_*`: whether such ties are told."""

    lines: Sequence[DepartmentLine]
    roles: Sequence[tuple[str, str]]
    names_policies: bool
    names_systems: bool

    @property
    def names_measures(self) -> bool:
        return bool(self.roles)


def department_tree(place: Place) -> DepartmentTree:
    """Count what each department has in the place's plan and in the inventory (five queries)."""
    plan = place.plan
    counts = _counts(plan)
    used = {name for found in counts.values() for name in found}
    return DepartmentTree(
        lines=[
            DepartmentLine(
                department, level, counts[department.pk], measure_list_url(plan, department=department.pk)
            )
            for level, department in _in_tree(_under_parents(place), None, 0)
        ],
        roles=[(role.value, role.label) for role in Role if role.value in used],
        names_policies="policies" in used,
        names_systems="systems" in used,
    )


def _counts(plan: Plan) -> dict[int, Counter]:
    counts: dict[int, Counter] = defaultdict(Counter)
    links = MeasureDepartment.objects.filter(measure__plan=plan).order_by()
    for department, role, _measure in set(links.values_list("department", "role", "measure")):
        counts[department][role] += 1
    for department, _measure in set(links.values_list("department", "measure")):
        counts[department][MEASURES] += 1
    policies = PolicyDepartment.objects.filter(policy__plan=plan).order_by()
    for department in policies.values_list("department", flat=True):
        counts[department]["policies"] += 1
    systems = SystemDepartment.objects.filter(department__municipality=plan.municipality_id).order_by()
    for department in systems.values_list("department", flat=True):
        counts[department]["systems"] += 1
    return counts


def _under_parents(place: Place) -> dict[int | None, list[Department]]:
    """Return the departments by the key of the one above, in 建制順.

    As the place's plan lists them; those it does not list follow, as the city keeps them.
    """
    columns = place.plan.department_listings.values_list("department", "parent", "order")
    listed = {department: (parent, order) for department, parent, order in columns}
    departments = sorted(
        place.municipality.departments.order_by("order", "pk"),
        key=lambda department: listed[department.pk][1] if department.pk in listed else NO_ORDER,
    )
    found = defaultdict(list)
    for department in departments:
        parent = listed[department.pk][0] if department.pk in listed else department.parent_id
        found[parent].append(department)
    return found


def _in_tree(
    departments: dict[int | None, list[Department]], parent: int | None, level: int
) -> Iterator[tuple[int, Department]]:
    for department in departments.get(parent, ()):
        yield level, department
        yield from _in_tree(departments, department.pk, level + 1)


@dataclass(frozen=True)
class Duty:
    """A measure of the department with its phases this year, or what a year without one means."""

    measure: MeasureRow
    phases: Sequence[Phase]
    blank: str


@dataclass(frozen=True)
class Work:
    """What a department has in one plan: its measures by role and its policies."""

    plan: Plan
    year: int
    duties: Sequence[tuple[str, str, Sequence[Duty]]]
    policies: Sequence[BasicPolicy]
    url: str

    @property
    def count(self) -> int:
        return len({duty.measure.pk for _, _, duties in self.duties for duty in duties})


@dataclass(frozen=True)
class Profile:
    """A department: where it stands, what came before and after it, and what is its."""

    department: Department
    above: Sequence[Department]
    below: Sequence[Department]
    successors: Sequence[Department]
    predecessors: Sequence[Department]
    works: Sequence[Work]
    systems: Sequence[InformationSystem]
    handed_over: HandedOver | None


def department_profile(place: Place, department: Department, today: date) -> Profile:
    """Read what is a department's, in a number of queries that grows with the city's plans alone."""
    departments = {row.pk: row for row in place.municipality.departments.order_by("order", "pk")}
    return Profile(
        department=department,
        above=departments_above(departments, department),
        below=[row for row in departments.values() if row.parent_id == department.pk],
        successors=_of_city(department.successors.order_by("order", "pk"), place.municipality),
        predecessors=_of_city(department.predecessors.order_by("order", "pk"), place.municipality),
        works=list(_works(place, department)),
        systems=_systems(place, department),
        handed_over=handed_over(place, department, today) if department.until else None,
    )


def _of_city(departments, municipality: Municipality) -> list[Department]:
    """Hand the departments their city, which their addresses ask for."""
    rows = list(departments)
    for row in rows:
        row.municipality = municipality
    return rows


def departments_above(departments: Mapping[int, Department], department: Department) -> list[Department]:
    """Return those above a department, from the top; `departments` are the city's by primary key."""
    path: list[Department] = []
    parent = departments.get(department.parent_id)
    while parent is not None and parent not in path:
        path.insert(0, parent)
        parent = departments.get(parent.parent_id)
    return path


def _works(place: Place, department: Department) -> Iterator[Work]:
    roles = defaultdict(lambda: defaultdict(set))
    links = MeasureDepartment.objects.filter(department=department, measure__plan__in=place.plans).order_by()
    for plan, role, measure in links.values_list("measure__plan", "role", "measure"):
        roles[plan][role].add(measure)
    policies = defaultdict(list)
    named = BasicPolicy.objects.filter(policy_departments__department=department, plan__in=place.plans)
    for policy in named.order_by("order", "pk"):
        policies[policy.plan_id].append(policy)
    for plan in place.plans:
        if plan.pk in roles or plan.pk in policies:
            year = plan.this_year(place.fiscal_year)
            table = measure_table(plan)
            yield Work(
                plan=plan,
                year=year,
                duties=[
                    (role.label, role.value, _duties(table, roles[plan.pk][role.value], year))
                    for role in Role
                    if roles[plan.pk][role.value]
                ],
                policies=policies[plan.pk],
                url=measure_list_url(plan, department=department.pk),
            )


def _duties(table: MeasureTable, measures: set[int], year: int) -> list[Duty]:
    return [Duty(row, row.phases_of(year), BLANKS[row.blank]) for row in table.rows if row.pk in measures]


def _systems(place: Place, department: Department) -> list[InformationSystem]:
    """Return the department's systems: those the current plan lists in its order, then the others."""
    listed = dict(place.plan.system_listings.values_list("system_id", "order"))
    systems = InformationSystem.objects.filter(system_departments__department=department)
    return sorted(systems, key=lambda system: (listed.get(system.pk, len(listed) + system.pk), system.pk))
