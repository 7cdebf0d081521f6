"""来年度以降の工程の希望: accepted, it is a change of the schedule with that reason; or it is declined."""

from django.db import transaction

from measures.edits import CellEdit
from measures.models import ScheduleEntry
from measures.services import schedule_save
from organizations.edits import Edit
from organizations.history import Author, Reason, save_changed
from reviews.exceptions import NotYourMove, NoWish
from reviews.models import ProgressReport
from reviews.moves import Actor
from reviews.services.locking import locked, locked_reports, saving
from reviews.services.reports import actors

Wish = ProgressReport.Wish


@transaction.atomic
def wish_accept(*, report: ProgressReport, author: Author, answer: str = "") -> ProgressReport:
    """Change the schedule as the department wishes, in one save with its reason. Raise NoWish, NotYourMove;
    ValidationError for a year outside of the plan.
    """
    report = _waiting(report, author)
    plan = report.round.plan
    wishes = list(report.wishes.select_related("phase", "track"))
    entries = ScheduleEntry.objects.filter(track__in=[wish.track_id for wish in wishes])
    now = {(e.track_id, e.fiscal_year): e.phase for e in entries.select_related("phase")}
    cells = [
        CellEdit(
            wish.track_id,
            wish.fiscal_year,
            Edit("phase", _label(now.get((wish.track_id, wish.fiscal_year))), _label(wish.phase)),
        )
        for wish in wishes
    ]
    reason = Reason("progress", f"{report.round.name}での{report.lead_name}の希望：{report.wish_reason}")
    with saving(report.round, author, reason):
        schedule_save(plan=plan, cells=cells, author=author, reason=reason)
        report.wish, report.wish_answer = Wish.ACCEPTED, answer
        save_changed(report)
    return report


@transaction.atomic
def wish_decline(*, report: ProgressReport, author: Author, answer: str) -> ProgressReport:
    """Leave the schedule as it is, and say why. Raise NoWish, NotYourMove."""
    report = _waiting(report, author)
    with saving(report.round, author):
        report.wish, report.wish_answer = Wish.DECLINED, answer
        save_changed(report)
    return report


def _waiting(report: ProgressReport, author: Author) -> ProgressReport:
    report = locked_reports(locked(report.round), [report.pk])[0]
    if Actor.PLANNING not in actors(report, author):
        raise NotYourMove(Wish.ACCEPTED.label)
    if report.wish != Wish.ASKED or report.is_outstanding:
        raise NoWish
    return report


def _label(phase) -> str:
    return phase.label if phase else ""
