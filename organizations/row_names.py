"""What rows and values are called, rows that are gone included: those by their own last history row."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db import models

from organizations.fiscal_years import show_day, show_fiscal_year, show_month
from organizations.past import last_records, row_of

NAMING = [
    "name", "title", "label", "term", "ref", "number", "code", "fiscal_year", "on", "subject", "username",
    "text", "business", "department", "category", "system", "reference", "related", "successor",
    "kind", "reason", "municipality",
]  # fmt: skip
PLACES = {"plan", "municipality"}  # foreign keys that say where a row is, not what it is part of
MEMBERS = {  # of the JSON of notes, items, members
    "field": "項目", "kind": "種類", "text": "内容", "printed": "印刷", "name": "名称", "number": "番号",
    "label": "名称", "mark": "印", "on": "日付", "notes": "注", "post": "職", "role": "役割", "unit": "単位",
    "values": "値", "group": "まとまり", "code": "コード", "fiscal_year": "年度",
}  # fmt: skip

Key = tuple[type[models.Model], Any]  # a model and the primary key of one of its rows


@cache
def owner_field(model: type[models.Model]) -> models.Field | None:
    """Return the foreign key to the tracked row a row of `model` is part of: the track of a cell."""
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.name in PLACES or field.related_model is model:
            continue
        if field.remote_field.on_delete is models.CASCADE and hasattr(field.related_model, "history"):
            return field
    return None


class RowNames:
    """Names of rows by model and key: one query a model, one more where rows of it are gone."""

    def __init__(self):
        self._rows: dict[type[models.Model], dict[Any, models.Model | None]] = defaultdict(dict)
        self._gone: set[Key] = set()

    def fetch(self, wanted: Iterable[Key]) -> None:
        missing: dict[type[models.Model], set] = defaultdict(set)
        for model, pk in wanted:
            if pk is not None and pk not in self._rows[model]:
                missing[model].add(pk)
        for model, ids in missing.items():
            found = model._base_manager.in_bulk(ids)
            if (gone := ids - set(found)) and hasattr(model, "history"):
                found |= {pk: row_of(record) for pk, record in last_records(model, gone).items()}
                self._gone |= {(model, pk) for pk in gone}
            self._rows[model] |= dict.fromkeys(ids) | found

    def fetch_targets(self, states: Iterable[models.Model]) -> None:
        """Fetch what the foreign keys of `states` (rows or history rows) point to."""
        self.fetch(
            (field.related_model, getattr(state, field.attname))
            for state in states
            for field in model_of(state)._meta.concrete_fields
            if field.is_relation and hasattr(state, field.attname)
        )

    def fetch_subjects(self, states: Iterable[models.Model]) -> None:
        """Fetch all that `states` are part of, and the rows of those that are part of nothing."""
        keys = {self._owner(model_of(state), state) or key_of(state) for state in states}
        while keys := {key for key in keys if key[1] is not None}:
            self.fetch(keys)
            keys = {owner for model, pk in keys if (owner := self._owner(model, self._rows[model][pk]))}

    def subject(self, state: models.Model) -> Key:
        """Return the row that a state is a part of, itself if of none: the measure of a cell."""
        key, row = key_of(state), state
        while row is not None and (owner := self._owner(key[0], row)):
            key, row = owner, self._rows[owner[0]].get(owner[1])
        return key

    @staticmethod
    def _owner(model: type[models.Model], row: models.Model | None) -> Key | None:
        field = owner_field(model) if row is not None else None
        return (field.related_model, getattr(row, field.attname)) if field else None

    def name(self, model: type[models.Model], pk: Any) -> str:
        row = self._rows[model].get(pk)
        return f"（今はない行 {pk}）" if row is None else str(row)

    def living(self, model: type[models.Model], pk: Any) -> models.Model | None:
        """Return the row itself, None for one that is gone."""
        return None if (model, pk) in self._gone else self._rows[model].get(pk)

    def name_of_state(self, state: models.Model) -> str:
        """Return what a row was called in a state of it; by what it is part of where it has no other name."""
        fields = {field.name: field for field in model_of(state)._meta.concrete_fields}
        owner = owner_field(model_of(state))
        names = [name for name in NAMING if fields.get(name) is not owner]
        shown_names = (
            self.shown(fields[name], getattr(state, fields[name].attname, None))
            for name in [*names, *([owner.name] if owner else [])]
            if name in fields
        )
        return next((text for text in shown_names if text), "")

    def shown(self, field: models.Field, value: Any) -> str:
        """Return a stored value as a person reads it, "" for an empty one."""
        if value in (None, "", [], {}):
            return ""
        if field.is_relation:
            return self.name(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field.name.endswith("fiscal_year"):
            return show_fiscal_year(value)
        match value:
            case bool():
                return "はい" if value else "いいえ"
            case list() | dict():
                return show_json(value)
            case date() if not isinstance(field, models.DateTimeField) and isinstance(
                field, models.DateField
            ):
                return show_month(value) if value.day == 1 else show_day(value)
            case _:
                return str(value)


def model_of(state: models.Model) -> type[models.Model]:
    """Return the model of a row, or of the row whose history row this is."""
    return getattr(state, "instance_type", type(state))


def key_of(state: models.Model) -> Key:
    """Return model and primary key of the row a state is of."""
    model = model_of(state)
    return model, getattr(state, model._meta.pk.attname)


def show_json(value: Any) -> str:
    """Return a list or object as lines: one an entry, its members by their Japanese names."""
    match value:
        case dict():
            return "、".join(f"{MEMBERS.get(name, name)}：{show_json(part)}" for name, part in value.items())
        case list() if any(isinstance(part, list | dict) for part in value):
            return "\n".join(show_json(part) for part in value)
        case list():
            return "、".join(show_json(part) for part in value)
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)
