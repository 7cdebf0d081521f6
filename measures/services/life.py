"""The life of measures in a living plan: ended, taken up again, renumbered, split, merged, put in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from measures.exceptions import EndingUnfit, NumberTaken, PartsMissing
from measures.models import Measure, MeasureCategory, MeasureDepartment, RelatedMeasure
from measures.services.adding import new_measure
from measures.services.held import held_measures
from measures.services.saving import check_number, locked
from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Author, Reason, bulk_write, change_set, park, save_changed
from plans.models import Plan
from plans.services import rows_reorder

MERGED, SPLIT = "統合", "分割"
SPLIT_FROM, SPLIT_INTO = "分割元", "分割先"
ENDED = ["ended_fiscal_year", "ended_kind", "ended_into", "ended_reason", "ended_on", "ended_body",
         "ended_document_number"]  # fmt: skip
COPIED = ["policy", "policy_candidates", "is_priority", "departments_text", "categories_unclear"]
Role = MeasureDepartment.Role


@dataclass(frozen=True)
class Decision:
    """By whose decision: the day or month ("" if unknown), the body, the document."""

    on: str = ""
    body: str = ""
    document_number: str = ""

    def fields(self, prefix: str) -> dict[str, str]:
        """Return it as the fields of a measure's addition (`added`) or end (`ended`)."""
        return {
            f"{prefix}_on": self.on,
            f"{prefix}_body": self.body,
            f"{prefix}_document_number": self.document_number,
        }


@dataclass(frozen=True)
class Part:
    """One of the measures that a measure is split into."""

    number: str
    name: str


@dataclass(frozen=True)
class Ending:
    """How and when measures end: the western fiscal year, the plan's word for it, what is printed as why."""

    fiscal_year: int
    kind: str
    reason: str = ""
    decision: Decision = field(default_factory=Decision)

    def write(self, measure: Measure, into: Measure | None = None) -> None:
        measure.ended_fiscal_year, measure.ended_kind = self.fiscal_year, self.kind
        measure.ended_reason, measure.ended_into = self.reason, into
        for name, value in self.decision.fields("ended").items():
            setattr(measure, name, value)


@contextmanager
def _saving(plan: Plan, author: Author, reason: Reason | None) -> Iterator[None]:
    """Open one save of a locked plan; raise ReasonMissing if it changes an adopted one without."""
    reason = reason or Reason()
    with change_set(
        author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason
    ) as change:
        yield
        if change.has_changes and not reason.is_enough and plan.is_adopted():
            raise ReasonMissing


def _stored(plan: Plan, measure: Measure) -> Measure:
    measure = plan.measures.get(pk=measure.pk)
    measure.plan = plan
    return measure


