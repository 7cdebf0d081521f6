"""History: every row of it is written inside one ChangeSet, and a save without a change leaves no trace.

`change_set()` opens a save; its ChangeSet row is made when the first history row needs it. Rows are written
by `save_changed` or, many at once, by `bulk_write`: plain `bulk_create` and `update` leave no history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

if TYPE_CHECKING:
    from organizations.models import ChangeSet, Municipality, User


BATCH = 200
FEW = 20  # values a key takes in one statement
MANY = 5000  # rows of one statement; SQLite takes 32,766 values at most


class HistoryBase(models.Model):
    """What every history row carries besides the tracked fields."""

    changeset = models.ForeignKey(
        "organizations.ChangeSet", models.PROTECT, related_name="+", verbose_name="変更"
    )

    class Meta:
        abstract = True


def record_history(**options: Any) -> HistoricalRecords:
    """Return the history manager of a tracked model."""
    return HistoricalRecords(bases=[HistoryBase], cascade_delete_history=False, **options)


@dataclass(frozen=True)
class Author:
    """Who saves, and from where: a user (None for a command), the source, the request's id; whether what is
    saved is a made-up sample.
    """

    user: User | None
    source: str
    request_id: str = ""
    is_sample: bool = False

    @classmethod
    def of(cls, request, source: str = "page") -> Author:
        return cls(user=request.user, source=source, request_id=request.request_id)


@dataclass(frozen=True)
class Reason:
    """Why an adopted plan changes: a ChangeSet.ReasonCategory and, unless 誤字訂正, a text."""

    category: str = ""
    text: str = ""

    @property
    def is_enough(self) -> bool:
        return bool(self.category) and (self.category == "typo" or bool(self.text.strip()))


@dataclass
class OpenChange:
    """A save under way. `row` makes its ChangeSet on first use."""

    author: Author
    municipality: Municipality | None
    plan_code: str
    reason: Reason
    undoes: ChangeSet | None = None
    _row: ChangeSet | None = field(default=None, repr=False)

    @property
    def row(self) -> ChangeSet:
        if self._row is None:
            self._row = apps.get_model("organizations", "ChangeSet").objects.create(
                by=self.author.user,
                by_name=str(self.author.user or ""),
                source=self.author.source,
                request_id=self.author.request_id,
                municipality=self.municipality,
                plan_code=self.plan_code,
                reason_category=self.reason.category,
                reason_text=self.reason.text,
                undoes=self.undoes,
                is_sample=self.author.is_sample or (self.undoes is not None and self.undoes.is_sample),
            )
        return self._row

    def belongs_to(self, municipality: Municipality) -> None:
        """Say whose save this is, once the city is known: its own first row may have come before."""
        self.municipality = municipality
        if self._row is not None and self._row.municipality_id is None:
            self._row.municipality = municipality
            self._row.save(update_fields=["municipality"])

    @property
    def has_changes(self) -> bool:
        return self._row is not None


_open_change: ContextVar[OpenChange | None] = ContextVar("open_change", default=None)


@contextmanager
def change_set(
    *,
    author: Author,
    municipality: Municipality | None = None,
    plan_code: str = "",
    reason: Reason | None = None,
    undoes: ChangeSet | None = None,
) -> Iterator[OpenChange]:
    """Open one save, all or nothing. Inside another one it joins that: a service may call a service."""
    outer = _open_change.get()
    if outer is not None:
        yield outer
        return
    change = OpenChange(author, municipality, plan_code, reason or Reason(), undoes)
    token = _open_change.set(change)
    try:
        with transaction.atomic():
            yield change
    finally:
        _open_change.reset(token)


def current_change() -> OpenChange:
    """Return the save under way. Raise RuntimeError when tracked rows are written outside one."""
    change = _open_change.get()
    if change is None:
        raise RuntimeError("A tracked row is written outside change_set(): nobody would know who and why.")
    return change


@receiver(pre_create_historical_record)
def stamp_history_row(sender, history_instance, **kwargs):
    history_instance.changeset = current_change().row


def changed_fields(row: models.Model) -> list[str]:
    """Return the names of the concrete fields in which `row` differs from the database (one query)."""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    names = [f.attname for f in row._meta.concrete_fields if not f.primary_key]
    if stored is None:
        return names
    return [name for name in names if getattr(stored, name) != getattr(row, name)]


def save_changed(row: models.Model) -> bool:
    """Validate and save `row` if something in it changed; return whether it did. Raise ValidationError."""
    if row.pk is not None:
        changed = changed_fields(row)
        if not changed:
            return False
        row.full_clean()
        row.save(update_fields=changed)
    else:
        row.full_clean()
        row.save()
    return True


def bulk_write(
    model: type[models.Model],
    *,
    create: Iterable[models.Model] = (),
    update: Iterable[models.Model] = (),
    fields: Iterable[str] = (),
    delete: Iterable[models.Model] = (),
) -> None:
    """Create, update (`fields`) and delete many rows of one tracked model, with history, in few queries."""
    create, update, delete = list(create), list(update), list(delete)
    fields = list(fields)
    if delete:  # what hangs on the rows goes with them; the deletion signals write the history of both
        release(model, delete)
        model._base_manager.filter(pk__in=[row.pk for row in delete]).delete()
    if hasattr(model, "refresh_search"):
        fields.append("search")
        for row in [*create, *update]:
            row.refresh_search()
    if update:
        _update(model, update, fields)
        _write_history(model, update, "~")
    if create:
        model._base_manager.bulk_create(create, batch_size=BATCH)
        _write_history(model, create, "+")


def release(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Empty, with history, the tracked keys that point to rows about to be deleted (SET_NULL)."""
    going = {row.pk for row in rows}
    for relation in model._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is not models.SET_NULL:
            continue
        if not hasattr(relation.related_model, "history"):
            continue
        other, name = relation.related_model, relation.field.name
        pointing = [
            row
            for row in other._base_manager.filter(**{f"{name}__in": going})
            if other is not model or row.pk not in going
        ]
        for row in pointing:
            setattr(row, name, None)
        bulk_write(other, update=pointing, fields=[name])


