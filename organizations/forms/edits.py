"""What the forms of every floor share: fields that post what they were shown, and the reason."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from organizations.edits import Edit
from organizations.history import Reason
from organizations.models import ChangeSet


class PlainTextField(forms.CharField):
    """A text whose line breaks are those of the database, whatever the browser sends."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class HiddenList(forms.MultipleHiddenInput):
    """The hidden initial of a list. Posted even when it was empty: else what was typed would pass for it."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, value or [""], attrs)

    def value_from_datadict(self, data, files, name):
        return [value for value in super().value_from_datadict(data, files, name) or [] if value != ""]


class EditsMixin:
    """Turns the changed fields of a bound form into edits; each field posts what it was shown, too."""

    def show_what_was_shown(self) -> None:
        for field in self.fields.values():
            field.show_hidden_initial = True
            if field.hidden_widget is forms.MultipleHiddenInput:
                field.hidden_widget = HiddenList

    def edits(self, names: Iterable[str] | None = None) -> list[Edit]:
        """Return an edit for each changed field, of `names` only where given."""
        wanted = self.changed_data if names is None else [n for n in self.changed_data if n in set(names)]
        return [Edit(name, self.was(name), self.cleaned_data[name], self.add_prefix(name)) for name in wanted]

    def was(self, name: str) -> Any:
        """Return the value the page had shown, as the field reads it."""
        bound = self[name]
        shown = bound.field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        value = bound.field.to_python(shown)
        return list(value) if isinstance(value, QuerySet) else value


class ReasonForm(forms.Form):
    """Why an adopted plan changes. Whether a reason is needed the service knows."""

    reason_category = forms.ChoiceField(
        label="変更の理由（区分）",
        choices=[("", "選んでください"), *ChangeSet.ReasonCategory.choices],
        required=False,
        help_text="確定した計画の工程・目標・名称・番号・担当課・追加と終了を変えるときに必要です。",
    )
    reason_text = forms.CharField(
        label="変更の理由（内容）",
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text="誤字訂正のときは要りません。",
    )

    @property
    def reason(self) -> Reason:
        return Reason(self.cleaned_data["reason_category"], self.cleaned_data["reason_text"])
