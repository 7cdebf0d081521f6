"""What saves changed: ChangeSets with the rows they wrote, each field before and after.

A history row holds a whole state; a change is the difference to the state before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import RowNumber

from organizations.models import ChangeSet
from organizations.row_names import Key, RowNames, key_of, model_of, owner_field
from organizations.text_diff import Piece, excerpt, word_diff

EMPTY = "（空欄）"
MOST_ROWS = 200
TECHNICAL = {"plan", "municipality", "key", "order"}  # nobody asks for them in a row that came or went
SHORT = 30  # letters that are read at a glance


@dataclass(frozen=True)
class FieldChange:
    """One field of a row, as a person reads it."""

    label: str
    before: str
    after: str

    @property
    def is_rewritten(self) -> bool:
        """Whether there was a text before and is one after: then words are compared."""
        return EMPTY not in (self.before, self.after)

    @property
    def pieces(self) -> list[Piece]:
        """The words that differ, among all."""
        return word_diff(self.before, self.after)

    @property
    def excerpt(self) -> list[Piece]:
        """The words that differ, with a few around them; nothing where both texts are short."""
        is_short = max(len(self.before), len(self.after)) <= SHORT
        return [] if is_short else excerpt(self.pieces)


@dataclass(frozen=True)
class Subject:
    """What a changed row is, or is part of: the measure of a cell."""

    model: type[models.Model]
    pk: Any
    name: str
    row: models.Model | None = field(default=None, compare=False)  # the living row, None for one that is gone

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True)
class RowChange:
    """One row a save wrote: 追加, 変更 or 削除, what it is, what it is called, what differs."""

    kind: str
    noun: str
    name: str
    fields: list[FieldChange]
    subject: Subject | None = None
    is_subject: bool = False


@dataclass(frozen=True)
class Touch:
    """How many history rows of one model and kind a save wrote."""

    model: type[models.Model]
    kind: str
    count: int

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True)
class Save:
    change_set: ChangeSet
    rows: list[RowChange]
    touches: list[Touch] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows the save wrote in all."""
        return sum(touch.count for touch in self.touches)


Part = tuple[type[models.Model], str]  # a tracked model and its foreign key to the row it is part of
Pair = tuple[models.Model | None, models.Model]  # a history row and the one before it
Models = Collection[type[models.Model]]
KINDS = {"+": "追加", "~": "変更", "-": "削除"}


@cache
def tracked_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if hasattr(model, "history")]


def last_change(row: models.Model, parts: Iterable[Part]) -> int:
    """Return the number of the last ChangeSet that touched `row` or a part of it, 0 for none."""
    found = [records.aggregate(last=models.Max("changeset"))["last"] for records in _records(row, parts)]
    return max([number for number in found if number], default=0)


def trail_of(row: models.Model, parts: Iterable[Part] = ()) -> list[Save]:
    """Return the saves that touched `row` or its parts, the last one first."""
    parts = list(parts)
    changes: dict[int, list[RowChange]] = defaultdict(list)
    sets: dict[int, ChangeSet] = {}
    for records, leave_out in zip(_records(row, parts), ["", *(name for _, name in parts)], strict=True):
        chain = list(records.select_related("changeset").order_by("history_id"))
        for change, record in zip(_row_changes(_neighbours(chain), leave_out), chain, strict=True):
            sets[record.changeset_id] = record.changeset
            changes[record.changeset_id].append(change)
    saves = [Save(sets[number], _seen(changes[number])) for number in sorted(sets, reverse=True)]
    return [save for save in saves if save.rows]


def rows_of(change_set: ChangeSet) -> list[RowChange]:
    """Return what one save wrote, model by model, at most `MOST_ROWS` rows of each."""
    rows = []
    for model in dict.fromkeys(touch.model for touch in touches_of([change_set])[change_set.pk]):
        records = model.history.filter(changeset=change_set).order_by("history_id")[:MOST_ROWS]
        rows += _row_changes(pairs_of(model, records))
    return _seen(rows)


