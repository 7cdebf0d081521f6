"""Why measures changed between two moments: the reasons of the saves that touched them and still stand."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from measures.models import Measure
from organizations.models import ChangeSet
from organizations.row_names import owner_field
from organizations.trail import tracked_models
from plans.models import Plan


@dataclass(frozen=True)
class Reason:
    """A reason as it was given: its category as shown, and its text, "" for none; whether it is made up."""

    category: str
    text: str
    is_sample: bool = False

    @property
    def in_words(self) -> str:
        """Return all of it on one line."""
        return "　".join(filter(None, ["サンプル" if self.is_sample else "", self.category, self.text]))


Reasons = dict[str, list[Reason]]  # by the measure's key, the earliest first


def reasons_between(plan: Plan, after: datetime | None, until: datetime | None) -> Reasons:
    """Return the reasons of each measure of `plan`, each once, in a number of queries that does not grow.

    Saves after `after` and not after `until` count (None: no bound); one that was undone, and its undoing,
    do not.
    """
    saves = ChangeSet.objects.filter(municipality=plan.municipality_id)
    saves = saves.filter(Q(made_at__gt=after) if after else Q(), Q(made_at__lte=until) if until else Q())
    standing = {save.pk: save for save in _standing(saves)}
    keys = dict(Measure.history.filter(plan=plan.pk).values_list("id", "key"))
    found: Reasons = defaultdict(list)
    for number, measure in sorted(_touches(saves)):
        save = standing.get(number)
        if save and measure in keys:
            reason = Reason(save.get_reason_category_display(), save.reason_text, save.is_sample)
            if reason not in found[keys[measure]]:
                found[keys[measure]].append(reason)
    return dict(found)


def _standing(saves: QuerySet) -> Iterator[ChangeSet]:
    """Yield the saves with a reason that still stand: not undone, nor the undoing of one of `saves`."""
    told = list(saves.exclude(reason_category="", reason_text="", undoes=None).order_by("pk"))
    undoing = {save.undoes_id: save.pk for save in told if save.undoes_id}
    numbers = set(saves.filter(pk__in=list(undoing)).values_list("pk", flat=True))

    def is_undone(number: int) -> bool:
        return number in undoing and not is_undone(undoing[number])

    for save in told:
        has_reason = bool(save.reason_category or save.reason_text)
        if has_reason and save.undoes_id not in numbers and not is_undone(save.pk):
            yield save


def _touches(saves: QuerySet) -> set[tuple[int, int]]:
    """Return which saves wrote which measures or parts of them, both by primary key."""
    numbers = saves.exclude(reason_category="", reason_text="").order_by().values("pk")
    found = set(Measure.history.filter(changeset__in=numbers).values_list("changeset", "id"))
    for part, owner in _parts_of(Measure):
        found |= set(part.history.filter(changeset__in=numbers).values_list("changeset", owner))
        for deeper, inner in _parts_of(part):
            touched = list(
                deeper.history.filter(changeset__in=numbers).values_list("changeset", inner).distinct()
            )
            owners = part.history.filter(id__in={row for _, row in touched}).values_list("id", owner)
            measures = dict(owners.order_by()) if touched else {}
            found |= {(number, measures[row]) for number, row in touched if row in measures}
    return found


def _parts_of(model: type) -> Iterator[tuple[type, str]]:
    """Yield the tracked models whose rows are part of one of `model`, and the column that says of which."""
    for part in tracked_models():
        field = owner_field(part)
        if field is not None and field.related_model is model:
            yield part, field.attname
