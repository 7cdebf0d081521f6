"""What is asked of a department and not yet done: answers of open rounds, 付帯意見, contracts."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day
from organizations.models import Department
from portal.handover.systems import HeldSystem
from reviews.models import Condition, ProgressReport, ReviewRound
from systems.models import Contract
from systems.terms import contract_schedule

UNRECORDED = "所管する情報システムの契約は記載なし"
NOTHING = "いま待っているものはありません"


@dataclass(frozen=True)
class Pending:
    """What is asked of a department and not yet done, or a sentence that says why there is nothing."""

    name: str
    items: Sequence[str]
    remark: str


def pending_of(
    department: Department, systems: Iterable[HeldSystem], day: date, closed: Container[date]
) -> list[Pending]:
    """Return what waits for the department, and the contracts of its systems with their next dates (two
    queries). That no contract is recorded is not to say that there is none.
    """
    return [
        Pending("会議の付帯意見", list(_conditions(department)), NOTHING),
        Pending("未提出の回答", list(_answers(department)), NOTHING),
        Pending("契約", list(_contracts(systems, day, closed)), UNRECORDED),
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


def _contracts(systems: Iterable[HeldSystem], day: date, closed: Container[date]) -> Iterable[str]:
    covered: dict[Contract, list[str]] = {}
    for held in systems:
        for contract in held.row.contracts:
            covered.setdefault(contract, []).append(held.row.system.name)
    for contract, names in covered.items():
        found = contract_schedule(contract, day, closed)
        if found.is_over:
            continue
        end = f"期間 {show_day(found.term_end)}まで" if found.term_end else "期間の終わりは記載なし"
        notice = f"解約の申出 {show_day(found.notice_by)}まで" if found.notice_by else "解約の申出は記載なし"
        yield f"{contract.name}（{'、'.join(names)}）：{end}、{notice}"
