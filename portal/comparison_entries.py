"""What page and paper show of a comparison: words marked, schedules as bars, reasons and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from exchange.comparing import Change, Comparison, Decision, Entry, Kind, Line, TrackChange
from organizations.fiscal_years import show_fiscal_year_short, show_partial_date
from organizations.text_diff import Piece, word_diff
from portal.bars import Phase, bars
from portal.comparison_reasons import Reason, Reasons

KINDS = {
    Kind.SCHEDULE: "工程", Kind.TEXT: "本文", Kind.INDICATORS: "指標", Kind.COSTS: "経費",
    Kind.REPORTS: "報告", Kind.NAME: "名称", Kind.NUMBER: "番号", Kind.CATEGORIES: "分類",
    Kind.POLICY: "方針", Kind.MARKS: "重点・新規", Kind.ADDED: "追加", Kind.ENDED: "終了",
    Kind.OTHER: "その他",
}  # fmt: skip


def kind_labels(comparison: Comparison) -> dict[Kind, str]:
    """Return what kinds of change are called, with the plan's own words."""
    rest = f"{comparison.measure_word}のほか"
    return KINDS | {Kind.DEPARTMENTS: comparison.department_word, Kind.REST: rest}


@dataclass(frozen=True)
class ShownLine:
    """One value before and after, its words marked; a side without a value has no words."""

    label: str
    pieces: Sequence[Piece]
    has_old: bool
    has_new: bool


@dataclass(frozen=True)
class ShownCell:
    """A stretch of years: a phase, or none. `is_changed`: the other version says something else there."""

    span: int
    label: str
    stage: str
    symbol: str
    is_changed: bool

    @property
    def columns(self) -> str:
        """The span as a template writes it: text, since numbers are localised one by one."""
        return str(self.span)

    @property
    def runs_on(self) -> bool:
        return bool(self.stage) and self.span > 1


@dataclass(frozen=True)
class ShownTrack:
    """The bars of one track before and after; a side where the track does not stand has none."""

    label: str
    years: Sequence[str]
    old: Sequence[ShownCell]
    new: Sequence[ShownCell]
    sentence: str


@dataclass(frozen=True)
class ShownChange:
    label: str
    remark: str
    lines: Sequence[ShownLine]
    tracks: Sequence[ShownTrack]

    @property
    def has_old(self) -> bool:
        return any(line.has_old for line in self.lines) or any(track.old for track in self.tracks)

    @property
    def has_new(self) -> bool:
        return any(line.has_new for line in self.lines) or any(track.new for track in self.tracks)


@dataclass(frozen=True)
class ShownEntry:
    """A measure or another thing with its changed places, why they changed, and who decided on it."""

    entry: Entry
    kinds: Sequence[str]
    changes: Sequence[ShownChange]
    reasons: Sequence[Reason]
    decision: str
    url: str

    @property
    def heading(self) -> str:
        """Its name; for a part of the plan that has none, what it is."""
        return self.entry.name or self.entry.noun


def shown_entries(
    comparison: Comparison,
    entries: Sequence[Entry],
    *,
    reasons: Reasons,
    decision: Decision,
    urls: Mapping[str, str] | None = None,
) -> list[ShownEntry]:
    """Return entries as page and paper show them. `decision` is that of the new version, `urls` are the
    pages of the measures that have one, by key.
    """
    drawn, labels = _Drawing(comparison), kind_labels(comparison)
    return [
        ShownEntry(
            entry=entry,
            kinds=[labels[kind] for kind in entry.kinds] if entry.key else [entry.noun],
            changes=[
                drawn.change(change, is_whole=not (entry.is_old and entry.is_new)) for change in entry.changes
            ],
            reasons=reasons.get(entry.key, ()),
            decision=decision_in_words(entry.decision or decision) if entry.key else "",
            url=(urls or {}).get(entry.key, ""),
        )
        for entry in entries
    ]


def decision_in_words(decision: Decision) -> str:
    """Say a decision: 令和9年3月23日（2027年3月23日）　情報化推進本部　8企情第412号."""
    parts = [show_partial_date(decision.on), decision.body, decision.document_number]
    return "　".join(part for part in parts if part)


class _Drawing:
    """Draws changes with the words and years of one comparison."""

    def __init__(self, comparison: Comparison):
        self.years = comparison.years
        self.heads = [show_fiscal_year_short(year) for year in comparison.years]
        self.old_stages, self.new_stages = comparison.old_stages, comparison.new_stages

    def change(self, change: Change, *, is_whole: bool) -> ShownChange:
        """Draw one place; `is_whole`: all of the entry came or went, so that no word of it is marked."""
        lines = [
            ShownLine(line.label, self._pieces(line, is_whole=is_whole), bool(line.old), bool(line.new))
            for line in change.lines
        ]
        return ShownChange(change.label, change.remark, lines, [self.track(track) for track in change.tracks])

    @staticmethod
    def _pieces(line: Line, *, is_whole: bool) -> list[Piece]:
        return [Piece("same", line.old or line.new)] if is_whole else word_diff(line.old, line.new)

    def track(self, track: TrackChange) -> ShownTrack:
        return ShownTrack(
            label=track.label,
            years=self.heads,
            old=self._cells(track.old, self.old_stages, frozenset()),
            new=self._cells(track.new, self.new_stages, track.changed_years if track.old else frozenset()),
            sentence=track.sentence,
        )

    def _cells(
        self, labels: Mapping[int, str], stages: Mapping[str, str], changed: frozenset[int]
    ) -> list[ShownCell]:
        """Return the bars of a track, cut where changed years begin and end; none where it has no years."""
        if not labels and not changed:
            return []
        phases = {year: Phase(label, stages[label]) for year, label in labels.items() if label in stages}
        return [
            ShownCell(bar.span, bar.phase.label, bar.phase.stage, bar.phase.symbol, is_changed)
            if bar.phase
            else ShownCell(bar.span, "", "", "", is_changed)
            for is_changed, run in groupby(self.years, key=lambda year: year in changed)
            for bar in bars(phases, run)
        ]
