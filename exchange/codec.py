"""How a row becomes an object of the plan document and back, for members that need no look-up."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

EMPTY = (None, "", [], {})


class Shape:
    """The plain members of one kind of object: document keys, and the model attributes that hold them.

    `keys` are separated by spaces; `key:attribute` where the two names differ. A DateField holds a month
    (`YYYY-MM`) on its first day, with `has_days` a day; other values are stored as the document gives them.
    """

    def __init__(self, model: type[models.Model], keys: str, *, has_days: bool = False):
        self.model, self.has_days = model, has_days
        self.attributes = {
            key: attribute or key for key, _, attribute in (part.partition(":") for part in keys.split())
        }

    def read(self, part: Mapping[str, Any], *, unless_said: Collection[str] = ()) -> dict[str, Any]:
        """Return the attributes of an object, the field's default for what it leaves out; nothing for what it
        leaves out of the keys `unless_said`.
        """
        return {
            attribute: self._from_document(self.model._meta.get_field(attribute), part.get(key))
            for key, attribute in self.attributes.items()
            if key in part or key not in unless_said
        }

    def write(self, row: models.Model) -> dict[str, Any]:
        """Return the members of a row; empty ones are left out later, by the canonical form."""
        return {key: self._to_document(getattr(row, attribute)) for key, attribute in self.attributes.items()}

    def _from_document(self, field: models.Field, value: Any) -> Any:
        if value in EMPTY and value is not False:
            return field.get_default()
        if isinstance(field, models.DecimalField):
            return Decimal(str(value))
        if not isinstance(field, models.DateField):
            return value
        return date.fromisoformat(value if self.has_days else f"{value}-01")

    def _to_document(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return float(value)
        if not isinstance(value, date):
            return value
        return value.isoformat() if self.has_days else value.strftime("%Y-%m")
