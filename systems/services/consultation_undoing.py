"""What undoing a save means for 事前協議: its states are taken back on its own page alone."""

from organizations.exceptions import UndoRefused
from organizations.models import ChangeSet
from organizations.undo import RowUndo, Undoing, UndoRule
from systems.models import Consultation, EffectCheck

HELD = (Consultation, EffectCheck)


def _lock(change_set: ChangeSet) -> None:
    """What is refused needs no lock."""


def _check(undoing: Undoing) -> None:
    """Refuse: people were told of every move, and the finance section may have the list. A reorganisation,
    which only handed them over, may be undone.
    """
    if any(row.model in HELD and not _is_handed_over(row) for row in undoing.rows):
        raise UndoRefused(
            "事前協議の記録は、ここでは取り消せません。"
            "事前協議のページで、編集・差戻し・取下げ・送付の取消し・査定の訂正をしてください。"
        )


def _is_handed_over(row: RowUndo) -> bool:
    is_changed = row.before is not None and row.after is not None
    return is_changed and {field.name for field in row.fields} == {"department"}


def _needs_reason(undoing: Undoing) -> bool:
    return False


CONSULTATION_UNDO = UndoRule(_lock, _check, _needs_reason)
