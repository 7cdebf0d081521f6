"""What is asked of a department and not yet done: answers of open rounds, 付帯意見, contracts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_day
from organizations.models import Department
from reviews.models import Condition, ProgressReport, ReviewRound

UNRECORDED = "該当なし（まだ記録の仕組みがありません）"
NOTHING = "いま待っているものはありません"


@dataclass(frozen=True)
class Pending:
    """What is asked of a department and not yet done, or a sentence that says why there is nothing."""

    name: str
    items: Sequence[str]
    remark: str


def pending_of(department: Department) -> list[Pending]:
    """Return what waits for the department (two queries). Contracts are not recorded, which is not none."""
    return [
        Pending("会議の付帯意見", list(_conditions(department)), NOTHING),
        Pending("未提出の回答", list(_answers(department)), NOTHING),
        Pending("契約", (), UNRECORDED),
    ]


def _conditions(department: Department) -> Iterable[str]:
    unmet = Condition.objects.unmet().filter(department=department)
    for condition in unmet.select_related("plan", "measure", "policy").order_by("due_on", "pk"):
        due = f"（{show_day(condition.due_on)}まで）" if condition.due_on else "（期限の記載なし）"
        yield f"{condition.plan.title}　{condition.subject}：{condition.text}{due}"


def _answers(department: Department) -> Iterable[str]:
    reports = ProgressReport.objects.filter(round__state=ReviewRound.State.OPEN).outstanding()
    reports = reports.answered_by([department]).select_related("round", "measure", "policy")
    for report in reports.order_by("round", "order", "pk"):
        due = report.round.answer_due
        limit = f"、提出期限 {show_day(due)}" if due else ""
        yield f"{report.round.name}　{report.subject}（{report.get_status_display()}{limit}）"
