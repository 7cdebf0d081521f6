"""A small city before the first of April: two departments of one bureau and what they hold."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from measures.models import Measure, MeasureDepartment
from organizations.models import Department, Municipality, Reorganisation, User
from organizations.reorganising.rows import DepartmentRow, LineRow, Rows
from organizations.services.reorganisations import reorganisation_enact, reorganisation_plan
from plans.models import DepartmentListing, Plan, PolicyDepartment
from systems.models import InformationSystem, SystemDepartment
from tests.factories import (
    COMMAND,
    make_department,
    make_measure,
    make_plan,
    make_policy,
    make_system,
    make_user,
    recorded,
)

DAY = date(2026, 4, 1)
EVE = date(2026, 3, 31)
NOW = datetime(2026, 1, 20, 9, tzinfo=timezone.get_default_timezone())
Role = MeasureDepartment.Role
TO_DX = Rows(
    departments=[DepartmentRow("DX推進課", "課", "総務部", "", 1)], lines=[LineRow("情報課", "DX推進課", 1)]
)
SPLIT = Rows(
    departments=[
        DepartmentRow("DX推進課", "課", "総務部", "", 1),
        DepartmentRow("基盤課", "課", "総務部", "", 2),
    ],
    lines=[LineRow("情報課", "DX推進課", 1), LineRow("情報課", "基盤課", 2)],
)
MERGE = Rows(
    departments=[DepartmentRow("企画課", "課", "総務部", "", 1)],
    lines=[LineRow("情報課", "企画課", 1), LineRow("文書課", "企画課", 2)],
)


@dataclass
class Small:
    """The rows by their meaning."""

    city: Municipality
    bureau: Department
    office: Department
    archive: Department
    plan: Plan
    ended_plan: Plan
    measure: Measure
    shared: Measure
    ended_measure: Measure
    system: InformationSystem
    person: User
    planner: User

    def departments_of(self, measure: Measure) -> list[tuple[str, str]]:
        links = measure.measure_departments.order_by("order", "pk").select_related("department")
        return [(link.role, link.department.name) for link in links]


@recorded
def make_small() -> Small:
    bureau = make_department("総務部", kind="部", order=0)
    office = make_department("情報課", parent=bureau, order=1)
    archive = make_department("文書課", parent=bureau, order=2)
    plan, ended = make_plan(), make_plan(code="ict-2017", start=2017, end=2021)
    for each in (plan, ended):
        for order, department in enumerate([bureau, office, archive]):
            DepartmentListing.objects.create(
                plan=each, department=department, parent=department.parent, kind=department.kind, order=order
            )
    measure = make_measure(plan=plan, number="1", name="電子申請", department=office)
    shared = make_measure(plan=plan, number="2", name="文書管理", department=archive)
    MeasureDepartment.objects.create(measure=shared, department=office, role=Role.RELATED, order=1)
    ended_measure = make_measure(plan=ended, number="1", name="前の施策", department=office)
    PolicyDepartment.objects.create(policy=make_policy(plan=plan), department=office)
    system = make_system(plan=plan, name="住民記録システム")
    SystemDepartment.objects.create(system=system, department=office)
    person = make_user("department", department=office, name="情報 太郎", username="joho")
    planner = make_user("planning", name="企画 花子", username="kikaku")
    return Small(
        plan.municipality, bureau, office, archive, plan, ended, measure, shared, ended_measure, system,
        person, planner,
    )  # fmt: skip


def planned(small: Small, rows: Rows = TO_DX, *, day: date = DAY, **fields) -> Reorganisation:
    values = {"title": "春の組織改正", "reason": "組織規則の改正", "author": COMMAND, "now": NOW}
    return reorganisation_plan(municipality=small.city, takes_effect_on=day, rows=rows, **values | fields)


def enacted(small: Small, rows: Rows = TO_DX, *, day: date = DAY) -> Reorganisation:
    return reorganisation_enact(reorganisation=planned(small, rows, day=day), author=COMMAND, today=day)


@recorded
def rename(row: Department, name: str) -> None:
    row.name = name
    row.save()
