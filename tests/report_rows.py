"""Answers of an open round: a draft, one handed in with a wish, one confirmed; what is typed about them."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from organizations.history import Author
from organizations.models import User
from plans.models import Plan
from reviews.answers import Answer
from reviews.models import ProgressReport, ReportFile, ReviewRound
from reviews.services import (
    Wanted,
    assignments_save,
    progress_report_submit,
    progress_reports_confirm,
    report_draft_save,
    review_round_create,
    review_round_open,
)
from reviews.subjects import subjects_of

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 42, tzinfo=timezone.get_default_timezone())
REPORT_FORMS: dict[str, dict[str, Any]] = {
    "reviews:progress_report_edit": {
        "situation": "on-track",
        "done": "端末を置いた。",
        "proxy_source": "paper",
    },
    "reviews:report_draft_save": {"done": "端末を置いている。", "revision": "1"},
    "reviews:progress_report_return": {"remark_done": "台数を書いてください。"},
    "reviews:progress_report_withdraw": {},
    "reviews:progress_report_confirm": {},
    "reviews:wish_decide": {"decision": "decline", "answer": "予算を取り直してから"},
    "reviews:related_addition_edit": {"text": "庁内の端末も更新した。"},
    "reviews:review_comment_create": {"text": "利用率も知りたい。"},
    "reviews:department_check_create": {"checked_on": "2026-11-20", "decision_number": "8市第1号"},
    "reviews:section_check_give": {},
    "reviews:answer_sheet_import": {},
}


def report_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return the rows of a round in which the first measure's lead answers and all others may add."""
    author = Author(user=owner, source="page")
    found = _open_round(plan, author, mark)
    reports = found.reports.select_related("round__plan__municipality").order_by("order")
    wishing = reports.filter(measure__tracks__isnull=False).first()
    drafted, confirmed = reports.exclude(pk=wishing.pk)[:2]
    report_draft_save(report=drafted, data={"done": f"下書き{mark}"}, revision=0, author=author, now=NOW)
    track = wishing.measure.tracks.first()
    wishes = {(track, plan.end_fiscal_year): None}
    _submit(wishing, author, mark, wishes=wishes, wish_reason=f"部品が届かないため{mark}")
    _submit(confirmed, author, mark)
    progress_reports_confirm(review_round=found, reports=[confirmed], author=author, today=TODAY)
    file = ReportFile.objects.create(
        report=confirmed, name=f"実績{mark}.pdf", content_type="application/pdf", content=b"%PDF-1.7",
        by_name=str(owner),
    )  # fmt: skip
    lead = found.assignments.leads().first().department
    of_round = SimpleNamespace(key=found.key, pk=lead.pk)
    return {
        "progress_report": _address(drafted),
        "report_draft": _address(drafted),
        "wish": _address(wishing),
        "related_addition": _address(wishing),
        "review_comment": _address(confirmed),
        "report_file": file,
        "department_check": of_round,
        "section_check": of_round,
        "answer_sheet": of_round,
    }


def _address(report: ProgressReport) -> SimpleNamespace:
    return SimpleNamespace(key=report.round.key, pk=report.pk)


def _submit(report: ProgressReport, author: Author, mark: str, **fields) -> None:
    answer = Answer(situation="on-track", done=f"端末を置いた{mark}。", **fields)
    progress_report_submit(report=report, answer=answer, author=author, today=TODAY)


def _open_round(plan: Plan, author: Author, mark: str) -> ReviewRound:
    values = {
        "name": f"令和6年度 実施状況確認{mark}", "fiscal_year": plan.end_fiscal_year - 1, "part": 7,
        "asks": ["done", "issues", "next_schedule", "files"], "answer_due": date(2099, 3, 31),
        "section_check": "screen",
    }  # fmt: skip
    found = review_round_create(plan=plan, values=values, author=author)
    lead = plan.measures.first().measure_departments.get(role="lead").department
    others = tuple(plan.municipality.departments.exclude(pk=lead.pk))
    wanted = [Wanted(one, lead, others) for one in subjects_of(plan, found.fiscal_year)]
    assignments_save(review_round=found, wanted=wanted, author=author)
    return review_round_open(review_round=found, author=author, today=date(2026, 11, 20))
