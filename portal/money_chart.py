"""Columns by year for 見積, 当初 and 決算 side by side, in one scale from zero. Places across are percent."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.judging import show_figure
from organizations.fiscal_years import show_fiscal_year_by_era
from portal.chart_paints import PAINTS, Paint, hatched
from portal.dashboard_charts import MILLION_FROM, year_labels
from portal.money import MoneyTotal

SERIES = {"estimate": ("estimate", "見積"), "initial": ("budget", "当初"), "settled": ("settled", "決算")}
HEIGHT, HEAD, FOOT, LEFT = 200, 12, 40, 11.0
SHARE_OF_YEAR = 0.8
RULES = 4


@dataclass(frozen=True)
class Bar:
    paint: Paint
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class Year:
    """A year's bars; a year nobody wrote an amount for says so."""

    label: str
    sublabel: str
    middle: float
    bars: Sequence[Bar]
    text: str


@dataclass(frozen=True)
class MoneyChart:
    """The drawing; `description` says in words all that is drawn."""

    title: str
    description: str
    unit: str
    years: Sequence[Year]
    rules: Sequence[tuple[float, str]]
    key: Sequence[tuple[Paint, str]]
    left: float = LEFT
    ground: int = HEAD + HEIGHT
    height: int = HEAD + HEIGHT + FOOT

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched(paint.code for paint, _ in self.key)


def money_chart(totals: Sequence[MoneyTotal]) -> MoneyChart | None:
    """Draw the totals of fiscal years (their keys); None where no amount is above zero."""
    amounts = [{code: total.amount(code) for code in SERIES} for total in totals]
    most = max((amount or 0 for year in amounts for amount in year.values()), default=0)
    if most <= 0:
        return None
    unit, divisor = ("百万円", 1000) if most >= MILLION_FROM else ("千円", 1)
    top = _round_up(most / divisor) * divisor
    step = (100 - LEFT) / len(totals)
    years = [int(total.key) for total in totals]
    return MoneyChart(
        title="年度ごとの見積・当初・決算",
        description="".join(_told(year, known) for year, known in zip(years, amounts, strict=True)),
        unit=unit,
        years=[
            _year(year, label, known, (LEFT + step * place, step), top)
            for place, (year, label, known) in enumerate(zip(years, year_labels(years), amounts, strict=True))
        ],
        rules=[
            (round(HEAD + HEIGHT * (1 - n / RULES), 1), show_figure(top / divisor * n / RULES))
            for n in range(RULES + 1)
        ],
        key=[(PAINTS[paint], name) for paint, name in SERIES.values()],
    )


def _year(year: int, label: str, known: dict, place: tuple[float, float], top: float) -> Year:
    x, step = place
    width = step * SHARE_OF_YEAR / len(SERIES)
    bars = []
    for number, code in enumerate(SERIES):
        if amount := known[code]:
            height = round(amount / top * HEIGHT, 1)
            left = x + step * (1 - SHARE_OF_YEAR) / 2 + width * number
            paint = PAINTS[SERIES[code][0]]
            bars.append(Bar(paint, round(left, 2), round(width * 0.94, 2), HEAD + HEIGHT - height, height))
    text = "" if any(amount is not None for amount in known.values()) else "記載なし"
    return Year(label, str(year), round(x + step / 2, 2), bars, text)


def _round_up(figure: float) -> float:
    """Return the next 1, 2, 4 or 8 times a power of ten, so that the rules stand at round figures."""
    power = 10.0 ** (len(str(int(figure))) - 1) if figure >= 1 else 0.1
    return next(step * power for step in (1, 2, 4, 8, 10, 20) if step * power >= figure)


def _told(year: int, known: dict[str, int | None]) -> str:
    parts = [f"{SERIES[code][1]}{amount:,}千円" for code, amount in known.items() if amount is not None]
    return f"{show_fiscal_year_by_era(year)}は{'、'.join(parts) or '記載なし'}。"
