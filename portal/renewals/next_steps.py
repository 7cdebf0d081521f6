"""次にすること: what a system's owner does next, with dates and arithmetic, for the top of its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of
from organizations.models import User
from organizations.months import months_between
from portal.measure_groups import query_of
from portal.place import Place
from portal.renewals.items import FindingItem, Settling
from systems.findings.findings import city_judged
from systems.renewing import RenewalStep, renewal_steps


@dataclass(frozen=True)
class StepAhead:
    """The next step of a renewal and when it is due, in words."""

    step: RenewalStep
    due: str


@dataclass(frozen=True)
class NextSteps:
    """Findings that stand, the next step of the renewal, and what was accepted; `edit_url` and `trial_url`
    are "" where there is nothing to change or to try.
    """

    items: Sequence[FindingItem]
    accepted: Sequence[FindingItem]
    ahead: StepAhead | None
    edit_url: str
    trial_url: str
    is_dated: bool


def next_steps(place: Place, system: int, user: User, today: date) -> NextSteps | None:
    """Read what is to be done for a system (its primary key); None for one that has ended."""
    facts, findings = city_judged(place.municipality, as_of=today, system=system)
    if not facts:
        return None
    settling = Settling(place, user)
    items = settling.items(findings)
    renewal = facts[0].renewal
    code = place.municipality.code
    is_dated = bool(renewal and (renewal.next_start or renewal.current_end))
    return NextSteps(
        items=[item for item in items if not item.finding.is_accepted],
        accepted=[item for item in items if item.finding.is_accepted],
        ahead=_ahead(renewal_steps(renewal, renewal.lead_months), today) if renewal else None,
        edit_url=reverse("systems:renewal_edit", args=[code, settling.current, system])
        if system in settling.changed else "",
        trial_url=reverse("portal:renewal_trial", args=[code]) + query_of(system=system) if is_dated else "",
        is_dated=is_dated,
    )  # fmt: skip


def _ahead(steps: Sequence[RenewalStep], today: date) -> StepAhead | None:
    """Return the step that comes next, this month's included."""
    this_month = today.replace(day=1)
    dated = [step for step in steps if step.month is not None and step.month >= this_month]
    if not dated:
        return None
    step = min(dated, key=lambda step: step.month)
    months = months_between(today, step.month)
    due = "今月です" if months == 0 else f"あと{months}か月"
    year = fiscal_year_of(step.month)
    return StepAhead(step, due + ("（今年度）" if months and year == fiscal_year_of(today) else ""))
