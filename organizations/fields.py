"""Model fields the floors share."""

from django.core.validators import RegexValidator
from django.db import models

PARTIAL_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


class PartialDateField(models.CharField):
    """A date as far as a document tells it: `2022`, `2022-03` or `2022-03-25`. Sorts as text."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(
                rf"\A{PARTIAL_DATE}\Z",
                "日付は 2022-03-25、2022-03、2022 のどれかの形で入力してください。",
            ),
        ]
