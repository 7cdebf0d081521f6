"""工程表 as a poster: one sheet of A3 or A2, whatever the number of measures. Lengths in mm, type in pt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import (
    fiscal_year_of,
    show_fiscal_year_by_era,
    show_fiscal_year_by_letter,
    show_fiscal_years,
)
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.poster_entries import (
    SCHEDULE,
    TARGETS,
    TEXTS,
    Entries,
    poster_entries,
)
from portal.printing.poster_fit import (
    LEAST,
    Area,
    Columns,
    Fit,
    fitted,
)
from portal.printing.poster_foot import Foot, foot_of
from portal.printing.poster_rows import Block, Key, blocks_of, keys_of
from portal.printing.tables import shortened
from portal.printing.type_width import POINT, ems, line_count, within
from portal.printing.words import Part, Source

SHEETS = {"A3": (420.0, 297.0), "A2": (594.0, 420.0)}  # the long side first
SCALE = {"A3": 1.0, "A2": 1.4}
MARGIN, TITLE, LEGEND, LEGEND_LINE, FOOT_LINE, FOOT = 11.0, 25.0, 10.0, 6.0, 4.4, 10.0  # of an A3
SPARE_WIDTH = 0.4
LEGEND_TYPE, KEY_ROOM, SIGNS = 9.5, 2.6, 12.0  # pt on an A3; em around a word, for the signs
TYPE, SPAN_TYPE = 10.0, 1.1  # pt of an A3's rem; rem
TITLE_SIDES, FACT = 9.5, 9.5  # rem: padding and mark, one fact
HEADINGS = {"l": (2.1, 1), "m": (1.7, 1), "s": (1.35, 1), "xs": (1.05, 2), "xxs": (0.7, 4)}  # rem, lines
LONGEST_FACT = 14  # characters
SEVERAL = f"文字が{LEAST}ポイントを下回らないよう、{{}}枚に分けた。"
LARGEST = {"A3": 20.0, "A2": 28.0}
COMFORTABLE = {"A3": (LEAST, 7.0, 8.75), "A2": (LEAST, 8.5, 11.5)}  # pt by detail
LANDSCAPE, PORTRAIT = "landscape", "portrait"
UPRIGHT = 0.93  # what a sheet across is preferred by
NARROW_YEAR, SHORT_YEAR = 5.4, 4.1  # em: below them a year's head is R4年度, R4
SHORT_NOW = 4.6  # em: below it 今年度 stands alone beneath


@dataclass(frozen=True)
class YearHead:
    name: str
    beneath: str
    is_now: bool


@dataclass(frozen=True)
class PosterSheet:
    number: int
    columns: Sequence[Sequence[Block]]


@dataclass(frozen=True)
class Head:
    """What the title says; `heading` names the size of its type."""

    city: str
    plan: str
    name: str
    span: str
    heading: str
    vision: str
    facts: Sequence[tuple[str, str, str]]
    mark: str
    audience: str


@dataclass(frozen=True)
class Poster:
    title: str
    head: Head
    size: str
    orientation: str
    width: float
    height: float
    room: float
    legend: float
    fit: Fit
    heads: Sequence[str]
    years: Sequence[YearHead]
    count_years: Sequence[str]
    keys: Sequence[Key]
    sheets: Sequence[PosterSheet]
    foot: Foot
    remarks: Sequence[str]
    editor: str
    created: str
    imprint: Imprint
    form: str

    @property
    def total(self) -> int:
        return len(self.sheets)

    @property
    def column_count(self) -> int:
        return len(self.heads) + len(self.years)


def poster(
    document: Part,
    day: date,
    *,
    size: str = "",
    orientation: str = "",
    edition: str = "",
    mark: str = "",
    is_internal: bool = False,
) -> Poster:
    """Return the poster of `document` (ict-plan/1, canonical or not) on `day`.

    `size` is A3 (unless said otherwise) or A2; without an `orientation` the one with the larger type.
    """
    whole = ordered(dict(document))
    shown = whole if is_internal else ordered(public_document(whole).document)
    source = Source(shown, this_year=fiscal_year_of(day))
    entries = poster_entries(source)
    size = size if size in SHEETS else "A3"
    tried = [
        (turned, _fit(source, entries, size, turned))
        for turned in ([orientation] if orientation else [LANDSCAPE, PORTRAIT])
    ]
    turned, fit = min(tried, key=lambda found: (found[1].sheets, -found[1].detail, -_score(found)))
    head = _head(source, entries.form, size, turned, mark, is_internal=is_internal)
    return _composed(source, entries, size, turned, fit, head, imprint_of(document, day, edition=edition))


def _score(tried: tuple[str, Fit]) -> float:
    turned, fit = tried
    return fit.score * (1 if turned == LANDSCAPE else UPRIGHT)


def _fit(source: Source, entries: Entries, size: str, orientation: str) -> Fit:
    scale = SCALE[size]
    width, height = _sides(size, orientation)
    foot = _foot_height(source, entries, size, foot_of(source, entries, _rem(size, width)))
    room = height - scale * (2 * MARGIN + TITLE) - _legend(entries, size, width) - foot
    area = Area(width - 2 * MARGIN * scale - SPARE_WIDTH, room, LARGEST[size], COMFORTABLE[size])
    return fitted(entries, area)


def _sides(size: str, orientation: str) -> tuple[float, float]:
    long, short = SHEETS[size]
    return (long, short) if orientation == LANDSCAPE else (short, long)


def _legend(entries: Entries, size: str, width: float) -> float:
    """Return the height of the legend: most plans' words stand on one line."""
    taken = (
        sum(ems(f"{key.code} {key.label}", is_bold=True) + KEY_ROOM for key in keys_of(entries.phases))
        + SIGNS
    )
    lines = ceil(taken * LEGEND_TYPE * POINT * SCALE[size] / (width - 2 * MARGIN * SCALE[size]))
    return SCALE[size] * (LEGEND + LEGEND_LINE * (lines - 1))


