"""The lines of a schedule as they are drawn: stretches of years, each with a phase or without."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of years: a phase's bar or, with `stage` "", what its absence means (a code of `BLANKS`)."""

    span: int
    label: str
    stage: str = ""
    blank: str = ""
    is_changed: bool = False

    @property
    def columns(self) -> str:
        """The span as a template writes it: text, since numbers are localised one by one."""
        return str(self.span)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a measure: its only track, or one of several with its label.

    In the layer of differences `before` is the line as 当初 has it, where it differs. On the sheet of a
    measure `actual` is what was reported, once there is a report.
    """

    label: str
    cells: Sequence[Cell]
    before: Sequence[Cell] = ()
    actual: Sequence[Cell] = ()
