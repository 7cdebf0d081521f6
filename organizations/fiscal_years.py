"""Fiscal years, eras and months: the one module that reads and shows them.

A fiscal year is the western int it starts in (令和4年度 = 2022), a month the date of its first day.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from organizations.exceptions import DatesDisagree, UnreadableDate
from organizations.text import normalise_width

FIRST_YEAR, LAST_YEAR = 1868, 2999
YEAR_REMEDY = "「令和4年度」「R4」「2022」のように入力してください。"
MONTH_REMEDY = "「令和4年7月」「R4.7」「2022-07」のように入力してください。"
DAY_REMEDY = "「令和4年7月1日」「R4.7.1」「2022-07-01」のように入力してください。"
RANGE_REMEDY = "「令和4年度～令和8年度」「2022～2026」のように入力してください。"


@dataclass(frozen=True)
class Era:
    """An era; `last` is its last year, `first_fiscal_year` the first fiscal year that bears its name."""

    name: str
    letter: str
    start: date
    last: int
    first_fiscal_year: int

    def western(self, number: int) -> int:
        return self.start.year + number - 1

    def year_of(self, western: int) -> str:
        """Return the era's count of a western year: 元, 2, 3."""
        number = western - self.start.year + 1
        return "元" if number == 1 else str(number)


ERAS = (
    Era("令和", "R", date(2019, 5, 1), 99, 2019),
    Era("平成", "H", date(1989, 1, 8), 31, 1989),
    Era("昭和", "S", date(1926, 12, 25), 64, 1927),
    Era("大正", "T", date(1912, 7, 30), 15, 1912),
    Era("明治", "M", date(1868, 10, 23), 45, 1868),
)
ERA_BY_NAME = {name: era for era in ERAS for name in (era.name, era.letter)}

_ERA_NAME = "令和|平成|昭和|大正|明治|(?<![0-9A-Za-z])[RHSTMrhstm]"
_YEAR = rf"(?:(?:{_ERA_NAME})\.?(?:元|\d{{1,2}})|(?<!\d)\d{{4}}(?!\d))"
_REST = r"(?:年度|年(?:\d{1,2}月(?:\d{1,2}日)?)?|[./-]\d{1,2}(?:[./-]\d{1,2})?)"
_WAVE = r"(?:~|から|-)"
_ONE = re.compile(
    rf"(?:(?P<era>{_ERA_NAME})\.?(?P<number>元|\d{{1,2}})|(?P<western>\d{{4}}))"
    r"(?:年度|年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    r"|[./-](?P<short_month>\d{1,2})(?:[./-](?P<short_day>\d{1,2}))?)?"
)
# 令和4(2022)年度, 令和5年(2023年)3月: two years, then what belongs to both
_YEARS_THEN_REST = re.compile(rf"({_YEAR})年?\(({_YEAR})年?\)(?:年?(\d{{1,2}}月.*)|({_REST}))")
_BESIDE = re.compile(r"(.+?)\((.+)\)|(.+?)[/・、](.+)")  # 令和4年度(2022年度), 令和4年度/2022年度
_RANGE = re.compile(rf"(.+?)(?:~|から|(?<=\d)-(?={_YEAR})|(?<=度)-)(.+?)(?:まで)?")
_ELIDED = re.compile(r"\d{1,2}(?!\d)")  # 令和4(2022)年度から5(2023)年度: the second year goes without its era

_WRITTEN = rf"{_YEAR}{_REST}?"
_WRITTEN_RANGE = rf"{_WRITTEN}{_WAVE}{_WRITTEN}(?:まで)?"
_RANGES_IN_TEXT = re.compile(
    rf"{_WRITTEN_RANGE}\({_WRITTEN_RANGE}\)|{_YEAR}\({_YEAR}\)(?:年度)?{_WAVE}(?:{_YEAR}|\d{{1,2}})\({_YEAR}\)年度"
)
_PAIRS_IN_TEXT = re.compile(rf"{_WRITTEN}\({_WRITTEN}\){_REST}?")


@dataclass(frozen=True)
class _Reading:
    """One date as it is written: by era or not, with or without month and day."""

    text: str
    by_era: bool
    year: int
    month: int | None
    day: int | None

    def agrees_with(self, other: "_Reading") -> bool:
        if self.month is not None and other.month is not None:
            days_agree = self.day == other.day or None in (self.day, other.day)
            return (self.year, self.month) == (other.year, other.month) and days_agree
        if self.month is None and other.month is None:
            return self.year == other.year
        exact, rough = (other, self) if self.month is None else (self, other)
        fiscal_year = fiscal_year_of(date(exact.year, exact.month, 1))
        if rough.text.endswith("年度"):
            return fiscal_year == rough.year
        return rough.year == exact.year or (rough.year == fiscal_year and not rough.text.endswith("年"))


