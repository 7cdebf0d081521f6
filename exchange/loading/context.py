"""What the parts of a load share: the plan, the document, and the rows that names refer to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from exchange.codec import Shape
from exchange.editions import HeldNames
from exchange.errors import Problem
from exchange.exceptions import DocumentRefused
from exchange.sync import Synced, Wanted, sync_rows
from organizations.history import bulk_write
from organizations.models import Department
from plans.models import BasicPolicy, Category, Plan, Reference, Word
from systems.models import Contract, InformationSystem

Part = dict[str, Any]
WITHIN_PLAN = ("rules", "evaluation_bodies", "criteria")


@dataclass
class Loading:
    """A load under way. Look-ups are filled by the parts that make the rows."""

    plan: Plan
    document: Part
    held: HeldNames
    departments: dict[str, Department] = field(default_factory=dict)
    words: dict[tuple[str, str], Word] = field(default_factory=dict)
    policies: dict[str, BasicPolicy] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    systems: dict[str, InformationSystem] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    spoken_of: set[int] = field(default_factory=set)  # systems the plan lists, or listed before
    remarks: list[Problem] = field(default_factory=list)  # what was read but not written
    _obsolete: list[tuple[type[models.Model], list[models.Model]]] = field(default_factory=list)

    def parts(self, key: str) -> list[Part]:
        """Return a list of the document, or one that stands inside its `plan`."""
        return (self.document["plan"] if key in WITHIN_PLAN else self.document).get(key) or []

    def phase(self, label: str | None) -> Word | None:
        return self.words[Word.Kind.PHASE, label] if label else None

    def told_system(self, name: str | None, stored: InformationSystem | None) -> InformationSystem | None:
        """Return the system a reference means. Of a system the plan does not list a document cannot speak: a
        stored reference to one stays.
        """
        if name is None and stored is not None and stored.pk not in self.spoken_of:
            return stored
        return self.systems.get(name)

    def sync(
        self,
        model: type[models.Model],
        existing: Iterable[models.Model],
        wanted: Iterable[Wanted],
        identify: Callable[[models.Model], Any],
        **options: Any,
    ) -> Synced:
        """Sync rows and remember the superfluous ones, which go last: other rows may still point to them."""
        synced = sync_rows(model, existing, wanted, identify, **options)
        self.forget(model, synced.missing)
        return synced

    def sync_list(self, shape: Shape, key: str, identity: str, **fixed: Any) -> Synced:
        """Sync one flat list of the document whose rows hang on the plan and are known by one attribute."""
        wanted = [
            Wanted(attributes[identity], attributes | {"plan": self.plan, "order": order} | fixed)
            for order, attributes in enumerate(map(shape.read, self.parts(key)))
        ]
        existing = shape.model.objects.filter(plan=self.plan, **fixed).order_by("order", "pk")
        return self.sync(shape.model, existing, wanted, lambda row: getattr(row, identity))

    def forget(self, model: type[models.Model], rows: list[models.Model]) -> None:
        if rows:
            self._obsolete.append((model, rows))

    def delete_last(self, model: type[models.Model], rows: list[models.Model]) -> None:
        """Remember rows which may only go when everything that was synced later is gone."""
        if rows:
            self._obsolete.insert(0, (model, rows))

    def delete_obsolete(self) -> None:
        """Delete what the document no longer has, the last synced first. Raise DocumentRefused where rounds
        or meetings under way use it.
        """
        for model, rows in reversed(self._obsolete):
            try:
                bulk_write(model, delete=rows)
            except models.ProtectedError as refusal:
                raise DocumentRefused([_in_use(model, rows, refusal)]) from refusal


def _in_use(model: type[models.Model], rows: list[models.Model], refusal: models.ProtectedError) -> Problem:
    users = dict.fromkeys(str(row._meta.verbose_name) for row in refusal.protected_objects)
    named = "、".join(f"「{row}」" for row in rows[:3])
    return Problem(
        (),
        f"文書にない{model._meta.verbose_name}{named}は、この計画の{'・'.join(users)}が使っているため削除できません。"
        "文書に残してください。",
    )