@transaction.atomic
def measure_end(
    *, measure: Measure, edits: Iterable[Edit], author: Author, reason: Reason | None = None
) -> Measure:
    """End a measure, or correct how it ended: `edits` are of its `ended_` fields.

    Raise EndingUnfit; EditConflict when somebody else ended it differently meanwhile; ReasonMissing when the
    plan is adopted.
    """
    plan = locked(measure.plan)
    measure, conflicts = _stored(plan, measure), Conflicts()
    conflicts.merge(measure, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    _check_ending(measure)
    with _saving(plan, author, reason):
        save_changed(measure)
    return measure


def _check_ending(measure: Measure) -> None:
    """Raise EndingUnfit for an end without kind or year, before the plan, merged into nothing or itself."""
    plan, into = measure.plan, measure.ended_into
    if not measure.ended_kind or measure.ended_fiscal_year is None:
        raise EndingUnfit("終え方と年度を両方入れてください。取り消すときは「再開」を使います。")
    if measure.ended_fiscal_year < plan.start_fiscal_year:
        raise EndingUnfit(f"終える年度は計画の開始年度（{plan.start_fiscal_year}年度）以降にしてください。")
    if (measure.ended_kind == MERGED) != (into is not None):
        raise EndingUnfit("統合のときは統合先の施策を選び、ほかの終え方のときは選ばないでください。")
    ends_into = dict(plan.measures.exclude(pk=measure.pk).values_list("pk", "ended_into"))
    following = into and into.pk
    while following is not None:
        if following not in ends_into:
            raise EndingUnfit("統合先をたどると元の施策に戻ります。別の施策を選んでください。")
        following = ends_into.pop(following)


@transaction.atomic
def measure_reopen(*, measure: Measure, author: Author, reason: Reason | None = None) -> Measure:
    """Take up an ended measure again; one that has not ended stays as it is. Raise ReasonMissing."""
    plan = locked(measure.plan)
    measure = _stored(plan, measure)
    for name in [*ENDED, "ended_notes"]:
        setattr(measure, name, Measure._meta.get_field(name).get_default())
    measure.ended_into = None
    with _saving(plan, author, reason):
        save_changed(measure)
    return measure


@transaction.atomic
def measure_renumber(
    *, plan: Plan, numbers: Mapping[int, Edit], author: Author, reason: Reason | None = None
) -> int:
    """Give measures, known by primary key, other numbers; two may exchange theirs. Their keys stay.

    Return how many changed. Raise NumberUnfit, NumberTaken, NumberHeld; EditConflict; ReasonMissing when the
    plan is adopted.
    """
    plan, conflicts = locked(plan), Conflicts()
    measures = {measure.pk: measure for measure in plan.measures.all()}
    changed = []
    for pk, edit in numbers.items():
        measure = measures.get(pk)
        if measure and conflicts.may_write(f"「{measure.name}」の番号", measure.number, edit):
            check_number(edit.mine)
            measure.number = edit.mine
            changed.append(measure)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    _check_numbers(measures.values())
    held_measures(plan).check(changed)
    with _saving(plan, author, reason):
        if changed:
            park(Measure, changed, "number")
            bulk_write(Measure, update=changed, fields=["number"])
    return len(changed)


def _check_numbers(measures: Iterable[Measure]) -> None:
    seen: set[str] = set()
    for measure in measures:
        if measure.number in seen:
            raise NumberTaken(measure.number)
        seen.add(measure.number)


@transaction.atomic
def measure_split(
    *,
    measure: Measure,
    parts: Sequence[Part],
    ending: Ending | None,
    decision: Decision,
    author: Author,
    today: date,
    reason: Reason | None = None,
) -> list[Measure]:
    """Split a measure into new ones at the end of the plan, with its departments, policy and categories.

    `ending` says how the measure itself ends, None that it goes on; by 統合 it ends into the first part.
    Raise PartsMissing, ValidationError, NumberUnfit, NumberHeld, NameHeld, EndingUnfit; ReasonMissing when
    the plan is adopted.
    """
    if not parts:
        raise PartsMissing("分けて作る施策の番号と名称を一つ以上入れてください。")
    plan = locked(measure.plan)
    measure = _stored(plan, measure)
    if ending and measure.is_ended:
        raise EndingUnfit(f"「{measure}」はすでに終えています。「元の施策を残す」を選んでください。")
    with _saving(plan, author, reason):
        made = [_part(measure, part, decision, today) for part in parts]
        _copy_links(measure, made)
        _relate(measure, made)
        if ending:
            ending.write(measure, made[0] if ending.kind == MERGED else None)
            _check_ending(measure)
            save_changed(measure)
    return made


def _part(measure: Measure, part: Part, decision: Decision, today: date) -> Measure:
    """Save one new measure that takes over what `measure` says of all its parts."""
    check_number(part.number)
    copied = {name: getattr(measure, name) for name in COPIED}
    new = new_measure(measure.plan, part.number, today=today, name=part.name, **copied)
    if new.added_fiscal_year is not None:
        for name, value in decision.fields("added").items():
            setattr(new, name, value)
    held_measures(measure.plan).check([new])
    save_changed(new)
    return new


def _copy_links(measure: Measure, made: Sequence[Measure]) -> None:
    for model, target, links in [
        (MeasureDepartment, "department", measure.measure_departments.all()),
        (MeasureCategory, "category", measure.measure_categories.all()),
    ]:
        names = ["order", f"{target}_id", *(["role"] if model is MeasureDepartment else [])]
        copied = [{name: getattr(link, name) for name in names} for link in links]
        bulk_write(model, create=[model(measure=new, **fields) for new in made for fields in copied])


def _relate(measure: Measure, made: Sequence[Measure]) -> None:
    first = measure.relations.count()
    back = [RelatedMeasure(measure=new, related=measure, text=SPLIT_FROM) for new in made]
    forth = [
        RelatedMeasure(measure=measure, related=new, text=SPLIT_INTO, order=order)
        for order, new in enumerate(made, start=first)
    ]
    bulk_write(RelatedMeasure, create=[*back, *forth])


@transaction.atomic
def measure_merge(
    *,
    measure: Measure,
    others: Sequence[Measure],
    ending: Ending,
    takes_departments: bool,
    author: Author,
    reason: Reason | None = None,
) -> Measure:
    """Merge `others` of the same plan into a measure: they end as 統合 into it.

    Raise PartsMissing, EndingUnfit; ReasonMissing when the plan is adopted.
    """
    if not others:
        raise PartsMissing("統合する施策を一つ以上選んでください。")
    plan = locked(measure.plan)
    measure = _stored(plan, measure)
    stored = list(plan.measures.filter(pk__in=[other.pk for other in others]))
    if measure.is_ended:
        raise EndingUnfit(f"「{measure}」はすでに終えています。続いている施策に統合してください。")
    with _saving(plan, author, reason):
        for other in stored:
            if other.is_ended:
                raise EndingUnfit(f"「{other}」はすでに終えています。選び直してください。")
            other.plan = plan
            ending.write(other, measure)
            _check_ending(other)
            save_changed(other)
        if takes_departments:
            _take_departments(measure, stored)
    return measure


def _take_departments(measure: Measure, others: Sequence[Measure]) -> None:
    """Add the departments of the merged measures that the measure lacks, as 担当 or 関係."""
    own = list(measure.measure_departments.all())
    seen, first = {link.department_id for link in own}, max((link.order for link in own), default=-1) + 1
    create = []
    links = MeasureDepartment.objects.filter(measure__in=others)
    for link in links.order_by("measure__order", "order", "pk"):
        if link.department_id not in seen:
            seen.add(link.department_id)
            role = Role.RELATED if link.role == Role.RELATED else Role.RESPONSIBLE
            order = first + len(create)
            create.append(
                MeasureDepartment(measure=measure, department_id=link.department_id, role=role, order=order)
            )
    bulk_write(MeasureDepartment, create=create)


@transaction.atomic
def measure_move(*, measure: Measure, to: str | int, author: Author, reason: Reason | None = None) -> int:
    """Move a measure `up`, `down` or to a place (from 0) in its plan; return its place.

    The order of an adopted plan needs no reason: no edition's words change with it.
    """
    plan = locked(measure.plan)
    measures = list(plan.measures.order_by("order", "pk"))
    here = next(place for place, row in enumerate(measures) if row.pk == measure.pk)
    there = here + {"up": -1, "down": 1}[to] if isinstance(to, str) else to
    there = min(max(there, 0), len(measures) - 1)
    measures.insert(there, measures.pop(here))
    rows_reorder(plan=plan, rows=measures, author=author, reason=reason)
    return there
