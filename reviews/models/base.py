"""What rounds, answers and verdicts have in common: each is about one measure or one reportable policy."""

from django.db import models
from django.db.models import Q

from measures.models import Measure
from plans.models import BasicPolicy
from plans.models.base import PlanQuerySet


class RoundPartQuerySet(PlanQuerySet):
    municipality_path = "round__plan__municipality"


class ReportPartQuerySet(PlanQuerySet):
    municipality_path = "report__round__plan__municipality"


class AboutOneSubject(models.Model):
    """A row about one measure or one policy that is itself reported on."""

    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name="施策"
    )
    policy = models.ForeignKey(
        BasicPolicy, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name="方針"
    )

    class Meta:
        abstract = True

    @property
    def subject(self) -> Measure | BasicPolicy:
        return self.measure or self.policy

    @property
    def subject_key(self) -> tuple[str, int]:
        """What the row is about, as a key of a dictionary: `("measure", 3)`."""
        return ("measure", self.measure_id) if self.measure_id else ("policy", self.policy_id)


def one_subject(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is about a measure or a policy, not both and not neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(measure__isnull=True, policy__isnull=False)
        | Q(measure__isnull=False, policy__isnull=True),
        violation_error_message="施策か方針のどちらか一つを選んでください。",
    )


def once_a_subject(name: str, *fields: str, message: str) -> list[models.UniqueConstraint]:
    """Return the constraints that a measure, and a policy, stands once among `fields`."""
    return [
        models.UniqueConstraint(
            name=f"{name}_{subject}", fields=[*fields, subject], violation_error_message=message
        )
        for subject in ("measure", "policy")
    ]
