"""How a cell is read from what was typed or pasted, and shown. Reading raises ValueError with a sentence.

What `show_value` shows, `read_value` reads back: a number, a trimmed text, or None.
"""

import re
from decimal import Decimal
from typing import Any

from organizations.text import normalise_width

LINE_LENGTH = 200
TEXT_LENGTH = 20_000
LARGEST_NUMBER = 10**15  # the largest an import accepts
DEEPEST_INDENT = 20
NOTHING = {"", "-"}  # every dash is one after normalise_width
NUMBER = re.compile(r"[-△▲]?(0|[1-9]\d*|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
AS_TEXT = "'"  # as in Excel: what follows is a text, whatever it looks like


def read_text(typed: str) -> str:
    text = typed.replace("\r\n", "\n").strip()
    if UNPRINTABLE.search(text):
        raise ValueError("表示できない文字（制御文字など）が入っています。削ってください。")
    if len(text) > TEXT_LENGTH:
        raise ValueError(f"{TEXT_LENGTH:,}字を超えています。短くしてください。")
    return text


def read_line(typed: str) -> str:
    text = read_text(typed)
    if len(text.splitlines()) > 1:
        raise ValueError("改行は使えません。1行にしてください。")
    if len(text) > LINE_LENGTH:
        raise ValueError(f"{LINE_LENGTH}字を超えています。短くしてください。")
    return text


def read_value(typed: str) -> int | float | str | None:
    """Return a number (1,234, full width, △5), None for nothing or a dash, else the text as typed."""
    text = read_text(typed)
    if text.startswith(AS_TEXT):
        return text.removeprefix(AS_TEXT)
    if normalise_width(text) in NOTHING:
        return None
    number = _number(text)
    return text if number is None else number


def read_number(typed: str) -> int | float | None:
    value = read_value(typed)
    if isinstance(value, str):
        raise ValueError(
            f"「{value[:40]}」は数ではありません。1234 や 22.6 のように入力するか、空欄にしてください。"
        )
    return value


def read_indent(typed: str) -> int | None:
    level = read_number(typed)
    if level is not None and not (isinstance(level, int) and 0 <= level <= DEEPEST_INDENT):
        raise ValueError(f"字下げの段は0から{DEEPEST_INDENT}までの整数にしてください。")
    return level


def read_quadrant(typed: str) -> str:
    letter = normalise_width(read_line(typed)).upper()
    if letter not in ("", "A", "B", "C", "D"):
        raise ValueError("領域は A、B、C、D のどれかにしてください。")
    return letter


def show_value(value: Any) -> str:
    """Return a value as it is typed; a text that would be read as another value begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"{AS_TEXT}{value}" if _reads_otherwise(value) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return format(Decimal(repr(value)), "f")


def show_plain(value: Any) -> str:
    """Return a text as it is, a number by its digits."""
    return value if isinstance(value, str) else show_value(value)


def is_number(typed: str) -> bool:
    """Say whether a cell will be read as a number."""
    return _number(typed) is not None


def _reads_otherwise(text: str) -> bool:
    return text.startswith(AS_TEXT) or normalise_width(text.strip()) in NOTHING or _number(text) is not None


def _number(text: str) -> int | float | None:
    """Return the number a text says, None where it is none or larger than a database keeps."""
    compact = normalise_width(text).strip()
    if not NUMBER.fullmatch(compact):
        return None
    digits = compact.replace(",", "").replace("△", "-").replace("▲", "-")
    number = float(digits) if "." in digits else int(digits)
    return number if abs(number) <= LARGEST_NUMBER else None
