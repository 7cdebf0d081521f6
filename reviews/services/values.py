"""見込み becomes 確定: figures of a final round, later, without reopening its texts."""

from collections.abc import Iterable, Mapping

from django.db import models, transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Author, Reason, save_changed
from reviews.exceptions import NotYourMove, RoundNotFinal
from reviews.models import ProgressReport, ReportedCost, ReportedValue, ReviewRound
from reviews.services.finalising import write_costs, write_values
from reviews.services.locking import locked, locked_reports, saving
from reviews.services.reports import actors

Changes = Mapping[int, Iterable[Edit]]  # by the primary key of a reported figure


@transaction.atomic
def figures_settle(
    *, review_round: ReviewRound, values: Changes, costs: Changes, author: Author, reason: str
) -> int:
    """Correct figures of a final round, and the plan's with them, in one save; return how many changed.

    Raise RoundNotFinal, ReasonMissing, NotYourMove, EditConflict, ValidationError.
    """
    found = locked(review_round)
    if not found.is_final:
        raise RoundNotFinal(found.name)
    if not reason.strip():
        raise ReasonMissing("変更の理由を入力してください。")
    with saving(found, author, Reason("progress", f"{found.name}の値の確定：{reason.strip()}")):
        changed = reported_value_settle(review_round=found, changes=values, author=author)
        return changed + reported_cost_settle(review_round=found, changes=costs, author=author)


def reported_value_settle(*, review_round: ReviewRound, changes: Changes, author: Author) -> int:
    """Change reported values and the indicators' with them, inside of a save; return how many."""
    rows = ReportedValue.objects.filter(report__round=review_round).select_related("indicator")
    saved = _save(rows, changes, review_round, author)
    write_values(review_round, ReportedValue.objects.filter(pk__in=saved))
    return len(saved)


def reported_cost_settle(*, review_round: ReviewRound, changes: Changes, author: Author) -> int:
    """Change reported settled amounts and the budget lines' with them, inside of a save; return how many."""
    rows = ReportedCost.objects.filter(report__round=review_round).select_related("line")
    saved = _save(rows, changes, review_round, author)
    write_costs(ReportedCost.objects.filter(pk__in=saved))
    return len(saved)


def _save(
    rows: models.QuerySet, changes: Changes, review_round: ReviewRound, author: Author
) -> list[int]:
    found = {row.pk: row for row in rows.filter(pk__in=list(changes))}
    _check_writer(review_round, {row.report_id for row in found.values()}, author)
    conflicts = Conflicts()
    for pk, row in found.items():
        conflicts.merge(row, changes[pk])
    if conflicts.found:
        raise EditConflict(conflicts.found)
    return [pk for pk, row in found.items() if save_changed(row)]


def _check_writer(review_round: ReviewRound, keys: Iterable[int], author: Author) -> None:
    """Raise NotYourMove unless the author may answer all of these reports."""
    if not all(actors(report, author) for report in locked_reports(review_round, keys)):
        raise NotYourMove(ProgressReport.Status.FINAL.label)
