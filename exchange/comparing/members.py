"""The members in which two states of one part differ, as lines and as changed places."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from exchange.comparing.identity import identities, title_of
from exchange.comparing.matching import Matching, match
from exchange.comparing.model import Change, Kind, Line
from exchange.comparing.words import label_of, member_label, shown
from exchange.schema.base import NotePart, Part
from exchange.schema.document import parts_of
from exchange.schema.measures import TrackPart
from exchange.schema.rounds import ConditionPart, EvaluationPart, MeetingPart, ReportPart, RoundPart
from exchange.schema.systems import ContractPart, MigrationPart, SupportEndPart
from organizations.fiscal_years import show_fiscal_year_by_era

Values = Mapping[str, Any]
ADDED, REMOVED, MOVED = "追加", "削除", "順の変更"
# Members left out of what came or went whole: what happened in a year is told in short, by round.
BRIEF: dict[type[Part], set[str]] = {
    RoundPart: {"key", "name", "kind", "part", "asks", "answer_due", "opened_on", "previous"},
    ReportPart: {
        "round", "done", "issues", "effect", "departments", "submitted_on", "late", "proxy_source",
        "additions",
    },
    EvaluationPart: {"body", "verdict", "ratings", "comment", "direction", "goal", "resources", "decided_on"},
    ConditionPart: {"body", "given_on", "answer", "closed_on"},
    MeetingPart: {"title", "items", "attendance"},
}  # fmt: skip
# Their order follows from what they say.
SORTED = {ContractPart, MigrationPart, SupportEndPart}
NOTHING: Values = {}


children_of = cache(parts_of)


@cache
def _keys(part: type[Part]) -> tuple[str, ...]:
    """Return the members of a part in the document's order; `parent` is that of a tree's part."""
    return tuple(dict.fromkeys([*part.keys(), "parent"]))


def differing(part: type[Part], old: Values, new: Values, leave_out: set[str] = frozenset()) -> Iterator[str]:
    """Yield the members that differ, in the document's order."""
    for key in _keys(part):
        if key not in leave_out and old.get(key) != new.get(key):
            yield key


def lines(part: type[Part], old: Values, new: Values, leave_out: set[str] = frozenset()) -> list[Line]:
    """Return all that differs between two states of a part, one line a value. {} for a state it has not."""
    if part is NotePart:
        return [Line("", _note(old), _note(new))]
    if not (old and new):
        leave_out = {*leave_out, *BRIEF.get(part, ())}
    return [line for key in differing(part, old, new, leave_out) for line in _member(part, key, old, new)]


def changes(
    part: type[Part],
    old: Values,
    new: Values,
    *,
    kind_of: Callable[[str], Kind],
    leave_out: set[str] = frozenset(),
    labels: Mapping[str, str] = NOTHING,
) -> Iterator[Change]:
    """Yield a place for each member that differs, for each differing entry where the member is a list."""
    children = children_of(part)
    for key in differing(part, old, new, leave_out):
        kind, label, child = kind_of(key), labels.get(key) or label_of(part, key), children.get(key)
        if child and isinstance(old.get(key, new.get(key)), list):
            yield from _entries(child, kind, label, old.get(key, []), new.get(key, []))
        elif child:
            state = old.get(key) or NOTHING, new.get(key) or NOTHING
            yield Change(kind, label, lines(child, *state))
        else:
            found = _member(part, key, old, new)
            whole = [Line("", line.old, line.new) for line in found] if len(found) == 1 else found
            yield Change(kind, label, whole)


def moved(kind: Kind, label: str, part: type[Part], matching: Matching) -> Iterator[Change]:
    """Yield the place for a list whose order changed, if it did."""
    if found := _moves(part, matching):
        yield Change(kind, f"{label}の順", found, remark=MOVED)


def remark_of(old: Values | None, new: Values | None) -> str:
    return "" if old and new else ADDED if new else REMOVED


def entry_label(label: str, part: type[Part], values: Values) -> str:
    """Return what one entry of a list is called: 指標 受付数, 経費 令和4年度."""
    if part is NotePart:
        return label
    return f"{label}　{title_of(part, values)}".strip("　")


def _entries(part: type[Part], kind: Kind, label: str, old: list, new: list) -> Iterator[Change]:
    matching = match(old, new, identities(part))
    for pair in matching.matches:
        before, after = pair.old or NOTHING, pair.new or NOTHING
        if before != after:
            yield Change(
                kind, entry_label(label, part, pair.latest), lines(part, before, after),
                remark=remark_of(before, after),
            )  # fmt: skip
    yield from moved(kind, label, part, matching)


def _member(part: type[Part], key: str, old: Values, new: Values) -> list[Line]:
    """Return the lines of one member: its value, or those of the part or parts it holds."""
    label, child = label_of(part, key), children_of(part).get(key)
    before, after = old.get(key), new.get(key)
    kind = before if after is None else after
    if child and isinstance(kind, list):
        return _list_lines(child, label, before or [], after or [])
    if child:
        return _under(label, lines(child, before or NOTHING, after or NOTHING))
    if isinstance(kind, dict):
        return _map_lines(label, before or NOTHING, after or NOTHING)
    return [Line(label, shown(part, key, before), shown(part, key, after))]


def _list_lines(part: type[Part], label: str, old: list, new: list) -> list[Line]:
    matching = match(old, new, identities(part))
    found = []
    for pair in matching.matches:
        if pair.old != pair.new:
            found += _under(
                entry_label(label, part, pair.latest), lines(part, pair.old or NOTHING, pair.new or NOTHING)
            )
    return [*found, *_under(f"{label}の順", _moves(part, matching))]


def _map_lines(label: str, old: Values, new: Values) -> list[Line]:
    """Return the lines of a map by fiscal year, or by code."""
    names = {str(name): name for name in [*old, *new]}
    by_year = all(name.isdecimal() and len(name) == 4 for name in names)
    return [
        Line(
            f"{label}　{show_fiscal_year_by_era(int(name)) if by_year else name}",
            shown(TrackPart, name, old.get(key)),
            shown(TrackPart, name, new.get(key)),
        )
        for name, key in (sorted(names.items()) if by_year else names.items())
        if old.get(key) != new.get(key)
    ]


def _moves(part: type[Part], matching: Matching) -> list[Line]:
    moves = () if part in SORTED else matching.moves
    return [
        Line(title_of(part, move.part), _after(part, move.after_old), _after(part, move.after_new))
        for move in moves
    ]


def _after(part: type[Part], before: Values | None) -> str:
    return f"「{title_of(part, before)}」の次" if before else "先頭"


def _note(note: Values) -> str:
    """Return a note in one line: what it is about, what is printed, what it says."""
    about = shown(NotePart, "kind", note.get("kind"))
    if "field" in note:
        about = f"{about}・{member_label(note['field'])}"
    texts = [f"「{note['printed']}」" if "printed" in note else "", note.get("text", "")]
    return f"（{about}）{''.join(texts)}" if note else ""


def _under(label: str, found: list[Line]) -> list[Line]:
    """Put a label before those of its lines, unless they say it themselves: 追加, 追加の表記."""
    return [
        Line(line.label if label in line.label else f"{label}　{line.label}".strip("　"), line.old, line.new)
        for line in found
    ]
