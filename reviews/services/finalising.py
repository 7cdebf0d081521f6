"""確定 of a round: answers become final, their figures go into the plan; and the undoing of it.

The edition that is filed with it belongs to the floor above (`exchange.finalising`).
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from measures.models import BudgetLine, IndicatorValue, YearPlan
from organizations.exceptions import ReasonMissing
from organizations.history import Author, Reason, bulk_write, save_changed
from reviews.exceptions import ReportsUnsettled, RoundNotFinal
from reviews.models import ProgressReport, ReportedCost, ReportedValue, ReviewRound
from reviews.moves import check_move
from reviews.services.locking import locked, locked_reports, open_round, saving
from reviews.services.reports import actors

Status = ProgressReport.Status
VALUE_FIELDS = ["value", "text", "state", "as_of", "source"]
COST_FIELDS = ["settled", "settled_state"]


@transaction.atomic
def review_round_finalise(
    *, review_round: ReviewRound, author: Author, today: date, leaves_unanswered: bool = False
) -> ReviewRound:
    """Make a round final: confirmed answers are final, values, settled costs and 年度計画 go into the plan.

    With `leaves_unanswered` what was not answered stays 未報告. Raise RoundNotOpen, ReportsUnsettled,
    NotYourMove.
    """
    found = open_round(review_round)
    reports = locked_reports(found, found.reports.values_list("pk", flat=True))
    settled = [report for report in reports if report.status == Status.CONFIRMED]
    open_ones = [report for report in reports if report.status != Status.CONFIRMED]
    handed_in = [report for report in open_ones if report.status == Status.SUBMITTED]
    blocking = handed_in if leaves_unanswered else open_ones
    if blocking:
        raise ReportsUnsettled([str(report.subject) for report in blocking])
    for report in settled:
        check_move(report, Status.FINAL, actors(report, author))
        report.status = Status.FINAL
    reason = Reason("progress", f"{found.name}の確定による。")
    with saving(found, author, reason):
        bulk_write(ProgressReport, update=settled, fields=["status"])
        keys = [report.pk for report in settled]
        write_values(found, ReportedValue.objects.filter(report__in=keys))
        write_costs(ReportedCost.objects.filter(report__in=keys))
        _write_year_plans(found, settled)
        found.state, found.final_on = ReviewRound.State.FINAL, today
        save_changed(found)
    return found


def write_values(review_round: ReviewRound, reported: Iterable[ReportedValue]) -> None:
    """Write the reported values into the indicators of the plan, in the round's fiscal year."""
    reported = list(reported.select_related("indicator"))
    stored = {
        row.indicator_id: row
        for row in IndicatorValue.objects.filter(
            indicator__in=[value.indicator_id for value in reported], fiscal_year=review_round.fiscal_year
        )
    }
    create, update = [], []
    for value in reported:
        row = stored.get(value.indicator_id) or IndicatorValue(
            indicator=value.indicator, fiscal_year=review_round.fiscal_year, order=review_round.fiscal_year
        )
        if value_put(row, value, review_round):
            (update if row.pk else create).append(row)
    bulk_write(IndicatorValue, create=create, update=update, fields=VALUE_FIELDS)


def value_put(row: IndicatorValue, value: ReportedValue, review_round: ReviewRound) -> bool:
    """Put a reported value into the row of its year, unsaved; say whether anything changed."""
    as_of = review_round.as_of.isoformat() if review_round.as_of else ""
    wanted = (value.value, value.text, value.state, as_of, review_round.source)
    was = tuple(getattr(row, name) for name in VALUE_FIELDS)
    for name, new in zip(VALUE_FIELDS, wanted, strict=True):
        setattr(row, name, new)
    return was != wanted


def write_costs(reported: Iterable[ReportedCost]) -> None:
    update = []
    for cost in reported.select_related("line"):
        if (cost.line.settled, cost.line.settled_state) != (cost.settled, cost.state):
            cost.line.settled, cost.line.settled_state = cost.settled, cost.state
            update.append(cost.line)
    bulk_write(BudgetLine, update=update, fields=COST_FIELDS)


def _write_year_plans(review_round: ReviewRound, reports: Iterable[ProgressReport]) -> None:
    """Write what is to be reached this year into the measures' 年度計画."""
    if not review_round.is_of_year_plan:
        return
    wanted = {report.measure_id: report.year_plan for report in reports if report.measure_id}
    stored = {
        row.measure_id: row
        for row in YearPlan.objects.filter(measure__in=wanted, fiscal_year=review_round.fiscal_year)
    }
    create, update = [], []
    for measure, text in wanted.items():
        row = stored.get(measure) or YearPlan(measure_id=measure, fiscal_year=review_round.fiscal_year)
        if row.text != text:
            row.text = text
            (update if row.pk else create).append(row)
    bulk_write(YearPlan, create=create, update=update, fields=["text"])


@transaction.atomic
def review_round_reopen(*, review_round: ReviewRound, author: Author, reason: str) -> ReviewRound:
    """Take 確定 back: answers are confirmed again and may be returned; what was filed stays filed.

    Raise RoundNotFinal, ReasonMissing without a text.
    """
    found = locked(review_round)
    if not found.is_final:
        raise RoundNotFinal(found.name)
    if not reason.strip():
        raise ReasonMissing("確定を取り消す理由を入力してください。")
    reports = locked_reports(found, found.reports.filter(status=Status.FINAL).values_list("pk", flat=True))
    for report in reports:
        check_move(report, Status.CONFIRMED, actors(report, author))
        report.status = Status.CONFIRMED
    with saving(found, author, Reason("other", f"{found.name}の確定の取消し：{reason.strip()}")):
        bulk_write(ProgressReport, update=reports, fields=["status"])
        found.state, found.final_on = ReviewRound.State.OPEN, None
        save_changed(found)
    return found
