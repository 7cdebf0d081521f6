"""Forms of the rows that hang on what a page edits: each is a row stored now, or a new one."""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.db import models

from organizations.edits import RowEdit
from organizations.forms.edits import EditsMixin


class OwnRowMixin(EditsMixin):
    """A form about one of the rows that hang on what is edited, or a new one. `rows` are those stored now."""

    def know(self, rows: Iterable[models.Model]) -> None:
        self.rows = {row.pk: row for row in rows}

    @property
    def row(self) -> models.Model | None:
        return self.rows.get(self.cleaned_data.get("row"))

    @property
    def is_gone(self) -> bool:
        """Say whether somebody removed the row meanwhile, and this person typed something into it."""
        posted = self.data.get(self.add_prefix("row"), "") if self.is_bound else ""
        if not posted.isdecimal() or int(posted) in self.rows or not self.has_changed():
            return False
        return not self.data.get(self.add_prefix("remove"))

    @property
    def was_named(self) -> str:
        """Return the row's name as the page had shown it."""
        return self.data.get(f"initial-{self.add_prefix(self.NAMED)}", "") or "（名前なし）"


class OwnRowForm(OwnRowMixin, forms.ModelForm):
    """A row that hangs on what is edited: an indicator, a year's cost, a support end."""

    heading = ""  # what the row is about, where no control says it
    NEEDED: ClassVar[tuple[str, ...]] = ()  # what a row that is filled in at all must say

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label="この行を除く", required=False)

    def __init__(self, *args, rows: Iterable[models.Model], **kwargs):
        super().__init__(*args, **kwargs)
        self.know(rows)
        for name in self.NEEDED:
            self.fields[name].required = False  # an empty row is none
        self.show_what_was_shown()

    def clean(self):
        cleaned = super().clean()
        if self.has_changed() and not cleaned.get("remove"):
            for name in self.NEEDED:
                if cleaned.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, f"{self.fields[name].label}を入力してください。")
        return cleaned

    @property
    def is_known(self) -> bool:
        """Say whether the page shows a row that is there, not an empty one."""
        return bool(self["row"].value() or self.heading)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The controls; a row that is not there yet is not removed."""
        return [field for field in self.visible_fields() if self.is_known or field.name != "remove"]

    def row_edit(self) -> RowEdit | None:
        """Return the changes to this row, None where there are none."""
        if not self.has_changed():
            return None
        row, remove = self.row, self.cleaned_data["remove"]
        if row is None and remove:
            return None
        edits = self.edits(self.Meta.fields)
        return RowEdit(row, edits, remove) if edits or remove else None

    def _post_clean(self):
        """The service validates whole rows under the lock; this form only reads what was typed."""
