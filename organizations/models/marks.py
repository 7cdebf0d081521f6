"""市章: the mark of a city, for the cover and the heads of its papers."""

import base64

from django.db import models

from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models.cities import Municipality


class CityMarkQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class CityMark(models.Model):
    """A PNG that the portal wrote itself (`organizations.marks`), kept in the database as other files."""

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, related_name="mark", verbose_name="団体"
    )
    content = models.BinaryField("画像")
    width = models.PositiveIntegerField("幅（画素）")
    height = models.PositiveIntegerField("高さ（画素）")

    objects = CityMarkQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "市章"
        verbose_name_plural = "市章"

    def __str__(self):
        return f"{self.municipality.name}の市章"

    @property
    def uri(self) -> str:
        """Return the picture as a data: address, so that neither page nor paper has to ask for it."""
        return f"data:image/png;base64,{base64.b64encode(bytes(self.content)).decode()}"
