"""Saving one reference: where measures name it as their ground by its title, no other bears that title."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from organizations.edits import Edit
from organizations.history import Author, Reason
from plans.exceptions import TitleTaken
from plans.models import Plan, Reference
from plans.services.rows import row_save, uses_in_words


@transaction.atomic
def reference_save(
    *,
    plan: Plan,
    row: Reference,
    edits: Iterable[Edit],
    author: Author,
    reason: Reason | None = None,
    among: QuerySet | None = None,
) -> Reference:
    """Write what a person changed. Raise TitleTaken, and as row_save does."""
    saved = row_save(plan=plan, row=row, edits=edits, author=author, reason=reason, among=among)
    alike = list(plan.references.filter(title=saved.title))
    if len(alike) > 1 and any(uses_in_words(reference) for reference in alike):
        raise TitleTaken(saved.title)
    return saved
