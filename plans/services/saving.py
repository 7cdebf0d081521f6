"""What the saves of rows with sheets share: who changed them meanwhile."""

from django.db import models

from organizations.edits import Clash
from plans.exceptions import SheetConflict


def sheet_conflict(row: models.Model, clashes: list[Clash]) -> SheetConflict:
    """Return the refusal that says who changed the row last."""
    last = row.history.select_related("changeset").order_by("-pk").first()
    return SheetConflict(clashes, last.changeset.by_name if last else "")
