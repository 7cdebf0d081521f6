"""How a row becomes an object of the plan document and back, for members that need no look-up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

EMPTY = (None, "", [], {})


class Shape:
    """The plain members of one kind of object: document keys, and the model attributes that hold them.

    `keys` are separated by spaces; `key:attribute` where the two names differ. A month (`YYYY-MM`) is a
    DateField on its first day; every other value is stored as the document gives it.
    """

    def __init__(self, model: type[models.Model], keys: str):
        self.model = model
        self.attributes = {
            key: attribute or key for key, _, attribute in (part.partition(":") for part in keys.split())
        }

    def read(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return the attributes of an object, the field's default for what it leaves out."""
        return {
            attribute: self._from_document(self.model._meta.get_field(attribute), part.get(key))
            for key, attribute in self.attributes.items()
        }

    def write(self, row: models.Model) -> dict[str, Any]:
        """Return the members of a row; empty ones are left out later, by the canonical form."""
        return {key: self._to_document(getattr(row, attribute)) for key, attribute in self.attributes.items()}

    @staticmethod
    def _from_document(field: models.Field, value: Any) -> Any:
        if value in EMPTY and value is not False:
            return field.get_default()
        return date.fromisoformat(f"{value}-01") if isinstance(field, models.DateField) else value

    @staticmethod
    def _to_document(value: Any) -> Any:
        return value.strftime("%Y-%m") if isinstance(value, date) else value
