"""A dashboard is read once for what the database holds, and kept until somebody saves something.

What a dashboard tells stands in tracked rows: whatever changes it makes a ChangeSet, or an edition. A process
keeps what it read last; it may be lost at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max, Q

from organizations.models import ChangeSet, Municipality, User
from portal.dashboard.panels import Dashboard
from portal.place import Place

MOST_KEPT = 64  # dashboards of one process


@dataclass(frozen=True)
class _State:
    """What the database holds, told by its saves. The count tells a save that ends after a later one."""

    saves: int
    last_save: int | None
    saved_at: datetime | None
    editions: int


@dataclass(frozen=True)
class _Asked:
    """Which dashboard, of what state, for whom: by all that decides what a person may see."""

    make: Callable[..., Dashboard]
    plan: int
    state: _State
    today: date
    role: str
    department: int | None
    is_head: bool
    round_key: str
    by: str
    place: Place = field(compare=False)
    user: User = field(compare=False)


def kept_dashboard(
    make: Callable[..., Dashboard], place: Place, user: User, today: date, *, round_key: str, by: str
) -> Dashboard:
    """Return what `make` reads (two queries where it was read before)."""
    return made_dashboard(
        _Asked(
            make, place.plan.pk, _state(place), today, user.role, user.department_id, user.is_head,
            round_key, by, place, user,
        )
    )  # fmt: skip


@lru_cache(maxsize=MOST_KEPT)
def made_dashboard(asked: _Asked) -> Dashboard:
    """Read a dashboard, or return it as it was read for the same state."""
    return asked.make(asked.place, asked.user, asked.today, round_key=asked.round_key, by=asked.by)


def _state(place: Place) -> _State:
    """Read the state (two queries). Saves that name no city are everybody's."""
    saves = _saves(place.municipality).aggregate(count=Count("pk"), last=Max("pk"), at=Max("made_at"))
    return _State(saves["count"], saves["last"], saves["at"], place.plan.editions.count())


def _saves(municipality: Municipality):
    return ChangeSet.objects.filter(Q(municipality=municipality) | Q(municipality=None)).order_by()
