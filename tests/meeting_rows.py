"""A meeting to come, a held one with a verdict and a condition; and what is typed into their forms."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from organizations.edits import Edit
from organizations.history import Author
from organizations.models import Department, User
from plans.models import Plan
from plans.services.rows import RowWish
from reviews.models import Attendance, Meeting, MeetingItem, ProgressReport
from reviews.services import (
    agenda_save,
    attendances_save,
    condition_create,
    evaluation_save,
    meeting_hold,
    meeting_save,
    minutes_save,
)
from reviews.services.kept_papers import papers_keep
from reviews.subjects import name_of

HELD_ON, TODAY, DUE = date(2026, 11, 20), date(2026, 11, 21), date(2099, 3, 31)
TYPED: dict[str, dict[str, Any]] = {
    "reviews:meeting_create": {"title": "第3回委員会", "held_on": "令和8年12月1日"},
    "reviews:meeting_edit": {"place": "第1会議室"},
    "reviews:meeting_delete": {},
    "reviews:attendance_edit": {},
    "reviews:minutes_edit": {"summary": "活発な意見があった。"},
    "reviews:condition_edit": {"text": "くわしく報告すること。"},
    "reviews:condition_answer": {"answer": "調べて表にした。"},
    "reviews:condition_close": {"state": "met"},
    "reviews:evaluation_list": {"decided_on": "2026-11-21", "action": "save"},
    "portal:meeting_agenda": {},
}


def meeting_forms(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return by URL name what is typed into the forms of meetings and conditions."""
    condition = rows["condition"]
    asked = {
        "subject": name_of(condition.subject), "department": condition.department_id,
        "text": "報告すること。", "due_on": "R9.3.31",
    }  # fmt: skip
    return TYPED | {"reviews:meeting_condition_create": asked}


def meeting_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return a planned meeting, and a held one in which the confirmed answer was judged with an opinion."""
    author = Author(user=owner, source="page")
    report = _confirmed(plan)
    body = plan.evaluation_bodies.order_by("order").first()
    held = _meeting(plan, f"第1回委員会{mark}", HELD_ON, author, body=body, round=report.round)
    evaluation_save(
        review_round=report.round, subject=report.subject, body=body, verdict="rejected",
        verdict_label=body.label_of("rejected"), comment=f"目標を見直すこと{mark}。", meeting=held,
        author=author, today=TODAY,
    )  # fmt: skip
    _write_down(held, author, mark)
    papers_keep(
        meeting=held, name=f"会議資料{mark}", content=b"%PDF-1.7", words_digest="0" * 64, sheets="all",
        as_of=TODAY, by=str(owner),
    )  # fmt: skip
    meeting_hold(meeting=held, author=author, today=TODAY)
    wanted = {"text": f"費用を示すこと{mark}。", "department": _lead(report), "due_on": DUE}
    condition = condition_create(
        plan=plan, subject=report.subject, meeting=held, author=author,
        edits=[Edit(name, None, value) for name, value in wanted.items()],
    )  # fmt: skip
    planned = _meeting(plan, f"第2回委員会{mark}", date(2099, 1, 15), author, round=report.round)
    return {
        "meeting": planned,
        "kept_papers": held,
        "meeting_papers": held,
        "meeting_record": held,
        "meeting_condition": held,
        "attendance": held,
        "minutes": held,
        "condition": condition,
        "evaluation": SimpleNamespace(key=report.round.key, pk=body.pk),
    }


def _confirmed(plan: Plan) -> ProgressReport:
    reports = ProgressReport.objects.settled().filter(round__plan=plan, round__state="open")
    return reports.select_related("round__plan__municipality", "measure", "policy").first()


def _lead(report: ProgressReport) -> Department:
    return report.round.assignments.leads().get(measure=report.measure_id, policy=report.policy_id).department


def _meeting(plan: Plan, title: str, day: date, author: Author, **fields) -> Meeting:
    values = {"title": title, "held_on": day, "place": title} | fields
    meeting = Meeting(plan=plan)
    edits = [Edit(name, getattr(meeting, name), value) for name, value in values.items()]
    return meeting_save(meeting=meeting, edits=edits, author=author, today=TODAY)


def _write_down(meeting: Meeting, author: Author, mark: str) -> None:
    """Put an item on the agenda, somebody into the attendance, and a name."""
    item = MeetingItem(meeting=meeting)
    said = [Edit("title", "", f"実施状況の評価{mark}"), Edit("minutes", "", f"質問があった{mark}。")]
    agenda_save(meeting=meeting, wishes=[RowWish(item, said)], proposed=[], is_reordered=False, author=author)
    seat = Attendance(meeting=meeting)
    came = [Edit("post", "", f"副市長{mark}"), Edit("name", "", f"市川 太郎{mark}")]
    attendances_save(meeting=meeting, wishes=[RowWish(seat, came)], is_reordered=False, author=author)
    summary = [Edit("summary", "", f"了承された{mark}。")]
    minutes_save(meeting=meeting, wishes=[], edits=summary, author=author, today=TODAY)
