"""What a body decides on the answers of a round: in order, once each, corrected with its history."""

from datetime import date

import pytest

from plans.models import Criterion, Word
from reviews.conditions import conditions_of, standing_conditions, unmet_conditions
from reviews.exceptions import (
    DecisionDayAhead,
    DecisionDayMissing,
    EvaluationsRefused,
    OtherBodysMeeting,
    RoundNotEvaluated,
)
from reviews.models import Condition, Evaluation
from reviews.services import review_round_finalise
from reviews.services.evaluations import evaluations_approve_rest, evaluations_save
from reviews.verdicts import EvaluationWish
from tests.factories import make_plan, recorded
from tests.reviews.cast import (
    answerer,
    by,
    confirm,
    confirmed_round,
    make_body,
    make_measures,
    opened_round,
    planner,
    prepared_round,
    report_of,
    submit,
)
from tests.reviews.sittings import AFTER, DUE, SITTING, condition_of, hold, judge, make_meeting, two_bodies
from workspace.models import Notice

pytestmark = pytest.mark.django_db


def rest(review_round, body, **fields):
    values = {"decided_on": SITTING, "author": by(planner()), "today": AFTER} | fields
    return evaluations_approve_rest(review_round=review_round, body=body, **values)


def test_a_verdict_is_recorded_for_a_meeting_with_its_day():
    committee, _ = two_bodies()
    meeting = make_meeting(committee)
    evaluation = judge(report_of(confirmed_round()), committee, meeting=meeting, decided_on=None)
    assert (evaluation.meeting, evaluation.decided_on) == (meeting, SITTING)
    assert (evaluation.verdict_label, evaluation.recorded_by_name) == ("了承", "計画主管課")


def test_a_verdict_needs_a_meeting_or_a_day_that_has_come():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    with pytest.raises(DecisionDayMissing):
        judge(report, committee, decided_on=None)
    with pytest.raises(DecisionDayAhead, match="令和6年7月9日"):
        judge(report, committee, decided_on=date(2024, 7, 9))


def test_a_meeting_of_another_body_is_refused():
    committee, board = two_bodies()
    with pytest.raises(OtherBodysMeeting, match="本部会議"):
        judge(report_of(confirmed_round()), committee, meeting=make_meeting(board))


def test_only_confirmed_answers_are_judged():
    committee, _ = two_bodies()
    found = opened_round()
    submit(report_of(found))
    with pytest.raises(EvaluationsRefused, match="まだ確認済ではありません"):
        judge(report_of(found), committee)


def test_a_round_that_has_not_begun_is_not_judged():
    with pytest.raises(RoundNotEvaluated):
        rest(prepared_round(), make_body())


def test_final_answers_and_year_plans_are_judged_too():
    committee, _ = two_bodies()
    found = confirmed_round()
    review_round_finalise(review_round=found, author=by(planner()), today=AFTER)
    assert judge(report_of(found), committee).verdict == "approved"


def test_the_later_body_waits_for_the_earlier_one():
    committee, board = two_bodies()
    report = report_of(confirmed_round())
    with pytest.raises(EvaluationsRefused, match="先に評価する「情報システム委員会」の評価がまだありません"):
        judge(report, board)
    judge(report, committee)
    assert judge(report, board).body == board


def test_a_body_decides_in_its_own_words():
    body = make_body("ＩＣＴ戦略会議", verdicts=[
        {"label": "承認", "code": "approved"}, {"label": "否認", "code": "rejected"},
    ])  # fmt: skip
    report = report_of(confirmed_round())
    with pytest.raises(EvaluationsRefused, match="この会議体の言葉から"):
        judge(report, body)
    assert judge(report, body, verdict_label="承認").verdict_label == "承認"
    assert judge(report, body, "rejected", verdict_label="否認").verdict_label == "否認"


def test_what_is_not_approved_says_why():
    committee, _ = two_bodies()
    with pytest.raises(EvaluationsRefused, match="意見を入力してください"):
        judge(report_of(confirmed_round()), committee, "rejected", comment=" ")


@recorded
def make_criterion(**fields):
    return Criterion.objects.create(plan=make_plan(), **fields)


def test_ratings_are_labels_of_the_citys_own_scales():
    committee, _ = two_bodies()
    make_criterion(name="効率性", labels=["高い", "低い"])
    report = report_of(confirmed_round())
    with pytest.raises(EvaluationsRefused, match="「効率性」の評価"):
        judge(report, committee, ratings={"効率性": "ふつう"})
    assert judge(report, committee, ratings={"効率性": "高い"}).ratings == {"効率性": "高い"}


def test_without_criteria_there_is_one_simple_scale():
    committee, _ = two_bodies()
    found = judge(report_of(confirmed_round()), committee, ratings={"達成度": "計画どおり"})
    assert found.ratings == {"達成度": "計画どおり"}


@recorded
def make_word(kind, label, code):
    return Word.objects.create(plan=make_plan(), kind=kind, label=label, code=code)


def test_a_direction_has_two_axes_beside_the_citys_word():
    body = make_body(rates_direction=True)
    report = report_of(confirmed_round())
    direction = make_word("direction", "継続", "continue")
    found = judge(report, body, direction=direction, goal_change="changed", resources="less")
    shown = (found.direction, found.get_goal_change_display(), found.get_resources_display())
    assert shown == (direction, "目標を変える", "資源を減らす")
    with pytest.raises(EvaluationsRefused, match="今後の方向性は"):
        judge(report, body, direction=report.round.plan.word_set.phases().first())


def test_a_correction_keeps_what_stood_before():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    judge(report, committee, "rejected", decided_on=date(2024, 7, 1))
    found = judge(report, committee)
    assert Evaluation.objects.count() == 1
    assert (found.verdict, found.comment, found.decided_on) == ("approved", "", SITTING)
    assert [row.verdict for row in found.history.order_by("history_id")] == ["rejected", "approved"]


