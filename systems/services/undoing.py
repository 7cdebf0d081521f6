"""What undoing a save means for the inventory: its lock, what an edition holds, what a partner uses."""

from organizations.models import ChangeSet
from organizations.undo import Undoing, UndoRule
from systems.exceptions import SystemHeld
from systems.held import edition_that_holds
from systems.models import InformationSystem, SystemShare
from systems.services.sharing import check_share_is_unused


def _lock(change_set: ChangeSet) -> None:
    """Hold off the saves of the systems it wrote: the city's lock holds its own people, not a partner's."""
    written = InformationSystem.history.filter(changeset=change_set).values("id")
    list(InformationSystem.objects.select_for_update(of=("self",)).filter(pk__in=written).order_by("pk"))


def _check(undoing: Undoing) -> None:
    for row in undoing.of(InformationSystem):
        if row.before is None and (edition := edition_that_holds(row.now)):
            raise SystemHeld(row.now, edition)
    for row in undoing.of(SystemShare):
        if row.before is None and row.now is not None:
            check_share_is_unused(row.now)


def _needs_reason(undoing: Undoing) -> bool:
    """What is changed without a reason is undone without one."""
    return False


INVENTORY_UNDO = UndoRule(_lock, _check, _needs_reason)
