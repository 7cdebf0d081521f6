"""What became of an answer, step by step: handed in, sent back, confirmed, with days and names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from reviews.models import ProgressReport
from reviews.states import AWAITING, AWAITING_LABEL

Status = ProgressReport.Status
BACK = {  # a state entered from a later one has a name of its own
    (Status.SUBMITTED, Status.DRAFT): "取下げ",
    (AWAITING, Status.DRAFT): "取下げ",
    (Status.FINAL, Status.CONFIRMED): "確定の取消し",
}
NAMES = dict(Status.choices) | {
    AWAITING: AWAITING_LABEL, Status.SUBMITTED: "提出", Status.CONFIRMED: "確認", Status.DRAFT: "作成開始",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step; `marks` say what is unusual about it (期限後の提出, 代行入力（紙）)."""

    code: str
    label: str
    on: date | None
    by: str
    marks: tuple[str, ...] = ()


def steps_of(report: ProgressReport) -> list[Step]:
    """Return the steps of a report in their order (one query)."""
    rows = list(report.history.select_related("changeset").order_by("changeset_id", "history_id"))
    found: list[Step] = []
    before = Status.UNANSWERED
    for row in rows:
        state = AWAITING if row.awaits_check else row.status
        if state == before:
            continue
        if row is rows[0] and state in ProgressReport.SETTLED:
            found += _imported(report, row)
        else:
            found.append(_step(report, row, before, state))
        before = state
    return found


def _imported(report: ProgressReport, row: Any) -> Iterator[Step]:
    """Yield the steps of a report that came with a plan's document: what its columns tell."""
    if row.first_submitted_on:
        yield Step(
            Status.SUBMITTED,
            NAMES[Status.SUBMITTED],
            row.first_submitted_on,
            row.submitted_by_name,
            _marks(report, row, row.first_submitted_on),
        )
    yield Step(Status.CONFIRMED, NAMES[Status.CONFIRMED], row.confirmed_on, row.confirmed_by_name)
    if row.status == Status.FINAL:
        yield Step(Status.FINAL, NAMES[Status.FINAL], report.round.final_on, "")


def _step(report: ProgressReport, row: Any, before: str, state: str) -> Step:
    label = BACK.get((before, state)) or NAMES[state]
    is_of_round = Status.FINAL in (before, state)  # 確定 and its undoing move all answers of a round
    on = timezone.localdate(row.history_date) if is_of_round else row.moved_on
    if state == Status.FINAL and report.round.final_on:
        on = report.round.final_on
    is_handed_in = state == Status.SUBMITTED
    marks = _marks(report, row, row.moved_on) if is_handed_in else ()
    return Step(state, label, on, row.changeset.by_name, marks)


def _marks(report: ProgressReport, row: Any, on: date | None) -> tuple[str, ...]:
    due = report.round.answer_due
    found = []
    if on and due and on > due:
        found.append("期限後の提出")
    if row.proxy_source:
        found.append(f"代行入力（{ProgressReport.ProxySource(row.proxy_source).label}）")
    return tuple(found)
