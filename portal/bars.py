"""Schedules as drawn: one bar a phase over the years it runs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SYMBOLS = {"consider": "◇", "build": "▲", "implement": "●", "operate": "■"}


@dataclass(frozen=True)
class Phase:
    """A phase word of a plan and its stage (consider build implement operate)."""

    label: str
    stage: str

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.stage]


@dataclass(frozen=True)
class Bar:
    """One phase over consecutive fiscal years, or an empty stretch (`phase` None)."""

    phase: Phase | None
    first_year: int
    span: int

    @property
    def last_year(self) -> int:
        return self.first_year + self.span - 1

    @property
    def runs_on(self) -> bool:
        return self.phase is not None and self.span > 1


def bars(cells: Mapping[int, Phase], years: Iterable[int]) -> list[Bar]:
    """Join equal neighbours of `years` (western) into bars; each empty year stays alone."""
    drawn: list[Bar] = []
    for year in years:
        phase = cells.get(year)
        last = drawn[-1] if drawn else None
        if last and phase is not None and last.phase == phase:
            drawn[-1] = Bar(phase, last.first_year, last.span + 1)
        else:
            drawn.append(Bar(phase, year, 1))
    return drawn
