"""How one cell of a table is read and shown. Reading raises ValueError with a sentence for the person."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from import_export.widgets import Widget

from organizations.exceptions import PortalError
from organizations.fiscal_years import (
    MONTH_REMEDY,
    parse_day,
    parse_fiscal_year,
    parse_month,
    show_day,
    show_fiscal_year,
    show_month,
)
from organizations.text import normalise_width

YES = {"はい", "○", "〇", "◯", "●", "◎", "レ", "✓", "✔", "有", "true", "yes", "1"}
NO = {"いいえ", "×", "✕", "無", "false", "no", "0"}
SEPARATOR = "、"
AS_TEXT_PLEASE = "セルの書式を「文字列」にして入力し直してください。"
WHOLE_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)")


class TextCell(Widget):
    """A text as typed. Numbers become their digits; what Excel took for a date is refused, not guessed."""

    def __init__(self, *, one_line: bool = False):
        super().__init__()
        self.one_line = one_line

    def clean(self, value: Any, row=None, **kwargs) -> str:
        text = as_text(value)
        if self.one_line:
            text = text.strip()
            if "\n" in text:
                raise ValueError("改行は入れられません。1行にしてください。")
        return text

    def render(self, value: Any, obj=None, **kwargs) -> str:
        return "" if value is None else str(value)


def as_text(value: Any) -> str:
    """Return a cell as text: 7 and 7.0 as `7`. Raise ValueError for a date or a truth value."""
    match value:
        case None:
            return ""
        case bool():
            raise ValueError(f"Excelが論理値（TRUE・FALSE）として保存しています。{AS_TEXT_PLEASE}")
        case datetime() | date():
            raise ValueError(f"Excelが日付として保存しています。{AS_TEXT_PLEASE}")
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n")
        case _:
            return str(value)


class ReadingCell(Widget):
    """A cell that is empty (None) or read by a function from text; refusals become ValueErrors."""

    def __init__(self, read: Callable[[str], Any], show: Callable[[Any], str]):
        super().__init__()
        self.read, self.show = read, show

    def clean(self, value: Any, row=None, **kwargs) -> Any:
        text = self.text_of(value).strip()
        if not text:
            return None
        try:
            return self.read(text)
        except PortalError as refusal:
            raise ValueError(str(refusal)) from refusal

    def text_of(self, value: Any) -> str:
        return as_text(value)

    def render(self, value: Any, obj=None, **kwargs) -> str:
        return "" if value is None else self.show(value)


class FiscalYearCell(ReadingCell):
    """年度, stored as the western year it starts in."""

    def __init__(self):
        super().__init__(parse_fiscal_year, show_fiscal_year)


class MonthCell(ReadingCell):
    """年月, stored as its first day. Excel's own dates are read, too."""

    def __init__(self):
        super().__init__(parse_month, show_month)

    def text_of(self, value: Any) -> str:
        if not isinstance(value, date):
            return as_text(value)
        if value.day != 1:
            raise ValueError(f"日（{value.day}日）は入れられません。{MONTH_REMEDY}")
        return f"{value.year}-{value.month:02}"


class DayCell(ReadingCell):
    """年月日. Excel's own dates are read, too."""

    def __init__(self):
        super().__init__(parse_day, show_day)

    def text_of(self, value: Any) -> str:
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else as_text(value)


def whole_number(text: str) -> int:
    """Read a whole number of any width, with commas or without. Raise ValueError."""
    text = normalise_width(text).strip()
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValueError(f"「{text}」は整数ではありません。小数点や記号のない整数を入力してください。")
    return int(text.replace(",", ""))


class WholeNumberCell(Widget):
    """A whole number of any width, with commas or without; 1.9 is refused instead of cut."""

    def clean(self, value: Any, row=None, **kwargs) -> int | None:
        text = as_text(value)
        return whole_number(text) if text.strip() else None

    def render(self, value: int | None, obj=None, *, force_native_type: bool = False, **kwargs):
        if value is None:
            return None if force_native_type else ""
        return value if force_native_type else str(value)


class FlagCell(Widget):
    """はい, いいえ, or nothing where the document says nothing. `words` are the column's own for はい."""

    def __init__(self, *words: str):
        super().__init__()
        self.yes = YES | {word.casefold() for word in words}

    def clean(self, value: Any, row=None, **kwargs) -> bool | None:
        if isinstance(value, bool):
            return value
        text = normalise_width(as_text(value)).strip().casefold()
        if not text:
            return None
        if text not in self.yes | NO:
            raise ValueError(f"「{value}」は読み取れません。「はい」「いいえ」か空欄にしてください。")
        return text in self.yes

    def render(self, value: bool | None, obj=None, **kwargs) -> str:
        return {True: "はい", False: "いいえ", None: ""}[value]


class ChoiceCell(Widget):
    """One of a field's choices, by the words people see or by its code."""

    def __init__(self, choices: Iterable[tuple[str, str]]):
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value: Any, row=None, **kwargs) -> str:
        text = as_text(value).strip()
        codes = {label: code for code, label in self.labels.items()} | {code: code for code in self.labels}
        if not text:
            return ""
        if text not in codes:
            choices = SEPARATOR.join(self.labels.values())
            raise ValueError(f"「{text}」は選べません。{choices}のどれかにしてください。")
        return codes[text]

    def render(self, value: str, obj=None, **kwargs) -> str:
        return self.labels.get(value, value or "")


class LinesCell(Widget):
    """A list of short texts, one a line."""

    def clean(self, value: Any, row=None, **kwargs) -> list[str]:
        return [line.strip() for line in as_text(value).split("\n") if line.strip()]

    def render(self, value: list[str], obj=None, **kwargs) -> str:
        return "\n".join(value or [])


class LookupCell(Widget):
    """A row known by a text: `find` returns it or raises ValueError, `name` is the text."""

    def __init__(self, find: Callable[[str], Any], name: Callable[[Any], str]):
        super().__init__()
        self.find, self.name = find, name

    def clean(self, value: Any, row=None, **kwargs) -> Any:
        text = as_text(value).strip()
        return self.find(text) if text else None

    def render(self, value: Any, obj=None, **kwargs) -> str:
        return "" if value is None else self.name(value)


class LookupsCell(LookupCell):
    """Several rows in one cell, known by texts with 、 between them."""

    def clean(self, value: Any, row=None, **kwargs) -> list[Any]:
        texts = [text.strip() for text in as_text(value).replace("\n", SEPARATOR).split(SEPARATOR)]
        return list(dict.fromkeys(self.find(text) for text in texts if text))

    def render(self, value: list[Any], obj=None, **kwargs) -> str:
        return SEPARATOR.join(self.name(row) for row in value or [])
