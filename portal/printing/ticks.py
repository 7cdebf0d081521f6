"""Boxes to tick on paper: □ of the font; a ticked one has ✓ in it (☐ and ☑ the fonts lack)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviews.models import ProgressReport

BOX, CHECK = "□", "✓"


@dataclass(frozen=True)
class Bit:
    """A piece of a line of a form; `kind` is its class: tick, blank, word, soft. `is_on`: it is ticked."""

    text: str
    kind: str = ""
    is_on: bool = False


Line = Sequence[Bit]


def ticks(labels: Iterable[str], chosen: Iterable[str] = ()) -> list[Bit]:
    """Return a box for each label, those in `chosen` ticked."""
    on = set(chosen)
    return [Bit(label, "tick", label in on) for label in labels]


def situations(chosen: str = "") -> list[Bit]:
    """Return the boxes of 状況; `chosen` is the code of a situation."""
    return [Bit(label, "tick", code == chosen) for code, label in ProgressReport.Situation.choices]


def in_words(line: Line) -> str:
    """Return a line of unticked boxes as text: □順調　□遅れ　□完了."""
    return "　".join(f"{BOX}{bit.text}" for bit in line)
