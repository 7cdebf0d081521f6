"""The committee's dashboard: what it tells of a year, and that nothing unknown is shown as 0."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import Indicator, IndicatorValue, Measure
from organizations.history import change_set
from portal.dashboard.committee import committee_dashboard
from portal.place import find_place
from reviews.models import Condition, Meeting, ProgressReport
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_plan,
    make_policy,
    make_track,
    make_user,
    recorded,
)
from tests.portal.dashboard.years import report_year
from tests.reviews.cast import make_measures

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 10)


def dashboard(plan, today=TODAY, *, role="committee", **choice):
    user = make_user(role, municipality=plan.municipality)
    place = find_place(user, *plan.url_args, today=today)
    return committee_dashboard(place, user, today, **choice)


def page(client, plan, **query):
    response = client.get(reverse("portal:dashboard", args=plan.url_args), query)
    assert response.status_code == 200
    return response.content.decode()


def panel(found, code):
    return next((panel for panel in found.panels if panel.code == code), None)


def fact(found, code):
    return next((fact for fact in found.facts if fact.code == code), None)


def situations(review_round, *wanted):
    """Let the answers of a round say so, in its order."""
    for report, situation in zip(review_round.reports.order_by("order"), wanted, strict=True):
        set_columns(report, situation=situation)


@recorded
def set_columns(row, **columns):
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


@recorded
def make(model, **columns):
    return model.objects.create(**columns)


# --- Which year ---------------------------------------------------------------------------------


def test_the_latest_round_with_settled_answers_is_told_unless_another_is_asked_for():
    make_measures()
    plan = make_plan()
    report_year(plan, 2022)
    report_year(plan, 2023)
    waiting = report_year(plan, 2024, is_final=False)
    for report in waiting.reports.all():
        set_columns(report, status="submitted")
    assert dashboard(plan).rounds.chosen.fiscal_year == 2023
    assert dashboard(plan, round_key="2022-1").rounds.chosen.fiscal_year == 2022
    assert dashboard(plan, round_key="2099-1").rounds.chosen.fiscal_year == 2023
    assert dashboard(plan).lead[0] == "令和5年度実績"
    assert dashboard(plan).lead[2] == "2施策のうち2施策が報告済"


def test_a_round_that_is_prepared_is_not_told():
    make_measures()
    report_year(make_plan(), 2023, state="preparing")
    assert dashboard(make_plan()).rounds.opened == []


def test_a_sample_is_marked(client_as):
    make_measures()
    report_year(make_plan(), 2023, is_sample=True)
    assert ">サンプル<" in page(client_as("committee"), make_plan())


def test_before_any_report_the_page_says_so_and_tells_the_plan(client_as):
    make_measures()
    found = dashboard(make_plan())
    assert "確認済の実績の報告は、まだありません。" in found.lead
    assert fact(found, "late") is None
    assert fact(found, "whole").number.count == 2
    assert panel(found, "makeup") is not None
    assert panel(found, "achievement") is None
    assert "まだありません" in page(client_as("viewer"), make_plan())


def test_a_round_without_settled_answers_is_named_as_being_answered():
    make_measures()
    waiting = report_year(make_plan(), 2023, is_final=False)
    for report in waiting.reports.all():
        set_columns(report, status="draft", situation="")
    assert dashboard(make_plan()).lead[1].startswith("2023年度 進捗状況調査を受付中です。")


# --- 遅れ ---------------------------------------------------------------------------------------


def test_what_is_late_is_told_with_its_stages_its_reason_and_its_department():
    make_measures(3)
    review_round = report_year(make_plan(), 2023)
    situations(review_round, "on-track", "late", "on-track")
    found = panel(dashboard(make_plan()), "late").figures
    assert found.count.count == 2
    reported, behind = found.lines
    assert reported.result.subject.number == "2"
    assert list(reported.result.gaps) == []
    gap = behind.result.gaps[0]
    assert (gap.planned.label, gap.actual.label) == ("構築", "検討")
    assert behind.department == "市民課"
    assert found.unexplained == 1
    set_columns(review_round.reports.get(order=1), issues="事業者の人員が足りない。次年度に補う。")
    lines = panel(dashboard(make_plan()), "late").figures.lines
    assert [line.reason for line in lines] == ["事業者の人員が足りない", ""]


def test_priorities_come_first_among_what_is_late():
    plan, policy = make_plan(), make_policy()
    for n in range(3):
        make_measure(number=str(n + 1), policy=policy, phases={2023: "検討"}, is_priority=n == 2)
    situations(report_year(plan, 2023), "late", "late", "late")
    found = panel(dashboard(plan), "late").figures
    assert [line.result.subject.number for line in found.lines] == ["3", "1", "2"]
    assert fact(dashboard(plan), "late").notes[0] == "うち重点 1"


def test_a_plan_without_schedules_never_says_that_nothing_is_late(client_as):
    plan = make_plan()
    make_measure(plan=plan, schedule_state="none")
    review_round = report_year(plan, 2023)
    situations(review_round, "on-track")
    found = dashboard(plan)
    assert fact(found, "late") is None
    assert panel(found, "stages") is None
    assert not any("遅れ" in remark for remark in found.remarks)
    situations(review_round, "late")
    assert fact(dashboard(plan), "late").number.count == 1


def test_answers_nobody_confirmed_are_unreported():
    make_measures(3)
    review_round = report_year(make_plan(), 2023, is_final=False)  # confirmed, submitted, returned
    found = panel(dashboard(make_plan()), "achievement").figures
    assert {count.code: count.count for count in found.key} == {
        "done": 0, "on-track": 0, "late": 1, "unreported": 2,
    }  # fmt: skip
    assert found.in_hand == 1
    assert fact(dashboard(make_plan()), "overdue").number.count == 1
    assert review_round.reports.filter(status=ProgressReport.Status.SUBMITTED).count() == 1


# --- 達成状況 -----------------------------------------------------------------------------------


def test_years_stand_side_by_side_the_chosen_one_first():
    make_measures(4)
    plan = make_plan()
    report_year(plan, 2022)
    report_year(plan, 2023)
    found = panel(dashboard(plan), "achievement").figures
    assert [bar.label for bar in found.whole.bars] == ["令和5", "令和4"]
    assert [row[1].shown for row in found.table.rows[:2]] == ["令和5年度", "令和4年度"]
    earlier = panel(dashboard(plan, round_key="2022-1"), "achievement").figures
    assert [bar.label for bar in earlier.whole.bars] == [""]


def test_departments_stand_under_their_divisions():
    make_measures(3)
    division, first, second = (make_department(name) for name in ("市民部", "市民課", "税務課"))
    set_columns(division, order=1)
    set_columns(first, parent=division, order=2)
    set_columns(second, order=3)
    report_year(make_plan(), 2023, departments=[first, second])
    found = panel(dashboard(make_plan(), by="department"), "achievement").figures
    assert [line.label for line in found.lines] == ["市民部", "税務課"]
    assert [row[0].text for row in found.table.rows] == ["全体", "市民部", "　市民課", "税務課"]


def test_what_does_not_tell_apart_is_not_offered():
    make_measures()
    report_year(make_plan(), 2023)
    assert dashboard(make_plan()).ways == []


# --- Not known is not 0 -------------------------------------------------------------------------


def test_a_schedule_that_cannot_be_read_counts_nothing():
    plan = make_plan()
    make_measure(plan=plan, schedule_state="unreadable")
    freeze(plan)
    found = dashboard(plan)
    for code in ("slips", "long"):
        assert fact(found, code).number.count is None
        assert fact(found, code).number.text == "原本から読み取れず"
        assert panel(found, code) is None
    assert "原本から読み取れず、数えられないもの：後ろ倒し・前倒し、長期検討" in found.remarks


def test_what_the_document_does_not_tell_is_named_and_has_no_panel():
    make_measures()
    found = dashboard(make_plan())
    assert found.remarks[-1] == "この計画の文書に記載のないもの：指標と目標、経費、情報システムの更新の時期"
    assert {"targets", "money", "renewals"}.isdisjoint(panel.code for panel in found.panels)


def test_targets_without_a_value_are_unreported():
    make_measures()
    plan = make_plan()
    make(Indicator, measure=plan.measures.first(), key="率", name="利用率", kind="numeric", unit="％",
         direction="up", bound="at-least", target=50.0, due_fiscal_year=2026)  # fmt: skip
    found = dashboard(plan)
    assert fact(found, "targets").notes == ["実績は未報告"]
    value = panel(found, "targets").tables[0].rows[0]
    assert (value[4].value, value[4].text) == (None, "未報告")


def test_targets_that_fall_short_come_first():
    make_measures()
    plan = make_plan()
    for n, value in enumerate([60.0, 10.0]):
        indicator = make(
            Indicator, measure=plan.measures.first(), key=str(n), name=f"率{n}", kind="numeric",
            direction="up", bound="at-least", target=50.0, due_fiscal_year=2024,
        )  # fmt: skip
        make(IndicatorValue, indicator=indicator, fiscal_year=2024, value=value)
    found = dashboard(plan)
    assert [row.indicator.name for row in panel(found, "targets").figures.rows] == ["率1", "率0"]
    assert (fact(found, "targets-missed").number.count, fact(found, "targets-missed").tone) == (1, "bad")


# --- 後ろ倒し, 付帯意見, 変更 ----------------------------------------------------------------------


def test_slips_are_drawn_from_the_first_edition():
    plan = make_plan()
    measure = make_measure(plan=plan, phases={2022: "検討", 2023: "構築", 2024: "実施"})
    freeze(plan)
    track = measure.tracks.get()
    for entry in track.entries.filter(fiscal_year=2023):
        set_columns(entry, phase=plan.word_set.phases().get(label="検討"))
    for entry in track.entries.filter(fiscal_year=2024):
        set_columns(entry, phase=plan.word_set.phases().get(label="構築"))
    make_track(measure=make_measure(plan=plan, number="9"), phases={2022: "検討"})
    found = panel(dashboard(plan), "slips").figures
    assert [(line.measure.number, line.in_words, line.stage) for line in found.lines] == [
        ("1", "後ろ倒し 1年", "構築")
    ]
    assert fact(dashboard(plan), "slips").number.count == 1


def test_unmet_conditions_are_counted_with_what_is_due():
    make_measures()
    plan = make_plan()
    for n, (state, due) in enumerate([("open", date(2024, 6, 1)), ("open", date(2024, 7, 1)), ("met", None)]):
        make(Condition, plan=plan, measure=plan.measures.first(), text=f"意見{n}", state=state, due_on=due)
    found = fact(dashboard(plan), "conditions")
    assert found.number.count == 2
    assert found.notes == ["期限超過 1", "最も近い期限 令和6年7月1日"]


def test_changes_are_counted_from_the_last_meeting_that_was_held():
    make_measures()
    plan = make_plan()
    assert panel(dashboard(plan), "changes") is None
    make(Meeting, plan=plan, title="次の会議", held_on=date(2099, 1, 1))
    make(Meeting, plan=plan, title="委員会", body_name="委員会", held_on=date(2024, 1, 1), state="held")
    with change_set(author=COMMAND, municipality=plan.municipality, plan_code=plan.code):
        Measure.objects.create(plan=plan, key="30", number="30", name="新しい施策")
    found = panel(dashboard(plan), "changes").figures
    assert found.title == "前回の会議からの変更"
    assert found.since == "令和6年1月1日（2024年1月1日）の委員会"
    assert found.upcoming.title == "次の会議"
    assert {label: number.count for label, number in found.kinds if number.count} == {"施策の追加": 1}
    assert found.whole.count == 1


def test_a_planned_meeting_is_no_news_for_a_viewer():
    make_measures()
    plan = make_plan()
    make(Meeting, plan=plan, title="次の会議", held_on=date(2099, 1, 1))
    make(Meeting, plan=plan, title="委員会", held_on=date(2024, 1, 1), state="held")
    assert panel(dashboard(plan, role="viewer"), "changes").figures.upcoming is None
