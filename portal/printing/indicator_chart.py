"""The small chart of an indicator: values as bars, targets as a dashed line. Units are its view box's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year_by_letter
from portal.printing.tables import decimals_of, shown
from portal.printing.words import Part

LEFT, RIGHT, TOP, FOOT = 8, 252, 18, 68  # of the plot, in a box of 260 by 85
WIDEST_BAR = 26
ROOM_FOR_TEXT = 13  # height of a bar that its figure stands in


@dataclass(frozen=True)
class Mark:
    """A point and the words beside it, "" for none."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True)
class IndicatorChart:
    """Bars of values and a line of targets. Drawn in as few shapes as can be: each costs the printer time.

    `tops` are the middles of the bars' upper edges. Only the last figure of each series stands in the
    drawing: the table below has all of them.
    """

    name: str
    tops: Sequence[Mark]
    bar_width: float
    targets: Sequence[Mark]
    years: Sequence[Mark]
    foot: int = FOOT
    left: int = LEFT
    right: int = RIGHT
    template: ClassVar[str] = "print/_indicator_chart.html"

    @property
    def bars(self) -> str:
        """All bars as the data of one path."""
        half, wide = self.bar_width / 2, self.bar_width
        return "".join(f"M{top.x - half:.1f} {top.y}h{wide}V{self.foot}h-{wide}z" for top in self.tops)

    @property
    def last_bar(self) -> Mark | None:
        return self.tops[-1] if self.tops else None

    @property
    def has_room_in_bar(self) -> bool:
        return bool(self.tops) and self.foot - self.tops[-1].y >= ROOM_FOR_TEXT

    @property
    def target_line(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.targets)

    @property
    def target_marks(self) -> str:
        """A diamond at every target, as the data of one path."""
        return "".join(f"M{mark.x} {mark.y - 3:.1f}l3 3-3 3-3-3z" for mark in self.targets)


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
    return IndicatorChart(
        name=f"{indicator['name']}（{indicator['unit']}）" if indicator.get("unit") else indicator["name"],
        tops=_marks(values, across, scale, "value", decimals),
        bar_width=round(min(WIDEST_BAR, step * 0.6), 1),
        targets=_marks(values, across, scale, "target", decimals),
        years=[
            Mark(across[year], FOOT + 14, show_fiscal_year_by_letter(year)) for year in (years[0], years[-1])
        ],
    )


def _marks(
    values: dict[int, Part], across: dict[int, float], scale: float, key: str, decimals: int
) -> list[Mark]:
    """Return the points of a series; the last one has its figure."""
    told = [(year, value[key]) for year, value in sorted(values.items()) if value.get(key) is not None]
    return [
        Mark(
            across[year],
            round(FOOT - figure * scale, 1),
            shown(figure, decimals) if year == told[-1][0] else "",
        )
        for year, figure in told
    ]
