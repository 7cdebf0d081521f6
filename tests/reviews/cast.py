"""A round with its people: 情報管理課 is the planning section, 市民課 and 税務課 answer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from measures.models import BudgetLine, Indicator
from organizations.history import Author
from plans.models import EvaluationBody
from reviews.answers import Answer
from reviews.models import ProgressReport, ReviewRound
from reviews.services import (
    Wanted,
    assignments_save,
    progress_report_submit,
    progress_reports_confirm,
    review_round_create,
    review_round_open,
)
from tests.factories import make_department, make_measure, make_plan, make_policy, make_user, recorded

TODAY = date(2024, 5, 20)
DUE = date(2024, 5, 28)
NOW = datetime(2024, 5, 20, 10, 42, tzinfo=ZoneInfo("Asia/Tokyo"))


def planner(**fields):
    return make_user("planning", department=make_department("情報管理課"), **fields)


def answerer(department="市民課", **fields):
    username = fields.pop("username", f"132209-{department}")
    return make_user("department", username=username, department=make_department(department), **fields)


def head(department="市民課"):
    return answerer(department, username=f"132209-{department}-head", name=f"{department}長", is_head=True)


def by(user) -> Author:
    return Author(user=user, source="page")


def make_measures(count=2):
    """Make measures of 市民課 and 税務課 in turn, each 検討 in 2022, 構築 in 2023, 実施 from 2024."""
    phases = {2022: "検討", 2023: "構築", 2024: "実施", 2025: "実施", 2026: "運用"}
    policy = make_policy()
    return [
        make_measure(
            number=str(n + 1),
            name=f"施策その{n + 1}",
            department=make_department(["市民課", "税務課"][n % 2]),
            phases=phases,
            policy=policy,
        )
        for n in range(count)
    ]


@recorded
def make_indicator(measure, **fields) -> Indicator:
    values = {
        "name": "利用率", "key": "利用率", "kind": "numeric", "unit": "％", "direction": "up",
        "bound": "at-least", "target": 50.0, "due_fiscal_year": 2026,
    }  # fmt: skip
    return Indicator.objects.create(measure=measure, **values | fields)


@recorded
def make_budget_line(measure, **fields) -> BudgetLine:
    values = {"fiscal_year": 2023, "name": "窓口改善事業", "initial": 1000}
    return BudgetLine.objects.create(measure=measure, **values | fields)


@recorded
def make_body(name="情報化推進委員会", *, plan=None, **fields) -> EvaluationBody:
    plan = plan or make_plan()
    return EvaluationBody.objects.create(plan=plan, name=name, order=plan.evaluation_bodies.count(), **fields)


def prepared_round(measures=None, **fields) -> ReviewRound:
    """Prepare a round of 令和5年度: each measure is answered by its printed department."""
    measures = make_measures() if measures is None else measures
    values = {
        "name": "令和5年度 進捗状況調査", "fiscal_year": 2023, "as_of": date(2024, 3, 31),
        "asks": ["done", "issues"], "answer_due": DUE,
    }  # fmt: skip
    found = review_round_create(plan=make_plan(), values=values | fields, author=by(planner()))
    wanted = [Wanted(measure, measure.departments.first()) for measure in measures]
    assignments_save(review_round=found, wanted=wanted, author=by(planner()))
    return found


def opened_round(measures=None, **fields) -> ReviewRound:
    return review_round_open(
        review_round=prepared_round(measures, **fields), author=by(planner()), today=date(2024, 5, 7)
    )


def report_of(review_round, number="1") -> ProgressReport:
    return review_round.reports.select_related("round__plan__municipality").get(measure__number=number)


def answer(**fields) -> Answer:
    return Answer(**{"situation": "on-track", "done": "窓口に端末を3台置いた。"} | fields)


def submit(report, *, user=None, today=TODAY, **fields) -> ProgressReport:
    lead = report.round.assignments.leads().get(measure=report.measure_id, policy=report.policy_id)
    return progress_report_submit(
        report=report, answer=answer(**fields), author=by(user or answerer(lead.department.name)), today=today
    )


def confirm(*reports, today=TODAY) -> int:
    return progress_reports_confirm(
        review_round=reports[0].round, reports=reports, author=by(planner()), today=today
    )


def confirmed_round(measures=None, **fields) -> ReviewRound:
    """Open a round in which everything is answered and confirmed."""
    found = opened_round(measures, **fields)
    reports = [submit(report) for report in found.reports.select_related("round__plan__municipality")]
    confirm(*reports)
    return found
