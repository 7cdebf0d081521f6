"""What the rows of a plan document have in common."""

from django.db import models

from organizations.access import ScopedQuerySet


class PlanQuerySet(ScopedQuerySet):
    """Rows of a plan: the city's own, changed by its planning section."""

    municipality_path = "plan__municipality"


class DocumentRow(models.Model):
    """One object of a plan document: its place in the document's list and the notes on it."""

    order = models.PositiveIntegerField("順", default=0)
    notes = models.JSONField("注", default=list, blank=True)

    class Meta:
        abstract = True
