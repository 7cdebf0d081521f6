"""The poster's foot: counts by year at the left, remarks beside them. Widths in rem, type in rem."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.printing.poster_entries import SCHEDULE, Entries, yearly_counts
from portal.printing.schedule_table import CountRow
from portal.printing.type_width import ems, line_count
from portal.printing.words import Source

MOST = 9  # lines of the table of counts
LABEL, YEAR, SIDES = 11.0, 3.6, 0.8  # the least width of a label, that of a year, what is around a label
NOTES = 26.0  # the least width of the remarks
COUNT_TYPE, NOTE_TYPE = 0.9, 0.85


@dataclass(frozen=True)
class Foot:
    """`left_out` are the phases for which the table has no line; `label` and `notes` are widths."""

    counts: Sequence[CountRow]
    left_out: int
    read: int
    unread: int
    label: float
    notes: float

    @property
    def remarks(self) -> list[str]:
        """Say what the counts do not tell."""
        if not self.counts:
            return []
        found = []
        if self.unread:
            found.append(f"工程別の数は、原本から工程を読み取れた{self.read}件のもの。")
        if self.left_out:
            found.append(f"工程別の数は{MOST}つの工程まで。ほかに{self.left_out}つの工程がある。")
        return found

    def lines(self, notes: Sequence[str]) -> int:
        """Return how many lines the foot takes with `notes` beside the counts."""
        counted = 1 + sum(
            max(1, line_count(row.label, (self.label - SIDES) / COUNT_TYPE, is_bold=True))
            for row in self.counts
        )
        beside = sum(line_count(note, self.notes / NOTE_TYPE) for note in notes)
        return max(3, counted if self.counts else 0, beside)


def foot_of(source: Source, entries: Entries, width: float) -> Foot:
    """Return the foot of a sheet of `width` rem."""
    rows = list(yearly_counts(source, entries))
    counts, measures = rows[:MOST], source.parts("measures")
    wanted = max((ems(row.label, is_bold=True) * COUNT_TYPE + SIDES for row in counts), default=0) + 0.4
    taken = YEAR * len(source.years)
    label = max(LABEL, min(wanted, width - taken - NOTES))
    unread = sum(measure.get("schedule_state") == "unreadable" for measure in measures)
    return Foot(
        counts=counts,
        left_out=len(rows) - len(counts),
        read=len(measures) - unread,
        unread=unread if entries.form == SCHEDULE else 0,
        label=round(label, 2),
        notes=round(width - (label + taken if counts else 0) - 1.5, 2),
    )
