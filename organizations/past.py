"""The past, put together from history rows: what the rows of a model were after any save."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Max

from organizations.models import ChangeSet


def rows_after(change_set: ChangeSet, model: type[models.Model]) -> list[models.Model]:
    """Return the rows of a tracked model as `change_set` left them, by primary key (one query).

    They are not those of the database: columns without history (password, search) hold their default.
    """
    records = _last(model, model.history.filter(changeset__lte=change_set.pk))
    return [row_of(record) for record in records.exclude(history_type="-").order_by(model._meta.pk.attname)]


def last_records(model: type[models.Model], ids: Iterable[Any]) -> dict[Any, models.Model]:
    """Return the last history row of each of some rows, by primary key (one query)."""
    name = model._meta.pk.attname
    return {getattr(r, name): r for r in _last(model, model.history.filter(**{f"{name}__in": ids}))}


def row_of(record: models.Model) -> models.Model:
    """Return the row whose state a history row holds, not saved."""
    names = [field.attname for field in record.tracked_fields]
    return record.instance_type(**{name: getattr(record, name) for name in names})


def _last(model: type[models.Model], records: models.QuerySet) -> models.QuerySet:
    name = model._meta.pk.attname
    numbers = records.order_by().values(name).annotate(last=Max("history_id")).values("last")
    return model.history.filter(history_id__in=numbers)
