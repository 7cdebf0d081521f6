"""From a stored plan to its book: which documents go in, and what the file is called."""

import json
from datetime import date

from exchange.dump import plan_document
from plans.models import Edition, Plan
from portal.printing.plan_book import PlanBook, plan_book

PDF = "application/pdf"


def book_of(plan: Plan, *, day: date, edition: Edition | None = None) -> PlanBook:
    """Return the book of `plan` as it stands, or of one of its editions, printed on `day`.

    The document of the plan before goes in as well, where it is loaded: the book tells its results.
    """
    document = json.loads(edition.document) if edition else plan_document(plan)
    return plan_book(document, day, _predecessor(plan), edition=edition.label if edition else "")


def _predecessor(plan: Plan) -> dict | None:
    before = Plan.objects.filter(municipality=plan.municipality, code=plan.predecessor)
    found = before.select_related("municipality").first() if plan.predecessor else None
    return plan_document(found) if found else None


def book_file_name(plan: Plan, edition: Edition | None = None) -> str:
    """Return the name under which the book is downloaded."""
    return f"{plan.municipality.code}-{plan.code}{f'-{edition.number}' if edition else ''}.pdf"
