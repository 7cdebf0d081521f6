"""How much room to write in a blank sheet has: what one A4 leaves, shared among its texts.

Lengths are millimetres and belong to static/css/print/status-sheet.css; texts are measured in half-width
characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.printing.status_fields import Field
from portal.printing.tables import text_width
from portal.printing.ticks import Line

PAGE = 257  # between the margins
RULE = 8  # from one line to write on to the next
FEWEST, MOST = 2, 20  # lines to write on in a field
NAME_LINE, NAME_WIDTH = 7.4, 56
KICKER_LINE, KICKER_WIDTH = 5, 70  # beside the day on which it is due
YEARS_LINE = 4  # a second line of the years above many tracks
HEAD = 24  # kicker, departments, the rules around them
FACT_LINE, FACT_WIDTH = 4.6, 96
TRACK, SMALL_TRACK, TRACK_HEAD = 6.6, 4.8, 10
TRACK_LINE, TRACK_WIDTH = 5, 26
FIELD = 3  # padding and rule of a field
LINE, LINE_WIDTH = 5.4, 80
LABEL_WIDTH, LABEL_LINE = 20, 4.6
BEFORE_WIDTH, BEFORE_LINE = 26, 3.6
SIGNATURES = 26  # with the sentence beneath
BIT_GAP = 3


@dataclass(frozen=True)
class Head:
    """What stands above the fields; `tracks` are the labels of the lines of the schedule."""

    name: str
    facts: Sequence[str]
    tracks: Sequence[str]
    is_small: bool = False
    kicker: str = ""


def ruled_lines(head: Head, fields: Sequence[Field]) -> list[int]:
    """Return how many lines to write on each field has, 0 where it has none; all of it fits one page."""
    rest = PAGE - SIGNATURES - head_height(head)
    rest -= sum(FIELD + lines_height(field.lines) for field in fields if field.lines)
    rest -= sum(FIELD for field in fields if not field.lines)
    total = sum(field.room for field in fields)
    if not total:
        return [0 for _ in fields]
    return _shared(int(rest // RULE), [field.room for field in fields])


def _shared(lines: int, rooms: Sequence[int]) -> list[int]:
    """Share lines in proportion to `rooms`, what is left over to the ones that came off worst."""
    exact = [lines * room / sum(rooms) for room in rooms]
    found = [max(FEWEST, min(MOST, int(share))) if share else 0 for share in exact]
    worst = sorted(range(len(rooms)), key=lambda place: found[place] - exact[place])
    for place in worst[: max(0, lines - sum(found))]:
        found[place] += 1 if rooms[place] and found[place] < MOST else 0
    return found


def head_height(head: Head) -> float:
    schedule = TRACK_HEAD + sum(_track(head, label) for label in head.tracks) if head.tracks else 0
    schedule += YEARS_LINE if head.tracks and head.is_small else 0
    facts = sum(_lines(text, FACT_WIDTH) for text in head.facts) * (FACT_LINE + 0.6)
    kicker = KICKER_LINE * (_lines(head.kicker, KICKER_WIDTH) - 1)
    return HEAD + kicker + NAME_LINE * _lines(head.name, NAME_WIDTH) + facts + schedule


def _track(head: Head, label: str) -> float:
    if head.is_small:
        return SMALL_TRACK
    return TRACK + (_lines(label, TRACK_WIDTH) - 1) * TRACK_LINE


def lines_height(lines: Sequence[Line]) -> float:
    return LINE * sum(_lines_of(line) for line in lines)


def _lines_of(line: Line) -> int:
    width = sum(text_width(bit.text) + BIT_GAP + (14 if bit.kind == "blank" else 0) for bit in line)
    return -(-width // LINE_WIDTH)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-text_width(part) // width)) for part in text.split("\n"))


def fitting(text: str, height: float) -> str:
    """Return as much of a text as a narrow column holds in `height`; … says that there is more."""
    longest = int(height / BEFORE_LINE) * BEFORE_WIDTH // 2
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    return f"{flat[: max(0, longest - 1)]}…"
