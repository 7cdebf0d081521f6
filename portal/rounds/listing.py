"""The rounds of a plan, each with how far its answers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from organizations.models import User
from plans.models import Plan
from portal.charts import Part
from portal.dashboard_charts import StateBar, state_bar
from portal.rounds.answers import HANDED_IN
from portal.rounds.matrix import FROM_THE_END
from reviews.models import ProgressReport, ReviewRound


@dataclass(frozen=True)
class RoundLine:
    """A round: `handed_in` of `total` answers, None where it has not begun."""

    round: ReviewRound
    total: int
    handed_in: int
    is_overdue: bool
    bar: StateBar


def round_lines(plan: Plan, user: User, today: date) -> Sequence[RoundLine]:
    """Return the rounds the person knows of, the latest first (one query)."""
    states = ProgressReport.Status
    counts = {f"n_{state.value}": Count("reports", filter=Q(reports__status=state)) for state in states}
    rounds = ReviewRound.objects.known_to(user).filter(plan=plan).select_related("edition")
    lines = []
    for found in rounds.annotate(**counts).order_by("-fiscal_year", "-part", "-pk"):
        found.plan = plan
        lines.append(_line(found, today))
    return lines


def _line(found: ReviewRound, today: date) -> RoundLine:
    numbers = {state: getattr(found, f"n_{state.value}") for state in ProgressReport.Status}
    final = numbers[ProgressReport.Status.FINAL] + numbers[ProgressReport.Status.CONFIRMED]
    parts = [
        Part(state, ProgressReport.Status(state).label, final if state == FROM_THE_END[0] else numbers[state])
        for state in FROM_THE_END
    ]
    return RoundLine(
        round=found,
        total=sum(numbers.values()),
        handed_in=sum(numbers[state] for state in HANDED_IN),
        is_overdue=found.is_overdue(today) and any(numbers[s] for s in ProgressReport.OUTSTANDING),
        bar=state_bar(title=f"{found.name}の進み", parts=parts, height=14, numbers=False),
    )
