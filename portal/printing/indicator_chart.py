"""The small chart of an indicator: values as bars, targets as a dashed line. Units are its view box's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year_by_letter
from portal.printing.tables import decimals_of, shown
from portal.printing.words import Part

WIDTH, HEIGHT = 260, 120
LEFT, RIGHT, TOP, FOOT = 8, 252, 16, 100  # of the plot
WIDEST_BAR = 26


@dataclass(frozen=True)
class ValueBar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A point and the words beside it, "" for none."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True)
class IndicatorChart:
    name: str
    bars: Sequence[ValueBar]
    bar_texts: Sequence[Mark]
    targets: Sequence[Mark]
    years: Sequence[Mark]
    foot: int = FOOT
    left: int = LEFT
    right: int = RIGHT
    template: ClassVar[str] = "print/_indicator_chart.html"

    @property
    def target_line(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.targets)


def indicator_chart(indicator: Part) -> IndicatorChart | None:
    """Return the chart of a numeric indicator, None where fewer than two years have a figure."""
    values = {value["fiscal_year"]: value for value in indicator.get("values", [])}
    figures = [
        value[key] for value in values.values() for key in ("target", "value") if value.get(key) is not None
    ]
    known = [year for year, value in values.items() if "target" in value or "value" in value]
    if len(known) < 2 or min(figures) < 0 or max(figures) == 0:
        return None
    years = range(min(known), max(known) + 1)
    step = (RIGHT - LEFT) / len(years)
    across = {year: round(LEFT + step * (place + 0.5), 1) for place, year in enumerate(years)}
    scale = (FOOT - TOP) / max(figures)
    decimals = max(map(decimals_of, figures))
    targets = _marks(values, across, scale, "target", decimals)
    tops = _marks(values, across, scale, "value", decimals)
    wide = round(min(WIDEST_BAR, step * 0.6), 1)
    return IndicatorChart(
        name=f"{indicator['name']}（{indicator['unit']}）" if indicator.get("unit") else indicator["name"],
        bars=[ValueBar(round(top.x - wide / 2, 1), top.y, wide, round(FOOT - top.y, 1)) for top in tops],
        bar_texts=tops,
        targets=[Mark(mark.x, mark.y, mark.text if mark is targets[-1] else "") for mark in targets],
        years=[
            Mark(across[year], FOOT + 14, show_fiscal_year_by_letter(year)) for year in (years[0], years[-1])
        ],
    )


def _marks(
    values: dict[int, Part], across: dict[int, float], scale: float, key: str, decimals: int
) -> list[Mark]:
    return [
        Mark(across[year], round(FOOT - value[key] * scale, 1), shown(value[key], decimals))
        for year, value in sorted(values.items())
        if value.get(key) is not None
    ]
