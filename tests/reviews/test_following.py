"""組織改正: who answers, and whose homework it is, follow; what is final stays with whom it was."""

import pytest

from organizations.reorganising.rows import DepartmentRow, LineRow, Rows
from organizations.services.reorganisations import reorganisation_enact, reorganisation_plan
from portal.handover.owed import pending_of
from reviews.models import Assignment, Condition, ProgressReport
from reviews.services import Wanted, assignments_save, review_round_finalise
from tests.factories import COMMAND, make_department, make_municipality, make_plan, recorded
from tests.organizations.reorganised import DAY, NOW
from tests.reviews.cast import by, confirmed_round, make_measures, opened_round, planner, prepared_round

pytestmark = pytest.mark.django_db


def enact(rows: Rows) -> None:
    values = {"title": "春の組織改正", "reason": "組織規則の改正", "author": COMMAND, "now": NOW}
    planned = reorganisation_plan(
        municipality=make_municipality(), takes_effect_on=DAY, rows=rows, **values
    )
    reorganisation_enact(reorganisation=planned, author=COMMAND, today=DAY)


def moved(*formers, to="窓口課") -> Rows:
    return Rows(
        departments=[DepartmentRow(to, "課", "", "", 1)],
        lines=[LineRow(former, to, n) for n, former in enumerate(formers, start=1)],
    )


def told(review_round) -> list[tuple[str, str, str]]:
    rows = review_round.assignments.select_related("measure", "department").order_by("order", "role", "pk")
    return [(row.measure.number, row.role, row.department.name) for row in rows]


@recorded
def make_condition(measure, department, **fields) -> Condition:
    return Condition.objects.create(
        plan=make_plan(), measure=measure, department=department, text="費用対効果を示すこと", **fields
    )


@pytest.mark.parametrize("make", [prepared_round, opened_round])
def test_answers_of_a_round_under_way_go_to_the_successor(make):
    found = make(make_measures())
    enact(moved("市民課"))
    assert told(found) == [("1", "lead", "窓口課"), ("2", "lead", "税務課")]
    answered = ProgressReport.objects.answered_by([make_department("窓口課")])
    assert answered.count() == found.reports.filter(measure__number="1").count()


def test_two_departments_that_become_one_stand_once_and_the_lead_stays():
    measures = make_measures()
    found = prepared_round(measures)
    wanted = [
        Wanted(measures[0], make_department("市民課"), (make_department("税務課"),)),
        Wanted(
            measures[1], make_department("総務課"), (make_department("市民課"), make_department("税務課"))
        ),
    ]
    assignments_save(review_round=found, wanted=wanted, author=by(planner()))
    enact(moved("市民課", "税務課"))
    assert told(found) == [("1", "lead", "窓口課"), ("2", "lead", "総務課"), ("2", "related", "窓口課")]


def test_two_rounds_under_way_follow_both():
    measures = make_measures()
    progress = opened_round(measures)
    goals = prepared_round(measures, kind="year-plan", fiscal_year=2024, asks=[], name="令和6年度 年度計画")
    enact(moved("市民課", "税務課"))
    for found in (progress, goals):
        assert told(found) == [("1", "lead", "窓口課"), ("2", "lead", "窓口課")]


def test_a_final_round_stays_with_whom_it_was():
    found = confirmed_round(make_measures())
    review_round_finalise(review_round=found, author=by(planner()), today=DAY)
    enact(moved("市民課"))
    assert told(found)[0] == ("1", "lead", "市民課")


def test_homework_that_is_not_done_follows_and_what_is_met_stays():
    one, two = make_measures()
    waiting = make_condition(one, make_department("市民課"))
    done = make_condition(two, make_department("市民課"), state="met")
    enact(moved("市民課"))
    waiting.refresh_from_db(), done.refresh_from_db()
    assert (waiting.department.name, done.department.name) == ("窓口課", "市民課")


def test_the_history_says_who_it_was():
    found = prepared_round(make_measures(1))
    enact(moved("市民課"))
    row = Assignment.objects.get(round=found)
    assert [record.department.name for record in row.history.order_by("history_id")] == ["市民課", "窓口課"]


def test_the_handover_lists_open_answers_and_homework():
    measures = make_measures(3)
    opened_round(measures)
    make_condition(measures[0], make_department("市民課"), due_on=DAY)
    conditions, answers, contracts = pending_of(make_department("市民課"), [], DAY, ())
    assert conditions.items == [
        "情報化推進計画　1 施策その1：費用対効果を示すこと（令和8年4月1日（2026年4月1日）まで）"
    ]
    assert answers.items == [
        f"令和5年度 進捗状況調査　{name}（未回答、提出期限 令和6年5月28日（2024年5月28日））"
        for name in ("1 施策その1", "3 施策その3")
    ]
    assert contracts.items == []
    assert pending_of(make_department("福祉課"), [], DAY, ())[1].items == []