def fiscal_year_of(day: date) -> int:
    """Return the western year the fiscal year of `day` starts in: 2022 for 2023-03-31 (地方自治法208条)."""
    return day.year if day.month >= 4 else day.year - 1


def parse_fiscal_year(text: str) -> int:
    """Read a fiscal year: 令和4, R4年度, 2022, 平成31年度, 令和4年度（2022年度）, 令和4(2022)年度.

    Raise UnreadableDate, or DatesDisagree when era and western year beside each other differ.
    """
    reading = _read(text, YEAR_REMEDY)
    if reading.month is not None:
        raise UnreadableDate(text, f"月は要りません。{YEAR_REMEDY}")
    return reading.year


def parse_month(text: str) -> date:
    """Read a month as its first day: 平成31年7月 (2019-07), R4.7, 2022-07, 平成29年1月（2017年1月）.

    Raise UnreadableDate, or DatesDisagree when era and western month beside each other differ.
    """
    reading = _read(text, MONTH_REMEDY)
    if reading.month is None or reading.day is not None:
        raise UnreadableDate(text, MONTH_REMEDY)
    return date(reading.year, reading.month, 1)


def parse_day(text: str) -> date:
    """Read a day: 令和4年7月1日, R4.7.1, 2022-07-01. Raise UnreadableDate or DatesDisagree."""
    reading = _read(text, DAY_REMEDY)
    if reading.month is None or reading.day is None:
        raise UnreadableDate(text, DAY_REMEDY)
    return date(reading.year, reading.month, reading.day)


def parse_fiscal_year_range(text: str) -> tuple[int, int]:
    """Read the first and last year of a span.

    令和4年度～令和8年度(2022年度～2026年度), 令和4(2022)年度から5(2023)年度, 令和4～8年度, 2022-2026.
    Raise UnreadableDate, also when the span runs backwards, or DatesDisagree.
    """
    compact = _compact(text)
    doubled = re.fullmatch(rf"(.+?)\((.+{_WAVE}.+)\)", compact)
    if doubled and doubled[1].count("(") == doubled[1].count(")"):
        first, second = (_span(part, text) for part in doubled.groups())
        if first != second:
            raise DatesDisagree(*doubled.groups())
        return first
    return _span(compact, text)


def disagreements(text: str) -> Iterator[DatesDisagree]:
    """Yield every place of a running text where an era and a western date side by side differ."""
    rest = _compact(text)
    for pattern, parse in ((_RANGES_IN_TEXT, parse_fiscal_year_range), (_PAIRS_IN_TEXT, _read_loosely)):
        for written in pattern.findall(rest):
            try:
                with suppress(UnreadableDate):
                    parse(written)
            except DatesDisagree as found:
                yield found
        rest = pattern.sub(" ", rest)


def show_fiscal_year(year: int) -> str:
    """Return 令和4年度（2022年度） for 2022."""
    return f"{show_fiscal_year_by_era(year)}（{year}年度）"


def show_fiscal_year_by_era(year: int) -> str:
    """Return 令和4年度 for 2022, 令和元年度 for 2019."""
    return f"{show_fiscal_year_short(year)}年度"


def show_fiscal_year_short(year: int) -> str:
    """Return 令和4 for 2022, for the head of a table."""
    era = _era_of_fiscal_year(year)
    return era.name + era.year_of(year)


def show_fiscal_year_by_letter(year: int) -> str:
    """Return R4年度 for 2022, for the head of a narrow table."""
    era = _era_of_fiscal_year(year)
    return f"{era.letter}{era.year_of(year)}年度"


def show_fiscal_years(first: int, last: int) -> str:
    """Return 令和4年度～令和8年度（2022年度～2026年度）."""
    return f"{show_fiscal_year_by_era(first)}～{show_fiscal_year_by_era(last)}（{first}年度～{last}年度）"


def show_month(month: date) -> str:
    """Return 平成29年1月（2017年1月） for a month's first day."""
    return f"{_era_year(month)}{month.month}月（{month.year}年{month.month}月）"


def show_month_by_letter(month: date) -> str:
    """Return H29.1 for 2017-01, for a narrow table."""
    era = next(era for era in ERAS if era.start <= month)
    return f"{era.letter}{era.year_of(month.year)}.{month.month}"


def show_month_by_era(month: date) -> str:
    """Return 平成29年1月 for a month's first day, where room is short."""
    return f"{_era_year(month)}{month.month}月"


