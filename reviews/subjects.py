"""What a round asks about: the measures that stand in its year, and the policies that are reported on."""

from collections.abc import Iterable

from django.db.models import Q

from measures.models import Measure
from plans.models import BasicPolicy, Plan

Subject = Measure | BasicPolicy
SubjectKey = tuple[str, int]
POLICY = "policy:"


def key_of(subject: Subject) -> SubjectKey:
    """Return a subject as a key of a dictionary: `("measure", 3)`."""
    return ("measure" if isinstance(subject, Measure) else "policy", subject.pk)


def name_of(subject: Subject) -> str:
    """Return how documents and lists of a round name a subject for life: `3`, `policy:1-2`."""
    return subject.key if isinstance(subject, Measure) else f"{POLICY}{subject.key}"


def url_of(subject: Subject) -> str:
    """Return the address of a subject that has its plan: a policy stands on the page of the plan."""
    if isinstance(subject, Measure):
        return subject.get_absolute_url()
    return f"{subject.plan.get_absolute_url()}#policy-{subject.pk}"


def fields_of(subject: Subject) -> dict[str, Subject]:
    """Return the columns by which a row is about `subject`."""
    return {"measure": subject} if isinstance(subject, Measure) else {"policy": subject}


def subjects_of(plan: Plan, fiscal_year: int) -> list[Subject]:
    """Return what may be asked about in a western fiscal year, in the document's order (two queries).

    A measure that ended before the year is not asked about; one that ends in it is, for the last time.
    """
    running = Q(ended_fiscal_year__isnull=True, ended_kind="") | Q(ended_fiscal_year__gte=fiscal_year)
    measures = plan.measures.filter(running).order_by("order", "pk")
    policies = plan.policies.filter(reportable=True).order_by("order", "pk")
    return [*policies, *measures]


def asked(subjects: Iterable[Subject], left_out: Iterable[str]) -> list[Subject]:
    """Return the subjects that a round does not leave out by name."""
    gone = set(left_out)
    return [subject for subject in subjects if name_of(subject) not in gone]
