"""Where the current plan tells of no renewal, pages show the one the findings speak of, and whose it is."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from portal.handover.systems import systems_of
from portal.place import place_of
from tests.factories import make_department, make_plan, make_system
from tests.portal.systems.parts import LIST, give, make_renewal, page_of

pytestmark = pytest.mark.django_db
TODAY = "2026-11-28T12:00:00+09:00"
CODE = "132209"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def plans():
    earlier = make_plan(code="ict-2021", start=2021, end=2025, title="前の計画", renewal_lead_months=12)
    return earlier, make_plan(code="ict-2026", start=2026, end=2030, title="いまの計画")


@pytest.fixture
def system(plans):
    system = make_system(plan=plans[1], name="戸籍情報システム")
    make_renewal(system, plans[0], current_end=date(2028, 12, 1), next_start=date(2029, 1, 1))
    return system


def test_the_page_shows_the_steps_the_findings_speak_of_and_names_the_plan(client_as, system):
    response = page_of(client_as("planning"), system)
    page, ahead = response.context["page"], response.context["next_steps"].ahead
    review = page.steps[0]
    assert review == ahead.step
    assert review.month == date(2028, 1, 1)  # twelve months before, as that plan says
    assert {"current", "next"} <= {bar.span.kind for bar in page.life_line.bars}
    html = response.content.decode()
    assert "前の計画による" in html
    assert "いまの計画に更新の時期の記載がないため、前の計画の記載を示しています。" in html
    edit = reverse("systems:renewal_edit", args=[CODE, "ict-2026", system.pk])
    assert html.count(f'href="{edit}">更新計画') == 2


def test_the_list_shows_its_dates_and_names_the_plan(client_as, system, plans):
    response = client_as("viewer").get(reverse(LIST, args=[CODE]), {"column": "next_start"})
    (cell,) = response.context["inventory"].groups[0].lines[0].cells
    assert cell[1].text == "令和11年1月（2029年1月）"
    said = "いまの計画に更新の時期の記載がない1システムは、「前の計画」の記載です。"
    assert said in response.content.decode()
    make_renewal(system, plans[1], next_start=date(2029, 4, 1))
    response = client_as("viewer").get(reverse(LIST, args=[CODE]), {"column": "next_start"})
    (cell,) = response.context["inventory"].groups[0].lines[0].cells
    assert cell[1].text == "令和11年4月（2029年4月）"
    assert said not in response.content.decode()


def test_the_current_plan_goes_before_every_other(client_as, system, plans):
    make_renewal(system, plans[1], next_start=date(2029, 4, 1))
    make_renewal(system, make_plan(code="ict-2031", start=2031, end=2035), next_start=date(2033, 4, 1))
    page = page_of(client_as("viewer"), system).context["page"]
    assert (page.plan, page.is_of_another_plan) == (plans[1], False)
    assert page.row.renewal.next_start == date(2029, 4, 1)


def test_the_handover_of_a_department_has_its_dates(system):
    office = make_department("市民課")
    give(system, office)
    today = date(2026, 11, 28)
    (held,) = systems_of(place_of(office.municipality, today=today), office, today)
    assert [deadline.on for deadline in held.ahead] == [date(2028, 12, 1), date(2029, 1, 1)]
