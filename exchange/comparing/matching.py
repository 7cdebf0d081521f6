"""Which object of one list is which of another: by identity, then by what is left, in linear time."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Part = Mapping[str, Any]
Identity = Callable[[Part], Hashable | None]  # None: this object cannot be told by that


@dataclass(frozen=True)
class Match:
    """One thing in both documents; `old` or `new` is None where it does not stand."""

    old: Part | None
    new: Part | None

    @property
    def latest(self) -> Part:
        """The thing as the new document has it; a removed one as the old document had it."""
        return self.old if self.new is None else self.new


@dataclass(frozen=True)
class Move:
    """A thing that stands elsewhere in the list: what it follows, None at the head."""

    part: Part
    after_old: Part | None
    after_new: Part | None


@dataclass(frozen=True)
class Matching:
    matches: Sequence[Match]
    moves: Sequence[Move]


def match(old: Sequence[Part], new: Sequence[Part], identities: Sequence[Identity]) -> Matching:
    """Match two lists: in the new one's order, removed things where they stood.

    Each identity is asked of what the ones before it left over; the n-th of several alike is the n-th there.
    """
    partners = _partners(old, new, identities)
    followers: dict[int, list[int]] = defaultdict(list)
    taken, last = set(partners.values()), -1
    for place in range(len(old)):
        if place in taken:
            last = place
        else:
            followers[last].append(place)
    found = [Match(old[place], None) for place in followers[-1]]
    for place, part in enumerate(new):
        partner = partners.get(place)
        found.append(Match(None if partner is None else old[partner], part))
        if partner is not None:
            found += [Match(old[removed], None) for removed in followers[partner]]
    return Matching(found, list(_moves(old, new, partners)))


def _partners(old: Sequence[Part], new: Sequence[Part], identities: Sequence[Identity]) -> dict[int, int]:
    """Return the place in `old` of each place in `new` that has one."""
    partners: dict[int, int] = {}
    left_old, left_new = list(range(len(old))), list(range(len(new)))
    for identity in identities:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in left_old:
            waiting[identity(old[place])].append(place)
        for place in left_new:
            name = identity(new[place])
            if name is not None and waiting[name]:
                partners[place] = waiting[name].popleft()
        taken = set(partners.values())
        left_old = [place for place in left_old if place not in taken]
        left_new = [place for place in left_new if place not in partners]
    return partners


def _moves(old: Sequence[Part], new: Sequence[Part], partners: Mapping[int, int]) -> Iterator[Move]:
    """Yield the fewest things whose move explains the new order."""
    kept = sorted(partners)
    stays = {kept[place] for place in _longest_rise([partners[place] for place in kept])}
    for place in kept:
        if place not in stays:
            before = partners[place]
            yield Move(new[place], old[before - 1] if before else None, new[place - 1] if place else None)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest rising subsequence (n log n)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [place]
    found, place = [], at[-1] if at else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found
