"""Form fields for years, months and days as people write them: 令和4, R4.7, 2022-07-01."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from organizations.exceptions import PortalError, UnreadableDate
from organizations.fields import PARTIAL_DATE
from organizations.fiscal_years import (
    parse_day,
    parse_fiscal_year,
    parse_month,
    show_day,
    show_fiscal_year_by_era,
    show_month_by_era,
    show_partial_date,
)


class ReadField(forms.CharField):
    """A text that one function reads; its refusal is shown beside the field. Empty is None."""

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return a stored value as it is written in the control."""
        raise NotImplementedError

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.show(value)

    def to_python(self, value):
        text = "" if value is None else str(value).strip()
        if not text:
            return self.empty_value or None
        try:
            return self.read(text)
        except PortalError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def run_validators(self, value):
        """What could be read needs no further checks: those of a text do not fit it."""


class FiscalYearField(ReadField):
    """年度 in any notation, stored as the western year it starts in."""

    def __init__(self, *, min_value=None, max_value=None, **kwargs):
        super().__init__(**kwargs)

    def read(self, text: str) -> int:
        return parse_fiscal_year(text)

    def show(self, value: int) -> str:
        return show_fiscal_year_by_era(value)


class MonthField(ReadField):
    """年月 in any notation, stored as its first day."""

    def read(self, text: str) -> date:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-01", text) else parse_month(text)

    def show(self, value: date) -> str:
        return show_month_by_era(value)


class DayField(ReadField):
    """A day in any notation."""

    def read(self, text: str) -> date:
        return parse_day(text)

    def show(self, value: date) -> str:
        return show_day(value).partition("（")[0]


class PartialDateField(ReadField):
    """A month or a day in any notation, stored as `2022-07` or `2022-07-01`; empty is ""."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"max_length": None})

    def read(self, text: str) -> str:
        try:
            return parse_day(text).isoformat()
        except UnreadableDate:
            return f"{parse_month(text):%Y-%m}"

    def to_python(self, value):
        return super().to_python(value) or ""

    def prepare_value(self, value):
        is_stored = isinstance(value, str) and re.fullmatch(PARTIAL_DATE, value) and "-" in value
        return show_partial_date(value).partition("（")[0] if is_stored else value
