"""指標と経費: the figures of a measure, as tables and small charts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measures.judging import Judgement
from measures.models import CostEstimate, Indicator, IndicatorValue
from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era, show_partial_date
from portal.sheet.indicator_chart import IndicatorChart, indicator_chart
from portal.sheet.notes import Marks, NoteBook

UNKNOWN = "記載なし"
Kind = Indicator.Kind
Judge = Callable[[Indicator, int], Judgement]


def show_number(value: float | None, unit: str = "") -> str:
    """Return a figure with its thousands parted and no idle decimals; 記載なし for None."""
    if value is None:
        return UNKNOWN
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
    return f"{shown}{unit}"


@dataclass(frozen=True)
class ValueRow:
    """The figures of one fiscal year; texts as they are shown."""

    year: str
    target: str
    value: str
    achievement: str
    remark: str
    marks: Marks
    judgement: Judgement | None = None


@dataclass(frozen=True)
class IndicatorView:
    """An indicator as the sheet shows it; `rows` are its yearly figures, `chart` where they make a line."""

    pk: int
    name: str
    unit: str
    group: str
    kind: str
    target: str
    due: str
    baseline: str
    fraction: str
    marks: Marks
    rows: Sequence[ValueRow]
    chart: IndicatorChart | None

    @property
    def has_judgements(self) -> bool:
        return self.kind != Kind.FACT and any(row.judgement for row in self.rows)

    @property
    def has_targets(self) -> bool:
        return any(row.target != UNKNOWN for row in self.rows)

    @property
    def has_achievements(self) -> bool:
        return any(row.achievement for row in self.rows)

    @property
    def has_remarks(self) -> bool:
        return any(row.remark for row in self.rows)


def indicator_views(
    indicators: Sequence[Indicator], book: NoteBook, judge: Judge | None = None
) -> list[IndicatorView]:
    """Return the indicators whose `values` are prefetched, in the document's order. `judge` judges one in a
    fiscal year; without it there are no judgements.
    """
    return [_indicator(indicator, book, judge) for indicator in indicators]


def _indicator(indicator: Indicator, book: NoteBook, judge: Judge | None) -> IndicatorView:
    values = list(indicator.values.all())
    marks = book.take(indicator.notes, indicator.name)
    rows = [_value(indicator, value, book, judge) for value in values]
    return IndicatorView(
        pk=indicator.pk,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        kind=indicator.kind,
        target=_target(indicator),
        due=_due(indicator),
        baseline=_baseline(indicator),
        fraction=" ÷ ".join(part for part in (indicator.numerator, indicator.denominator) if part),
        marks=marks,
        rows=rows,
        chart=indicator_chart(indicator, values),
    )


def _target(indicator: Indicator) -> str:
    if indicator.target_text or indicator.target is None:
        return indicator.target_text
    bound = "" if indicator.bound == Indicator.Bound.EXACT else indicator.get_bound_display()
    return show_number(indicator.target, indicator.unit) + bound


def _due(indicator: Indicator) -> str:
    if indicator.due_text or indicator.due_fiscal_year is None:
        return indicator.due_text
    return show_fiscal_year(indicator.due_fiscal_year)


def _baseline(indicator: Indicator) -> str:
    if indicator.baseline is None:
        return ""
    since = show_partial_date(indicator.baseline_on)
    return show_number(indicator.baseline, indicator.unit) + (f"、{since}" if since else "")


def _value(indicator: Indicator, value: IndicatorValue, book: NoteBook, judge: Judge | None) -> ValueRow:
    year = show_fiscal_year_by_era(value.fiscal_year)
    as_of, source = show_partial_date(value.as_of), value.source
    remarks = (value.text, value.state, as_of and f"{as_of}の時点", source and f"出典：{source}")
    return ValueRow(
        year=year,
        target=show_number(value.target),
        value=show_number(value.value),
        achievement=value.achievement,
        remark="、".join(part for part in remarks if part),
        marks=book.take(value.notes, f"{indicator.name}（{year}）"),
        judgement=judge and judge(indicator, value.fiscal_year),
    )


@dataclass(frozen=True)
class CostTable:
    """経費 in thousand yen: `columns` name what some year gives, a row a year, sums of what is known."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str], Marks]]
    totals: Sequence[str]
    is_partly_known: bool
    funding: Sequence[tuple[str, str]]


COST_COLUMNS = {
    "initial": "初期経費",
    "running": "運用経費",
    "estimate": "計",
    "specific_funding": "うち特定財源",
    "budget": "予算",
    "settled": "決算",
}


def cost_table(costs: Sequence[CostEstimate], book: NoteBook) -> CostTable | None:
    """Return the costs of a measure by year, None where the document gives none."""
    if not costs:
        return None
    used = [name for name in COST_COLUMNS if any(getattr(cost, name) is not None for cost in costs)]
    amounts = {name: [getattr(cost, name) for cost in costs] for name in used}
    known = {name: [amount for amount in amounts[name] if amount is not None] for name in used}
    rows = []
    for cost in costs:
        year = show_fiscal_year_by_era(cost.fiscal_year)
        cells = [show_number(getattr(cost, name)) for name in used]
        notes = [*cost.notes, *(note for part in cost.funding for note in part.get("notes", []))]
        rows.append((year, cells, book.take(notes, f"経費（{year}）")))
    return CostTable(
        columns=[COST_COLUMNS[name] for name in used],
        rows=rows,
        totals=[show_number(sum(known[name])) for name in used],
        is_partly_known=any(len(values) < len(costs) for values in known.values()),
        funding=[
            (show_fiscal_year_by_era(cost.fiscal_year), "、".join(map(_funding, cost.funding)))
            for cost in costs
            if cost.funding
        ],
    )


def _funding(part: dict) -> str:
    kinds = (("budget", "予算"), ("settled", "決算"))
    amounts = [f"{label} {part[key]:,}" for key, label in kinds if key in part]
    return f"{part['source']}（{'・'.join(amounts) or UNKNOWN}）"
