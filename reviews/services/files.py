"""Files of an answer: what the department adds, and the scan of an answer that came on paper."""

from django.db import transaction

from organizations.attachments import attachment_name, attachment_type
from organizations.exceptions import FileRefused
from organizations.history import Author
from reviews.answers import Files
from reviews.exceptions import NotYourMove
from reviews.models import ProgressReport, ReportFile
from reviews.services.handing_in import actors
from reviews.services.locking import locked_report

MOST_FILES = 10


@transaction.atomic
def report_files_save(*, report: ProgressReport, author: Author, wanted: Files) -> None:
    """Add files to an answer and remove some of its own.

    Raise FileRefused for a file that is not taken or one too many; RoundNotOpen, NotYourMove.
    """
    report = locked_report(report)
    if not actors(report, author):
        raise NotYourMove(ProgressReport.Status.DRAFT.label)
    files = [_file(report, author, *upload, is_scan=False) for upload in wanted.uploads]
    files += [_file(report, author, *scan, is_scan=True) for scan in wanted.scans]
    report.files.filter(pk__in=[file.pk for file in wanted.remove]).delete()
    if report.files.count() + len(files) > MOST_FILES:
        raise FileRefused(f"ファイルは1件の報告に{MOST_FILES}個までです。まとめるか、減らしてください。")
    for file in files:
        file.save()


def _file(report: ProgressReport, author: Author, name: str, content: bytes, *, is_scan: bool) -> ReportFile:
    name = attachment_name(name)
    return ReportFile(
        report=report,
        name=name,
        content_type=attachment_type(name, content),
        content=content,
        is_scan=is_scan,
        by_name=str(author.user or ""),
    )
