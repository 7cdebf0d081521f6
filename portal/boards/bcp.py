"""ICT-BCP: the systems that come first in an emergency, where they stand, what is out of support, holes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_month_by_era
from portal.measure_groups import Choice
from portal.measure_selection import Chip
from portal.place import Place
from portal.renewals.conditions import Conditions, read_conditions
from portal.renewals.entries import Entry, city_entries
from systems.findings.facts import SupportFacts
from systems.findings.renewals import months_of_gap
from systems.findings.running import running_since
from systems.models import InformationSystem

ENDED, BEFORE_NEXT, UNJUDGED, FINE = "ended", "before-next", "unjudged", "fine"
SUPPORT = {
    ENDED: "サポート切れ",
    BEFORE_NEXT: "更新の前に切れる",
    UNJUDGED: "次の更新の時期の記載なし",
    FINE: "更新まで続く",
}
NO_PLACE = "none"


@dataclass(frozen=True)
class Support:
    """The end of a part's support, held against the next start."""

    facts: SupportFacts
    code: str

    @property
    def word(self) -> str:
        return SUPPORT[self.code]

    @property
    def ends_shown(self) -> str:
        return show_day(self.facts.ends_on)


@dataclass(frozen=True)
class Row:
    """A system with priority; `gap` are the empty months before the next one runs, None where unknown.

    Of a renewal that has begun (`is_past`) a hole is told, and cannot be mended.
    """

    entry: Entry
    hosting: str
    hosting_name: str
    location: str
    supports: Sequence[Support]
    gap: int | None
    is_past: bool

    @property
    def priority(self) -> str:
        return self.entry.facts.bcp_priority or "重点システム"

    @property
    def codes(self) -> set[str]:
        return {support.code for support in self.supports}

    @property
    def gap_shown(self) -> str:
        if self.gap is None:
            return "判定できません"
        past = "（済んだ更新）" if self.is_past else ""
        return f"{self.gap}か月{past}" if self.gap else "なし"

    @property
    def has_gap_ahead(self) -> bool:
        return bool(self.gap) and not self.is_past

    @property
    def next_shown(self) -> str:
        start = self.entry.next_start
        return show_month_by_era(start) if start else "記載なし"


@dataclass(frozen=True)
class Board:
    conditions: Conditions
    rows: Sequence[Row]
    chips: Sequence[Chip]
    places: Sequence[Chip]
    total: int
    systems: int
    untold: int
    clear_url: str


VIEWS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "": ("すべて", lambda row: True),
    ENDED: ("サポート切れ", lambda row: ENDED in row.codes),
    BEFORE_NEXT: ("更新の前に切れる", lambda row: BEFORE_NEXT in row.codes),
    "gap": ("空白あり", lambda row: row.has_gap_ahead),
    "no-support": ("サポート終了日の記載なし", lambda row: not row.supports),
}


def bcp_board(*, place: Place, params: Mapping[str, str], today: date) -> Board:
    """Read the board for `view`, `hosting` and `as_of` of the address."""
    hostings = dict(InformationSystem.Hosting.choices) | {NO_PLACE: "設置形態の記載なし"}
    conditions = read_conditions(
        params, today,
        [Choice("view", "表示", "", [(code, label) for code, (label, _) in VIEWS.items()]),
         Choice("hosting", "設置形態", "", list(hostings.items()))],
    )  # fmt: skip
    entries = city_entries(place, conditions.as_of)
    every = priority_rows(place, entries, conditions.as_of)
    view, hosting = conditions.get("view"), conditions.get("hosting")
    wide = [row for row in every if not hosting or row.hosting == hosting]
    return Board(
        conditions=conditions,
        rows=[row for row in wide if VIEWS[view][1](row)],
        chips=[
            Chip(label, conditions.query(view=code), sum(map(holds, wide)), code == view)
            for code, (label, holds) in VIEWS.items()
        ],
        places=[
            Chip(label, conditions.query(hosting=code, view=None), count, code == hosting)
            for code, label in hostings.items()
            if (count := sum(row.hosting == code for row in every))
        ],
        total=len(every),
        systems=len(entries),
        clear_url=conditions.query(hosting=None) if hosting else "",
        untold=sum(entry.facts.is_priority is None and not entry.facts.bcp_priority for entry in entries),
    )


def priority_rows(place: Place, entries: Sequence[Entry], as_of: date) -> list[Row]:
    """Return the systems with priority, by priority and then in the plan's order (one query)."""
    systems = InformationSystem.objects.of_city(place.municipality).order_by()
    stands = {pk: (hosting, where) for pk, hosting, where in systems.values_list("pk", "hosting", "location")}
    rows = [_row(entry, *stands[entry.pk], as_of) for entry in entries if entry.facts.has_priority]
    return sorted(rows, key=lambda row: (not row.entry.facts.bcp_priority, row.priority))


def _row(entry: Entry, hosting: str, location: str, as_of: date) -> Row:
    name = InformationSystem.Hosting(hosting).label if hosting else "記載なし"
    supports = [Support(one, _standing(entry, one, as_of)) for one in _of_what_runs(entry, as_of)]
    is_past = entry.next_start is not None and entry.next_start <= as_of
    return Row(entry, hosting or NO_PLACE, name, location or "記載なし", supports, _gap(entry), is_past)


def _of_what_runs(entry: Entry, as_of: date) -> list[SupportFacts]:
    """Leave out what ended before the system that runs now began."""
    since = running_since(entry.facts, as_of)
    return [one for one in entry.facts.supports if since is None or one.ends_on >= since]


def _standing(entry: Entry, support: SupportFacts, as_of: date) -> str:
    if support.ends_on < as_of:
        return ENDED
    start = entry.next_start
    if start is None or start <= as_of:
        return UNJUDGED
    return BEFORE_NEXT if support.ends_on < start else FINE


def _gap(entry: Entry) -> int | None:
    end, start = entry.renewal.current_end, entry.renewal.next_start
    return None if end is None or start is None else max(months_of_gap(end, start), 0)
