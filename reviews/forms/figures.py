"""Fields of an answer that read figures as people write them: 41.2％, １，２３４."""

import re

from django import forms
from django.core.exceptions import ValidationError

from measures.models import Indicator
from measures.models.budget import LARGEST_AMOUNT
from organizations.text import normalise_width

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
Kind = Indicator.Kind
REACHED = {Kind.MILESTONE: ("達成した", "まだ"), Kind.RECURRING: ("実施した", "実施していない")}


def read_number(text: str, unit: str = "") -> float | None:
    """Return the number a text is, with or without its unit; None where it is none."""
    plain = normalise_width(text).replace(",", "").strip()
    plain = plain.removesuffix(normalise_width(unit)).strip() if unit else plain
    return float(plain) if NUMBER.fullmatch(plain) else None


def is_yes_or_no(indicator: Indicator) -> bool:
    """Say whether an indicator is reached or not, rather than counted."""
    return indicator.kind in REACHED and not indicator.unit


def value_field(indicator: Indicator, target: str) -> forms.Field:
    """Return the control for the value of an indicator."""
    if is_yes_or_no(indicator):
        yes, no = REACHED[indicator.kind]
        return forms.ChoiceField(
            label=indicator.name,
            choices=[("1", yes), ("0", no)],
            widget=forms.RadioSelect,
            required=False,
            help_text=target,
        )
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "data-value": ""})
    return forms.CharField(
        label=indicator.name, max_length=200, required=False, widget=widget, help_text=target
    )


class AmountField(forms.CharField):
    """An amount in thousand yen, with or without commas and 千円; empty is None."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text, "千円")
        if number is None or number < 0 or not number.is_integer() or number > LARGEST_AMOUNT:
            raise ValidationError("千円単位の0以上の整数で入力してください（例：1,234）。")
        return int(number)