def park(model: type[models.Model], rows: Iterable[models.Model], name: str) -> None:
    """Move the stored values of a unique text out of the way, so that rows may exchange theirs: a unique
    column is checked row by row while it is updated.
    """
    parked = [model(pk=row.pk, **{name: f"\N{SYMBOL FOR SUBSTITUTE}{row.pk}"}) for row in rows]
    model._base_manager.bulk_update(parked, [name], batch_size=BATCH)


def _update(model: type[models.Model], rows: list[models.Model], fields: list[str]) -> None:
    """Write `fields` of many rows. One key that takes few values, as the phase of cells, costs a branch a
    value instead of one a row.
    """
    field = model._meta.get_field(fields[0])
    keys: dict[Any, list[Any]] = {}
    if len(fields) == 1 and field.is_relation and len(rows) <= MANY:
        for row in rows:
            keys.setdefault(getattr(row, field.attname), []).append(row.pk)
    if not 0 < len(keys) <= FEW:
        model._base_manager.bulk_update(rows, fields, batch_size=BATCH)
        return
    branches = [models.When(pk__in=pks, then=models.Value(value, field)) for value, pks in keys.items()]
    chosen = models.Case(*branches, output_field=field)
    if connection.features.requires_casted_case_in_updates:
        chosen = Cast(chosen, field)
    model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**{field.attname: chosen})


def _write_history(model: type[models.Model], rows: list[models.Model], history_type: str) -> None:
    """Copy `rows`, as they are stored, into the history: one statement for up to MANY of them."""
    change, records = current_change().row, model.history.model
    stamps = {
        "history_type": models.Value(history_type),
        "history_date": models.Value(timezone.now(), models.DateTimeField()),
        "changeset_id": models.Value(change.pk),
    }
    names = [*(field.attname for field in records.tracked_fields), *stamps]
    fields = {field.attname: field for field in records._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in names)
    table = connection.ops.quote_name(records._meta.db_table)
    for start in range(0, len(rows), MANY):
        stored = model._base_manager.filter(pk__in=[row.pk for row in rows[start : start + MANY]])
        copied = stored.order_by("pk").values_list(*(stamps.get(name, name) for name in names))
        selection, values = copied.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({columns}) {selection}", values)
