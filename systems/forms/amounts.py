"""Whole numbers as people type them: amounts in thousand yen, counts."""

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms import TypedTextField
from organizations.text import normalise_width

LARGEST = 10**12  # thousand yen: what is larger is a slip
LARGEST_COUNT = 2_000_000_000


class WholeNumberField(TypedTextField):
    """A whole number, 0 or more, with or without commas and its unit; empty is None."""

    unit, largest = "件", LARGEST_COUNT
    refusal = "0以上の整数で入力してください（例：1,234）。分からないときは空欄にします。"

    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 40, "widget": widget} | kwargs)

    def prepare_value(self, value):
        return f"{value:,}" if isinstance(value, int) else value

    def to_python(self, value):
        if isinstance(value, int):
            return value
        text = normalise_width(value or "").strip().removesuffix(self.unit).replace(",", "").strip()
        if not text:
            return None
        if not text.isdecimal() or int(text) > self.largest:
            raise ValidationError(self.refusal)
        return int(text)


class ThousandYenField(WholeNumberField):
    """An amount in thousand yen."""

    unit, largest = "千円", LARGEST
    refusal = "千円単位の0以上の整数で入力してください（例：1,234）。"
