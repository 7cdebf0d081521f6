"""後ろ倒し・前倒し: how far each stage of a schedule moved, per track, by its first fiscal year (western)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.models import Word

STAGES = list(Word.Stage.values)
Cells = Mapping[int, str]  # the stage of each fiscal year; a year without a phase is left out or ""


@dataclass(frozen=True)
class Slip:
    """One stage of one track whose first year changed; `was` or `now` is None where it does not stand."""

    track: str
    stage: str
    was: int | None
    now: int | None

    @property
    def years(self) -> int:
        """How many years later it begins, negative for earlier; 0 where it was added or withdrawn."""
        return 0 if self.was is None or self.now is None else self.now - self.was

    @property
    def is_withdrawn(self) -> bool:
        return self.now is None

    @property
    def is_added(self) -> bool:
        return self.was is None

    @property
    def in_words(self) -> str:
        """Say it: 後ろ倒し 1年, 前倒し 2年, 取下げ, 追加."""
        if self.is_withdrawn:
            return "取下げ"
        return "追加" if self.is_added else years_in_words(self.years)


def years_in_words(years: int) -> str:
    """Say a slip: 後ろ倒し 1年, 前倒し 2年; "" for none."""
    if not years:
        return ""
    return f"後ろ倒し {years}年" if years > 0 else f"前倒し {-years}年"


def slips(old: Mapping[str, Cells], new: Mapping[str, Cells]) -> list[Slip]:
    """Return what moved between two schedules of one measure, given by track key.

    Tracks stand in the order of the new schedule, then those that are gone; stages in their own order.
    """
    found = []
    for track in dict.fromkeys([*new, *old]):
        before, after = first_years(old.get(track, {})), first_years(new.get(track, {}))
        found += [
            Slip(track, stage, before.get(stage), after.get(stage))
            for stage in STAGES
            if before.get(stage) != after.get(stage)
        ]
    return found


def slip_of_measure(found: Iterable[Slip]) -> int:
    """Return the measure's slip: the largest one later or, where nothing is later, the largest earlier."""
    years = [slip.years for slip in found]
    later = max([0, *years])
    return later or min([0, *years])


def first_years(cells: Cells) -> dict[str, int]:
    """Return the first year of each stage."""
    found: dict[str, int] = {}
    for year in sorted(cells):
        if cells[year]:
            found.setdefault(cells[year], year)
    return found
