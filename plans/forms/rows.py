"""What the forms of a plan's rows share: each field reads what people write, and posts what it had shown."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from organizations.date_fields import FiscalYearField, MonthField, PartialDateField
from organizations.fields import PartialDateField as StoredPartialDate
from organizations.forms import EditsMixin, PlainTextField
from plans.forms.notes import offer_note_fields
from plans.models import Plan

LONGEST_TEXT = 20_000
DATE_HELP = "「令和4年3月」「R4.3.25」「2022-03-25」のように入力します。月まででも構いません。"
MONTH_HELP = "「令和4年4月」「R4.4」「2022-04」のように入力します。"
YEAR_HELP = "「令和4年度」「R4」「2022」のように入力します。"


def check_is_one_line(text: str) -> None:
    if len(text.splitlines()) > 1:
        raise ValidationError("改行は使えません。1行で入力してください。")


def row_field(db_field: models.Field, **options: Any) -> forms.Field | None:
    """Return the control of a model field as a plan's pages show it."""
    match db_field:
        case StoredPartialDate():
            return PartialDateField(label=db_field.verbose_name, required=not db_field.blank)
        case models.DateField():
            return db_field.formfield(form_class=MonthField, widget=forms.TextInput, **options)
        case models.IntegerField() if db_field.name.endswith("fiscal_year"):
            return db_field.formfield(form_class=FiscalYearField, widget=forms.TextInput, **options)
        case models.BooleanField() if db_field.null:
            choices = [("unknown", "記載なし"), ("true", "はい"), ("false", "いいえ")]
            widget = forms.NullBooleanSelect()
            widget.choices = choices
            return db_field.formfield(widget=widget, **options)
        case models.TextField():
            return db_field.formfield(form_class=PlainTextField, max_length=LONGEST_TEXT, **options)
        case models.CharField() if db_field.choices:
            field = db_field.formfield(**options)
            empty = "（記載なし）" if db_field.blank else "選んでください"
            field.choices = [("", empty), *db_field.choices]
            return field
        case models.CharField():
            return db_field.formfield(validators=[check_is_one_line], **options)
        case _:
            return db_field.formfield(**options)


def is_reversed(first: int | str | None, last: int | str | None) -> bool:
    """Say whether `last` is before `first`: two years, or two partial dates (a month holds all its days)."""
    if first in (None, "") or last in (None, ""):
        return False
    if isinstance(first, str):
        compared = min(len(first), len(last))
        return last[:compared] < first[:compared]
    return last < first


class RowForm(EditsMixin, forms.ModelForm):
    """One row of a plan, or of the city itself (no plan). A field called `notes` is the list of its notes.

    `document_names` maps a field to its name in a plan document where they differ; `one_line` names the texts
    that need one line only; `spans` the pairs of fields of which the second is not before the first.
    """

    document_names: ClassVar[dict[str, str]] = {}
    one_line: ClassVar[tuple[str, ...]] = ()
    spans: ClassVar[tuple[tuple[str, str], ...]] = ()

    class Meta:
        formfield_callback = row_field

    def __init__(self, *args, plan: Plan | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        for name, field in self.fields.items():
            self._help(name, field)
        if "notes" in self.fields:
            offer_note_fields(self, self.document_names)
        self.show_what_was_shown()

    def _help(self, name: str, field: forms.Field) -> None:
        helps = {PartialDateField: DATE_HELP, MonthField: MONTH_HELP, FiscalYearField: YEAR_HELP}
        field.help_text = field.help_text or helps.get(type(field), "")
        if isinstance(field.widget, forms.Textarea) and isinstance(field, forms.CharField):
            field.widget.attrs["rows"] = 1 if name in self.one_line else 3

    def clean(self):
        cleaned = super().clean()
        for first, last in self.spans:
            if is_reversed(cleaned.get(first), cleaned.get(last)):
                self.add_error(
                    last, f"{self.fields[first].label}より前です。どちらが正しいか確かめて直してください。"
                )
        return cleaned

    def _post_clean(self):
        """The service validates the whole row under the lock; this form only reads what was typed."""
