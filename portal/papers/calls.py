"""From the rows of a round to what its sheets ask, of whom, until when: working state, in no document."""

from collections import Counter

from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.models import User
from plans.models import Plan
from portal.printing.status_subjects import Call
from reviews.models import Assignment, ProgressReport, ReviewRound
from reviews.offices import offices_of
from reviews.questions import questions_of
from reviews.subjects import asked, name_of, subjects_of


def round_of(plan: Plan, user: User | None, key: str) -> ReviewRound | None:
    """Return the round of a key, the newest without one, among those `user` (None: a command) knows of."""
    rounds = ReviewRound.objects.filter(plan=plan)
    if user is not None:
        rounds = rounds & ReviewRound.objects.known_to(user)
    found = rounds.filter(key=key) if key else rounds.order_by("-fiscal_year", "-part", "-pk")
    return found.first()


def call_of(review_round: ReviewRound, *, is_internal: bool) -> Call:
    """Return the call of a round that has its plan and city (eight queries); wishes for the city alone."""
    plan = review_round.plan
    offices = [office.department for office in offices_of(plan).values()]
    taken = Counter(department.name for department in offices)
    words = {d.pk: d.name if taken[d.name] == 1 else d.key for d in offices}
    leads = review_round.assignments.filter(role=Assignment.Role.LEAD).select_related("measure", "policy")
    wishes = _wishes(review_round)
    return Call(
        name=review_round.source,
        fiscal_year=review_round.fiscal_year,
        questions=questions_of(review_round),
        key=review_round.key,
        kind=review_round.kind,
        part=review_round.part,
        as_of=review_round.as_of,
        due=review_round.answer_due,
        subjects=_subjects(review_round),
        leads={name_of(row.subject): words[row.department_id] for row in leads},
        offices=[words[department.pk] for department in offices],
        wishes=wishes if is_internal else {},
        kept_back=0 if is_internal else len(wishes),
        is_sample=review_round.is_sample,
    )


def _subjects(review_round: ReviewRound) -> list[str]:
    """Return what the round asks about: its reports once it is open, else what it would ask."""
    reports = review_round.reports.select_related("measure", "policy")
    named = [name_of(report.subject) for report in reports]
    if named or review_round.state != ReviewRound.State.PREPARING:
        return named
    running = subjects_of(review_round.plan, review_round.fiscal_year)
    return [name_of(subject) for subject in asked(running, review_round.left_out)]


def _wishes(review_round: ReviewRound) -> dict[str, str]:
    """Return what settled answers wish of later years: 令和9年度 構築（理由）."""
    reports = ProgressReport.objects.settled().filter(round=review_round).exclude(wish="")
    reports = reports.select_related("measure", "policy").prefetch_related("wishes__phase", "wishes__track")
    return {name_of(report.subject): _wish(report) for report in reports}


def _wish(report: ProgressReport) -> str:
    cells = "、".join(
        f"{wish.track.label}{show_fiscal_year_by_era(wish.fiscal_year)} {wish.phase or '空欄'}"
        for wish in report.wishes.all()
    )
    return "\n".join(filter(None, [f"{report.get_wish_display()}　{cells}", report.wish_reason]))
