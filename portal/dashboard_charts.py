"""Small charts of the dashboards and of the round: figures become places here, templates draw them.

Places and widths across are percent of the drawing, so that words keep their size however wide it is; those
downwards are pixels. Each chart says in `description` all that it draws. Fills are attributes naming tokens
and hatching, so that the same drawing stands on screen, on paper and without colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era, show_fiscal_year_short
from portal.chart_paints import PAINTS, Paint, hatched
from portal.charts import COLUMN_HEIGHT, SHARE_OF_COLUMN, Part, in_words
from portal.long_considerations import PlanSpan, Stretch

LEAST_WIDTH = 5.0  # percent a number needs
EDGE = 8.0  # percent left free beside the outer years, for half a word
NUMBER_ROOM = 26  # pixels above the highest column, for its number
MILLION_FROM = 100_000  # thousand yen: from here on a chart counts in millions


@dataclass(frozen=True)
class Block:
    """A filled rectangle; `text` is its number, "" where it would not fit."""

    paint: Paint
    text: str
    x: float
    width: float
    y: float = 1
    height: float = 24

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def plate(self) -> int:
        """How wide the ground behind the number is, in pixels, where the rectangle is hatched."""
        return 10 * len(self.text) + 8

    @property
    def half_plate(self) -> int:
        return self.plate // 2

    @property
    def baseline(self) -> float:
        """Where text stands to look centred (14 px type)."""
        return round(self.y + self.height / 2 + 5, 1)


@dataclass(frozen=True)
class StateBar:
    """One bar divided among states: 順調・完了・遅れ・未報告 of measures, 確認済… of reports."""

    title: str
    description: str
    blocks: Sequence[Block]
    height: int

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched(block.paint.code for block in self.blocks)


def state_bar(
    *, title: str, parts: Sequence[Part], whole: int | None = None, height: int = 24, numbers: bool = True
) -> StateBar:
    """Divide a bar among its parts, whose codes are those of PAINTS; `whole` is what its full length means.

    A bar without anything has no blocks. `numbers` False leaves them to the table beside it.
    """
    whole = whole or sum(part.count for part in parts)
    blocks, x = [], 0.0
    for part in (part for part in parts if part.count):
        width = part.count / whole * 100
        text = str(part.count) if numbers and width >= LEAST_WIDTH else ""
        blocks.append(Block(PAINTS[part.code], text, round(x, 2), round(width, 2), height=height))
        x += width
    return StateBar(title, in_words(parts), tuple(blocks), height + 2)


@dataclass(frozen=True)
class KeyEntry:
    """One entry of a legend; `count` None leaves the number out."""

    paint: Paint
    name: str
    count: int | None

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched([self.paint.code])


def chart_key(parts: Sequence[Part], *, counts: bool = True) -> list[KeyEntry]:
    """Return the legend of the bars that are made of `parts`."""
    return [KeyEntry(PAINTS[part.code], part.name, part.count if counts else None) for part in parts]


@dataclass(frozen=True)
class Tick:
    """A fiscal year (western) of an axis and where it stands."""

    year: int
    label: str
    x: float


def year_axis(years: Sequence[int]) -> tuple[Tick, ...]:
    """Return where the years stand, the outer ones far enough inside for their words."""
    step = (100 - 2 * EDGE) / max(len(years) - 1, 1)
    return _ticks(years, EDGE, step)


def strip_axis(years: Sequence[int]) -> tuple[Tick, ...]:
    """Return where the heads of the years of a strip stand."""
    step = 100 / len(years)
    return _ticks(years, step / 2, step)


def _ticks(years: Sequence[int], first_x: float, step: float) -> tuple[Tick, ...]:
    labels = year_labels(years)
    return tuple(
        Tick(year, label, round(first_x + step * place, 2))
        for place, (year, label) in enumerate(zip(years, labels, strict=True))
    )


def year_labels(years: Sequence[int]) -> list[str]:
    """Return 令和8, 9, 10: the era stands where it begins to hold."""
    labels, era = [], ""
    for label in map(show_fiscal_year_short, years):
        labels.append(label[2:] if label[:2] == era else label)
        era = label[:2]
    return labels


@dataclass(frozen=True)
class Dumbbell:
    """当初 ○ → 変更後 ●. `now_x` is None for 取下げ; `kind` is later, earlier, same or dropped."""

    title: str
    description: str
    ticks: Sequence[Tick]
    was_x: float
    now_x: float | None
    kind: str


def dumbbell(*, title: str, years: Sequence[int], was: int, now: int | None) -> Dumbbell:
    """Draw the first year a stage had in 当初 and has now (western years among `years`, else at the edge)."""
    ticks = year_axis(years)
    told = f"当初 {show_fiscal_year_by_era(was)}"
    if now is None:
        return Dumbbell(title, f"{told}、取下げ", ticks, _x(ticks, was), None, "dropped")
    kind, slip = _slip(now - was)
    told = f"{told}、変更後 {show_fiscal_year_by_era(now)}、{slip}"
    return Dumbbell(title, told, ticks, _x(ticks, was), _x(ticks, now), kind)


def _slip(years: int) -> tuple[str, str]:
    if not years:
        return "same", "変更なし"
    return ("later", f"後ろ倒し{years}年") if years > 0 else ("earlier", f"前倒し{-years}年")


def _x(ticks: Sequence[Tick], year: int) -> float:
    """Return the place of a year; one outside of the axis stands at its end."""
    known = {tick.year: tick.x for tick in ticks}
    return known.get(year, 100.0 - EDGE / 2 if year > ticks[-1].year else EDGE / 2)


@dataclass(frozen=True)
class Meter:
    """A value on its way to a target, in percent; None where there is no figure."""

    title: str
    description: str
    value_width: float | None
    target_x: float | None


def meter(
    *,
    title: str,
    value: float | None,
    target: float | None,
    last: float | None = None,
    unit: str = "",
    unknown: str = "未報告",
) -> Meter | None:
    """Draw this year's value as a bar and its target as a dashed mark; the right end is the last target.

    `unknown` is what no value means (集計中, 未報告, 記載なし). A value beyond every target fills the bar and
    moves the mark to the left. None where no target says how long the bar is to be.
    """
    if target is None and last is None:
        return None
    figures = [("実績", value), ("目標", target), ("最終目標", last)]
    known = [(name, figure) for name, figure in figures if figure is not None]
    told = [f"{name} {_figure(figure)}{unit}" for name, figure in known]
    told = told if value is not None else [f"実績 {unknown}", *told]
    most = max(figure for _, figure in known)
    return Meter(title, "、".join(told), _share(value, most), _share(target, most))


def _share(figure: float | None, most: float) -> float | None:
    return None if figure is None else round(max(figure, 0) / most * 100, 2) if most > 0 else 0.0


def _figure(figure: float) -> str:
    return f"{figure:,.0f}" if float(figure).is_integer() else f"{round(figure, 2):,}"


@dataclass(frozen=True)
class Cell:
    """A year of a strip; `kind` as in `Stretch`: run (検討), known (other years of a plan), unknown."""

    x: float
    width: float
    kind: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class YearStrip:
    """Years side by side over all plans a measure reaches through; `bounds` are where a plan begins."""

    title: str
    description: str
    cells: Sequence[Cell]
    bounds: Sequence[float]


def year_strip(
    *, title: str, years: Sequence[int], stretches: Iterable[Stretch], plans: Iterable[PlanSpan]
) -> YearStrip:
    """Draw what each year (western) was. `stretches` and `plans` cover `years` from the left."""
    kinds = [stretch.kind for stretch in stretches for _ in range(stretch.span)]
    step = 100 / len(years)
    gap = min(step * 0.12, 1.2)
    cells = [
        Cell(round(step * place + gap / 2, 2), round(step - gap, 2), kind) for place, kind in enumerate(kinds)
    ]
    considered = [year for year, kind in zip(years, kinds, strict=True) if kind == "run"]
    return YearStrip(title, _considered_in_words(considered), tuple(cells), tuple(_bounds(plans, step)))


def _bounds(plans: Iterable[PlanSpan], step: float) -> list[float]:
    ends, reached = [], 0
    for plan in plans:
        reached += plan.span
        ends.append(round(step * reached, 2))
    return ends[:-1]


def _considered_in_words(years: Sequence[int]) -> str:
    if not years:
        return "検討の年度なし"
    first, last = show_fiscal_year_by_era(years[0]), show_fiscal_year_by_era(years[-1])
    return f"検討 {first}から{last}まで{len(years)}年" if len(years) > 1 else f"検討 {first}"


@dataclass(frozen=True)
class YearMoney:
    """What a column is to show: thousand yen, None where nothing is written. `code` is one of PAINTS."""

    fiscal_year: int
    amount: int | None
    code: str
    name: str


@dataclass(frozen=True)
class MoneyColumn:
    """A year's column; `block` None where no amount is written, `text` says so."""

    label: str
    sublabel: str
    text: str
    middle: float
    text_y: float
    block: Block | None


