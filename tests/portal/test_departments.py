"""部署: the tree with its counts, and what is a department's."""

import pytest
from django.urls import reverse

from measures.models import MeasureDepartment
from organizations.models import DepartmentSuccession
from plans.models import DepartmentListing, PolicyDepartment
from systems.models import SystemDepartment
from tests.factories import (
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_policy,
    make_system,
    recorded,
)

pytestmark = pytest.mark.django_db
Role = MeasureDepartment.Role


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def plan():
    return make_plan()


def department_list(client):
    return client.get(reverse("portal:department_list", args=["132209"]))


def detail(client, department):
    return client.get(reverse("portal:department_detail", args=["132209", department.pk]))


def names(response):
    return [(line.level, line.department.name) for line in response.context["tree"].lines]


def test_departments_stand_in_their_order_each_under_its_own(client_as, plan):
    second = make_department("市民部", order=3, kind="部")
    make_department("市民課", order=4, parent=second)
    first = make_department("総務部", order=1, kind="部")
    make_department("総務課", order=2, parent=first)
    assert names(department_list(client_as("viewer"))) == [
        (0, "総務部"), (1, "総務課"), (0, "市民部"), (1, "市民課"),
    ]  # fmt: skip


def test_the_order_and_tree_are_those_of_the_plan_that_lists_them(client_as, plan):
    office = make_department("情報課", order=1)
    bureau = make_department("総務部", order=2)
    gone = make_department("電算課", order=0)
    make(DepartmentListing, plan=plan, department=bureau, order=0)
    make(DepartmentListing, plan=plan, department=office, parent=bureau, order=1)
    assert names(department_list(client_as("viewer"))) == [(0, "総務部"), (1, "情報課"), (0, gone.name)]


def test_a_department_counts_what_it_leads_and_what_it_is_responsible_for(client_as, plan):
    office, other = make_department("情報課"), make_department("市民課", order=1)
    both = make_measure(plan=plan, number="1", department=office)
    make(MeasureDepartment, measure=both, department=other, role=Role.RESPONSIBLE, order=1)
    make(MeasureDepartment, measure=both, department=office, role=Role.RELATED, order=2)
    make(PolicyDepartment, policy=make_policy(plan=plan), department=office)
    make(SystemDepartment, system=make_system(plan=plan), department=office)
    tree = department_list(client_as("viewer")).context["tree"]
    assert dict(tree.lines[0].counts) == {"lead": 1, "related": 1, "measures": 1, "policies": 1, "systems": 1}
    assert dict(tree.lines[1].counts) == {"responsible": 1, "measures": 1}
    assert [role for role, _ in tree.roles] == ["lead", "responsible", "related"]


def test_a_plan_that_names_no_departments_shows_no_zeros(client_as, plan):
    make_department("情報課")
    make_measure(plan=plan)
    response = department_list(client_as("viewer"))
    assert not response.context["tree"].names_measures
    assert "担当を記載していません" in response.content.decode()


def test_the_page_of_a_department_tells_what_is_its_by_plan(client_as, plan):
    office = make_department("情報課")
    older = make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    make_measure(plan=plan, number="1", name="新しい施策", department=office, phases={2026: "実施"})
    make_measure(plan=older, number="7", name="前の施策", department=office, schedule_state="none")
    make_measure(plan=plan, number="2", name="よその施策", department=make_department("市民課"))
    make(SystemDepartment, system=make_system(plan=plan, name="図書館システム"), department=office)
    response = detail(client_as("viewer"), office)
    works = response.context["profile"].works
    assert [(work.plan.code, work.count, [role for _, role, _ in work.duties]) for work in works] == [
        ("ict-2022", 1, ["lead"]), ("ict-2019", 1, ["lead"]),
    ]  # fmt: skip
    html = response.content.decode()
    assert html.index("新しい施策") < html.index("前の施策") < html.index("図書館システム")
    assert "よその施策" not in html


def test_a_reorganised_department_leads_to_its_successor_and_back(client_as, plan):
    old, new = make_department("電算課", until="2020-03"), make_department("情報課", order=1)
    make(DepartmentSuccession, former=old, successor=new)
    client = client_as("viewer")
    assert detail(client, old).context["profile"].successors == [new]
    assert detail(client, new).context["profile"].predecessors == [old]
    assert "廃止 令和2年3月" in detail(client, old).content.decode()


def test_a_department_of_another_city_is_not_found(client_as, plan):
    other = make_department("隣の課", municipality=make_municipality("133035", "隣の市"))
    assert detail(client_as("viewer"), other).status_code == 404
    assert detail(client_as("administrator"), other).status_code == 404


@pytest.mark.parametrize("rows", [2, 40])
def test_departments_cost_as_many_queries_however_many_there_are(
    rows, client_as, plan, django_assert_num_queries
):
    office = make_department("情報課")
    for number in range(rows):
        child = make_department(f"第{number}係", parent=office)
        measure = make_measure(plan=plan, number=str(number), department=office, phases={2026: "実施"})
        make(MeasureDepartment, measure=measure, department=child, role=Role.RESPONSIBLE, order=1)
        make(SystemDepartment, system=make_system(plan=plan, name=f"システム{number}"), department=office)
    client = client_as("viewer")
    with django_assert_num_queries(11):
        department_list(client)
    with django_assert_num_queries(30):
        detail(client, office)
