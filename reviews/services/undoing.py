"""What undoing a save means for the yearly cycle: its states are taken back on its own pages alone."""

from organizations.exceptions import UndoRefused
from organizations.models import ChangeSet
from organizations.undo import Undoing, UndoRule
from reviews.models import (
    Attendance,
    Condition,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    ReviewRound,
)

HELD = (ReviewRound, ProgressReport, Evaluation, Condition, Meeting, MeetingItem, Attendance)


def _lock(change_set: ChangeSet) -> None:
    """The plan's lock is that of its rounds."""


def _check(undoing: Undoing) -> None:
    """Refuse: an answer, a verdict or 確定 has told people something, and may have filed an edition."""
    if undoing.change_set.is_sample:
        return
    if any(row.model in HELD for row in undoing.rows):
        raise UndoRefused(
            "調査・報告・会議の記録は、ここでは取り消せません。"
            "調査か会議のページで、取下げ・差戻し・確定の取消し・編集をしてください。"
        )


def _needs_reason(undoing: Undoing) -> bool:
    return False


REVIEW_UNDO = UndoRule(_lock, _check, _needs_reason)
