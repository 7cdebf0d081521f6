"""効果の検証: due so many fiscal years after the start, reminded of once, written by the department."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.history import Author, bulk_write, change_set, save_changed
from organizations.months import period_end
from systems.exceptions import EffectNotDue, NotYourConsultation
from systems.models import Consultation, ConsultationRule, EffectCheck
from systems.moves import actors_of
from systems.recipients import recipients
from systems.services.consultation_notices import KIND, tell_planners
from workspace.models import Notice
from workspace.services import notices_give, notices_settle


def checks_wanted(
    rule: ConsultationRule | None, *, cost: int | None, starts_on: date | None, assessed: int | None
) -> dict[int, int]:
    """Return when effects are to be checked, due fiscal years by years after the start; {} for not at all.

    Checked is what costs more than the city's threshold in five years and got a budget.
    """
    if rule is None or rule.threshold is None or cost is None or starts_on is None or not assessed:
        return {}
    if cost <= rule.threshold:
        return {}
    return {years: fiscal_year_of(starts_on) + years for years in rule.checked_after}


def five_year_cost(consultation: Consultation) -> int | None:
    """Return what is told of the five years, None where nothing is (one query)."""
    told = [cost.total for cost in consultation.costs.all() if cost.total is not None]
    return sum(told) if told else None


def effect_checks_plan(consultation: Consultation) -> None:
    """Make the checks those that are wanted now, inside an open save; what was written stays as it is."""
    rule = ConsultationRule.objects.filter(municipality=consultation.municipality_id).first()
    wanted = checks_wanted(
        rule, cost=five_year_cost(consultation), starts_on=consultation.starts_on,
        assessed=consultation.assessed,
    )  # fmt: skip
    stored = {check.after_years: check for check in consultation.checks.all()}
    open_ones = {years: check for years, check in stored.items() if not check.verdict}
    moved = [
        check
        for years, check in open_ones.items()
        if years in wanted and check.due_fiscal_year != wanted[years]
    ]
    for check in moved:
        check.due_fiscal_year = wanted[check.after_years]
    bulk_write(
        EffectCheck,
        create=[
            EffectCheck(consultation=consultation, after_years=years, due_fiscal_year=due)
            for years, due in wanted.items()
            if years not in stored
        ],
        update=moved,
        fields=["due_fiscal_year"],
        delete=[check for years, check in open_ones.items() if years not in wanted],
    )


@transaction.atomic
def effect_check_save(
    *, check: EffectCheck, edits: Iterable[Edit], author: Author, today: date
) -> EffectCheck:
    """Write verdict and text of a check; they may be put better later. Raise EffectNotDue before the
    decision, NotYourConsultation, ValidationError for what is missing, EditConflict.
    """
    check = EffectCheck.objects.select_for_update(of=("self",)).select_related(
        "consultation__municipality", "consultation__department"
    ).get(pk=check.pk)  # fmt: skip
    consultation = check.consultation
    if not actors_of(author.user, consultation):
        raise NotYourConsultation(check._meta.verbose_name)
    if consultation.state != Consultation.State.DECIDED:
        raise EffectNotDue
    is_new = not check.verdict
    conflicts = Conflicts()
    conflicts.merge(check, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    if missing := _missing(check):
        raise ValidationError(missing)
    check.checked_on = check.checked_on or today
    with change_set(author=author, municipality=consultation.municipality):
        save_changed(check)
    notices_settle(key_prefix=f"effect-check-{check.pk}:", now=timezone.now())
    if is_new:
        tell_planners(
            consultation, "効果の検証が書かれました。", f"effect-{check.after_years}", today, author
        )
    return check


def _missing(check: EffectCheck) -> dict[str, str]:
    missing = {}
    if not check.verdict:
        missing["verdict"] = "検証の結果を選んでください。"
    if not check.text.strip():
        missing["text"] = "見込んだ効果がどうなったかを入力してください。"
    return missing


def effect_checks_remind(today: date, now: datetime) -> str:
    """Tell departments of the checks whose full years have passed, each once; return what was done.

    Four queries, however many checks are due.
    """
    due = EffectCheck.objects.due(fiscal_year_of(today)).select_related("consultation__municipality")
    notices = list(_notices([check for check in due if _has_run(check, today)]))
    keys = {notice.key for notice in notices}
    given = set(Notice.objects.filter(kind=KIND, key__in=keys).values_list("owner", "key"))
    new = [notice for notice in notices if (notice.owner_id, notice.key) not in given]
    notices_give(notices=new)
    return f"効果の検証のお知らせを{len(new)}件送りました。" if new else "効果の検証のお知らせはありません。"


def _has_run(check: EffectCheck, today: date) -> bool:
    """Say whether the system has run the full years: after a start in March its year begins too early."""
    start = check.consultation.starts_on
    return start is None or today > period_end(start, 12 * check.after_years)


def _notices(checks: Iterable[EffectCheck]) -> Iterator[Notice]:
    staff = recipients().staff
    for check in checks:
        consultation, year = check.consultation, show_fiscal_year_by_era(check.due_fiscal_year)
        for person in staff.get(consultation.department_id, ()):
            yield Notice(
                owner_id=person,
                kind=KIND,
                key=f"effect-check-{check.pk}:{check.due_fiscal_year}",
                text="効果の検証を書く時期になりました。"
                f"{year}まで「{consultation}」（稼働後{check.after_years}年）",
                url=consultation.get_absolute_url(),
            )