def show_day(day: date) -> str:
    """Return 令和4年7月1日（2022年7月1日）."""
    written = f"{day.month}月{day.day}日"
    return f"{_era_year(day)}{written}（{day.year}年{written}）"


def show_partial_date(text: str) -> str:
    """Return a stored `2022`, `2022-03` or `2022-03-25` as people read it, "" for ""."""
    match text.split("-"):
        case [year, month, day]:
            return show_day(date(int(year), int(month), int(day)))
        case [year, month]:
            return show_month(date(int(year), int(month), 1))
        case [year] if year:
            return f"{_era_year(date(int(year), 12, 31))}（{year}年）"
        case _:
            return ""


def _era_of_fiscal_year(year: int) -> Era:
    return next(era for era in ERAS if era.first_fiscal_year <= year)


@lru_cache(maxsize=4096)
def _era_year(day: date) -> str:
    era = next(era for era in ERAS if era.start <= day)
    return f"{era.name}{era.year_of(day.year)}年"


def _compact(text: str) -> str:
    return re.sub(r"\s", "", normalise_width(text))


def _read(text: str, remedy: str) -> _Reading:
    """Read one date, or an era and a western one side by side: the more exact of the two."""
    compact = _compact(text)
    if _ONE.fullmatch(compact):
        return _read_one(compact, remedy)
    pair = _pair_in(compact) or _pair_in("/".join(normalise_width(text).split()))
    if not pair:
        raise UnreadableDate(text, remedy)
    one, other = (_read_one(part, remedy) for part in pair)
    if one.by_era == other.by_era:
        raise UnreadableDate(text, f"和暦と西暦を一つずつにしてください。{remedy}")
    era, western = (one, other) if one.by_era else (other, one)
    if not era.agrees_with(western):
        raise DatesDisagree(era.text, western.text)
    return max(one, other, key=lambda reading: (reading.month is not None, reading.day is not None))


def _read_loosely(written: str) -> _Reading:
    return _read(written, "")


def _pair_in(compact: str) -> list[str] | None:
    """Return the two dates written side by side, each complete."""
    if found := _YEARS_THEN_REST.fullmatch(compact):
        rest = f"年{found[3]}" if found[3] else found[4]
        return [found[1] + rest, found[2] + rest]
    if found := _BESIDE.fullmatch(compact):
        return [part for part in found.groups() if part]
    return None


def _read_one(compact: str, remedy: str) -> _Reading:
    found = _ONE.fullmatch(compact)
    if not found:
        raise UnreadableDate(compact, remedy)
    year = _year(found, compact, remedy)
    month, day = (
        int(number) if number else None
        for number in (found["month"] or found["short_month"], found["day"] or found["short_day"])
    )
    if month is not None:
        try:
            date(year, month, day or 1)
        except ValueError:
            raise UnreadableDate(compact, f"暦にない日付です。{remedy}") from None
        if day == 0:
            raise UnreadableDate(compact, f"暦にない日付です。{remedy}")
    return _Reading(compact, found["era"] is not None, year, month, day)


def _year(found: re.Match, compact: str, remedy: str) -> int:
    """Return the western year. Months are not held against an era's bounds: plans printed before

    2019-05-01 say 平成31年7月; it means 2019-07.
    """
    if found["western"]:
        year = int(found["western"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise UnreadableDate(compact, f"{FIRST_YEAR}年から{LAST_YEAR}年までの西暦にしてください。")
        return year
    era = ERA_BY_NAME[found["era"].upper()]
    number = 1 if found["number"] == "元" else int(found["number"])
    if number == 0:
        raise UnreadableDate(compact, f"最初の年は「{era.name}元年」です。{remedy}")
    if number > era.last:
        meant = show_fiscal_year_short(era.western(number))
        raise UnreadableDate(
            compact, f"{era.name}は{era.last}年までです。{meant}年のことなら、そう入力してください。"
        )
    return era.western(number)


def _span(compact: str, text: str) -> tuple[int, int]:
    ends = _RANGE.fullmatch(compact)
    if not ends:
        raise UnreadableDate(text, RANGE_REMEDY)
    first, last = ends.groups()
    era = re.match(rf"({_ERA_NAME})", first)
    if era and _ELIDED.match(last):
        last = era[1] + last
    if first.endswith(tuple("0123456789元")) and last.endswith("年度") and "(" not in first:
        first += "年度"
    years = tuple(_read(part, RANGE_REMEDY) for part in (first, last))
    if any(reading.month is not None for reading in years):
        raise UnreadableDate(text, f"月は要りません。{RANGE_REMEDY}")
    if years[0].year > years[1].year:
        raise UnreadableDate(text, "終わりの年度が始まりの年度より前です。順を確かめてください。")
    return years[0].year, years[1].year
