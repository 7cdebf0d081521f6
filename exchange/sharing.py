"""共同利用: what a city's document calls the systems which another city keeps and shares with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from organizations.models import Municipality
from systems.models import InformationSystem


@dataclass(frozen=True)
class Shared:
    """The systems shared with one city, by the keys its documents give them."""

    by_key: dict[str, InformationSystem]

    @classmethod
    def with_city(cls, city: Municipality, own_keys: Set[str]) -> Shared:
        """Read them; the keeper's code stands before a key that the city, or another keeper, uses as well."""
        others = InformationSystem.objects.of_city(city).exclude(municipality=city)
        rows = list(others.select_related("municipality"))
        taken = Counter([*own_keys, *(row.key for row in rows)])
        return cls(
            {row.key if taken[row.key] == 1 else f"{row.municipality.code}/{row.key}": row for row in rows}
        )

    def named(self, key: str) -> InformationSystem | None:
        return self.by_key.get(key)

    @property
    def keys(self) -> dict[int, str]:
        """The keys by primary key."""
        return {row.pk: key for key, row in self.by_key.items()}
