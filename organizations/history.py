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
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

if TYPE_CHECKING:
    from organizations.models import ChangeSet, Municipality, User


BATCH = 200


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
    """Who saves, and from where: a user (None for a command), the source, the request's id."""

    user: User | None
    source: str
    request_id: str = ""

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
) -> Iterator[OpenChange]:
    """Open one save, all or nothing. Inside another one it joins that: a service may call a service."""
    outer = _open_change.get()
    if outer is not None:
        yield outer
        return
    change = OpenChange(author, municipality, plan_code, reason or Reason())
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
        model._base_manager.filter(pk__in=[row.pk for row in delete]).delete()
    if hasattr(model, "refresh_search"):
        fields.append("search")
        for row in [*create, *update]:
            row.refresh_search()
    if update:
        model._base_manager.bulk_update(update, fields, batch_size=BATCH)
        _write_history(model, update, "~")
    if create:
        model._base_manager.bulk_create(create, batch_size=BATCH)
        _write_history(model, create, "+")


def _write_history(model: type[models.Model], rows: list[models.Model], history_type: str) -> None:
    change, now, records = current_change().row, timezone.now(), model.history.model
    records.objects.bulk_create(
        [
            records(
                history_type=history_type,
                history_date=now,
                changeset=change,
                **{field.attname: getattr(row, field.attname) for field in records.tracked_fields},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
