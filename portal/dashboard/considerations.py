"""長期検討 as a panel: a strip a measure over the years of all plans it reaches through."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from measures.consideration import Consideration
from organizations.fiscal_years import show_fiscal_year
from portal.dashboard.tables import Amount, FigureTable, Number, Words
from portal.dashboard_charts import Tick, YearStrip, strip_axis, year_strip
from portal.long_considerations import LongRow, LongRuns, PlanSpan, span_of
from portal.measure_table import BLANKS, MeasureRow, MeasureTable

UNDATED = "記載なし"
MOST_DRAWN = 6


@dataclass(frozen=True)
class LongLine:
    row: LongRow
    strip: YearStrip

    @property
    def due(self) -> str:
        return self.row.due_name or UNDATED


@dataclass(frozen=True)
class Long:
    """The panel: the longest first, as many as are drawn; `overdue` passed the year by which to decide."""

    count: Number
    overdue: int
    plans: Sequence[Tick]
    ticks: Sequence[Tick]
    lines: Sequence[LongLine]
    table: FigureTable

    @property
    def longest(self) -> LongRow | None:
        return self.lines[0].row if self.lines else None


def long_panel(table: MeasureTable, runs: LongRuns) -> Long:
    """Draw the longest of the runs. No query."""
    is_unread = not runs.found and any(row.blank == "unreadable" for row in table.rows)
    rows = [runs.row(run) for run in runs.found[:MOST_DRAWN]]
    url = reverse("portal:consideration_list", args=table.plan.url_args)
    return Long(
        count=Number(None if is_unread else len(runs.found), url, BLANKS["unreadable"]),
        overdue=sum(runs.is_overdue(run) for run in runs.found),
        plans=_plan_heads(runs.plans),
        ticks=strip_axis(runs.years) if rows else (),
        lines=[LongLine(row, _strip(row, runs)) for row in rows],
        table=_table(runs),
    )


def _strip(row: LongRow, runs: LongRuns) -> YearStrip:
    title = f"{row.measure.number} {row.measure.name}"
    return year_strip(title=title, years=runs.years, stretches=row.strip, plans=runs.plans)


def _plan_heads(plans: Sequence[PlanSpan]) -> list[Tick]:
    """Return where the plans of the strip are named: この計画 over the last years, 前の計画 over others."""
    whole, reached, heads = sum(plan.span for plan in plans), 0, []
    for place, plan in enumerate(plans, start=1):
        middle = (reached + plan.span / 2) / whole * 100
        label = "この計画" if place == len(plans) else "前の計画"
        heads += [Tick(place, label, round(middle, 2))] if plan.title else []
        reached += plan.span
    return heads if len(heads) > 1 else []


def _table(runs: LongRuns) -> FigureTable:
    rows = [_row(run, runs.measures[run.measure.pk]) for run in runs.found]
    return FigureTable(
        "長期検討（3年以上）", ["検討が続くもの", "検討の年度", "担当", "決定の期限", "続く年数"], rows, 4
    )


def _row(run: Consideration, measure: MeasureRow) -> list[Words | Amount]:
    due = run.measure.decision_due_fiscal_year
    return [
        Words(f"{measure.number} {measure.name}", measure.url),
        Words(span_of(run)),
        Words(measure.department_names or UNDATED),
        Words(show_fiscal_year(due) if due else UNDATED),
        Amount(run.years, f"{run.years}年"),
    ]
