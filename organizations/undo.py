"""Undoing one save whole: every row it wrote becomes again what it was before, in one new save.

Refused where somebody changed the same fields since, where others now hang on what would go, or where
something the old state points to is gone. Floors above add their rules with `register_undo_rule`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from organizations.exceptions import PortalError, ReasonMissing, UndoConflict, UndoRefused
from organizations.history import Author, Reason, bulk_write, park
from organizations.history import change_set as open_change_set
from organizations.models import ChangeSet, Municipality, User
from organizations.past import row_of
from organizations.row_names import RowNames
from organizations.trail import EMPTY, FieldChange, RowChange, pairs_of, row_change_of_subject, touches_of

GONE = "（今はない）"
Model = type[models.Model]


@dataclass(frozen=True)
class RowUndo:
    """One row of the save: before it (None where it was created), after it (None where deleted), and now."""

    model: Model
    pk: Any
    before: models.Model | None
    after: models.Model | None
    now: models.Model | None

    @property
    def fields(self) -> list[models.Field]:
        """The fields the save changed: all of a row it created or deleted."""
        tracked = [f for f in self.model.history.model.tracked_fields if not f.primary_key]
        if self.before is None or self.after is None:
            return tracked
        return [f for f in tracked if _differ(f, self.before, self.after)]

    @property
    def is_done(self) -> bool:
        """Whether the row stands as before the save anyway."""
        if self.before is None or self.now is None:
            return self.before is self.now
        return not any(_differ(f, self.before, self.now) for f in self.fields)

    @property
    def changed_since(self) -> list[models.Field]:
        """The fields that are now neither what the save wrote nor what stood there before."""
        if self.is_done or self.after is self.now:
            return []
        if self.now is None or self.after is None:
            return self.fields
        return [
            f
            for f in self.fields
            if _differ(f, self.after, self.now) and (self.before is None or _differ(f, self.before, self.now))
        ]

    def restored(self) -> models.Model:
        """Return the row as it is to be written: the living one with the old values, or a new one."""
        if self.now is None:
            return row_of(self.before)
        for restored in self.fields:
            setattr(self.now, restored.attname, getattr(self.before, restored.attname))
        return self.now


@dataclass
class Undoing:
    """A save about to be undone: its rows, and why it cannot be."""

    change_set: ChangeSet
    rows: list[RowUndo]
    conflicts: list[RowChange] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    @property
    def open_rows(self) -> list[RowUndo]:
        return [row for row in self.rows if not row.is_done]

    def of(self, model: Model) -> list[RowUndo]:
        return [row for row in self.open_rows if row.model is model]


@dataclass(frozen=True)
class UndoRule:
    """What a floor above adds: a lock taken before the rows are read, a check that raises PortalError, and
    whether a reason is due.
    """

    lock: Callable[[ChangeSet], None]
    check: Callable[[Undoing], None]
    needs_reason: Callable[[Undoing], bool]


_rules: list[UndoRule] = []


def register_undo_rule(rule: UndoRule) -> None:
    """Add a rule. Called in `AppConfig.ready`, the upper floors first: the lower ones then speak first."""
    _rules.insert(0, rule)


@transaction.atomic
def change_set_undo(*, change_set: ChangeSet, author: Author, reason: Reason | None = None) -> ChangeSet:
    """Undo a save whole and return the new one, which points to it; undoing that does it again.

    Raise UndoConflict for fields changed since, UndoRefused where it cannot be undone, ReasonMissing where
    an adopted plan changes.
    """
    reason = reason or Reason()
    change_set = ChangeSet.objects.select_for_update(of=("self",)).get(pk=change_set.pk)
    Municipality.objects.select_for_update().filter(pk=change_set.municipality_id).first()
    for rule in _rules:
        rule.lock(change_set)
    undoing = look_at_undo(change_set, is_locked=True)
    check_undo(undoing)
    if needs_reason(undoing) and not reason.is_enough:
        raise ReasonMissing
    with open_change_set(
        author=author,
        municipality=change_set.municipality,
        plan_code=change_set.plan_code,
        reason=reason,
        undoes=change_set,
    ) as change:
        _write(undoing.open_rows)
    return change.row


def look_at_undo(change_set: ChangeSet, *, is_locked: bool = False) -> Undoing:
    """Return what undoing would do, and what stands against it. Its queries grow with the kinds of rows."""
    rows = []
    for model in dict.fromkeys(touch.model for touch in touches_of([change_set])[change_set.pk]):
        rows += _rows_of(change_set, model, is_locked=is_locked)
    undoing = Undoing(change_set, rows)
    names = _names(undoing.open_rows)
    undoing.conflicts = list(_conflicts(undoing, names))
    if not undoing.conflicts:
        undoing.obstacles = [*_hanging(undoing), *_missing_targets(undoing, names)]
    return undoing


def needs_reason(undoing: Undoing) -> bool:
    """Say whether undoing changes what an adopted plan changes only with a reason."""
    return any(rule.needs_reason(undoing) for rule in _rules)


def check_undo(undoing: Undoing) -> None:
    """Raise the PortalError that keeps a save from being undone, if any."""
    if hasattr(undoing.change_set, "undone_by"):
        raise UndoRefused(
            "この変更は、すでに取り消されています。もう一度行うには、取消しの方を取り消してください。"
        )
    if any(row.model is Municipality and row.before is None for row in undoing.rows):
        raise UndoRefused("団体を登録した変更は取り消せません。")
    for row in undoing.rows:
        if row.model is User and {f.name for f in row.fields} - {"department"}:
            raise UndoRefused(
                "職員の登録・役割・権限を変えた変更は取り消せません。職員の画面で直してください。"
            )
    if undoing.conflicts:
        raise UndoConflict(undoing.conflicts)
    if undoing.obstacles:
        raise UndoRefused(" ".join(undoing.obstacles))
    if not undoing.open_rows:
        raise UndoRefused("この変更の行は、すでに変更前と同じ内容です。取り消すものがありません。")
    for rule in _rules:
        rule.check(undoing)


def refusal_of(undoing: Undoing) -> PortalError | None:
    """Return what keeps a save from being undone, None for nothing."""
    try:
        check_undo(undoing)
    except PortalError as refusal:
        return refusal
    return None


def preview(undoing: Undoing) -> list[RowChange]:
    """Return what undoing would write: each row now and then, with what it is part of."""
    names = _names(undoing.open_rows)
    changes = []
    for row in undoing.open_rows:
        kind = "削除" if row.before is None else "復元" if row.now is None else "変更"
        then = row.before and _then(row)
        changes.append(row_change_of_subject(kind, row.now, then, names))
    return changes


def _then(row: RowUndo) -> models.Model:
    """Return the state after undoing: fields the save did not touch stay as they are now."""
    then = row_of(row.before)
    if row.now is not None:
        touched = {f.attname for f in row.fields}
        for kept in row.model.history.model.tracked_fields:
            if kept.attname not in touched:
                setattr(then, kept.attname, getattr(row.now, kept.attname))
    return then


def _rows_of(change_set: ChangeSet, model: Model, *, is_locked: bool) -> list[RowUndo]:
    """Return the rows of one model a save wrote; what it wrote several times counts as one step."""
    name = model._meta.pk.attname
    first: dict[Any, models.Model | None] = {}
    last: dict[Any, models.Model | None] = {}
    for before, record in pairs_of(model, model.history.filter(changeset=change_set).order_by("history_id")):
        pk = getattr(record, name)
        is_new = record.history_type == "+" or before is None or before.history_type == "-"
        first.setdefault(pk, None if is_new else before)
        last[pk] = None if record.history_type == "-" else record
    rows = model._base_manager.select_for_update() if is_locked else model._base_manager
    now = rows.in_bulk(list(first))
    found = [RowUndo(model, pk, first[pk], last[pk], now.get(pk)) for pk in first]
    return [row for row in found if (row.before or row.after) and row.fields]


def _names(rows: list[RowUndo]) -> RowNames:
    names = RowNames()
    states = [state for row in rows for state in (row.before, row.after, row.now) if state is not None]
    names.fetch_targets(states)
    names.fetch_subjects(states)
    return names


def _conflicts(undoing: Undoing, names: RowNames) -> Iterator[RowChange]:
    """Yield the rows with fields changed since: what the save wrote, what stands now."""
    for row in undoing.open_rows:
        if changed := row.changed_since:
            state = row.after or row.before
            fields = [
                FieldChange(str(f.verbose_name), _value(f, row.after, names), _value(f, row.now, names))
                for f in changed
            ]
            yield replace(row_change_of_subject("変更", state, state, names), fields=fields)


def _value(of: models.Field, state: models.Model | None, names: RowNames) -> str:
    if state is None:
        return GONE
    return names.shown(of, getattr(state, of.attname)) or EMPTY


def _hanging(undoing: Undoing) -> Iterator[str]:
    """Yield sentences about rows that would lose what they point to when created rows go again."""
    going: dict[Model, set] = defaultdict(set)
    for row in undoing.open_rows:
        if row.before is None:
            going[row.model].add(row.pk)
    for model, ids in going.items():
        for relation in model._meta.get_fields(include_hidden=True):
            other = relation.related_model
            if not getattr(relation, "on_delete", None) or hasattr(other, "instance_type"):
                continue
            staying = other._base_manager.filter(**{f"{relation.field.name}__in": ids})
            moved = {r.pk for r in undoing.of(other) if r.before is None or relation.field in r.fields}
            if hanging := [row for row in staying[: len(moved) + 3] if row.pk not in moved]:
                rows = "、".join(f"「{row}」" for row in hanging[:3])
                yield f"あとから加わった{other._meta.verbose_name}{rows}が使っているため、取り消せません。"


def _missing_targets(undoing: Undoing, names: RowNames) -> Iterator[str]:
    """Yield sentences about rows the old state points to that are gone and do not come back."""
    wanted: dict[Model, set] = defaultdict(set)
    for row in undoing.open_rows:
        for key in row.fields if row.before is not None else ():
            if key.is_relation and (value := getattr(row.before, key.attname)) is not None:
                wanted[key.related_model].add(value)
    for model, ids in wanted.items():
        going = {row.pk for row in undoing.of(model) if row.before is None}
        coming = {row.pk for row in undoing.of(model) if row.now is None}
        standing = set(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        for pk in sorted(ids - (standing - going) - coming):
            noun, name = model._meta.verbose_name, names.name(model, pk)
            yield f"変更前に指していた{noun}「{name}」が今はないため、取り消せません。"


def _write(rows: list[RowUndo]) -> None:
    """Delete, restore, create, in an order in which no key points to nothing. Raise UndoRefused."""
    order = _parents_first({row.model for row in rows})
    by_model: dict[Model, list[RowUndo]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    written: list[models.Model] = []
    try:
        with transaction.atomic():
            held = _held(rows)
            for model in reversed(order):
                if model not in held:
                    _delete(model, [row.now for row in by_model[model] if row.before is None])
            for model in order:
                written += _restore(model, [row for row in by_model[model] if row.before and row.now])
            for model in reversed(order):
                if model in held:
                    _delete(model, [row.now for row in by_model[model] if row.before is None])
            for model in order:
                new = [row.restored() for row in by_model[model] if row.now is None]
                bulk_write(model, create=new)
                written += new
            for row in written:
                row.full_clean()
    except IntegrityError as error:
        raise UndoRefused(
            "元に戻すと、番号や名前が今あるほかの行と重なります。先にそちらを直してください。"
        ) from error
    except ValidationError as error:
        raise UndoRefused("元に戻せません。" + " ".join(error.messages)) from error


def _held(rows: Iterable[RowUndo]) -> set[Model]:
    """Return the models whose new rows go last: rows about to be restored point to them, protecting them."""
    keys = {f for row in rows if row.before and row.now for f in row.fields if f.is_relation}
    return {f.related_model for f in keys if f.remote_field.on_delete is models.PROTECT}


def _parents_first(involved: Iterable[Model]) -> list[Model]:
    """Order models so that each comes after those its keys point to."""
    keys = {
        model: {f.related_model for f in model._meta.concrete_fields if f.is_relation} - {model}
        for model in involved
    }
    graph = {model: targets & set(keys) for model, targets in keys.items()}
    return list(TopologicalSorter(graph).static_order())


def _delete(model: Model, rows: list[models.Model]) -> None:
    """Delete rows of one tree, leaves first: a parent may be protected."""
    own = [f.attname for f in model._meta.concrete_fields if f.related_model is model]
    while rows:
        parents = {getattr(row, name) for row in rows for name in own}
        leaves = [row for row in rows if row.pk not in parents] or rows
        bulk_write(model, delete=leaves)
        rows = [row for row in rows if row not in leaves]


def _restore(model: Model, rows: list[RowUndo]) -> list[models.Model]:
    fields = {f.name: f for row in rows for f in row.fields}
    restored = [row.restored() for row in rows]
    for name in _unique_texts(model) & set(fields) if len(rows) > 1 else ():
        park(model, restored, name)
    bulk_write(model, update=restored, fields=fields)
    return restored


def _unique_texts(model: Model) -> set[str]:
    named = {name for c in model._meta.constraints for name in getattr(c, "fields", ())}
    texts = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    return {f.name for f in texts if f.unique or f.name in named}


def _differ(of: models.Field, one: models.Model, other: models.Model) -> bool:
    return getattr(one, of.attname) != getattr(other, of.attname)
