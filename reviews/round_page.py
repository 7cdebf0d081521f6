"""The page on which a round is made: where it is taken from, and the form that opens with the proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from organizations.fiscal_years import show_day
from organizations.working_days import ClosedDays, closed_days_of
from plans.models import Plan
from reviews.forms.rounds import RoundForm
from reviews.models import ReviewRound
from reviews.proposals import (
    DEADLINES,
    Proposal,
    deadline_warnings,
    empty_proposal,
    proposal_from_cycle,
    proposal_from_round,
)

CYCLE, EMPTY = "cycle", "empty"


@dataclass(frozen=True)
class Choice:
    """One link of a choice between ways to begin."""

    label: str
    query: str
    is_current: bool


class NewRoundPage:
    """`params` say which kind and source were chosen (query string), `data` what was posted, None for a GET.
    """

    def __init__(self, *, plan: Plan, params: QueryDict, today: date, data: QueryDict | None = None):
        self.plan, self.today = plan, today
        self.rounds = list(plan.rounds.order_by("-fiscal_year", "-part", "-pk"))
        kinds = dict(ReviewRound.Kind.choices)
        asked = params.get("kind", "")
        self.kind = asked if asked in kinds else ReviewRound.Kind.PROGRESS
        self.sources = {f"round-{found.pk}": found for found in self.rounds if found.kind == self.kind}
        asked = params.get("from", "")
        first = next(iter(self.sources), CYCLE)
        self.source = asked if asked in {CYCLE, EMPTY, *self.sources} else first
        instance = ReviewRound(plan=plan, kind=self.kind, **self.proposal.values)
        self.form = RoundForm(data, instance=instance)

    @cached_property
    def closed(self) -> ClosedDays:
        return closed_days_of(self.plan.municipality)

    @cached_property
    def proposal(self) -> Proposal:
        if self.source in self.sources:
            return proposal_from_round(
                plan=self.plan, source=self.sources[self.source], rounds=self.rounds, closed=self.closed
            )
        if self.source == EMPTY:
            return empty_proposal(plan=self.plan, rounds=self.rounds, kind=self.kind, today=self.today)
        return proposal_from_cycle(
            plan=self.plan, steps=self.plan.cycle.all(), rounds=self.rounds, kind=self.kind,
            today=self.today, closed=self.closed,
        )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the round as they were typed, with those the form does not show."""
        return {
            "asks": [],
            **self.form.cleaned_data,
            "kind": self.kind,
            "previous": self.proposal.previous,
        }

    @property
    def warnings(self) -> Mapping[str, str]:
        """Say by column which typed deadline is no working day."""
        typed = getattr(self.form, "cleaned_data", {})
        return deadline_warnings(typed, self.closed, show_day)

    @property
    def kinds(self) -> list[Choice]:
        return [
            Choice(label, f"?{urlencode({'kind': value})}", value == self.kind)
            for value, label in ReviewRound.Kind.choices
        ]

    @property
    def ways(self) -> list[Choice]:
        labels = {key: f"「{found.name}」と同じに" for key, found in list(self.sources.items())[:3]}
        labels |= {CYCLE: "計画の進行管理から", EMPTY: "空の調査"}
        return [
            Choice(label, self._query(key), key == self.source) for key, label in labels.items()
        ]

    def _query(self, source: str) -> str:
        return f"?{urlencode({'kind': self.kind, 'from': source})}"


def warnings_of(review_round: ReviewRound) -> Mapping[str, str]:
    """Say by column which deadline of a round is no working day, "" where it is one (one query)."""
    closed = closed_days_of(review_round.plan.municipality)
    values = {name: getattr(review_round, name) for name in DEADLINES}
    return deadline_warnings(values, closed, show_day)
