"""Hints while a target is written: where it cannot be measured or judged later, and what to do about it.

A plan may mix 75％, 導入, 検討の実現性 and 毎年度実施 as its targets; only the first can be judged.
"""

import re
from collections.abc import Iterator
from typing import Any

from measures.models import Indicator
from organizations.text import normalise_width

ASKED = ["name", "kind", "unit", "target", "target_text", "due_fiscal_year", "due_text", "direction", "bound",
         "baseline"]  # fmt: skip
Kind, Direction = Indicator.Kind, Indicator.Direction
VAGUE = re.compile(r"実現性|可能性|推進|充実|向上|強化|促進|検討|適正|最適|図る|努める|など$|等$")
DONE_ONCE = re.compile(r"導入|移行|構築|改定|策定|公開|開設|更改|整備|運用")
EACH_YEAR = re.compile(r"毎年|毎月|年\d+回|年に\d+回")
NUMBERS = re.compile(r"\d+(?:\.\d+)?")
DATES = re.compile(r"(令和|平成|R|H)?\d+(\(\d{4}\))?年度?(末)?(まで)?|\d{4}年度?|\d+月|第\d+|\d+つ目")
SHARES = ("%", "パーセント", "率")


def hints(
    *, kind: str = "", target: Any = None, name: str = "", target_text: str = "", **rest: Any
) -> list[str]:
    """Return what keeps a target from being measured, each with its remedy; nothing while all is empty.

    Values are those of the controls: a figure may come as text, an unreadable one counts as missing.
    """
    typed = {"kind": kind, "target": target, "name": name, "target_text": target_text, **rest}
    if not any(typed.values()):
        return []
    words = normalise_width(f"{target_text or ''}".strip())
    number = _number(target)
    match kind:
        case Kind.NUMERIC:
            found = _numeric(number, words, typed)
        case Kind.MILESTONE:
            words = words or normalise_width(name or "")
            found = _milestone(words, typed)
        case Kind.RECURRING:
            found = _recurring(number, typed)
        case _:
            found = iter(())
    return [*found, *_in_any_kind(kind, words)]


def _numeric(number: float | None, words: str, typed: dict[str, Any]) -> Iterator[str]:
    if number is None:
        if EACH_YEAR.search(words):
            yield "毎年度行うことを目標にするなら、種類を「毎年度の実施」にすると年度ごとに判定できます。"
        elif DONE_ONCE.search(words) and not NUMBERS.search(DATES.sub("", words)):
            yield "一度達成すれば終わる目標なら、種類を「達成の節目」にすると達成したかどうかで判定できます。"
        else:
            yield "目標値を数で入力してください。数がないと、達成したかどうかを判定できません。"
    if not typed.get("unit"):
        yield "単位（％、件、手続など）を入力してください。何の数か分からなくなります。"
    yield from _share(number, typed)
    if not typed.get("direction") and not typed.get("bound"):
        yield "増やすのか減らすのか（向き）、または以上・以下（範囲）を選んでください。"
    elif typed.get("direction") in (Direction.UP, Direction.DOWN) and typed.get("baseline") in (None, ""):
        yield "基準値（今の値）とその時点を入力すると、途中の年度も順調かどうかを判定できます。"
    if typed.get("direction") in (Direction.RANGE, Direction.KEEP) and not typed.get("bound"):
        yield "範囲（以上・以下・ちょうど）を選ぶか、目標の表記に「40～60％」のように書いてください。"
    yield from _due(typed)
    if len(NUMBERS.findall(DATES.sub("", words).replace(",", ""))) > 1 and "~" not in words:
        yield "目標の表記に数が二つ以上あります。一つの指標に一つの目標にすると判定できます。"


def _share(number: float | None, typed: dict[str, Any]) -> Iterator[str]:
    unit = normalise_width(typed.get("unit") or "")
    if number is not None and number > 100 and any(share in unit for share in SHARES):
        yield "割合の目標が100を超えています。数と単位を確かめてください。"


def _milestone(words: str, typed: dict[str, Any]) -> Iterator[str]:
    if EACH_YEAR.search(words):
        yield "毎年度行うことを目標にするなら、種類を「毎年度の実施」にすると年度ごとに判定できます。"
    yield from _due(typed)


def _recurring(number: float | None, typed: dict[str, Any]) -> Iterator[str]:
    if number is not None and not typed.get("unit"):
        yield "単位（回、人など）を入力してください。何の数か分からなくなります。"


def _due(typed: dict[str, Any]) -> Iterator[str]:
    if not typed.get("due_fiscal_year"):
        yield "目標年度を入力してください。ないときは、計画の最終年度を期限とみなして判定します。"


def _in_any_kind(kind: str, words: str) -> Iterator[str]:
    if kind in (Kind.NUMERIC, Kind.MILESTONE) and (vague := VAGUE.search(words)):
        yield (
            f"「{vague[0]}」は、どうなれば達成なのかが読み取れません。"
            "「方針を決定する」「3件」のように、達成したと言える状態を書いてください。"
        )
    elif not kind:
        yield "種類を選ぶと、判定できる目標かどうかをここに示します。"


def _number(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except ValueError:
        return None
