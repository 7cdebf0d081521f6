"""工程: the tracks of a measure in two documents, what moved, and how to say it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange.comparing.identity import identities
from exchange.comparing.matching import Match, match
from exchange.comparing.members import NOTHING, lines, moved, remark_of
from exchange.comparing.model import Change, Kind, TrackChange
from exchange.schema.measures import TrackPart
from measures.slips import Slip, slips
from organizations.fiscal_years import show_fiscal_year_by_era

Values = Mapping[str, Any]
Stages = Mapping[str, str]  # the stage of each phase label of a document
LONGEST_LIST = 3


@dataclass(frozen=True)
class Schedules:
    """The words two documents say schedules with."""

    old_stages: Stages
    new_stages: Stages
    label: str

    def changes(self, old: list[Values], new: list[Values]) -> Iterator[Change]:
        """Yield a place for each track that differs, and one for their order."""
        matching = match(old, new, identities(TrackPart))
        for pair in matching.matches:
            if pair.old != pair.new:
                before, after = pair.old or NOTHING, pair.new or NOTHING
                yield Change(
                    Kind.SCHEDULE,
                    f"{self.label}　{pair.latest.get('label', '')}".strip("　"),
                    lines(TrackPart, before, after, {"key", "years"}) if pair.old and pair.new else (),
                    [self.track(pair)],
                    remark_of(pair.old, pair.new),
                )
        yield from moved(Kind.SCHEDULE, f"{self.label}の内訳", TrackPart, matching)

    def whole(self, tracks: list[Values], *, is_new: bool) -> list[TrackChange]:
        """Return the tracks of a measure that stands in one document only."""
        return [self.track(Match(None, track) if is_new else Match(track, None)) for track in tracks]

    def track(self, pair: Match) -> TrackChange:
        before = (pair.old or NOTHING).get("years", {})
        after = (pair.new or NOTHING).get("years", {})
        old, new = _labels(before), _labels(after)
        changed = {int(year) for year in {*before, *after} if before.get(year) != after.get(year)}
        sentence = self._sentence(old, new, changed) if pair.old and pair.new else ""
        return TrackChange(pair.latest.get("label", ""), old, new, frozenset(changed), sentence)

    def _sentence(self, old: Mapping[int, str], new: Mapping[int, str], changed: set[int]) -> str:
        """Say what moved; where no stage did, which cells changed."""
        before = {year: self.old_stages.get(label, "") for year, label in old.items()}
        after = {year: self.new_stages.get(label, "") for year, label in new.items()}
        found = slips({"": before}, {"": after})
        if not found:
            return _cells(old, new, changed)
        found.sort(key=lambda slip: not slip.years)
        return "、".join(_slip(slip, old, new) for slip in found)


def _slip(slip: Slip, old: Mapping[int, str], new: Mapping[int, str]) -> str:
    """Say one slip: 実施 令和9年度 → 令和10年度（後ろ倒し 1年）."""
    label = old[slip.was] if slip.now is None else new[slip.now]
    if slip.is_added:
        return f"{label} {show_fiscal_year_by_era(slip.now)}を追加"
    if slip.is_withdrawn:
        return f"{label}（{show_fiscal_year_by_era(slip.was)}から）を取下げ"
    was, now = show_fiscal_year_by_era(slip.was), show_fiscal_year_by_era(slip.now)
    return f"{label} {was} → {now}（{slip.in_words}）"


def _cells(old: Mapping[int, str], new: Mapping[int, str], changed: set[int]) -> str:
    years = sorted(changed)
    told = [
        f"{show_fiscal_year_by_era(year)} {old.get(year, 'なし')} → {new.get(year, 'なし')}"
        for year in years[:LONGEST_LIST]
    ]
    more = [f"ほか{len(years) - LONGEST_LIST}年度"] if len(years) > LONGEST_LIST else []
    return "、".join([*told, *more])


def _labels(years: Mapping[str, Any]) -> dict[int, str]:
    return {int(year): str(label) for year, label in years.items()}
