"""From a stored plan to its book: which documents go in, and what the file is called."""

from datetime import date

from exchange.dump import plan_document
from plans.models import Edition, Plan
from portal.printing.plan_book import PlanBook, plan_book

PDF = "application/pdf"


def book_of(plan: Plan, *, day: date, edition: Edition | None = None) -> PlanBook:
    """Return the book of `plan` as it stands, or of one of its editions, printed on `day`.

    The document of the plan before goes in as well, where it is loaded: the book tells its results. An
    edition has its own copy of it, so that its book never changes.
    """
    if edition:
        document, before = edition.documents()
        return plan_book(document, day, before, edition=edition.label)
    found = plan.predecessor_plan()
    return plan_book(plan_document(plan), day, plan_document(found) if found else None)


def book_file_name(plan: Plan, edition: Edition | None = None) -> str:
    """Return the name under which the book is downloaded."""
    return f"{plan.municipality.code}-{plan.code}{f'-{edition.number}' if edition else ''}.pdf"
