"""Finding the report or round of an address: 404 for strangers, 403 for who may see but not write."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from organizations.models import User
from reviews.models import ProgressReport, ReviewRound


def find_report(user: User, *, code: str, plan: str, key: str, pk: int) -> ProgressReport:
    """Return a report with its `lead_id`, `lead_name`, round, plan, subject and draft, or answer 404."""
    reports = whole(ProgressReport.objects.all())
    found = reports.find_visible(
        user, round__plan__municipality__code=code, round__plan__code=plan, round__key=key, pk=pk
    )
    return with_plan(found)


def find_report_to_answer(user: User, **address) -> ProgressReport:
    """Return a report that `user` may write: 404 for what is not to be known of, else 403."""
    report = find_report(user, **address)
    if not ProgressReport.objects.answerable_by(user).filter(pk=report.pk).exists():
        raise PermissionDenied
    return report


def find_round(user: User, *, code: str, plan: str, key: str) -> ReviewRound:
    rounds = ReviewRound.objects.select_related("plan__municipality")
    return rounds.find_visible(user, plan__municipality__code=code, plan__code=plan, key=key)


def find_round_to_change(user: User, *, code: str, plan: str, key: str) -> ReviewRound:
    """Return a round of the own city for its planning section, 403 for the others."""
    rounds = ReviewRound.objects.select_related("plan__municipality")
    return rounds.find_for_change(user, plan__municipality__code=code, plan__code=plan, key=key)


def whole(reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    """Give reports what their pages ask of them in one query."""
    return reports.with_lead().select_related("round__plan__municipality", "measure", "policy", "draft")


def with_plan(report: ProgressReport) -> ProgressReport:
    """Hand the subject its plan, which its address asks for."""
    report.subject.plan = report.round.plan
    return report