def some_rows_of(change_set: ChangeSet, touches: list[Touch], *, start: int, most: int) -> list[RowChange]:
    """Return `most` of the rows one save wrote, from the `start`th, what belongs to one subject together."""
    pairs = []
    for model, count in _counts(touches).items():
        records = model.history.filter(changeset=change_set).order_by("history_id")
        if 0 <= start < count and most > 0:
            found = pairs_of(model, records[start : start + most])
            pairs += found
            most -= len(found)
        start = max(0, start - count)
    rows = _seen(_row_changes(pairs, with_subjects=True))
    places: dict[Key, int] = {}
    for row in rows:
        places.setdefault((row.subject.model, row.subject.pk), len(places))
    return sorted(rows, key=lambda row: places[row.subject.model, row.subject.pk])


def saves_of(change_sets: Sequence[ChangeSet], *, most: int, hidden: Models = ()) -> list[Save]:
    """Return saves with the first `most` rows of each, in a number of queries that grows neither with the
    saves nor with their rows: a few for each model of which one tells rows. `hidden` models are not told of.
    """
    touches = touches_of(change_sets, hidden)
    wanted: dict[type[models.Model], list[int]] = defaultdict(list)
    for change_set in change_sets:
        told = 0
        for model, count in _counts(touches[change_set.pk]).items():
            if told < most:
                wanted[model].append(change_set.pk)
                told += count
    pairs = [pair for model, numbers in wanted.items() for pair in _first_pairs(model, numbers, most)]
    rows: dict[int, list[RowChange]] = defaultdict(list)
    for (_, record), change in zip(pairs, _row_changes(pairs, with_subjects=True), strict=True):
        rows[record.changeset_id].append(change)
    return [
        Save(change_set, _seen(rows[change_set.pk])[:most], touches[change_set.pk])
        for change_set in change_sets
    ]


def touches_of(change_sets: Iterable[ChangeSet], hidden: Models = ()) -> dict[int, list[Touch]]:
    """Return which models each save wrote, and how many rows of each kind (one query over all histories)."""
    tracked = [model for model in tracked_models() if model not in hidden]
    numbers = [change_set.pk for change_set in change_sets]
    counts = [
        model.history.filter(changeset__in=numbers)
        .order_by()
        .values_list("changeset", "history_type")
        .annotate(place=Value(place), count=Count("*"))
        for place, model in enumerate(tracked)
    ]
    found: dict[int, list[Touch]] = {number: [] for number in numbers}
    rows = counts[0].union(*counts[1:], all=True) if numbers else []
    for number, kind, place, count in sorted(rows, key=lambda row: (row[2], "~+-".index(row[1]))):
        found[number].append(Touch(tracked[place], KINDS[kind], count))
    return found


def touching(model: type[models.Model], ids: Any) -> Q:
    """Return the condition for ChangeSets that wrote rows of `model` (`ids`: a list or a subquery), or rows
    that are part of those: a measure's cells.
    """
    name = model._meta.pk.attname
    found = Q(pk__in=model.history.filter(**{f"{name}__in": ids}).values("changeset"))
    for part in tracked_models():
        owner = owner_field(part)
        if owner is not None and owner.related_model is model:
            records = part.history.filter(**{f"{owner.attname}__in": ids})
            found |= touching(part, records.values(part._meta.pk.attname))
    return found


def writing(tracked: Models, kind: str = "") -> Q:
    """Return the condition for ChangeSets that wrote rows of some models, of one `kind` (+, ~, -)."""
    found = Q(pk__in=[])
    for model in tracked:
        records = model.history.filter(history_type=kind) if kind else model.history.all()
        found |= Q(pk__in=records.values("changeset"))
    return found


