"""A small chart of an indicator: a bar a year for what was reached, a dashed line for what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.models import Indicator, IndicatorValue
from organizations.fiscal_years import show_fiscal_year_by_era

WIDTH, HEIGHT = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 76, 8, 24, 30
RULES = 4


@dataclass(frozen=True)
class Column:
    """A year: where its bar and its target line stand; None where the document gives no figure."""

    year: str
    x: float
    width: float
    middle: float
    right: float
    value: str
    bar_y: float | None
    bar_height: float
    target: str
    target_y: float | None


@dataclass(frozen=True)
class Rule:
    y: float
    label: str


@dataclass(frozen=True)
class IndicatorChart:
    """Geometry in the units of the view box. `description` tells the figures in words."""

    title: str
    description: str
    columns: Sequence[Column]
    rules: Sequence[Rule]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def indicator_chart(indicator: Indicator, values: Sequence[IndicatorValue]) -> IndicatorChart | None:
    """Draw the yearly figures, where at least two years have one. Bars start at zero."""
    drawn = [value for value in values if value.value is not None or value.target is not None]
    highest = max((figure for value in drawn for figure in (value.value, value.target) if figure), default=0)
    if len(drawn) < 2 or highest <= 0:
        return None
    top = _round_up(highest)
    years = [show_fiscal_year_by_era(value.fiscal_year) for value in drawn]
    step = (WIDTH - LEFT - RIGHT) / len(drawn)
    told = [f"{year} {_told(value)}" for year, value in zip(years, drawn, strict=True)]
    return IndicatorChart(
        title=f"{indicator.name}の推移（{indicator.unit or '単位の記載なし'}）",
        description="、".join(told),
        columns=[
            _column(year, value, LEFT + index * step, step, top)
            for index, (year, value) in enumerate(zip(years, drawn, strict=True))
        ],
        rules=[Rule(_y(mark, top), _figure(mark)) for mark in (top * n / RULES for n in range(RULES + 1))],
    )


def _column(year: str, value: IndicatorValue, x: float, step: float, top: float) -> Column:
    bar_y = None if value.value is None else _y(value.value, top)
    width = min(step * 0.5, 72)
    return Column(
        year=year,
        x=round(x + (step - width) / 2, 1),
        width=round(width, 1),
        middle=round(x + step / 2, 1),
        right=round(x + (step + width) / 2, 1),
        value="" if value.value is None else _figure(value.value),
        bar_y=bar_y,
        bar_height=0 if bar_y is None else round(HEIGHT - BOTTOM - bar_y, 1),
        target="" if value.target is None else _figure(value.target),
        target_y=None if value.target is None else _y(value.target, top),
    )


def _y(figure: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - max(figure, 0) / top * (HEIGHT - TOP - BOTTOM), 1)


def _round_up(figure: float) -> float:
    """Return the next 1, 2, 4 or 8 times a power of ten, so that four rules stand at round figures."""
    power = 10.0 ** (len(str(int(figure))) - 1) if figure >= 1 else 0.1
    return next(step * power for step in (1, 2, 4, 8, 10, 20) if step * power >= figure)


def _figure(figure: float) -> str:
    return f"{figure:,.0f}" if float(figure).is_integer() else f"{round(figure, 2):,}"


def _told(value: IndicatorValue) -> str:
    parts = [("目標", value.target), ("実績", value.value)]
    return "・".join(f"{label} {_figure(figure)}" for label, figure in parts if figure is not None)
