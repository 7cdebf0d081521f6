"""How much of a text fits on one sheet: lines counted from widths, texts cut at a sentence.

No layout is made for it: a line is taken to hold a little less than it does, so that what is counted to fit
fits. A cut text ends with `MORE`.
"""

import math
from collections.abc import Iterable, Sequence

from portal.printing.tables import text_width

MORE = "…"
SLACK = 0.94  # of a line that is filled: lines do not break anywhere (禁則)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many half-width characters."""
    room = max(width * SLACK, 2)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n")) if text else 0


def cut(text: str, lines: int, width: float) -> str:
    """Return as many whole sentences of a text as fit into some lines; of a longer one its beginning."""
    if lines_of(text, width) <= lines:
        return text
    kept = ""
    for sentence in text.replace("。", "。\0").split("\0"):
        if lines_of(f"{kept}{sentence}{MORE}", width) > lines:
            break
        kept += sentence
    if not kept.strip():
        kept = _beginning(text, lines, width)
    return f"{kept.rstrip()}{MORE}"


def _beginning(text: str, lines: int, width: float) -> str:
    """Return the longest beginning of a text that fits with `MORE` behind it."""
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if lines_of(text[:middle] + MORE, width) <= lines:
            least = middle
        else:
            most = middle - 1
    return text[:least]


def cut_all(texts: Sequence[str], lines: int, width: float) -> str:
    """Return texts one under another in so many lines: each has at least one, the longest lose first."""
    wanted = [lines_of(text, width) for text in texts]
    given = [min(need, 1) for need in wanted]
    while sum(given) < lines and given != wanted:
        place = min((n for n in range(len(texts)) if given[n] < wanted[n]), key=lambda n: given[n])
        given[place] += 1
    kept = [cut(text, room, width) for text, room in zip(texts, given, strict=True) if room]
    if len(kept) <= lines:
        return "\n".join(kept)
    return "\n".join([*kept[: lines - 1], cut(kept[lines - 1] + MORE, 1, width)])


def height_of(cells: Iterable[tuple[str, float]], line: float, padding: float) -> float:
    """Return the height of a row of texts with their widths; `line` and `padding` in millimetres."""
    return max((lines_of(text, width) for text, width in cells), default=0) * line + padding