def pairs_of(model: type[models.Model], records: models.QuerySet) -> list[Pair]:
    """Pair history rows with the one before each (two queries)."""
    name = model._meta.pk.attname
    earlier = model.history.filter(**{name: OuterRef(name)}, history_id__lt=OuterRef("history_id"))
    before = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    found = list(records.annotate(before_number=before))
    earlier = model.history.in_bulk([record.before_number for record in found if record.before_number])
    return [(earlier.get(record.before_number), record) for record in found]


def row_change(
    kind: str, before: models.Model | None, after: models.Model | None, names: RowNames, leave_out: str = ""
) -> RowChange:
    """Return the difference of two states of a row: rows or history rows, None where there was none."""
    state = before if after is None else after
    model = model_of(state)
    fields = []
    for tracked in model.history.model.tracked_fields:
        if tracked.primary_key or tracked.name == leave_out:
            continue
        if tracked.name in TECHNICAL and (before is None or after is None):
            continue
        old = "" if before is None else names.shown(tracked, getattr(before, tracked.attname))
        new = "" if after is None else names.shown(tracked, getattr(after, tracked.attname))
        if old != new:
            fields.append(FieldChange(str(tracked.verbose_name), old or EMPTY, new or EMPTY))
    return RowChange(kind, str(model._meta.verbose_name), names.name_of_state(state), fields)


def row_change_of_subject(
    kind: str, before: models.Model | None, after: models.Model | None, names: RowNames
) -> RowChange:
    """Return the difference of two states of a row, with what the row is part of instead of that field."""
    state = before if after is None else after
    owner, key = owner_field(model_of(state)), names.subject(state)
    change = row_change(kind, before, after, names, owner.name if owner else "")
    subject = Subject(*key, names.name(*key), names.living(*key))
    return replace(change, subject=subject, is_subject=key == key_of(state))


def _first_pairs(model: type[models.Model], numbers: list[int], most: int) -> list[Pair]:
    """Return the first `most` history rows of each of some saves, with the one before each."""
    place = Window(RowNumber(), partition_by="changeset_id", order_by="history_id")
    written = model.history.filter(changeset__in=numbers)
    records = written.annotate(place_in_save=place).filter(place_in_save__lte=most)
    return pairs_of(model, records.order_by("history_id"))


def _counts(touches: list[Touch]) -> dict[type[models.Model], int]:
    counts: dict[type[models.Model], int] = defaultdict(int)
    for touch in touches:
        counts[touch.model] += touch.count
    return counts


def _records(row: models.Model, parts: Iterable[Part]) -> list[models.QuerySet]:
    own = type(row).history.filter(**{row._meta.pk.attname: row.pk})
    return [own, *(model.history.filter(**{name: row.pk}) for model, name in parts)]


def _neighbours(chain: list[models.Model]) -> list[Pair]:
    """Pair each history row with the one before it of the same row."""
    last: dict[Any, models.Model] = {}
    pairs = []
    for record in chain:
        key = getattr(record, record.instance_type._meta.pk.attname)
        pairs.append((last.get(key), record))
        last[key] = record
    return pairs


def _seen(rows: list[RowChange]) -> list[RowChange]:
    """Leave out what only repeats a state: nothing differs in it."""
    return [row for row in rows if row.fields or row.kind != KINDS["~"]]


def _row_changes(pairs: list[Pair], leave_out: str = "", *, with_subjects: bool = False) -> list[RowChange]:
    """Return what the pairs differ in, but for the field that says whose part a row is."""
    names, states = RowNames(), [record for pair in pairs for record in pair if record]
    names.fetch_targets(states)
    if with_subjects:
        names.fetch_subjects(states)
    changes = []
    for before, after in pairs:
        kind = after.history_type
        states = {"+": (None, after), "~": (before, after), "-": (after, None)}[kind]
        if with_subjects:
            changes.append(row_change_of_subject(KINDS[kind], *states, names))
        else:
            changes.append(row_change(KINDS[kind], *states, names, leave_out))
    return changes
