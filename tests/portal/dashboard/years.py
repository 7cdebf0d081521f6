"""Years that were reported: rounds with answers of every kind, written in bulk for tests of many measures."""

from datetime import date

from organizations.history import bulk_write, save_changed
from organizations.models import Department
from plans.models import Plan
from reviews.models import Assignment, ProgressReport, ReportedPhase, ReviewRound
from reviews.subjects import fields_of, subjects_of
from tests.factories import make_department, recorded

Status = ProgressReport.Status
SITUATIONS = ["on-track", "late", "done", "on-track", "on-track", ""]
OPEN_STATES = [Status.CONFIRMED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT, Status.UNANSWERED]


@recorded
def report_year(
    plan: Plan,
    fiscal_year: int,
    *,
    is_final: bool = True,
    departments: list[Department] | None = None,
    **fields,
) -> ReviewRound:
    """Make a round of a fiscal year whose answers stand everywhere: all final, or in every state.

    Who answers is taken in turn from `departments`. The stage of every third measure stays behind.
    """
    values = {
        "name": f"{fiscal_year}年度 進捗状況調査", "key": f"{fiscal_year}-1",
        "as_of": date(fiscal_year + 1, 3, 31), "asks": ["done", "issues"],
        "answer_due": date(fiscal_year + 1, 5, 28),
        "state": "final" if is_final else "open",
    }  # fmt: skip
    found = ReviewRound(plan=plan, fiscal_year=fiscal_year, **values | fields)
    save_changed(found)
    departments = departments or [make_department("市民課", municipality=plan.municipality)]
    subjects = subjects_of(plan, fiscal_year)
    bulk_write(
        Assignment,
        create=[
            Assignment(round=found, department=departments[n % len(departments)], **fields_of(subject))
            for n, subject in enumerate(subjects)
        ],
    )
    reports = [_report(found, subject, n, is_final) for n, subject in enumerate(subjects)]
    bulk_write(ProgressReport, create=reports)
    _write_phases(plan, fiscal_year, reports)
    return found


def _report(review_round: ReviewRound, subject, n: int, is_final: bool) -> ProgressReport:
    status = Status.FINAL if is_final else OPEN_STATES[n % len(OPEN_STATES)]
    is_told = status not in (Status.UNANSWERED, Status.DRAFT)
    situation = SITUATIONS[(n + review_round.fiscal_year) % len(SITUATIONS)] if is_told else ""
    carries_over = is_told and n % 4 == 1
    return ProgressReport(
        round=review_round, order=n, status=status, situation=situation,
        done="端末を置いた。" if is_told else "", issues="納入が遅れている。" if situation == "late" else "",
        carries_over=carries_over, carry_over_reason="検収のため。" if carries_over else "",
        wish="asked" if is_told and n % 5 == 2 else "",
        first_submitted_on=review_round.answer_due if is_told else None, **fields_of(subject),
    )  # fmt: skip


def _write_phases(plan: Plan, fiscal_year: int, reports: list[ProgressReport]) -> None:
    """Report each planned phase as reached, but of every third measure the plan's first one."""
    first = plan.word_set.phases().order_by("order").first()
    planned = {}
    for measure in plan.measures.prefetch_related("tracks__entries__phase"):
        planned[measure.pk] = [
            (track, entry.phase)
            for track in measure.tracks.all()
            for entry in track.entries.all()
            if entry.fiscal_year == fiscal_year and entry.phase
        ]
    bulk_write(
        ReportedPhase,
        create=[
            ReportedPhase(report=report, track=track, phase=first if n % 3 == 2 else phase)
            for n, report in enumerate(reports)
            if report.situation
            for track, phase in planned.get(report.measure_id, ())
        ],
    )
