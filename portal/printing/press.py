"""From a stored plan to its book: which documents go in, and what the file is called."""

from datetime import date

from exchange.dump import Document, plan_document
from plans.models import Edition, Plan
from portal.printing.plan_book import Choices, PlanBook, plan_book
from reviews.models import ReviewRound

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

    What a city keeps within itself stands in a book that `is_internal` alone.
    """
    document, before = documents_of(plan, edition)
    label = edition.label if edition else ""
    return plan_book(document, day, before, edition=label, is_internal=is_internal, choices=choices)


def documents_of(
    plan: Plan, edition: Edition | None, *, also: ReviewRound | None = None
) -> tuple[Document, Document | None]:
    """Return the document of a plan and that of the plan before, None where that is not loaded.

    An edition has its own copies of both, so that what is printed from it never changes. `also` is a round
    that the plan as it stands tells of beside the final ones.
    """
    if edition:
        return edition.documents()
    found = plan.predecessor_plan()
    return plan_document(plan, also=also), plan_document(found) if found else None


def book_title(plan: Plan, edition: Edition | None, *, is_internal: bool) -> str:
    """Return what the job that prints a book is called."""
    details = "・".join(filter(None, [edition.label if edition else "", "内部用" if is_internal else ""]))
    return f"{plan.title} 計画書{f'（{details}）' if details else ''}"


def book_file_name(plan: Plan, edition: Edition | None = None, *, is_internal: bool = False) -> str:
    """Return the name under which the book is downloaded."""
    number = f"-{edition.number}" if edition else ""
    return f"{plan.municipality.code}-{plan.code}{number}{'-internal' if is_internal else ''}"
