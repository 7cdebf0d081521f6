"""Indicators with their yearly values, costs and budget lines of a measure, with fixed values."""

from measures.models import BudgetLine, CostEstimate, Indicator, IndicatorValue, Measure
from tests.factories import make_measure, recorded


@recorded
def make_indicator(*, measure: Measure | None = None, name="オンライン申請率", **fields) -> Indicator:
    """Make a numeric indicator that is to reach 60％ in 2026; `values` maps years to fields of a row each."""
    values = fields.pop("values", {})
    measure = measure or make_measure()
    fields = {
        "key": name, "kind": "numeric", "unit": "％", "direction": "up", "target": 60,
        "due_fiscal_year": 2026, "order": measure.indicators.count(),
    } | fields  # fmt: skip
    indicator = Indicator.objects.create(measure=measure, name=name, **fields)
    for order, (year, row) in enumerate(values.items()):
        IndicatorValue.objects.create(indicator=indicator, fiscal_year=year, order=order, **row)
    return indicator


@recorded
def make_cost(*, measure: Measure | None = None, fiscal_year=2023, **fields) -> CostEstimate:
    measure = measure or make_measure()
    return CostEstimate.objects.create(measure=measure, fiscal_year=fiscal_year, **fields)


@recorded
def make_budget_line(
    *, measure: Measure | None = None, fiscal_year=2023, name="電子申請事業", **fields
) -> BudgetLine:
    measure = measure or make_measure()
    fields = {"order": measure.budget_lines.count()} | fields
    return BudgetLine.objects.create(measure=measure, fiscal_year=fiscal_year, name=name, **fields)
