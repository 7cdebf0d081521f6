"""Lists inside a row (構成, 主な取組, 注), stored as JSON: each entry is a small form on the row's own page.

Such a field reads and posts like any other, so that what two people changed is compared as a whole. A button
`reshape` adds an empty entry or moves one without saving: `members:more`, `members:up:2`, `members:down:2`.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from organizations.forms import ComparedAsRead, HiddenList

MOST_PARTS = 500
EMPTY = (None, "", [], {})
Part = dict[str, Any]


class LinesWidget(forms.Textarea):
    """Texts, one a line."""

    def format_value(self, value):
        return value if isinstance(value, str) else "\n".join(value or [])

    def value_from_datadict(self, data, files, name):
        posted = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [line for text in posted for line in text.splitlines()]


class LinesField(forms.Field):
    """A list of short texts, one a line; empty lines are left out."""

    widget = LinesWidget
    hidden_widget = HiddenList

    def __init__(self, *, longest: int = 200, **kwargs):
        self.longest = longest
        super().__init__(**kwargs | {"widget": LinesWidget({"rows": 4})})

    def to_python(self, value):
        return [line.strip() for line in value or [] if line.strip()]

    def validate(self, value):
        super().validate(value)
        for number, line in enumerate(value, start=1):
            if len(line) > self.longest:
                raise ValidationError(
                    f"{number}行目は{self.longest}字を超えています（{len(line)}字）。短くしてください。"
                )

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class HiddenParts(HiddenList):
    """What was shown, an entry a control."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, [_as_json(part) for part in _as_list(value)], attrs)


class PartsWidget(forms.Widget):
    """Reads the entries that were posted; `plans/_parts.html` draws them."""

    use_fieldset = True

    def __init__(self, form_class: type[forms.Form], is_list: bool):
        super().__init__()
        self.form_class, self.is_list = form_class, is_list

    def value_from_datadict(self, data, files, name) -> list[Part | str]:
        """Return the entries as typed; as JSON where a conflict was settled by taking the stored ones."""
        if name in data:
            return data.getlist(name) if hasattr(data, "getlist") else [data[name]]
        return _reshaped([self._typed(data, f"{name}-{n}") for n in _places(data, name)], data, name)

    def _typed(self, data, prefix: str) -> Part:
        fields = self.form_class(prefix=prefix).fields
        typed = {
            name: field.widget.value_from_datadict(data, {}, f"{prefix}-{name}")
            for name, field in fields.items()
        }
        others = {"_kept": data.get(f"{prefix}-_kept", ""), "_remove": data.get(f"{prefix}-_remove", "")}
        return typed | {name: text for name, text in others.items() if text}

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-parts" not in data


class PartsBound(BoundField):
    """What the page needs to draw the entries: a form each, and one empty one."""

    @property
    def is_list(self) -> bool:
        return self.field.is_list

    @property
    def hidden_initial(self) -> str:
        return self.as_hidden(only_initial=True)

    @property
    def part_forms(self) -> list[forms.Form]:
        typed = [part if isinstance(part, dict) else _read_json(part) for part in _as_list(self.value())]
        filled = [part for part in typed if _is_filled(part)]
        blank = [{}] if self.is_list or not filled else []
        return [self._part_form(n, part) for n, part in enumerate(filled + blank)]

    def _part_form(self, number: int, part: Part) -> forms.Form:
        form = self.field.form_class(prefix=f"{self.html_name}-{number}", initial=part, **self.field.options)
        form.use_required_attribute = False
        form.position = number
        form.kept = part.get("_kept") or _as_json(_kept(form, part))
        form.is_removed = bool(part.get("_remove"))
        form.is_blank = not _is_filled(part)
        return form


class PartsField(ComparedAsRead):
    """Entries of one form class. What an entry has besides the form's fields, its own notes, stays."""

    is_list = True
    hidden_widget = HiddenParts
    bound_field_class = PartsBound

    def __init__(self, form_class: type[forms.Form], **kwargs):
        self.form_class, self.options = form_class, {}
        super().__init__(**kwargs | {"widget": PartsWidget(form_class, self.is_list)})

    def to_python(self, value):
        """Return the entries as the document has them; raise ValidationError that says which is wrong."""
        parts, errors = [], []
        for number, typed in enumerate(_as_list(value), start=1):
            part = typed if isinstance(typed, dict) else _read_json(typed)
            if not _is_filled(part) or part.get("_remove"):
                continue
            form = self.form_class(data=part, **self.options)
            errors += [f"{self._place(number)}「{label}」：{text}" for label, text in _errors(form)]
            if form.is_valid():
                parts.append(_cleaned(form) | _kept(form, part))
        if errors:
            raise ValidationError(errors)
        return parts

    def _place(self, number: int) -> str:
        return f"{number}件目の"


class PartField(PartsField):
    """One entry, {} where nothing is filled in."""

    is_list = False

    def to_python(self, value):
        return next(iter(super().to_python(value)), {})

    def _place(self, number: int) -> str:
        return ""


def _as_list(value: Any) -> list:
    if isinstance(value, Mapping):
        return [value] if value else []
    return list(value or [])


def _as_json(part: Part | str) -> str:
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False) if part else ""


def _read_json(text: str) -> Part:
    try:
        part = json.loads(text)
    except ValueError:
        return {}
    return part if isinstance(part, dict) else {}


def _is_filled(part: Part) -> bool:
    return any(value not in EMPTY for name, value in part.items() if name != "_remove")


def _kept(form: forms.Form, part: Part) -> Part:
    """Return the notes on an entry, which its form does not show."""
    notes = (_read_json(part["_kept"]) if part.get("_kept") else part).get("notes")
    is_list = isinstance(notes, list) and all(isinstance(note, dict) for note in notes)
    return {"notes": notes} if notes and is_list and "notes" not in form.fields else {}


def _cleaned(form: forms.Form) -> Part:
    return {name: value for name, value in form.cleaned_data.items() if value not in EMPTY}


def _errors(form: forms.Form) -> list[tuple[str, str]]:
    return [
        (form.fields[name].label if name in form.fields else "全体", text)
        for name, texts in form.errors.items()
        for text in texts
    ]


def _places(data, name: str) -> range:
    count = data.get(f"{name}-parts", "")
    return range(min(int(count), MOST_PARTS) if count.isdecimal() else 0)


def _reshaped(parts: list[Part], data, name: str) -> list[Part]:
    """Return the entries with one of them moved, where the person asked for it."""
    match data.get("reshape", "").split(":"):
        case [field, "up" | "down" as way, place] if field == name and place.isdecimal():
            first = int(place) - (way == "up")
            if 0 <= first < len(parts) - 1:
                parts[first : first + 2] = reversed(parts[first : first + 2])
    return parts
