"""Findings that stand, where people look first: agenda, papers, dashboard, home, the department's page."""

import pytest
import time_machine
from django.urls import reverse

from portal.dashboard.renewals import renewals
from portal.meetings.agenda import proposals
from portal.meetings.figures import MeetingFigures
from portal.meetings.papers import meeting_papers
from portal.renewals.standing import MOST, standing_findings
from reviews.services.meetings import agenda_save
from tests.factories import make_department, make_municipality, make_plan
from tests.portal.boards.rows import place
from tests.portal.renewals.rows import CODE, NOON, TODAY, accept, make_mixed_city, make_renewed, month
from tests.reviews.cast import by, planner
from tests.reviews.sittings import make_meeting

pytestmark = pytest.mark.django_db


def current_plan():
    return make_plan(code="ict-2026", start=2026, end=2030)


def meeting():
    make_plan()  # the plan before
    return make_meeting(plan=current_plan(), held_on=TODAY)


def of_findings(found) -> list[tuple[str, int]]:
    waiting = proposals(MeetingFigures(found, TODAY))
    return [(one.title, one.count) for one in waiting if one.kind == "finding"]


def test_what_has_to_be_acted_on_is_proposed_for_the_agenda_until_it_is_accepted():
    systems = make_mixed_city()
    found = meeting()
    assert of_findings(found) == [("情報システムの確認事項（要対応）", 2)]
    accept(systems["hole"], "service-gap")
    assert of_findings(found) == [("情報システムの確認事項（要対応）", 1)]
    accept(systems["late"], "review-late")
    assert of_findings(found) == []


def test_a_meeting_of_an_earlier_plan_is_not_asked_about_todays_systems():
    make_mixed_city()
    assert of_findings(make_meeting(plan=make_plan(), held_on=TODAY)) == []


@time_machine.travel(NOON, tick=False)
def test_the_count_leads_to_a_list_of_just_that_many(client_as):
    make_mixed_city()
    (proposal,) = [one for one in proposals(MeetingFigures(meeting(), TODAY)) if one.kind == "finding"]
    assert len(client_as("committee").get(proposal.url).context["page"].items) == proposal.count


def test_the_papers_list_the_findings_with_arithmetic_and_what_mends_them():
    make_mixed_city()
    found = meeting()
    items = [one.item() for one in proposals(MeetingFigures(found, TODAY))]
    agenda_save(meeting=found, wishes=[], proposed=items, is_reordered=False, author=by(planner()))
    (paper,) = [one for one in meeting_papers(found, day=TODAY).papers if "確認事項" in one.title]
    (made,) = paper.tables
    rows = [[cell.text for cell in row.cells] for row in made.groups[0].rows]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("戸籍情報システム", "市民課", "検討の開始が遅い"),
        ("学校情報システム", "指導課", "現行と次期の間の空白"),
    ]
    assert "24か月に11か月足りません。" in rows[0][3]
    assert paper.is_wide


@pytest.mark.parametrize(("department", "counts"), [(None, [2, 1]), ("市民課", [1, 0])])
@time_machine.travel(NOON, tick=False)
def test_the_dashboards_panel_counts_what_stands_and_leads_there(department, counts, client_as):
    make_mixed_city()
    of = make_department(department).pk if department else None
    panel = renewals(place(), TODAY, of)
    assert [one.count for one in panel.findings if one.word in ("要対応", "要確認")] == counts
    client = client_as("committee")
    for one in panel.findings:
        assert len(client.get(one.url).context["page"].items) == one.count


@time_machine.travel(NOON, tick=False)
def test_a_departments_home_and_page_list_its_own_gravest_first(client_as):
    make_mixed_city()
    department = make_department("市民課")
    client = client_as("department", department=department)
    for address in (
        reverse("portal:municipality_home", args=[CODE]),
        reverse("portal:department_detail", args=[CODE, department.pk]),
    ):
        shown = client.get(address).content.decode()
        assert "24か月に11か月足りません。" in shown
        assert "空白" not in shown.partition('id="standing"')[2].partition("</section>")[0]
        assert f"severity=ACT&amp;department={department.pk}" in shown


@time_machine.travel(NOON, tick=False)
def test_who_belongs_to_no_department_finds_none_on_home(client_as):
    make_mixed_city()
    shown = client_as("viewer").get(reverse("portal:municipality_home", args=[CODE])).content.decode()
    assert 'id="standing"' not in shown


def test_a_page_lists_a_few_and_counts_all():
    for n in range(MOST + 3):
        make_renewed(f"第{n}システム", "市民課", next_start=month(2028, 10), review_start=month(2027, 12))
    found = standing_findings(make_municipality(), TODAY, make_department("市民課").pk)
    assert len(found.lines) == MOST
    assert {one.word: one.count for one in found.counts}["要対応"] == MOST + 3


def test_nothing_of_another_city_stands_here():
    make_mixed_city()
    other = make_municipality("132039", "武蔵野市")
    assert not standing_findings(other, TODAY).is_any


def test_where_no_renewal_is_told_the_panel_says_so_and_still_counts_what_is_found():
    assert renewals(place(), TODAY) is None
    make_renewed("財務会計システム", "財政課", system={"started_on": month(2017, 4)})
    panel = renewals(place(), TODAY)
    assert (panel.is_told, panel.count.shown, panel.lines) == (False, "記載なし", [])
    assert {one.word: one.count for one in panel.findings} == {"要対応": 0, "要確認": 1, "参考": 1}
