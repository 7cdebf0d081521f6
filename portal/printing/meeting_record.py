"""会議録 on paper: what was recorded of a meeting, as tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_day
from portal.meetings.facts import MeetingHead
from portal.meetings.record import MeetingRecord
from portal.printing.tables import Column, PrintedTable, table
from reviews.models import Condition, Evaluation, Meeting


@dataclass(frozen=True)
class RecordPaper:
    """The paper. Tables are None where there is nothing to put into them."""

    title: str
    city: str
    plan: str
    created: str
    record: MeetingRecord
    attendance: PrintedTable | None
    verdicts: PrintedTable | None
    given: PrintedTable | None
    standing: PrintedTable | None


def record_paper(record: MeetingRecord) -> RecordPaper:
    meeting = record.meeting
    return RecordPaper(
        title=f"{meeting} 会議録",
        city=meeting.plan.municipality.name,
        plan=meeting.plan.title,
        created=meeting.held_on.isoformat(),
        record=record,
        attendance=attendance_table(record.head),
        verdicts=verdict_table(record),
        given=condition_table(record.given),
        standing=standing_table(record),
    )


def verdict_table(record: MeetingRecord) -> PrintedTable | None:
    """Return every verdict of the meeting with its opinion; None where nothing was judged."""
    columns = [
        Column("対象", 30, "label"), Column("評価", 14), Column("意見", 34), Column("観点・方向性", 22),
    ]  # fmt: skip
    rows = [(str(one.subject), one.verdict_label, one.comment, rated_words(one)) for one in record.judged]
    return table(columns, rows) if rows else None


def rated_words(evaluation: Evaluation) -> str:
    """Say what was rated and where it is to go: 達成度 計画どおり、継続、資源は同じ."""
    ratings = [f"{name} {label}" for name, label in evaluation.ratings.items()]
    direction = evaluation.direction.label if evaluation.direction else ""
    axes = [direction, evaluation.get_goal_change_display(), evaluation.get_resources_display()]
    return "、".join([*ratings, *filter(None, axes)])


def condition_table(conditions: Sequence[Condition]) -> PrintedTable | None:
    """Return 付帯意見 with whose they are and until when."""
    columns = [
        Column("対象", 26, "label"), Column("意見", 38), Column("対応する課", 14), Column("対応の期限", 22),
    ]  # fmt: skip
    rows = [
        (
            str(one.subject), one.text, one.department.name if one.department else "記載なし",
            show_day(one.due_on) if one.due_on else "定めなし",
        )
        for one in conditions
    ]  # fmt: skip
    return table(columns, rows) if rows else None


def standing_table(record: MeetingRecord) -> PrintedTable | None:
    """Return how earlier 付帯意見 stood, and what was found of them in this meeting."""
    columns = [
        Column("対象", 24, "label"), Column("意見", 30), Column("対応", 30), Column("確認の結果", 16),
    ]  # fmt: skip
    rows = [
        (str(one.subject), one.text, one.answer or "報告なし", _found(one, record.meeting))
        for one in record.standing
    ]
    return table(columns, rows) if rows else None


def _found(condition: Condition, meeting: Meeting) -> str:
    return condition.get_state_display() if condition.closed_in_id == meeting.pk else "引き続き対応"


def attendance_table(head: MeetingHead) -> PrintedTable | None:
    """Return who came, by post; names of people only where the head has them."""
    columns = [
        Column("職", 34, "label"), Column("役割", 16), Column("出欠", 12), Column("代理の職", 18),
        Column("氏名", 20), Column("意見", 40),
    ]  # fmt: skip
    rows = [(seat.post, seat.role, seat.state, seat.proxy, seat.name, seat.opinion) for seat in head.seats]
    return table(columns, rows) if rows else None
