"""長期検討: measures by length of the run, with what it rests on and the year of decision."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import Continuation
from organizations.history import change_set
from plans.models import Plan
from portal.long_considerations import long_considerations
from portal.place import find_place
from tests.factories import COMMAND, make_department, make_measure, make_plan, make_user, recorded
from tests.portal.plans import load_plans

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


def found_in(plan: Plan, today: date = TODAY):
    user = make_user(municipality=plan.municipality)
    return long_considerations(find_place(user, plan.municipality.code, plan.code, today=today), today)


def address(plan: Plan) -> str:
    return reverse("portal:consideration_list", args=plan.url_args)


def linked_plans() -> Plan:
    """Make a plan whose measure goes on from one of the plan before, both under consideration."""
    before = make_plan(code="ict-2019", title="前の計画", start=2019, end=2021)
    plan = make_plan()
    make_measure(plan=before, number="7", name="前の番号7", phases=dict.fromkeys((2020, 2021), "検討"))
    measure = make_measure(plan=plan, number="2", phases=dict.fromkeys((2022, 2023), "検討"))
    make(Continuation, measure=measure, ref="ict-2019/7", basis="printed")
    make_measure(plan=plan, number="3", phases={2022: "検討", 2023: "検討", 2024: "実施"})
    return plan


def test_a_run_reaches_through_the_plan_before():
    found = found_in(linked_plans())
    assert [(row.measure.number, row.years, row.span) for row in found.rows] == [
        ("2", 4, "令和2年度～令和5年度")
    ]
    row = found.rows[0]
    assert [(stretch.span, stretch.kind) for stretch in row.strip] == [(1, "known"), (4, "run"), (3, "known")]
    assert list(found.years) == list(range(2019, 2027))
    assert [(span.title, span.span) for span in found.plans] == [("前の計画", 3), ("情報化推進計画", 5)]
    assert [(basis.plan, basis.count) for basis in row.bases] == [("この計画", 2), ("前の計画", 2)]
    assert not row.is_throughout


def test_the_basis_of_a_link_is_named_and_leads_to_the_earlier_measure(client_as):
    plan = linked_plans()
    html = client_as("committee").get(address(plan)).content.decode()
    assert "つながりは「" in html
    earlier = reverse("portal:measure_detail", args=[plan.municipality.code, "ict-2019", "7"])
    assert f'href="{earlier}"' in html


@pytest.mark.parametrize(
    ("due", "is_overdue"), [(None, False), (2025, True), (2026, False), (2027, False)]
)
def test_a_decision_whose_year_has_passed_is_overdue(due, is_overdue):
    plan = make_plan()
    make_measure(
        plan=plan, phases=dict.fromkeys((2022, 2023, 2024), "検討"), decision_due_fiscal_year=due
    )
    found = found_in(plan)
    assert [row.is_overdue for row in found.rows] == [is_overdue]
    assert (found.overdue, found.undated) == (int(is_overdue), int(due is None))


def test_only_the_planning_section_is_offered_to_set_the_year(client_as):
    plan = linked_plans()
    link = reverse("measures:decision_due_edit", args=[*plan.url_args, "2"])
    assert link not in client_as("committee").get(address(plan)).content.decode()
    assert link in client_as("planning").get(address(plan)).content.decode()


def test_a_plan_without_long_considerations_says_so(client_as):
    plan = make_plan()
    make_measure(plan=plan, phases={2022: "実施"})
    assert "3年以上検討が続く施策はありません。" in client_as("viewer").get(address(plan)).content.decode()


@pytest.mark.parametrize("rows", [2, 30])
def test_the_page_costs_the_same_however_many_measures(rows, client_as, django_assert_num_queries):
    plan = make_plan()
    with change_set(author=COMMAND):
        for number in range(rows):
            make_measure(
                plan=plan,
                number=str(number),
                department=make_department(f"第{number}課"),
                phases=dict.fromkeys((2022, 2023, 2024), "検討"),
            )
    client = client_as("committee")
    with django_assert_num_queries(14):
        client.get(address(plan))


@pytest.mark.slow
@pytest.mark.once
def test_the_real_plans_come_out_as_their_documents_say():
    load_plans()
    musashino = found_in(Plan.objects.get(municipality__code="132039", code="ict-2014"))
    assert musashino.throughout == 20
    higashiyamato = found_in(Plan.objects.get(municipality__code="132209", code="ict-2022"))
    bcp = next(row for row in higashiyamato.rows if row.measure.name == "ICT-BCPの策定")
    assert (bcp.years, bcp.is_throughout) == (8, True)
    assert [basis.count for basis in bcp.bases] == [5, 3]
