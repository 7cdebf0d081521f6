"""Every number of a dashboard leads to a list that counts the same: each is followed, on all plans."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from plans.models import Plan
from portal.dashboard.choice import dashboard_page
from portal.place import find_place
from reviews.models import Condition, Meeting
from tests.factories import freeze, make_user, recorded
from tests.portal.dashboard.lists import LISTS, counted, wrong
from tests.portal.dashboard.years import report_year
from tests.portal.plans import DOCUMENTS, load_plans, numbers
from tests.reviews.cast import make_body

pytestmark = [pytest.mark.once, pytest.mark.django_db]
CURRENT = ["132209-ict-2022", "132039-ict-2014", "132152-ict-2023", "132021-ict-2020", "132233-ict-2021"]


@pytest.fixture(scope="module", autouse=True)
def _nine_plans(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_plans()
        for plan in Plan.objects.filter(end_fiscal_year__gte=2016).select_related("municipality"):
            freeze(plan)
        yield
        transaction.set_rollback(True)


def plan_of(name: str) -> Plan:
    city, _, code = name.partition("-")
    return Plan.objects.select_related("municipality").get(municipality__code=city, code=code)


def sign_in(client, user):
    client.force_login(user, backend="organizations.backends.PortalBackend")
    return client


def figures(client, plan, **query) -> set[tuple[int, str]]:
    """Return every number of the page and of its tables with the address it leads to."""
    response = client.get(reverse("portal:dashboard", args=plan.url_args), query)
    assert response.status_code == 200
    found = response.context["page"].found
    pairs = {pair for part in (found.facts, found.panels) for pair in counted(list(part))}
    return pairs | {*numbers(response, LISTS)}


@recorded
def ask_for_more(plan: Plan, review_round, departments) -> None:
    """Hold a meeting that asked for more, one opinion a state."""
    body = plan.evaluation_bodies.first() or make_body(plan=plan)
    Meeting.objects.create(plan=plan, body=body, round=review_round, title="第1回", held_on=date(2024, 6, 1),
                           state="held")  # fmt: skip
    for n, (state, measure) in enumerate(zip(Condition.State.values, plan.measures.all(), strict=False)):
        Condition.objects.create(
            plan=plan, measure=measure, text="周知すること。", state=state, due_on=date(2024, 7, n + 1),
            department=departments[n % len(departments)],
        )  # fmt: skip


def two_years(plan: Plan):
    """Let a plan have a final year, and an open one with answers in every state."""
    departments = list(plan.municipality.departments.all()[:5])
    first = plan.start_fiscal_year
    report_year(plan, first, departments=departments)
    review_round = report_year(plan, first + 1, is_final=False, departments=departments[1:])
    ask_for_more(plan, review_round, departments)
    return departments


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_before_any_report_the_numbers_lead_to_what_they_count(document, client):
    plan = plan_of(document.stem)
    sign_in(client, make_user("administrator"))
    pairs = figures(client, plan)
    assert len(pairs) > 3
    assert wrong(client, pairs) == set()


@pytest.mark.parametrize("by", ["policy", "department"])
@pytest.mark.parametrize("name", CURRENT)
def test_the_committee_can_follow_every_number_of_reported_years(name, by, client):
    plan = plan_of(name)
    two_years(plan)
    sign_in(client, make_user("committee", municipality=plan.municipality, username=f"{name}-committee"))
    for key in ["", f"{plan.start_fiscal_year}-1"]:
        pairs = figures(client, plan, by=by, round=key)
        assert len(pairs) > 20
        assert wrong(client, pairs) == set()


@pytest.mark.parametrize("name", CURRENT)
def test_the_planning_section_can_follow_every_number_of_its_round(name, client):
    plan = plan_of(name)
    two_years(plan)
    sign_in(client, make_user("planning", municipality=plan.municipality, username=f"{name}-planning"))
    pairs = figures(client, plan, view="planner")
    assert len(pairs) > 10
    assert wrong(client, pairs) == set()


@pytest.mark.parametrize("name", CURRENT)
def test_a_department_can_follow_every_number_of_its_own(name, client):
    plan = plan_of(name)
    departments = two_years(plan)
    user = make_user(
        "department", municipality=plan.municipality, department=departments[1], username=f"{name}-department"
    )
    pairs = figures(sign_in(client, user), plan)
    assert len(pairs) > 2
    assert wrong(client, pairs) == set()


def test_paper_and_workbook_show_the_figures_of_the_page(client):
    plan = plan_of(CURRENT[0])
    two_years(plan)
    user = make_user("committee", municipality=plan.municipality, username="c")
    place = find_place(user, *plan.url_args, today=date(2026, 11, 20))
    one, other = (dashboard_page(place, user, {}, date(2026, 11, 20)).found for _ in range(2))
    assert one.facts == other.facts
    assert [panel.tables for panel in one.panels] == [panel.tables for panel in other.panels]
