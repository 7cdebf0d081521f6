"""The sample year goes again: its rounds, meetings and figures with all that hangs on them, whoever wrote it;
what it changed in rows that were there before, by the rules of undoing.
"""

import re
from collections.abc import Collection
from typing import Any

from django.db import models, transaction

from config.sample_year import AUTHOR, STORY, sample_plans
from measures.models import BudgetLine, IndicatorValue
from organizations.exceptions import SampleRefused
from organizations.forgetting import forget_rows
from organizations.history import Author, Reason, bulk_write, change_set
from organizations.models import ChangeSet
from organizations.services.people import locked_city
from organizations.services.samples import sample_remove, sample_saves
from plans.models import Plan
from reviews.models import (
    Assignment,
    Attendance,
    Condition,
    DepartmentCheck,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    RelatedAddition,
    ReportedCost,
    ReportedPhase,
    ReportedValue,
    ReturnRemark,
    ReviewComment,
    ReviewRound,
    RoundLetter,
    WishedPhase,
)
from workspace.models import Notice

OF_A_ROUND = [Assignment, DepartmentCheck, RoundLetter, ProgressReport, Evaluation]
OF_A_REPORT = [
    ReportedPhase, ReportedValue, ReportedCost, WishedPhase, ReturnRemark, RelatedAddition, ReviewComment,
]  # fmt: skip
OF_A_MEETING = [Attendance, MeetingItem]
NOTICE = re.compile(r"(round|report|condition)-(\d+)\b")
REASON = Reason(ChangeSet.ReasonCategory.OTHER, "サンプルの調査を取り除くため。")
Keys = set[Any]


@transaction.atomic
def sample_year_remove() -> int:
    """Make everything as if the sample year had never been; return how many saves of it are gone.

    Raise SampleRefused when there is none, SampleInUse when people changed a value since that it had changed.
    """
    plans = [plan for plan in sample_plans() if sample_saves(plan.municipality, STORY).exists()]
    if not plans:
        raise SampleRefused("サンプルの調査はありません。")
    gone = 0
    for plan in plans:
        locked_city(plan.municipality)
        before = sample_saves(plan.municipality, STORY).count()
        _remove_rows(plan)
        if sample_saves(plan.municipality, STORY).exists():
            sample_remove(municipality=plan.municipality, author=AUTHOR, story=STORY)
        gone += before
    return gone


def _remove_rows(plan: Plan) -> None:
    """Delete the sample's rows and their history; what people made on sample rounds goes with them."""
    samples = list(ReviewRound.objects.filter(plan=plan, is_sample=True))
    rounds = {review_round.pk for review_round in samples}
    of_sample = models.Q(is_sample=True) | models.Q(round__in=rounds)
    meetings = _keys(Meeting.objects.filter(of_sample, plan=plan))
    given = models.Q(meeting__in=meetings)
    conditions = _keys(Condition.objects.filter(of_sample | given, plan=plan))
    _let_go(plan, rounds)
    written: dict[type[models.Model], Keys] = {
        ReviewRound: rounds, Meeting: meetings, Condition: conditions,
    }  # fmt: skip
    written |= {model: _ever(model, "round", rounds) for model in OF_A_ROUND}
    reports = written[ProgressReport]
    written |= {model: _ever(model, "report", reports) for model in OF_A_REPORT}
    written |= {model: _ever(model, "meeting", meetings) for model in OF_A_MEETING}
    written[BudgetLine] = _made(BudgetLine, plan)
    sources = models.Q(source__in={review_round.source for review_round in samples})
    written[IndicatorValue] = _made(IndicatorValue, plan, sources)
    with change_set(author=AUTHOR, municipality=plan.municipality, plan_code=plan.code):
        for model in (Condition, Meeting, ReviewRound, BudgetLine, IndicatorValue):
            bulk_write(model, delete=model.objects.filter(pk__in=written[model]))
    forget_rows(written)
    _forget_notices({"round": rounds, "report": reports, "condition": conditions})


def _keys(rows: models.QuerySet) -> Keys:
    return set(rows.values_list("pk", flat=True))


def _ever(model: type[models.Model], owner: str, keys: Collection[Any]) -> Keys:
    """Return the rows that hung on these owners at any time."""
    states = model.history.filter(**{f"{owner}__in": keys}).order_by()
    return set(states.values_list(model._meta.pk.attname, flat=True))


def _made(model: type[models.Model], plan: Plan, otherwise: models.Q | None = None) -> Keys:
    """Return the rows of a model that the sample made, or that were made so `otherwise`."""
    made = models.Q(changeset__in=sample_saves(plan.municipality, STORY).values("pk"))
    states = model.history.filter(made | otherwise if otherwise else made, history_type="+").order_by()
    return set(states.values_list(model._meta.pk.attname, flat=True))


def _let_go(plan: Plan, rounds: Keys) -> None:
    """Let real rounds no longer follow a sample; that stays in their history."""
    following = list(ReviewRound.objects.filter(plan=plan, is_sample=False, previous__in=rounds))
    for review_round in following:
        review_round.previous = None
    author = Author(user=None, source=ChangeSet.Source.COMMAND)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=REASON):
        bulk_write(ReviewRound, update=following, fields=["previous"])


def _forget_notices(keys: dict[str, Keys]) -> None:
    """Delete what people were told about the sample."""
    told = Notice.objects.filter(key__regex=r"^(round|report|condition)-").values_list("pk", "key")
    going = [pk for pk, key in told if (found := NOTICE.match(key)) and int(found[2]) in keys[found[1]]]
    Notice.objects.filter(pk__in=going).delete()
