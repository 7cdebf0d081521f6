"""確定 of a round with the edition that is filed by it (令和5年度末): both or neither."""

from datetime import date

from django.db import transaction

from exchange.freeze import edition_freeze
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.history import Author, save_changed
from plans.models import Edition
from reviews.models import ReviewRound
from reviews.services import review_round_finalise
from reviews.services.locking import saving


@transaction.atomic
def review_round_file(
    *, review_round: ReviewRound, author: Author, today: date, leaves_unanswered: bool = False
) -> ReviewRound:
    """Make a round final and keep the plan as it stands then as an edition.

    Raise RoundNotOpen, ReportsUnsettled, NotYourMove; EditionRefused, ValidationError.
    """
    found = review_round_finalise(
        review_round=review_round, author=author, today=today, leaves_unanswered=leaves_unanswered
    )
    edition = edition_freeze(
        plan=found.plan,
        author=author,
        kind=Edition.Kind.YEAR_END,
        label=edition_label(found),
        adopted_on=today.isoformat(),
        reason=f"{found.name}の確定による。",
    )
    with saving(found, author):
        found.edition = edition
        save_changed(found)
    return found


def edition_label(review_round: ReviewRound) -> str:
    """Name the edition of a round: 令和5年度末, 令和5年度 第2回, 令和5年度 年度計画."""
    year = show_fiscal_year_by_era(review_round.fiscal_year)
    if review_round.is_of_year_plan:
        label = f"{year} 年度計画"
    elif review_round.part_label or review_round.part > 1:
        label = f"{year} {review_round.part_label or f'第{review_round.part}回'}"
    else:
        label = f"{year}末"
    filed = review_round.plan.editions.filter(label__startswith=label).count()
    return f"{label}（{filed + 1}回目の確定）" if filed else label
