"""注: the notes on a row and its fields, edited as a list on the row's own page.

A form that has the field `notes` calls `offer_note_fields`, so that a person chooses what a note is about by
the names the page itself uses.
"""

from collections.abc import Mapping

from django import forms

from organizations.forms import PlainTextField
from plans.forms.parts import PartsField

NOTE_KINDS = {
    "editor": "編集注",
    "footnote": "脚注",
    "reading": "読み取り",
    "conflict": "記載の食い違い",
    "unclear": "不明",
}


class NoteForm(forms.Form):
    """One note: what kind, on which field, the wording on paper, what is to be said."""

    kind = forms.ChoiceField(label="種類", choices=[("", "―"), *NOTE_KINDS.items()])
    field = forms.CharField(label="対象", max_length=200, required=False)
    printed = PlainTextField(
        label="原本の表記", max_length=20_000, required=False, widget=forms.Textarea({"rows": 1})
    )
    text = PlainTextField(
        label="注の文", max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, named: Mapping[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "全体"), *(named or {}).items()]
        current = (self.initial or {}).get("field") or ""
        if current not in dict(choices):
            choices.append((current, current))
        self.fields["field"].widget = forms.Select(choices=choices)


class NotesField(PartsField):
    """The notes of a row."""

    def __init__(self, **kwargs):
        super().__init__(NoteForm, **{"label": "注", "required": False} | kwargs)


def offer_note_fields(form: forms.Form, document_names: Mapping[str, str] | None = None) -> None:
    """Let the notes of `form` speak of its own fields. `document_names` maps a field's name to the one a
    plan document has for it, where they differ.
    """
    names = document_names or {}
    form.fields["notes"].options = {
        "named": {
            names.get(name, name): str(field.label) for name, field in form.fields.items() if name != "notes"
        }
    }
