"""Who is proposed to answer for what: from the last round, else from the departments the plan prints.

A text such as 関係各課 names no department, so nothing is proposed from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from measures.models import MeasureDepartment
from organizations.models import DepartmentSuccession
from plans.models import Plan, PolicyDepartment
from reviews.models import Assignment, ProgressReport, ReviewRound
from reviews.offices import Office, offices_of
from reviews.services.rounds import Wanted
from reviews.subjects import Subject, SubjectKey, key_of, name_of, subjects_of

Situation = ProgressReport.Situation


@dataclass(frozen=True)
class Named:
    """The departments named for a subject, by primary key: the one that answers first, then the others."""

    lead: int | None = None
    related: tuple[int, ...] = ()


def proposed(
    *, plan: Plan, fiscal_year: int, previous: ReviewRound | None, today: date
) -> list[Wanted]:
    """Return who is to answer for each subject of a year; what was finished last time is not asked again."""
    offices, successions = offices_of(plan), _successions(plan)
    subjects = subjects_of(plan, fiscal_year)
    last = _named_in(previous) if previous else {}
    printed = _printed(plan)
    finished = {key for key, situation in last_situations(previous).items() if situation == Situation.DONE}

    def wanted(subject: Subject) -> Wanted:
        key = key_of(subject)
        named = last.get(key) or printed.get(key) or Named()
        lead = _standing(named.lead, offices, successions, today)
        others = [_standing(pk, offices, successions, today) for pk in named.related]
        related = dict.fromkeys(office for office in others if office and office is not lead)
        return Wanted(
            subject,
            lead.department if lead else None,
            tuple(office.department for office in related),
            is_asked=key not in finished,
        )

    return [wanted(subject) for subject in subjects]


def last_situations(previous: ReviewRound | None) -> dict[SubjectKey, str]:
    """Return what each subject was confirmed to be in the round before: 順調, 遅れ or 完了 (one query)."""
    if previous is None:
        return {}
    settled = ProgressReport.objects.filter(round=previous).settled().exclude(situation="")
    return {report.subject_key: report.situation for report in settled}


def _named_in(review_round: ReviewRound) -> dict[SubjectKey, Named]:
    leads: dict[SubjectKey, int] = {}
    related: dict[SubjectKey, list[int]] = defaultdict(list)
    for row in review_round.assignments.all():
        if row.role == Assignment.Role.LEAD:
            leads[row.subject_key] = row.department_id
        else:
            related[row.subject_key].append(row.department_id)
    return {key: Named(leads.get(key), tuple(related[key])) for key in [*leads, *related]}


def _printed(plan: Plan) -> dict[SubjectKey, Named]:
    """Return the departments the plan names; the first responsible one leads where none is said to."""
    found: dict[SubjectKey, Named] = {}
    ranks = {MeasureDepartment.Role.LEAD: 0, MeasureDepartment.Role.RESPONSIBLE: 1}
    links = MeasureDepartment.objects.filter(measure__plan=plan).order_by("measure", "order", "pk")
    by_measure: dict[int, list[MeasureDepartment]] = defaultdict(list)
    for link in links:
        by_measure[link.measure_id].append(link)
    for measure, named in by_measure.items():
        named.sort(key=lambda link: ranks.get(link.role, 2))
        leads = [link.department_id for link in named if link.role in ranks]
        others = [link.department_id for link in named]
        found["measure", measure] = Named(leads[0] if leads else None, tuple(others[bool(leads) :]))
    policies: dict[int, list[int]] = defaultdict(list)
    rows = PolicyDepartment.objects.filter(policy__plan=plan).order_by("policy", "order", "pk")
    for policy, department in rows.values_list("policy", "department"):
        policies[policy].append(department)
    return found | {("policy", key): Named(own[0], tuple(own[1:])) for key, own in policies.items()}


def _successions(plan: Plan) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = DepartmentSuccession.objects.filter(former__municipality=plan.municipality_id)
    for former, successor in rows.values_list("former", "successor"):
        found[former].append(successor)
    return found


def _standing(
    pk: int | None, offices: Mapping[int, Office], successions: Mapping[int, Sequence[int]], today: date
) -> Office | None:
    """Return the department, or the one that alone took over from it; None where several did, or nobody."""
    passed: set[int] = set()
    while pk in offices and pk not in passed:
        if offices[pk].stands_on(today):
            return offices[pk]
        passed.add(pk)
        heirs = successions.get(pk, ())
        pk = heirs[0] if len(heirs) == 1 else None
    return None


def undecided(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Return what is to be asked and has nobody who answers."""
    return [one for one in wanted if one.is_asked and one.lead is None]


def current(review_round: ReviewRound, subjects: Sequence[Subject] | None = None) -> list[Wanted]:
    """Return who answers for what as the round stands now (three queries, one with `subjects`)."""
    if subjects is None:
        subjects = subjects_of(review_round.plan, review_round.fiscal_year)
    leads, related = {}, defaultdict(list)
    for row in review_round.assignments.select_related("department"):
        if row.role == Assignment.Role.LEAD:
            leads[row.subject_key] = row.department
        else:
            related[row.subject_key].append(row.department)
    left_out = set(review_round.left_out)
    return [
        Wanted(
            subject,
            leads.get(key_of(subject)),
            tuple(related[key_of(subject)]),
            is_asked=name_of(subject) not in left_out,
        )
        for subject in subjects
    ]
