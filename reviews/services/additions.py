"""What others add to an answer: the related departments' supplement, files, the members' remarks."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from organizations.history import Author, bulk_write, save_changed
from organizations.models import Department
from reviews.models import ProgressReport, RelatedAddition, ReviewComment
from reviews.services.locking import locked, locked_report, locked_reports, saving


@transaction.atomic
def related_addition_save(
    *, report: ProgressReport, department: Department, text: str, author: Author, today: date
) -> None:
    """Write a related department's supplement; an empty text takes it away. Raise RoundNotOpen."""
    report = locked_report(report)
    if not report.round.assignments.filter(department=department).exists():
        raise PermissionDenied
    stored = RelatedAddition.objects.filter(report=report, department=department).first()
    with saving(report.round, author):
        if not text.strip():
            bulk_write(RelatedAddition, delete=[stored] if stored else [])
            return
        row = stored or RelatedAddition(report=report, department=department)
        row.text, row.by_name, row.written_on = text, str(author.user or ""), today
        save_changed(row)


@transaction.atomic
def review_comment_create(*, report: ProgressReport, text: str, author: Author) -> ReviewComment:
    """Keep a member's remark on a report for the meeting. Raise ValidationError for an empty one."""
    report = locked_reports(locked(report.round), [report.pk])[0]
    comment = ReviewComment(report=report, author=author.user, author_name=str(author.user), text=text)
    with saving(report.round, author):
        save_changed(comment)
    return comment
