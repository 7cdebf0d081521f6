"""年間予定: a year by month, each entry leading to where its date is kept."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from organizations.history import change_set
from plans.models import CycleStep
from portal.cycle_months import months_in
from reviews.models import Condition
from systems.models import RenewalPlan
from tests.factories import COMMAND, make_measure, make_plan, make_system, recorded
from tests.portal.test_measure_chronicle import text_of
from tests.reviews.cast import DUE, make_measures, opened_round, prepared_round
from tests.reviews.sittings import hold, make_meeting, two_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-07-10T09:00:00+09:00"):
        yield


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


def url(name="year_calendar"):
    return reverse(f"portal:{name}", args=["132209", "ict-2022"])


def ask(client, **params):
    return client.get(url(), params).context["calendar"]


def told(calendar):
    """Return what stands in the months: month, day, what, name."""
    return [
        (month.first.month, entry.day and entry.day.day, entry.what, entry.name)
        for month in calendar.months
        for entry in month.entries
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("5月", [5]), ("５月上旬", [5]), ("4～6月", [4, 5, 6]), ("４月から６月", [4, 5, 6]),
        ("10月～翌年2月", [10, 11, 12, 1, 2]), ("5・11月", [5, 11]), ("11月、5月", [5, 11]),
        ("翌年度4月", [4]), ("令和6年4月", [4]), ("3月～5月", [4, 5, 3]),
        ("定期的に", []), ("3か月ごと", []), ("13月", []), ("0～5月", []), ("", []), ("毎年度", []),
    ],
)  # fmt: skip
def test_months_are_read_as_far_as_they_are_written(text, months):
    assert months_in(text) == months


def test_the_year_runs_from_april_and_shows_rounds_meetings_and_homework(client_as):
    make_plan()
    review_round = opened_round(make_measures())
    body, _ = two_bodies()
    meeting = hold(make_meeting(body))
    make(
        Condition, plan=meeting.plan, measure=review_round.reports.first().measure, text="工程を示す",
        due_on=date(2024, 7, 5),
    )  # fmt: skip
    calendar = ask(client_as("viewer"))
    assert [month.first for month in calendar.months][::11] == [date(2024, 4, 1), date(2025, 3, 1)]
    assert told(calendar) == [
        (5, 7, "依頼", review_round.name), (5, DUE.day, "提出期限", review_round.name),
        (7, 4, "開催済", meeting.title), (7, 5, "対応の期限", "工程を示す"),
    ]  # fmt: skip
    late = [entry for month in calendar.months for entry in month.entries if entry.is_overdue]
    assert [entry.what for entry in late] == ["提出期限", "対応の期限"]


def test_steps_of_the_cycle_stand_in_each_month_they_name(client_as):
    plan = make_plan()
    make(CycleStep, plan=plan, step="調査", actor="担当課", months="5～6月")
    note = {"kind": "unclear", "field": "months", "printed": "定期的に"}
    make(CycleStep, plan=plan, step="見直し", notes=[note], order=1)
    make(CycleStep, plan=plan, step="公表", order=2)
    calendar = ask(client_as("viewer"))
    assert told(calendar) == [(5, None, "担当課", "調査"), (6, None, "担当課", "調査")]
    assert [(entry.name, when) for entry, when in calendar.unread] == [
        ("見直し", "定期的に"), ("公表", "記載なし"),
    ]  # fmt: skip


def test_renewals_and_decisions_stand_in_the_month_or_the_year_they_have(client_as):
    plan = make_plan()
    make(
        RenewalPlan, plan=plan, system=make_system(plan=plan), review_start=date(2024, 4, 1),
        procurement_fiscal_year=2024, next_start=date(2026, 4, 1),
    )  # fmt: skip
    make_measure(plan=plan, decision_due_fiscal_year=2024)
    client = client_as("viewer")
    calendar = ask(client)
    assert told(calendar) == [(4, None, "検討の開始", "住民記録システム")]
    assert [(entry.what, entry.name) for entry in calendar.in_year] == [
        ("結論を出す", "1 電子申請の拡充"), ("調達", "住民記録システム"),
    ]  # fmt: skip
    assert told(ask(client, year="2026")) == [(4, None, "次期の開始", "住民記録システム")]


def test_every_entry_leads_to_its_page(client_as):
    plan = make_plan()
    opened_round(make_measures())
    make_meeting(two_bodies()[0])
    make(CycleStep, plan=plan, step="調査", months="5月")
    make(RenewalPlan, plan=plan, system=make_system(plan=plan), review_start=date(2024, 4, 1))
    client = client_as("planning")
    urls = {entry.url for month in ask(client).months for entry in month.entries}
    assert len(urls) == 4
    assert {client.get(address.partition("#")[0]).status_code for address in urls} == {200}


def test_a_round_that_is_being_prepared_is_the_planning_sections_alone(client_as):
    make_plan()
    prepared_round(make_measures())
    assert told(ask(client_as("viewer"))) == []
    assert [what for _, _, what, _ in told(ask(client_as("planning")))] == ["提出期限"]


def test_a_meeting_to_come_is_not_shown_to_everybody(client_as):
    make_meeting(two_bodies()[0])
    assert told(ask(client_as("viewer"))) == []
    assert [what for _, _, what, _ in told(ask(client_as("committee")))] == ["予定"]


def test_today_is_marked_between_what_was_and_what_comes(client_as):
    hold(make_meeting(two_bodies()[0]))
    client = client_as("committee")
    july = next(month for month in ask(client).months if month.is_now)
    assert (len(july.before), len(july.after)) == (1, 0)
    assert "今日　7月10日" in client.get(url()).content.decode()
    assert "今日　" not in client.get(url(), {"year": "2025"}).content.decode()


@pytest.mark.parametrize("asked", ["", "abc", "1999", "²", "-1", "999999999999"])
def test_a_year_that_is_not_offered_is_this_one(asked, client_as):
    make_plan()
    assert ask(client_as("viewer"), year=asked).fiscal_year == 2024


def test_a_year_without_anything_says_so(client_as):
    make_plan()
    assert "この年度の予定はまだありません。" in client_as("viewer").get(url()).content.decode()


def test_the_paper_is_one_sheet_however_full_the_year(client_as):
    plan = make_plan()
    with change_set(author=COMMAND):
        for number in range(60):
            text = f"{number}番目の、とても長い手順の名前をもつ進行管理の手順"
            CycleStep.objects.create(plan=plan, step=text, actor=f"第{number}課", months="4月")
            CycleStep.objects.create(plan=plan, step=text, actor=f"第{number}課")
    response = client_as("viewer").post(url("year_calendar_print"), {"year": "2024"})
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1
    text = text_of(response.content)
    assert "令和6年度（2024年度）年間予定" in text
    assert "件（ポータルにあります）" in text


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_full_the_year(rows, client_as, django_assert_num_queries):
    plan = make_plan()
    with change_set(author=COMMAND):
        for number in range(rows):
            CycleStep.objects.create(plan=plan, step=f"手順{number}", months="5月")
            system = make_system(plan=plan, name=f"システム{number}")
            RenewalPlan.objects.create(plan=plan, system=system, review_start=date(2024, 5, 1))
            measure = make_measure(plan=plan, number=str(number), decision_due_fiscal_year=2024)
            Condition.objects.create(plan=plan, measure=measure, text="示す", due_on=date(2024, 9, 1))
    client = client_as("viewer")
    with django_assert_num_queries(11):
        client.get(url())
