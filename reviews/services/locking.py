"""The lock every save of a round takes: one save of a round at a time."""

from collections.abc import Iterable
from contextlib import contextmanager

from organizations.history import Author, Reason, change_set
from reviews.exceptions import RoundNotOpen, RoundNotPreparing
from reviews.models import ProgressReport, ReviewRound


def locked(review_round: ReviewRound) -> ReviewRound:
    """Return the round's row with plan and city, locked until the transaction ends."""
    rounds = ReviewRound.objects.select_for_update(of=("self",)).select_related("plan__municipality")
    return rounds.get(pk=review_round.pk)


def preparing(review_round: ReviewRound) -> ReviewRound:
    """Return the locked round. Raise RoundNotPreparing once it was opened."""
    found = locked(review_round)
    if found.state != ReviewRound.State.PREPARING:
        raise RoundNotPreparing(found.name)
    return found


def open_round(review_round: ReviewRound) -> ReviewRound:
    """Return the locked round. Raise RoundNotOpen unless it is open."""
    found = locked(review_round)
    if not found.is_open:
        raise RoundNotOpen(found.name, found.get_state_display())
    return found


def locked_reports(review_round: ReviewRound, keys: Iterable[int]) -> list[ProgressReport]:
    """Return reports of a locked round by primary key, each with `lead_id`, in the round's order."""
    reports = ProgressReport.objects.filter(round=review_round, pk__in=list(keys)).with_lead()
    found = list(reports.select_related("measure", "policy", "draft").order_by("order", "pk"))
    for report in found:
        report.round = review_round
    return found


def locked_report(report: ProgressReport) -> ProgressReport:
    """Return one report as `locked_reports` does. Raise RoundNotOpen unless its round is open."""
    return locked_reports(open_round(report.round), [report.pk])[0]


@contextmanager
def saving(review_round: ReviewRound, author: Author, reason: Reason | None = None):
    """Open the ChangeSet of a save of this round's plan."""
    plan = review_round.plan
    with change_set(
        author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        yield change
