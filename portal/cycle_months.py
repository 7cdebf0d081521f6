"""The months of a plan's yearly steps, as far as the document writes them so that they can be read."""

import re
import unicodedata

FIRST = 4  # a fiscal year begins in April
IN_ORDER = [*range(FIRST, 13), *range(1, FIRST)]
_MONTH = r"(?:翌年?度?の?)?(\d{1,2})月?(?:上旬|中旬|下旬|初旬|初め|末|頃|ごろ)?"
_RANGE = re.compile(rf"{_MONTH}(?:~|〜|-|―|から)(?:翌年?度?の?)?(\d{{1,2}})月")
_LIST = re.compile(r"(?<!\d)(\d{1,2}(?:[、,・及び]+\d{1,2})*)月")
_DATED = re.compile(r"\d+年度?(?=\d{1,2}月)")


def months_in(text: str) -> list[int]:
    """Return the months a text names (4～6月, 5・11月, 翌年3月) in the order of a fiscal year.

    Empty for what names none (定期的に), and where a number is no month.
    """
    written = _DATED.sub("", unicodedata.normalize("NFKC", text).replace(" ", "").replace("～", "~"))
    found: set[int] = set()
    for first, last in _RANGE.findall(written):
        if not {int(first), int(last)} <= set(IN_ORDER):
            return []
        found |= set(_between(int(first), int(last)))
    for months in _LIST.findall(_RANGE.sub("", written)):
        found |= {int(month) for month in re.findall(r"\d+", months)}
    return [month for month in IN_ORDER if month in found] if found <= set(IN_ORDER) else []


def _between(first: int, last: int) -> list[int]:
    """Return the months from one to another, over the turn of the year where the last comes before."""
    count = (last - first) % 12 + 1
    return [(first - 1 + step) % 12 + 1 for step in range(count)]
