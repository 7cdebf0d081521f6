"""What saves changed: ChangeSets with the rows they wrote, each field before and after.

A history row holds a whole state; a change is the difference to the state before it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from organizations.fiscal_years import show_fiscal_year, show_month
from organizations.models import ChangeSet

EMPTY = "（空欄）"
NAMING = [
    "name", "title", "label", "term", "ref", "number", "code", "fiscal_year", "on", "subject", "username",
    "text", "department", "category", "system", "reference", "related", "successor",
]  # fmt: skip
MOST_ROWS = 200


@dataclass(frozen=True)
class FieldChange:
    """One field of a row, as a person reads it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row a save wrote: 追加, 変更 or 削除, what it is, what it is called, what differs."""

    kind: str
    noun: str
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Save:
    change_set: ChangeSet
    rows: list[RowChange]


Part = tuple[type[models.Model], str]  # a tracked model and its foreign key to the row it is part of
Pair = tuple[models.Model | None, models.Model]  # a history row and the one before it
KINDS = {"+": "追加", "~": "変更", "-": "削除"}


def tracked_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if hasattr(model, "history")]


def last_change(row: models.Model, parts: Iterable[Part]) -> int:
    """Return the number of the last ChangeSet that touched `row` or a part of it, 0 for none."""
    found = [records.aggregate(last=models.Max("changeset"))["last"] for records in _records(row, parts)]
    return max([number for number in found if number], default=0)


def trail_of(row: models.Model, parts: Iterable[Part] = ()) -> list[Save]:
    """Return the saves that touched `row` or its parts, the last one first."""
    parts = list(parts)
    changes: dict[int, list[RowChange]] = defaultdict(list)
    sets: dict[int, ChangeSet] = {}
    for records, leave_out in zip(_records(row, parts), ["", *(name for _, name in parts)], strict=True):
        chain = list(records.select_related("changeset").order_by("history_id"))
        for change, record in zip(_row_changes(_neighbours(chain), leave_out), chain, strict=True):
            sets[record.changeset_id] = record.changeset
            changes[record.changeset_id].append(change)
    saves = [Save(sets[number], _seen(changes[number])) for number in sorted(sets, reverse=True)]
    return [save for save in saves if save.rows]


def rows_of(change_set: ChangeSet) -> list[RowChange]:
    """Return what one save wrote, model by model, at most `MOST_ROWS` rows of each."""
    rows = []
    for model in tracked_models():
        records = model.history.filter(changeset=change_set).order_by("history_id")
        written = list(records[:MOST_ROWS])
        if not written:
            continue
        ids = {getattr(record, model._meta.pk.attname) for record in written}
        chain = model.history.filter(
            **{f"{model._meta.pk.attname}__in": ids}, history_id__lte=written[-1].history_id
        ).order_by("history_id")
        pairs = [pair for pair in _neighbours(list(chain)) if pair[1].changeset_id == change_set.pk]
        rows += _row_changes(pairs)
    return _seen(rows)


def _records(row: models.Model, parts: Iterable[Part]) -> list[models.QuerySet]:
    own = type(row).history.filter(**{row._meta.pk.attname: row.pk})
    return [own, *(model.history.filter(**{name: row.pk}) for model, name in parts)]


def _neighbours(chain: list[models.Model]) -> list[Pair]:
    """Pair each history row with the one before it of the same row."""
    last: dict[Any, models.Model] = {}
    pairs = []
    for record in chain:
        key = getattr(record, record.instance_type._meta.pk.attname)
        pairs.append((last.get(key), record))
        last[key] = record
    return pairs


def _seen(rows: list[RowChange]) -> list[RowChange]:
    """Leave out what only repeats a state: nothing differs in it."""
    return [row for row in rows if row.fields or row.kind == KINDS["-"]]


def _row_changes(pairs: list[Pair], leave_out: str = "") -> list[RowChange]:
    """Return what the pairs differ in, but for the field that says whose part a row is."""
    names = _names_of_targets([record for pair in pairs for record in pair if record])
    return [_row_change(before, after, names, leave_out) for before, after in pairs]


Names = dict[type[models.Model], dict[Any, str]]


def _names_of_targets(records: list[models.Model]) -> Names:
    """Return the names of all rows that foreign keys in `records` point to (one query a model)."""
    wanted: dict[type[models.Model], set] = defaultdict(set)
    for record in records:
        for field in record.tracked_fields:
            value = getattr(record, field.attname)
            if field.is_relation and value is not None:
                wanted[field.related_model].add(value)
    return {
        model: {pk: str(row) for pk, row in model._base_manager.in_bulk(ids).items()}
        for model, ids in wanted.items()
    }


def _row_change(before: models.Model | None, after: models.Model, names: Names, leave_out: str) -> RowChange:
    model = after.instance_type
    fields = []
    for field in after.tracked_fields:
        if field.primary_key or field.name == leave_out:
            continue
        old = "" if before is None else shown(field, getattr(before, field.attname), names)
        new = shown(field, getattr(after, field.attname), names)
        if old != new and after.history_type != "-":
            fields.append(FieldChange(str(field.verbose_name), old or EMPTY, new or EMPTY))
    name = next(
        (
            text
            for field_name in NAMING
            if (field := _field(model, field_name)) and (text := shown(field, _value(after, field), names))
        ),
        "",
    )
    return RowChange(KINDS[after.history_type], str(model._meta.verbose_name), name, fields)


def _field(model: type[models.Model], name: str) -> models.Field | None:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return fields.get(name)


def _value(record: models.Model, field: models.Field) -> Any:
    return getattr(record, field.attname, None)


def shown(field: models.Field, value: Any, names: Names) -> str:
    """Return a stored value as a person reads it, "" for an empty one."""
    if value in (None, "", [], {}):
        return ""
    if field.is_relation:
        return names.get(field.related_model, {}).get(value) or f"（今はない行 {value}）"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name.endswith("fiscal_year"):
        return show_fiscal_year(value)
    match value:
        case bool():
            return "はい" if value else "いいえ"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, indent=1)
        case date() if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            return show_month(value)
        case _:
            return str(value)
