"""後ろ倒し・前倒し: how far the schedule moved since 当初, a dumbbell a measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from measures.slips import Slip, slip_of_measure, slips, years_in_words
from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan, Word
from portal.dashboard.tables import Amount, FigureTable, Number, Words
from portal.dashboard_charts import Dumbbell, Tick, dumbbell, year_axis
from portal.layers import EARLIER, LATER, Initial, Move
from portal.measure_table import BLANKS, MeasureRow, MeasureTable, PlannedTrack
from portal.summary import measure_list_url

STAGES = dict(Word.Stage.choices)


@dataclass(frozen=True)
class SlipLine:
    """A measure and the stage that moved most; `years` later, negative for earlier."""

    measure: MeasureRow
    stage: str
    years: int
    was: int
    now: int
    chart: Dumbbell

    @property
    def in_words(self) -> str:
        return years_in_words(self.years)


@dataclass(frozen=True)
class Slips:
    """The panel: the largest slip first. `other` counts changes that move no stage's first year."""

    initial: str
    unit: str
    ticks: Sequence[Tick]
    later: Number
    earlier: Number
    other: int
    lines: Sequence[SlipLine]
    table: FigureTable


def slips_since(plan: Plan, table: MeasureTable, initial: Initial, moves: Mapping[int, Move]) -> Slips:
    """Draw what moved since 当初 (`portal.layers`). No query."""
    years = list(plan.fiscal_years)
    found = [_line(row, initial, years) for row in table.rows if row.pk in moves and moves[row.pk].slip]
    lines = sorted(found, key=lambda line: -line.years)
    return Slips(
        initial=initial.label,
        unit=plan.words["measure"],
        ticks=year_axis(years),
        later=_count(table, moves.values(), LATER),
        earlier=_count(table, moves.values(), EARLIER),
        other=sum(not move.slip for move in moves.values()),
        lines=lines,
        table=_table(lines),
    )


def _count(table: MeasureTable, moves: Iterable[Move], kind: str) -> Number:
    """Count the moves of a kind; unknown where a schedule that cannot be read may hide the only one."""
    count = sum(move.is_of_kind(kind) for move in moves)
    is_unread = not count and any(row.blank == "unreadable" for row in table.rows)
    url = measure_list_url(table.plan, moved=kind)
    return Number(None if is_unread else count, url, BLANKS["unreadable"])


def _line(row: MeasureRow, initial: Initial, years: Sequence[int]) -> SlipLine:
    moved = slips(_stages(initial.measures[row.key].tracks.values()), _stages(row.tracks))
    most = slip_of_measure(moved)
    slip = next(slip for slip in moved if slip.years == most)
    title = f"{row.number} {row.name}"
    chart = dumbbell(title=title, years=years, was=slip.was, now=slip.now)
    return SlipLine(row, _named(slip, row), most, slip.was, slip.now, chart)


def _named(slip: Slip, row: MeasureRow) -> str:
    """Name the stage, by its track where the measure has several."""
    label = next((track.label for track in row.tracks if track.key == slip.track), "")
    return f"{label} {STAGES[slip.stage]}" if label and len(row.tracks) > 1 else STAGES[slip.stage]


def _stages(tracks: Iterable[PlannedTrack]) -> dict[str, dict[int, str]]:
    return {track.key: {year: phase.stage for year, phase in track.cells.items()} for track in tracks}


def _table(lines: Sequence[SlipLine]) -> FigureTable:
    rows = [
        [
            Words(f"{line.measure.number} {line.measure.name}", line.measure.url),
            Words(line.stage),
            Words(show_fiscal_year_by_era(line.was)),
            Words(show_fiscal_year_by_era(line.now)),
            Amount(line.years, line.in_words),
        ]
        for line in lines
    ]
    return FigureTable(
        "後ろ倒し・前倒し（当初との比較）", ["対象", "段階", "当初の開始", "変更後の開始", "年数"], rows, 4
    )
