"""Which round a dashboard tells of: the one asked for, else the latest whose answers are settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q
from django.urls import reverse

from organizations.fiscal_years import show_day, show_fiscal_year_by_era
from plans.models import Plan
from portal.measure_selection import query_of
from reviews.models import ProgressReport, ReviewRound


@dataclass(frozen=True)
class Rounds:
    """The plan's rounds that were opened, the latest first; `chosen` is None before any report.

    Each has `settled`, the number of its answers that are confirmed or final.
    """

    opened: Sequence[ReviewRound]
    chosen: ReviewRound | None

    @property
    def open(self) -> ReviewRound | None:
        """The round that takes answers now."""
        return next((found for found in self.opened if found.is_open), None)

    @property
    def shown(self) -> list[ReviewRound]:
        """The chosen round, then the earlier ones that have something to compare it with."""
        if self.chosen is None:
            return []
        place = self.opened.index(self.chosen)
        return [self.chosen, *(found for found in self.opened[place + 1 :] if found.settled)]


def rounds_of(plan: Plan, key: str = "", *, of_any_kind: bool = False) -> Rounds:
    """Read the rounds of 実績 of a plan, or all (one query); `key` is the address of the one asked for."""
    settled = Count("reports", filter=Q(reports__status__in=ProgressReport.SETTLED))
    found = plan.rounds.all() if of_any_kind else plan.rounds.of_progress()
    found = found.exclude(state=ReviewRound.State.PREPARING).annotate(settled=settled)
    opened = list(found.order_by("-fiscal_year", "-part", "-pk"))
    for review_round in opened:
        review_round.plan = plan
    asked = next((review_round for review_round in opened if review_round.key == key), None)
    return Rounds(opened, asked or next((found for found in opened if found.settled), None))


def round_url(review_round: ReviewRound, **conditions: object) -> str:
    """Return the address of a round's own page, its answers narrowed to some conditions."""
    query = f"{query_of(conditions)}#answers" if conditions else ""
    return review_round.get_absolute_url() + query


def result_list_url(review_round: ReviewRound, **conditions: object) -> str:
    """Return the address of the round's results narrowed to some conditions (names of ResultFilter)."""
    return _result_list(*review_round.url_args) + query_of(conditions)


@lru_cache(maxsize=256)
def _result_list(*args: str) -> str:
    return reverse("portal:result_list", args=args)


def report_url(review_round: ReviewRound, pk: int) -> str:
    """Return the address of one answer of a round."""
    return f"{_reports(*review_round.url_args)}{pk}/"


@lru_cache(maxsize=256)
def _reports(*args: str) -> str:
    return reverse("portal:progress_report_detail", args=[*args, 0]).removesuffix("0/")


def year_of(review_round: ReviewRound) -> str:
    """Name the round by its year: 令和5年度, 令和5年度 第2回, 令和6年度 年度計画."""
    year = show_fiscal_year_by_era(review_round.fiscal_year)
    kind = review_round.get_kind_display() if review_round.is_of_year_plan else ""
    part = review_round.part_label or (f"第{review_round.part}回" if review_round.part > 1 else "")
    return " ".join(word for word in (year, kind, part) if word)


def as_of(review_round: ReviewRound) -> str:
    return f"基準日 {show_day(review_round.as_of)}" if review_round.as_of else "基準日の記載なし"


def address(path: str, given: Mapping[str, str], **changed: str) -> str:
    """Return the page's own address with some of its choices changed; "" takes one out."""
    return path + query_of({name: value for name, value in {**given, **changed}.items() if value})
