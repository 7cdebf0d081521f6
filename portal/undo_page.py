"""The page that asks before a save is undone: what will happen, or why it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.exceptions import PortalError, UndoConflict
from organizations.models import ChangeSet
from organizations.undo import look_at_undo, needs_reason, preview, refusal_of
from portal.history_feed import Group, grouped
from portal.place import Place

MOST_ROWS = 200


@dataclass(frozen=True)
class UndoPage:
    """`groups` say what will happen, `conflicts` what was changed since; `untold` rows are not listed."""

    change_set: ChangeSet
    groups: Sequence[Group]
    untold: int
    refusal: PortalError | None
    conflicts: Sequence[Group]
    needs_reason: bool

    @property
    def verb(self) -> str:
        """Undoing an undo does the first save again."""
        return "やり直す" if self.change_set.undoes_id else "取り消す"


def undo_page(change_set: ChangeSet, place: Place) -> UndoPage:
    undoing = look_at_undo(change_set)
    refusal = refusal_of(undoing)
    conflicts = refusal.rows if isinstance(refusal, UndoConflict) else []
    changes = [] if refusal else preview(undoing)
    return UndoPage(
        change_set=change_set,
        groups=grouped(changes[:MOST_ROWS], place),
        untold=max(0, len(changes) - MOST_ROWS),
        refusal=refusal,
        conflicts=grouped(conflicts, place),
        needs_reason=refusal is None and needs_reason(undoing),
    )
