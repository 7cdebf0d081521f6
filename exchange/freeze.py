"""Freezing: the plan's document, or one from a file, as an edition that never changes."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from exchange.editions import held_names
from exchange.errors import Problem
from exchange.exceptions import DocumentRefused, EditionRefused, PlanChanged
from exchange.load import stored_problems
from organizations.fiscal_years import show_partial_date
from organizations.history import Author
from plans.models import Edition, Plan

Kind = Edition.Kind


@dataclass(frozen=True)
class Decision:
    """What an edition is, and who decided on it when; `adopted_on` is "" where nobody knows."""

    kind: str
    label: str
    adopted_on: str = ""
    body: str = ""
    document_number: str = ""
    reason: str = ""


def kinds_open(plan: Plan) -> list[Kind]:
    """Return what an edition of `plan` may be now: 当初 once, 改定 from then on, a copy always."""
    return [Kind.REVISION if plan.is_adopted() else Kind.INITIAL, Kind.SNAPSHOT]


def proposed_label(plan: Plan, kind: str) -> str:
    """Return a name for the next edition of a kind: 当初, 第2回改定, 控え."""
    if kind != Kind.REVISION:
        return Kind(kind).label
    return f"第{plan.editions.filter(kind=Kind.REVISION).count() + 1}回改定"


def digest_of(document: bytes | str) -> str:
    """Return the SHA-256 of a document's canonical bytes."""
    return hashlib.sha256(document.encode() if isinstance(document, str) else document).hexdigest()


@transaction.atomic
def edition_freeze(
    *, plan: Plan, author: Author, shown_digest: str | None = None, **decision: str
) -> Edition:
    """Keep the plan as it stands as its next edition; `decision` is what a Decision has.

    Raise EditionRefused where the kind or the date does not fit the editions there are, PlanChanged when
    the plan is no longer the one whose digest was shown, ValidationError for a value that is not allowed.
    """
    plan = _locked(plan)
    document = canonical_bytes(plan_document(plan))
    if shown_digest is not None and shown_digest != digest_of(document):
        raise PlanChanged
    return _keep(plan, document, Decision(**decision), author)


@transaction.atomic
def edition_file(*, plan: Plan, document: dict[str, Any], author: Author, **decision: str) -> Edition:
    """Keep a document that has passed `exchange.checks` as the next edition of `plan`, not touching the plan.

    Raise DocumentRefused when it is another plan's, or gives numbers or names which other editions hold to
    other measures; EditionRefused and ValidationError as `edition_freeze` does.
    """
    plan = _locked(plan)
    problems = [
        *_foreign(plan, document),
        *stored_problems(document, None, held_names(plan), end_missing=True),
    ]
    if problems:
        raise DocumentRefused(problems)
    return _keep(plan, canonical_bytes(document), Decision(**decision), author)


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)


def _foreign(plan: Plan, document: dict[str, Any]) -> list[Problem]:
    """Say where a document is not one of this plan of this city."""
    given = {
        ("municipality", "code"): (document["municipality"]["code"], plan.municipality.code, "団体コード"),
        ("plan", "code"): (document["plan"]["code"], plan.code, "計画コード"),
    }
    return [
        Problem(path, f"「{theirs}」は、この計画の{name}「{ours}」と違います。この計画の文書にしてください。")
        for path, (theirs, ours, name) in given.items()
        if theirs != ours
    ]


def _keep(plan: Plan, document: bytes, decision: Decision, author: Author) -> Edition:
    _check(plan, decision)
    edition = Edition(
        plan=plan,
        number=(plan.editions.aggregate(last=Max("number"))["last"] or 0) + 1,
        document=document.decode(),
        digest=digest_of(document),
        predecessor_document=_predecessor_document(plan),
        frozen_by=author.user,
        frozen_by_name=str(author.user or ""),
        **vars(decision),
    )
    edition.full_clean()
    edition.save()
    return edition


def _check(plan: Plan, decision: Decision) -> None:
    """Refuse what contradicts the editions there are: their kinds, and the order of the decisions."""
    is_adopted = plan.is_adopted()
    if decision.kind == Kind.INITIAL and is_adopted:
        raise EditionRefused("この計画の当初はすでに確定しています。改定か控えとして確定してください。")
    if decision.kind == Kind.REVISION and not is_adopted:
        raise EditionRefused("当初がまだ確定していないため、改定にはできません。先に当初を確定してください。")
    if decision.kind not in (Kind.INITIAL, Kind.REVISION) or not decision.adopted_on:
        return
    for edition in plan.editions.decided().without_documents().exclude(adopted_on=""):
        length = min(len(edition.adopted_on), len(decision.adopted_on))
        if decision.adopted_on[:length] < edition.adopted_on[:length]:
            raise EditionRefused(
                f"決定日が、前の確定版「{edition}」の決定日（{show_partial_date(edition.adopted_on)}）より"
                "前になっています。決定日を確かめてください。"
            )


def _predecessor_document(plan: Plan) -> str:
    """Return what the plan before says now, "" where it is not loaded: the book tells its results."""
    found = plan.predecessor_plan()
    return canonical_bytes(plan_document(found)).decode() if found else ""