@dataclass(frozen=True)
class MoneyColumns:
    """Columns from one ground, in one scale from zero, counted in `unit`."""

    title: str
    description: str
    unit: str
    columns: Sequence[MoneyColumn]
    ground: int = NUMBER_ROOM + COLUMN_HEIGHT
    height: int = NUMBER_ROOM + COLUMN_HEIGHT + 44

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched(column.block.paint.code for column in self.columns if column.block)


def money_columns(*, title: str, years: Sequence[YearMoney]) -> MoneyColumns | None:
    """Draw a column a year; None where no year has an amount above zero."""
    most = max((year.amount or 0 for year in years), default=0)
    if not most:
        return None
    unit, divisor = ("百万円", 1000) if most >= MILLION_FROM else ("千円", 1)
    told = [f"{show_fiscal_year_by_era(year.fiscal_year)} {_money(year)}" for year in years]
    step = 100 / len(years)
    labels = year_labels([year.fiscal_year for year in years])
    columns = [
        _money_column(year, label, (step * place, step), most, divisor)
        for place, (year, label) in enumerate(zip(years, labels, strict=True))
    ]
    return MoneyColumns(title, "、".join(told), unit, tuple(columns))


def _money_column(
    year: YearMoney, label: str, place: tuple[float, float], most: int, divisor: int
) -> MoneyColumn:
    x, step = place
    ground, width = NUMBER_ROOM + COLUMN_HEIGHT, step * SHARE_OF_COLUMN
    height = round((year.amount or 0) / most * COLUMN_HEIGHT, 1)
    left, top = round(x + (step - width) / 2, 2), round(ground - height, 1)
    block = Block(PAINTS[year.code], "", left, round(width, 2), top, height) if year.amount else None
    text = "記載なし" if year.amount is None else _counted(year.amount, divisor)
    return MoneyColumn(label, year.name, text, round(x + step / 2, 2), round(top - 7, 1), block)


def _counted(amount: int, divisor: int) -> str:
    """Return an amount in the chart's unit: what is not nothing never reads 0."""
    counted = amount / divisor
    return f"{counted:,.0f}" if counted >= 1 or not amount else f"{counted:.3g}"


def _money(year: YearMoney) -> str:
    return "記載なし" if year.amount is None else f"{year.amount:,}千円（{year.name}）"
