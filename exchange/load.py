"""Importing: a plan becomes equal to a validated document, in one save, or nothing is written."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange import shapes
from exchange.editions import HeldNames, held_names
from exchange.errors import Problem
from exchange.exceptions import DocumentRefused
from exchange.loading.book import load_axes, load_lists, load_references
from exchange.loading.context import Loading
from exchange.loading.measures import key_of, load_measures
from exchange.loading.plan import (
    load_chapters,
    load_departments,
    load_municipality,
    load_policies,
    load_words,
)
from exchange.loading.procedures import load_procedures
from exchange.loading.rounds import load_what_happened, problems_of_what_happened
from exchange.loading.systems import load_systems
from measures.models import Measure
from organizations.exceptions import ReasonMissing
from organizations.history import Author, Reason, bulk_write, change_set, save_changed
from plans.models import Plan

Document = dict[str, Any]
ENDED_KIND = "終了"


@dataclass(frozen=True)
class Imported:
    """What an import did: the plan, whether it is new, whether anything changed, what it left as it was."""

    plan: Plan
    is_new: bool
    has_changes: bool
    remarks: tuple[Problem, ...] = ()


@transaction.atomic
def plan_import(
    *,
    document: Document,
    author: Author,
    fiscal_year: int,
    reason: Reason | None = None,
    end_missing: bool = False,
) -> Imported:
    """Make the plan of `document` equal to it.

    `document` has passed `exchange.checks`; `fiscal_year` (western) is the year in which measures end that
    an edition holds and the document lacks. Raise DocumentRefused for what only the stored plan can tell,
    ReasonMissing when an adopted plan changes without category and text.
    """
    reason = reason or Reason()
    stored = _stored_plan(document)
    held = held_names(stored) if stored else HeldNames()
    if problems := stored_problems(document, stored, held, end_missing=end_missing):
        raise DocumentRefused(problems)
    code = document["plan"]["code"]
    with change_set(author=author, plan_code=code, reason=reason) as change:
        city = load_municipality(document["municipality"])
        change.belongs_to(city)
        plan = _load_head(document, stored or Plan(municipality=city))
        loading = Loading(plan, document, held)
        missing = _load_parts(loading)
        _end_or_delete(missing, held, fiscal_year=fiscal_year, reason=reason.text)
        if change.has_changes and held.is_adopted and not reason.is_enough:
            raise ReasonMissing
    return Imported(plan, stored is None, change.has_changes, tuple(loading.remarks))


def _stored_plan(document: Document) -> Plan | None:
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(municipality__code=document["municipality"]["code"], code=document["plan"]["code"])
        .first()
    )


def _load_head(document: Document, plan: Plan) -> Plan:
    head = shapes.PLAN.read(document["plan"])
    head["document_notes"] = document.get("notes") or []
    head["municipality_part"] = document["municipality"]
    for name, value in head.items():
        setattr(plan, name, value)
    save_changed(plan)
    return plan


def _load_parts(loading: Loading) -> list[Measure]:
    load_departments(loading)
    load_words(loading)
    load_references(loading)
    load_policies(loading)
    load_chapters(loading)
    load_axes(loading)
    load_lists(loading)
    load_systems(loading)
    load_procedures(loading)
    missing = load_measures(loading)
    load_what_happened(loading)
    loading.delete_obsolete()
    return missing


def _end_or_delete(missing: list[Measure], held: HeldNames, *, fiscal_year: int, reason: str) -> None:
    """Delete what no edition holds; end the rest, unless it has ended before."""
    bulk_write(Measure, delete=[measure for measure in missing if measure.key not in held.measures])
    ending = [measure for measure in missing if measure.key in held.measures and not measure.is_ended]
    for measure in ending:
        measure.ended_fiscal_year = fiscal_year
        measure.ended_kind = ENDED_KIND
        measure.ended_reason = reason
    bulk_write(Measure, update=ending, fields=["ended_fiscal_year", "ended_kind", "ended_reason"])


def stored_problems(
    document: Document, plan: Plan | None, held: HeldNames, *, end_missing: bool
) -> list[Problem]:
    """Return what contradicts the editions of the stored plan: names given anew, entries left out."""
    parts = document.get("measures") or []
    problems = []
    for index, part in enumerate(parts):
        key, number, name = key_of(part), part["number"], part["name"]
        holder = held.measure_of_number.get(number, key)
        if holder != key:
            sentence = f"番号「{number}」は確定版で別の施策（{holder}）の番号です。別の番号にしてください。"
            problems.append(Problem(("measures", index, "number"), sentence))
        if key not in held.measure_of_name.get(name, {key}):
            sentence = f"名称「{name}」は確定版で別の施策の名称です。別の名称にしてください。"
            problems.append(Problem(("measures", index, "name"), sentence))
    if plan is not None and not end_missing:
        lacking = {key_of(part) for part in parts}
        problems += [
            Problem(
                ("measures",),
                f"施策「{measure}」は確定版にあるため削除できません。文書に残すか、"
                "--end-missing を付けて「終了」として取り込んでください。",
            )
            for measure in plan.measures.filter(key__in=held.measures).exclude(key__in=lacking)
            if not measure.is_ended
        ]
    if plan is not None:
        problems += problems_of_what_happened(document, plan, held, end_missing=end_missing)
    return problems