def _rem(size: str, width: float) -> float:
    """Return the width between the margins of a sheet of `width` mm in rem."""
    return (width - 2 * MARGIN * SCALE[size]) / (TYPE * POINT * SCALE[size])


def _foot_height(source: Source, entries: Entries, size: str, foot: Foot) -> float:
    """Return the height of the foot in mm: the counts, the remarks beside them, the imprint."""
    remarks = "　".join([*_remarks(source, entries), *foot.remarks, SEVERAL.format(99)])
    return SCALE[size] * (FOOT + FOOT_LINE * foot.lines([remarks, f"編集　{_editor(source)}"]))


def _editor(source: Source) -> str:
    return source.plan.get("editor") or source.plan.get("publisher", "")


def _composed(
    source: Source, entries: Entries, size: str, turned: str, fit: Fit, head: Head, imprint: Imprint
) -> Poster:
    plan, (width, height) = source.plan, _sides(size, turned)
    keys, foot = keys_of(entries.phases), foot_of(source, entries, _rem(size, width))
    legend, below = _legend(entries, size, width), _foot_height(source, entries, size, foot)
    several = [SEVERAL.format(fit.sheets)] if fit.sheets > 1 else []
    filled = zip(fit.columns, fit.stretches, strict=True)
    columns = [blocks_of(fit, keys, column, stretch) for column, stretch in filled]
    return Poster(
        title=f"{source.city} {plan['title']} {head.name}",
        head=head,
        size=size,
        orientation=turned,
        width=width,
        height=height,
        room=round(height - SCALE[size] * (2 * MARGIN + TITLE) - legend - below, 1),
        legend=legend,
        fit=fit,
        heads=list(_heads(source, entries, fit.widths)),
        years=_years(source, fit.widths),
        count_years=[show_fiscal_year_by_letter(year) for year in source.years],
        keys=keys,
        sheets=[
            PosterSheet(first // fit.across + 1, columns[first : first + fit.across])
            for first in range(0, len(columns), fit.across)
        ],
        foot=foot,
        remarks=[*_remarks(source, entries), *foot.remarks, *several],
        editor=_editor(source),
        created=plan.get("issued_on", ""),
        imprint=imprint,
        form=entries.form,
    )


def _head(source: Source, form: str, size: str, turned: str, mark: str, *, is_internal: bool) -> Head:
    """Return the title with its type as large as the sheet's width allows."""
    plan = source.plan
    facts = list(_facts(source))
    span = show_fiscal_years(source.years[0], source.years[-1])
    room = _rem(size, _sides(size, turned)[0]) - TITLE_SIDES - FACT * len(facts)
    name = {SCHEDULE: source.word("schedule"), TARGETS: "取組と目標", TEXTS: "取組"}[form]
    return Head(
        city=source.city,
        plan=plan["title"],
        name=name,
        span=span,
        heading=_heading_size(f"{plan['title']}　{name}", room),
        vision=within(plan.get("vision", ""), 1, room / SPAN_TYPE - ems(span) - 3),
        facts=facts,
        mark=mark,
        audience="内部用" if is_internal else "",
    )


def _heading_size(text: str, room: float) -> str:
    """Return the name of the largest size in which the heading keeps to its lines in `room` rem."""
    fits = (
        name
        for name, (size, lines) in HEADINGS.items()
        if line_count(text, room / size, is_bold=True) <= lines
    )
    return next(fits, "xxs")


def _facts(source: Source) -> Iterator[tuple[str, str, str]]:
    """Yield (label, number, unit) of what the plan comes to; what it has none of is not counted."""
    measures = source.parts("measures")
    if measures:
        yield shortened(source.word("measure"), LONGEST_FACT), str(len(measures)), "件"
    for key in ("is_priority", "is_new"):
        if found := sum(bool(measure.get(key)) for measure in measures):
            yield shortened(f"うち{source.mark(key)}", LONGEST_FACT), str(found), "件"
    if policies := source.parts("policies"):
        yield (
            shortened((source.plan.get("policy_levels") or ["方針"])[0], LONGEST_FACT),
            str(len(policies)),
            "つ",
        )


def _heads(source: Source, entries: Entries, widths: Columns) -> Iterator[str]:
    yield "番号"
    yield source.word("measure")
    if widths.text:
        yield source.word("content") if entries.form != TARGETS else "取組"
    if widths.label:
        yield "目標"


def _years(source: Source, widths: Columns) -> list[YearHead]:
    if not widths.years:
        return []
    heads = []
    for year in source.years:
        by_letter = show_fiscal_year_by_letter(year)
        long = show_fiscal_year_by_era(year) if widths.year >= NARROW_YEAR else by_letter
        name = long if widths.year >= SHORT_YEAR else by_letter.removesuffix("年度")
        now = ("今年度" if widths.year < SHORT_NOW else f"今年度 {year}") if year == source.this_year else ""
        heads.append(YearHead(name, now or str(year), bool(now)))
    return heads


def _remarks(source: Source, entries: Entries) -> Iterator[str]:
    if any(measure.get("schedule_state") == "partly" for measure in source.parts("measures")):
        yield "※は、原本の一部を読み取れないもの。"
    if entries.form == TARGETS:
        yield "帯は、達成の期限の年度まで。この計画に工程表の記載はない。"
    if entries.form == TEXTS:
        yield "この計画に工程表と目標の記載はない。"
    if not entries.bands:
        yield f"{source.word('measure')}は該当なし。"
