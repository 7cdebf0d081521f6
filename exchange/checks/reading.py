"""From bytes to plain values: what JSON allows and a plan document does not."""

import json
import math
import re
from typing import Any

from exchange.errors import Path, Problem

LARGEST_FILE = 20 * 1024 * 1024
DEEPEST_NESTING = 60
LONGEST_NUMBER = 30  # digits; longer ones are not even converted
LARGEST_NUMBER = 10**15  # up to here a database keeps every unit
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class _Object(dict):
    """A JSON object that remembers which of its keys came more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twins = [key for key in self if keys.count(key) > 1] if len(keys) > len(self) else []


def read_document(source: bytes | dict) -> tuple[Any, list[Problem]]:
    """Return the plain value of a document, and what is wrong with its bytes and characters.

    The value is None where the bytes are no JSON at all. Whole numbers come without `.0`.
    """
    if isinstance(source, bytes):
        try:
            source = _parse(source)
        except ValueError as refused:
            return None, [Problem((), str(refused))]
    problems: list[Problem] = []
    return _plain(source, (), problems), problems


def _parse(source: bytes) -> Any:
    if len(source) > LARGEST_FILE:
        raise ValueError(
            f"ファイルが20MBを超えています（{len(source):,}バイト）。分けるか、短くしてください。"
        )
    if source.startswith(BYTE_ORDER_MARKS):
        raise ValueError("先頭にBOM（バイト順マーク）があります。BOMなしのUTF-8で保存し直してください。")
    try:
        text = source.decode()
    except UnicodeDecodeError as refused:
        raise ValueError(
            f"UTF-8として読めません（{refused.start + 1:,}バイト目）。UTF-8で保存し直してください。"
        ) from None
    try:
        return json.loads(
            text, object_pairs_hook=_Object, parse_int=_whole_number, parse_constant=lambda _: math.nan
        )
    except json.JSONDecodeError as refused:
        raise ValueError(
            f"JSONとして読めません（{refused.lineno}行{refused.colno}文字目）。"
            "括弧、引用符、コンマの過不足を確かめてください。"
        ) from None
    except RecursionError:
        raise ValueError("入れ子が深すぎます。書式の説明にある形に直してください。") from None


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else math.inf


def _plain(value: Any, path: Path, problems: list[Problem]) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return _plain_text(value, path, problems)
        case int() | float() if abs(value) <= LARGEST_NUMBER:  # never true of NaN
            return int(value) if isinstance(value, float) and value.is_integer() else value
        case int() | float():
            problems.append(
                Problem(path, "NaN・Infinity や、大きすぎる数は使えません。数値を確かめてください。")
            )
        case dict() | list() if len(path) >= DEEPEST_NESTING:
            problems.append(Problem(path, "入れ子が深すぎます。書式の説明にある形に直してください。"))
        case list():
            return [_plain(entry, (*path, position), problems) for position, entry in enumerate(value)]
        case dict():
            return _plain_object(value, path, problems)
        case _:
            problems.append(Problem(path, "JSONにない型の値です。文字列や数値にしてください。"))
    return None


def _plain_object(value: dict, path: Path, problems: list[Problem]) -> dict[str, Any]:
    for key in getattr(value, "twins", ()):
        problems.append(Problem((*path, key), "同じキーが2回以上書かれています。一つにしてください。"))
    members = {}
    for key, member in value.items():
        name = _plain_text(str(key), (*path, str(key)), problems)
        members[name] = _plain(member, (*path, name), problems)
    return members


def _plain_text(text: str, path: Path, problems: list[Problem]) -> str:
    if not UNPRINTABLE.search(text):
        return text
    cleaned = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    where = tuple(
        UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(step)) if isinstance(step, str) else step
        for step in path
    )
    problems.append(Problem(where, "表示できない文字（制御文字など）が入っています。削ってください。"))
    return cleaned
