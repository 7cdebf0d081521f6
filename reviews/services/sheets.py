"""Taking over a filled-in sheet: all of its answers, or none and the cells that do not fit."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.exceptions import PortalError
from organizations.history import Author
from reviews.answers import Proxy
from reviews.exceptions import SheetDoesNotFit
from reviews.services.reports import progress_report_submit, report_draft_save
from reviews.sheets.reading import Filled


@transaction.atomic
def answer_sheet_import(
    *,
    sheet: Iterable[Filled],
    author: Author,
    now: datetime,
    is_handed_in: bool,
    proxy: Proxy | None = None,
) -> int:
    """Keep the touched answers of a sheet as drafts and, if asked, hand them in; return how many.

    Raise SheetDoesNotFit with every cell that keeps it from that; then nothing is written.
    """
    touched = [filled for filled in sheet if filled.is_touched]
    problems: list[str] = []
    for filled in touched:
        try:
            with transaction.atomic():
                _take_over(filled, author, now, is_handed_in, proxy)
        except (PortalError, ValidationError) as refusal:
            problems += filled.problems(refusal)
    if problems:
        raise SheetDoesNotFit(problems)
    return len(touched)


def _take_over(
    filled: Filled, author: Author, now: datetime, is_handed_in: bool, proxy: Proxy | None
) -> None:
    report_draft_save(
        report=filled.report, data=filled.typed, revision=filled.revision, author=author, now=now
    )
    if not is_handed_in:
        return
    form = filled.form
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    progress_report_submit(
        report=filled.report, answer=form.answer(), author=author, today=now.date(), proxy=proxy
    )
