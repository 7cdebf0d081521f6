"""From a stored plan to its book: which documents go in, and what the file is called."""

from datetime import date

from exchange.dump import plan_document
from plans.models import Edition, Plan
from portal.printing.plan_book import Choices, PlanBook, plan_book

PDF = "application/pdf"


def book_of(
    plan: Plan,
    *,
    day: date,
    edition: Edition | None = None,
    is_internal: bool = False,
    choices: Choices | None = None,
) -> PlanBook:
    """Return the book of `plan` as it stands, or of one of its editions, printed on `day` as chosen.

    The document of the plan before goes in as well, where it is loaded: the book tells its results. An
    edition has its own copy of it, so that its book never changes. What a city keeps within itself stands in
    a book that `is_internal` alone.
    """
    if edition:
        document, before = edition.documents()
        return plan_book(
            document, day, before, edition=edition.label, is_internal=is_internal, choices=choices
        )
    found = plan.predecessor_plan()
    before = plan_document(found) if found else None
    return plan_book(plan_document(plan), day, before, is_internal=is_internal, choices=choices)


def book_title(plan: Plan, edition: Edition | None, *, is_internal: bool) -> str:
    """Return what the job that prints a book is called."""
    details = "・".join(filter(None, [edition.label if edition else "", "内部用" if is_internal else ""]))
    return f"{plan.title} 計画書{f'（{details}）' if details else ''}"


def book_file_name(plan: Plan, edition: Edition | None = None, *, is_internal: bool = False) -> str:
    """Return the name under which the book is downloaded."""
    number = f"-{edition.number}" if edition else ""
    return f"{plan.municipality.code}-{plan.code}{number}{'-internal' if is_internal else ''}"