def test_a_better_wording_leaves_the_day_of_the_decision():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    judge(report, committee, "rejected")
    found = judge(report, committee, "rejected", comment="目標の見直し。", decided_on=date(2024, 7, 8))
    assert found.decided_on == SITTING


def test_what_somebody_else_recorded_meanwhile_is_not_overwritten_unseen():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    judge(report, committee)
    with pytest.raises(EvaluationsRefused, match="計画主管課さんがこの評価を記録しました"):
        judge(report, committee, "rejected", shown={})
    assert judge(report, committee, "rejected", shown={"verdict": "了承"}).verdict == "rejected"


def test_one_wrong_verdict_keeps_all_from_being_written():
    committee, _ = two_bodies()
    found = confirmed_round()
    wishes = [
        EvaluationWish(report_of(found, "1").measure, "approved", "了承"),
        EvaluationWish(report_of(found, "2").measure, "commented", "意見付き了承"),
    ]
    with pytest.raises(EvaluationsRefused) as refused:
        evaluations_save(
            review_round=found, body=committee, wishes=wishes, decided_on=SITTING,
            author=by(planner()), today=AFTER,
        )  # fmt: skip
    assert list(refused.value.problems) == [report_of(found, "2").subject_key]
    assert not Evaluation.objects.exists()


def test_the_rest_is_approved_at_once():
    committee, board = two_bodies()
    found = confirmed_round(make_measures(4))
    judge(report_of(found, "2"), committee, "rejected")
    recorded_now = rest(found, committee)
    assert (recorded_now.approved, recorded_now.left) == (3, 0)
    verdicts = Evaluation.objects.order_by("measure__order").values_list("verdict", flat=True)
    assert [*verdicts] == ["approved", "rejected", "approved", "approved"]


def test_approving_the_rest_leaves_what_waits_for_the_earlier_body():
    committee, board = two_bodies()
    found = confirmed_round(make_measures(3))
    judge(report_of(found, "1"), committee)
    recorded_now = rest(found, board)
    assert (recorded_now.approved, recorded_now.left) == (1, 2)


@pytest.mark.parametrize("count", [2, 40])
def test_approving_the_rest_costs_the_same_however_much_it_is(count, django_assert_max_num_queries):
    committee, _ = two_bodies()
    found = confirmed_round(make_measures(count))
    with django_assert_max_num_queries(25):
        assert rest(found, committee).approved == count


def test_an_opinion_becomes_homework_of_the_answering_department():
    person, (committee, _) = answerer(), two_bodies()
    report = report_of(confirmed_round())
    judge(report, committee, "commented", meeting=make_meeting(committee))
    condition = condition_of(report)
    assert (condition.text, condition.due_on, condition.state) == ("工程を示すこと。", DUE, "open")
    assert (condition.department.name, condition.given_on) == ("市民課", SITTING)
    assert [*conditions_of(condition.department)] == [condition]
    assert unmet_conditions(report.round.plan) == {report.subject_key: [condition]}
    assert "「1 施策その1」に付帯意見が付きました。" in {n.text for n in Notice.objects.filter(owner=person)}


def test_homework_has_a_due_day_after_the_decision():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    with pytest.raises(EvaluationsRefused, match="対応の期限を入力"):
        judge(report, committee, "commented", due_on=None)
    with pytest.raises(EvaluationsRefused, match="決定日より後"):
        judge(report, committee, "commented", due_on=date(2024, 7, 1))
    judge(report, committee, "commented", due_on=None, is_homework=False)
    assert not Condition.objects.exists()


def test_homework_follows_the_correction_of_its_verdict():
    committee, _ = two_bodies()
    report = report_of(confirmed_round())
    judge(report, committee, "commented")
    judge(report, committee, "commented", comment="費用も示すこと。", due_on=date(2024, 10, 31))
    condition = condition_of(report)
    assert (condition.text, condition.due_on) == ("費用も示すこと。", date(2024, 10, 31))
    judge(report, committee)
    condition.refresh_from_db()
    assert (condition.state, condition.closed_on) == ("withdrawn", AFTER)
    judge(report, committee, "commented")
    condition.refresh_from_db()
    assert (condition.state, condition.closed_on) == ("open", None)


def test_a_rejected_answer_goes_back_with_the_opinion_and_is_judged_anew():
    committee, board = two_bodies()
    found = confirmed_round(grace_until=DUE)
    judge(report_of(found), committee, "rejected", returns=True)
    report = report_of(found)
    assert (report.status, [r.text for r in report.remarks.all()]) == ("returned", ["目標を見直すこと。"])
    confirm(submit(report, today=AFTER), today=AFTER)
    with pytest.raises(EvaluationsRefused, match="先に評価する"):
        judge(report_of(found), board)
    judge(report_of(found), committee)
    assert judge(report_of(found), board).verdict == "approved"


def test_a_final_answer_does_not_go_back():
    committee, _ = two_bodies()
    found = confirmed_round()
    review_round_finalise(review_round=found, author=by(planner()), today=AFTER)
    with pytest.raises(EvaluationsRefused, match="確定を取り消して"):
        judge(report_of(found), committee, "rejected", returns=True)
    assert judge(report_of(found), committee, "rejected").verdict == "rejected"


def test_what_is_unmet_stands_in_the_next_agenda_until_it_is_met():
    committee, _ = two_bodies()
    first = make_meeting(committee)
    report = report_of(confirmed_round())
    judge(report, committee, "commented", meeting=first)
    following = make_meeting(committee, title="第2回", held_on=date(2024, 10, 1))
    assert standing_conditions(hold(first)) == []
    assert standing_conditions(following) == [condition_of(report)]
