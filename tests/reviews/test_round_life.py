"""From a prepared round to its end: opening, answering, returning, confirming, 確定 and its undoing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from exchange.finalising import review_round_file
from measures.models import BudgetLine, IndicatorValue, ScheduleEntry
from organizations.exceptions import ReasonMissing, UndoRefused
from organizations.history import Reason
from organizations.models import ChangeSet
from organizations.undo import change_set_undo
from reviews.answers import CostAnswer, Proxy, ValueAnswer
from reviews.exceptions import (
    DeadlineMissing,
    DraftConflict,
    IllegalMove,
    NotYourMove,
    RemarkMissing,
    ReportsUnsettled,
    RoundClosed,
    RoundNotOpen,
    RoundNotPreparing,
    SubjectsWithoutDepartment,
)
from reviews.models import ReportDraft, ReportedValue
from reviews.services import (
    Wanted,
    assignments_save,
    department_check_record,
    progress_report_return,
    progress_report_submit,
    progress_report_withdraw,
    report_draft_save,
    review_round_edit,
    review_round_finalise,
    review_round_open,
    review_round_reopen,
    section_check_give,
    wish_accept,
    wish_decline,
)
from tests.factories import freeze, make_department, make_measure, make_plan, recorded
from tests.reviews.cast import (
    DUE,
    NOW,
    TODAY,
    answer,
    answerer,
    by,
    confirm,
    confirmed_round,
    head,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    prepared_round,
    report_of,
    submit,
)
from workspace.models import Notice

pytestmark = pytest.mark.django_db


def test_a_round_does_not_open_while_something_has_nobody_who_answers():
    measures = make_measures()
    found = prepared_round(measures)
    make_measure(number="3", name="だれも持たない施策")
    with pytest.raises(SubjectsWithoutDepartment, match="1件あります：3 だれも持たない施策"):
        review_round_open(review_round=found, author=by(planner()), today=TODAY)


def test_what_is_left_out_needs_nobody_and_gets_no_report():
    found = prepared_round(make_measures(1))
    orphan = make_measure(number="3", name="聞かない施策")
    wanted = [Wanted(m, m.departments.first()) for m in found.plan.measures.exclude(pk=orphan.pk)]
    assignments_save(
        review_round=found, wanted=[*wanted, Wanted(orphan, None, is_asked=False)], author=by(planner())
    )
    review_round_open(review_round=found, author=by(planner()), today=TODAY)
    assert [report.measure.number for report in found.reports.all()] == ["1"]


def test_a_round_needs_a_deadline_to_open():
    found = prepared_round(answer_due=None)
    with pytest.raises(DeadlineMissing):
        review_round_open(review_round=found, author=by(planner()), today=TODAY)


def test_opening_makes_a_report_a_subject_and_tells_the_departments():
    person = answerer()
    found = opened_round()
    assert [(r.measure.number, r.status) for r in found.reports.all()] == [
        ("1", "unanswered"),
        ("2", "unanswered"),
    ]
    assert [n.text for n in Notice.objects.filter(owner=person)] == [
        "「令和5年度 進捗状況調査」の回答をお願いします。"
    ]


def test_an_ended_measure_is_asked_about_in_its_last_year_alone():
    gone, last = make_measures(2)
    gone.ended_fiscal_year, last.ended_fiscal_year = 2022, 2023
    recorded(gone.save)()
    recorded(last.save)()
    found = opened_round([last])
    assert [report.measure for report in found.reports.all()] == [last]


def test_an_open_round_keeps_its_questions():
    found = opened_round()
    with pytest.raises(RoundNotPreparing):
        review_round_edit(review_round=found, values={"asks": []}, author=by(planner()))
    review_round_edit(review_round=found, values={"answer_due": date(2024, 6, 7)}, author=by(planner()))
    found.refresh_from_db()
    assert found.answer_due == date(2024, 6, 7)


def test_an_answer_is_handed_in_by_its_department_alone():
    found = opened_round()
    with pytest.raises(NotYourMove):
        submit(report_of(found), user=answerer("税務課"))
    report = submit(report_of(found))
    assert (report.status, report.submitted_on, report.submitted_by_name) == ("submitted", TODAY, "担当課")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"situation": ""}, {"situation"}),
        ({"done": ""}, {"done"}),
        ({"situation": "late"}, {"issues"}),
        ({"carries_over": True}, {"carry_over_reason"}),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_written(fields, where):
    report = report_of(opened_round())
    with pytest.raises(ValidationError) as refusal:
        submit(report, **fields)
    assert set(refusal.value.message_dict) == where
    report.refresh_from_db()
    assert report.status == "unanswered"


def test_a_late_answer_is_taken_within_the_grace_and_marked():
    report = report_of(opened_round(grace_until=date(2024, 6, 11)))
    assert submit(report, today=date(2024, 6, 3)).came_late
    other = report_of(report.round, "2")
    with pytest.raises(RoundClosed, match="令和6年6月11日"):
        submit(other, today=date(2024, 6, 12))
    assert not submit(report_of(report.round, "2"), today=DUE).came_late


def test_the_planning_section_enters_what_came_on_paper_and_it_shows():
    report = report_of(opened_round())
    progress_report_submit(
        report=report, answer=answer(), author=by(planner()), today=date(2025, 1, 6), proxy=Proxy("paper")
    )
    report.refresh_from_db()
    assert (report.get_proxy_source_display(), report.proxy_by_name) == ("紙", "計画主管課")


def test_a_draft_is_kept_as_it_was_typed_and_gone_when_handed_in():
    report, author = report_of(opened_round()), by(answerer())
    changes = ChangeSet.objects.count()
    for revision in range(3):
        data = {"done": f"{revision}"}
        report_draft_save(report=report, data=data, revision=revision, author=author, now=NOW)
    report.refresh_from_db()
    assert (report.status, report.draft.data, report.done) == ("draft", {"done": "2"}, "")
    assert ChangeSet.objects.count() == changes + 1  # the state alone; typing leaves no history
    submit(report)
    assert not ReportDraft.objects.exists()


def test_two_people_at_one_draft_do_not_overwrite_each_other():
    report = report_of(opened_round())
    report_draft_save(report=report, data={"done": "甲"}, revision=0, author=by(answerer()), now=NOW)
    with pytest.raises(DraftConflict, match="担当課さんがこの下書きを保存しました"):
        report_draft_save(report=report, data={"done": "乙"}, revision=0, author=by(planner()), now=NOW)


def test_an_answer_can_be_taken_back_until_it_is_confirmed():
    report = submit(report_of(opened_round()))
    progress_report_withdraw(report=report, author=by(answerer()), today=TODAY)
    confirm(submit(report))
    with pytest.raises(IllegalMove):
        progress_report_withdraw(report=report, author=by(answerer()), today=TODAY)


def test_a_returned_answer_carries_its_reasons_until_it_comes_again():
    person = answerer()
    report = submit(report_of(opened_round()))
    remarks = {"done": "台数の根拠を書いてください。", "issues": " "}
    progress_report_return(report=report, remarks=remarks, author=by(planner()), today=TODAY)
    assert [(r.field, r.is_settled) for r in report.remarks.all()] == [("done", False)]
    assert Notice.objects.filter(owner=person, kind="returned", read_at=None).exists()
    submit(report)
    assert [r.is_settled for r in report.remarks.all()] == [True]
    assert not Notice.objects.filter(owner=person, kind="returned", read_at=None).exists()


def test_what_was_sent_back_is_taken_after_the_deadline():
    report = submit(report_of(opened_round()))
    progress_report_return(
        report=report, remarks={"": "部長の確認を受けてください。"}, author=by(planner()), today=TODAY
    )
    assert submit(report_of(report.round), today=date(2024, 9, 2)).status == "submitted"
    with pytest.raises(RoundClosed):
        submit(report_of(report.round, "2"), today=date(2024, 9, 2))


def test_a_return_says_why():
    report = submit(report_of(opened_round()))
    with pytest.raises(RemarkMissing):
        progress_report_return(report=report, remarks={"done": ""}, author=by(planner()), today=TODAY)


def test_confirming_is_all_or_none():
    found = opened_round()
    first = submit(report_of(found))
    with pytest.raises(IllegalMove):
        confirm(first, report_of(found, "2"))
    first.refresh_from_db()
    assert first.status == "submitted"


@pytest.mark.parametrize("count", [2, 30])
def test_confirming_many_costs_no_more_than_confirming_two(count, django_assert_max_num_queries):
    found = opened_round(make_measures(count))
    reports = [submit(report) for report in found.reports.select_related("round__plan__municipality")]
    with django_assert_max_num_queries(17):
        assert confirm(*reports) == count


def test_the_head_hands_in_all_of_the_section_in_one_click():
    found = opened_round(make_measures(4), section_check="screen")
    own = [report_of(found, number) for number in ("1", "3")]
    assert [submit(report).status for report in own] == ["draft", "draft"]
    with pytest.raises(NotYourMove):
        section_check_give(
            review_round=found, department=make_department("市民課"), author=by(answerer()), today=TODAY
        )
    given = section_check_give(
        review_round=found, department=make_department("市民課"), author=by(head()), today=TODAY
    )
    assert (given, found.reports.filter(status="submitted").count()) == (2, 2)


def test_an_answer_waits_until_its_check_is_recorded():
    found = opened_round(section_check="recorded")
    report = submit(report_of(found))
    assert (report.status, report.awaits_check) == ("draft", True)
    department_check_record(
        review_round=found, department=make_department("市民課"), level="section",
        checked_on=TODAY, decision_number="6市第12号", author=by(answerer()), today=TODAY,
    )  # fmt: skip
    assert report_of(found).status == "submitted"


def test_a_round_is_final_with_its_edition_and_its_figures_in_the_plan():
    (measure,) = make_measures(1)
    indicator, line = make_indicator(measure), make_budget_line(measure)
    freeze(make_plan())
    found = opened_round([measure], asks=["done", "targets", "costs"])
    values = [ValueAnswer(indicator, 41.2, "", "見込み")]
    confirm(submit(report_of(found), values=values, costs=[CostAnswer(line, 950, "見込")]))
    review_round_file(review_round=found, author=by(planner()), today=date(2024, 7, 1))
    found.refresh_from_db()
    value = IndicatorValue.objects.get(indicator=indicator)
    assert (found.state, found.edition.label, found.edition.kind) == ("final", "令和5年度末", "year-end")
    assert (value.fiscal_year, value.value, value.state, value.as_of) == (2023, 41.2, "見込み", "2024-03-31")
    assert BudgetLine.objects.get(pk=line.pk).settled == 950


def test_an_unfinished_round_is_final_only_when_one_says_so():
    found = opened_round()
    confirm(submit(report_of(found)))
    with pytest.raises(ReportsUnsettled, match="1件あります：2 施策その2"):
        review_round_finalise(review_round=found, author=by(planner()), today=TODAY)
    review_round_finalise(review_round=found, author=by(planner()), today=TODAY, leaves_unanswered=True)
    assert report_of(found, "2").status == "unanswered"


def test_a_final_round_is_reopened_with_a_reason_and_filed_anew():
    freeze(make_plan())
    found = confirmed_round(make_measures(1))
    review_round_file(review_round=found, author=by(planner()), today=TODAY)
    with pytest.raises(ReasonMissing):
        review_round_reopen(review_round=found, author=by(planner()), reason=" ")
    with pytest.raises(RoundNotOpen):
        submit(report_of(found))
    review_round_reopen(review_round=found, author=by(planner()), reason="決算額に誤りがあったため")
    report = report_of(found)
    assert report.status == "confirmed"
    review_round_file(review_round=found, author=by(planner()), today=TODAY)
    labels = [edition.label for edition in found.plan.editions.all()]
    assert labels == ["当初", "令和5年度末", "令和5年度末（2回目の確定）"]


def test_a_wish_that_is_accepted_changes_the_schedule_with_its_reason():
    (measure,) = make_measures(1)
    freeze(make_plan())
    track = measure.tracks.get()
    found = opened_round([measure], asks=["done", "issues", "next_schedule"])
    words = {word.label: word for word in make_plan().word_set.phases()}
    report = submit(
        report_of(found), wishes={(track, 2024): words["構築"]}, wish_reason="部品の納入が遅れるため"
    )
    wish_accept(report=report, author=by(planner()))
    assert ScheduleEntry.objects.get(track=track, fiscal_year=2024).phase.label == "構築"
    saved = ChangeSet.objects.filter(reason_category="progress").latest("pk")
    assert "部品の納入が遅れるため" in saved.reason_text


def test_a_wish_that_is_declined_leaves_the_schedule():
    (measure,) = make_measures(1)
    track = measure.tracks.get()
    found = opened_round([measure])
    report = submit(report_of(found), wishes={(track, 2026): None}, wish_reason="未定のため")
    wish_decline(report=report, author=by(planner()), answer="予算を取り直してから")
    report.refresh_from_db()
    assert (report.wish, ScheduleEntry.objects.get(track=track, fiscal_year=2026).phase.label) == (
        "declined",
        "運用",
    )


def test_the_goals_of_a_year_are_written_into_the_plan_when_they_are_final():
    (measure,) = make_measures(1)
    found = opened_round([measure], kind="year-plan", fiscal_year=2024, asks=[])
    confirm(submit(report_of(found), situation="", done="", year_plan="交付機を5台にする。"))
    review_round_finalise(review_round=found, author=by(planner()), today=TODAY)
    assert [(p.fiscal_year, p.text) for p in measure.year_plans.all()] == [(2024, "交付機を5台にする。")]


def test_a_state_of_the_cycle_is_not_undone_in_the_history():
    report = submit(report_of(opened_round()))
    save = ChangeSet.objects.latest("pk")
    with pytest.raises(UndoRefused, match="調査・報告・会議の記録は、ここでは取り消せません。"):
        change_set_undo(change_set=save, author=by(planner()), reason=Reason("other", "誤り"))
    assert report_of(report.round).status == "submitted"


def test_values_being_counted_have_no_figure():
    (measure,) = make_measures(1)
    indicator = make_indicator(measure)
    found = opened_round([measure])
    with pytest.raises(ValidationError, match="集計中"):
        submit(report_of(found), values=[ValueAnswer(indicator, None, "", "速報")])
    submit(report_of(found), values=[ValueAnswer(indicator, None, "", "集計中")])
    assert ReportedValue.objects.get().value is None
