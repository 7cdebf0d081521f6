"""Form fields of the admin: texts, months and years as people write them, JSON that can be read."""

import json
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models

from organizations.date_fields import DayField, FiscalYearField, MonthField

YEAR_HELP = "「令和4年度」「R4」「2022」のように入力します。"
MONTH_HELP = "「令和4年7月」「R4.7」「2022-07」のように入力します。"
NOTE_KINDS = ("reading", "conflict", "unclear", "footnote", "editor")
NOTE_KEYS = {"kind", "field", "printed", "text"}
NARROW = forms.TextInput({"size": 14})
DAY_OPTIONS = {
    "form_class": DayField, "widget": NARROW,
    "help_text": "「令和8年3月31日」「R8.3.31」「2026-03-31」のように入力します。",
}  # fmt: skip


class PlainTextField(forms.CharField):
    """A text whose spaces and line breaks are those of the database, whatever the browser sends."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"strip": False})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ReadableJSONField(forms.JSONField):
    """JSON with one entry a line; an emptied field is the model's own empty list or object."""

    def __init__(self, *, empty: Any, **kwargs):
        self.empty = empty
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return "" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False, indent=1)

    def to_python(self, value):
        value = super().to_python(value)
        if value is None:
            return type(self.empty)()
        if not isinstance(value, type(self.empty)):
            kind = "[ ] で囲んだ並び" if isinstance(self.empty, list) else "{ } で囲んだ組"
            raise ValidationError(f"{kind}にしてください。")
        return value

    def has_changed(self, initial, data):
        return super().has_changed(type(self.empty)() if initial is None else initial, data)


def check_notes(notes: list) -> None:
    """Raise ValidationError unless every note is what a plan document takes for one."""
    for number, note in enumerate(notes, start=1):
        is_note = isinstance(note, dict) and note.get("kind") in NOTE_KINDS and set(note) <= NOTE_KEYS
        if not is_note or not all(isinstance(text, str) for text in note.values()):
            raise ValidationError(
                f"{number}つ目の注が正しくありません。"
                '{"kind": "editor", "text": "…"} の形にしてください'
                f"（kind は {'・'.join(NOTE_KINDS)}、ほかに field と printed を書けます）。"
            )


def formfield_options(db_field: models.Field) -> dict[str, Any]:
    """Return how the admin's forms show a model field, {} for Django's own way."""
    match db_field:
        case models.JSONField():
            rows = AdminTextareaWidget({"rows": 3, "spellcheck": "false"})
            checks = [check_notes] if db_field.name.endswith("notes") else []
            return {
                "form_class": ReadableJSONField, "empty": db_field.get_default(), "widget": rows,
                "validators": checks,
            }  # fmt: skip
        case models.TextField():
            return {"form_class": PlainTextField, "widget": AdminTextareaWidget({"rows": 3})}
        case models.DateField() if not isinstance(db_field, models.DateTimeField):
            return {"form_class": MonthField, "widget": NARROW, "help_text": MONTH_HELP}
        case models.IntegerField() if db_field.name.endswith("fiscal_year"):
            return {"form_class": FiscalYearField, "widget": NARROW, "help_text": YEAR_HELP}
        case _:
            return {}
