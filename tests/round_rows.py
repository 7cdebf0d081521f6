"""A round that is open in a city, with a letter; and what is typed into the forms of its pages."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from organizations.history import Author
from organizations.models import User
from plans.models import Plan
from reviews.models import ReviewRound
from reviews.services import (
    Wanted,
    assignments_save,
    review_round_create,
    review_round_open,
    round_letter_create,
)
from reviews.subjects import subjects_of

DUE = date(2026, 12, 18)
ROUND_FORMS: dict[str, dict[str, Any]] = {
    "reviews:review_round_create": {"name": "令和6年度 追加の調査", "fiscal_year": "R6", "part": "9"},
    "reviews:review_round_edit": {"contact": "情報管理課"},
    "reviews:review_round_reopen": {"reason": "誤りがあったため"},
    "reviews:assignment_list": {},
    "reviews:round_letter_create": {"document_number": "8情第30号"},
    "reviews:round_letter_edit": {"document_number": "8情第31号"},
    "reviews:value_settle": {"reason": "決算の認定による"},
    "portal:review_round_finalise": {"leaves_unanswered": "on"},
    "organizations:department_create": {"names": "新しい課", "kind": "課"},
}


def round_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Open a round in which one department, the lead of the plan's first measure, answers for all."""
    found = open_round(plan, owner, mark)
    author = Author(user=owner, source="page")
    values = {
        "sent_on": date(2026, 11, 20), "document_number": f"8情第20号{mark}", "addressee": f"各課長{mark}",
        "subject": f"調査について（照会）{mark}", "text": f"回答をお願いします{mark}。",
    }  # fmt: skip
    letter = round_letter_create(review_round=found, kind="inquiry", values=values, author=author)
    return {
        "review_round": found,
        "assignment": found,
        "result": found,
        "progress_report_list": found,
        "value": found,
        "round_letter": SimpleNamespace(key=found.key, pk=letter.pk),
    }


def open_round(plan: Plan, owner: User, mark: str) -> ReviewRound:
    author = Author(user=owner, source="page")
    values = {
        "name": f"令和6年度 進捗状況調査{mark}", "fiscal_year": plan.end_fiscal_year, "part": 8,
        "as_of": date(2025, 3, 31), "asks": ["done", "issues"], "answer_due": DUE,
        "contact": f"情報管理課{mark}",
    }  # fmt: skip
    found = review_round_create(plan=plan, values=values, author=author)
    lead = plan.measures.first().measure_departments.get(role="lead").department
    wanted = [Wanted(subject, lead) for subject in subjects_of(plan, plan.end_fiscal_year)]
    assignments_save(review_round=found, wanted=wanted, author=author)
    return review_round_open(review_round=found, author=author, today=date(2026, 11, 20))
