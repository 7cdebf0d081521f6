"""What confirmed answers of rounds that are not final would write: indicator values and settled costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from measures.models import BudgetLine, Indicator, IndicatorValue
from reviews.models import ProgressReport, ReportedCost, ReportedValue, ReviewRound
from reviews.services.finalising import value_put


@dataclass(frozen=True)
class Reported:
    """Reported values by indicator and settled costs by budget line (primary keys), earlier rounds first."""

    values: Mapping[int, Sequence[ReportedValue]] = field(default_factory=dict)
    costs: Mapping[int, ReportedCost] = field(default_factory=dict)

    @classmethod
    def of(cls, rounds: Iterable[ReviewRound]) -> Reported:
        """Read what is reported in those of `rounds` that are not final (two queries, none without one)."""
        found = [one for one in rounds if not one.is_final]
        if not found:
            return cls()
        values: dict[int, list[ReportedValue]] = defaultdict(list)
        settled = {"report__round__in": found, "report__status__in": ProgressReport.SETTLED}
        order = ("report__round__fiscal_year", "report__round__part", "pk")
        for value in ReportedValue.objects.filter(**settled).select_related("report__round").order_by(*order):
            values[value.indicator_id].append(value)
        costs = ReportedCost.objects.filter(**settled).order_by(*order)
        return cls(values, {cost.line_id: cost for cost in costs})

    def values_of(self, indicator: Indicator) -> list[IndicatorValue]:
        """Return the rows of an indicator as they would stand, unsaved, in the order of their years."""
        rows = list(indicator.values.all())
        for value in self.values.get(indicator.pk, ()):
            year = value.report.round.fiscal_year
            row = next((one for one in rows if one.fiscal_year == year), None)
            if row is None:
                row = IndicatorValue(indicator=indicator, fiscal_year=year, order=year)
                rows.append(row)
            value_put(row, value, value.report.round)
        return rows

    def line(self, line: BudgetLine) -> BudgetLine:
        """Return a budget line as it would stand, unsaved."""
        if cost := self.costs.get(line.pk):
            line.settled, line.settled_state = cost.settled, cost.state
        return line
