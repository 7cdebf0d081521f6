"""What undoing a save means for plans: their lock, and what an adopted plan asks for."""

from django.db.models import QuerySet

from organizations.exceptions import UndoRefused
from organizations.models import ChangeSet
from organizations.undo import Undoing, UndoRule
from plans.models import Edition, EditionClearance, Plan


def plans_of(change_set: ChangeSet) -> QuerySet[Plan]:
    """Return the plan a save names; a save of the whole city may concern each of its plans."""
    plans = Plan.objects.filter(municipality=change_set.municipality_id)
    return plans.filter(code=change_set.plan_code) if change_set.plan_code else plans


def concerns_adopted_plan(change_set: ChangeSet) -> bool:
    return plans_of(change_set).filter(editions__kind=Edition.Kind.INITIAL).exists()


def _lock(change_set: ChangeSet) -> None:
    list(plans_of(change_set).select_for_update(of=("self",)).order_by("pk"))


def _check(undoing: Undoing) -> None:
    if any(row.model is Plan and row.before is None for row in undoing.rows):
        raise UndoRefused("計画を作った（最初に取り込んだ）変更は取り消せません。")
    if any(row.model is EditionClearance for row in undoing.rows):
        raise UndoRefused(
            "公表可の設定と取下げは、ここでは取り消せません。確定版のページで取り下げるか、もう一度設定してください。"
        )


def _needs_reason(undoing: Undoing) -> bool:
    """A save that gave a reason is undone with one."""
    return bool(undoing.change_set.reason_category) and concerns_adopted_plan(undoing.change_set)


PLAN_UNDO = UndoRule(_lock, _check, _needs_reason)
