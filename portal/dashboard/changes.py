"""前回の会議からの変更: how many saves changed what since the last meeting, or since the last edition."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import Model, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from measures.models import Indicator, IndicatorValue, Measure, ScheduleEntry, ScheduleTrack
from organizations.fiscal_years import show_day
from organizations.models import ChangeSet, User
from plans.models import Plan
from portal.dashboard.tables import FigureTable, Number, Words
from portal.history_feed import saves_visible
from portal.layers import Move
from portal.measure_selection import query_of
from portal.measure_table import MeasureRow, MeasureTable
from portal.place import Place
from reviews.models import Condition, Evaluation, Meeting

KINDS: dict[str, tuple[type[Model], str, str]] = {
    "追加": (Measure, "+", "added"),
    "工程の変更": (ScheduleEntry, "", ""),
    "目標の変更": (Indicator, "", ""),
    "指標の値・判定": (IndicatorValue, "", ""),
    "評価の記録": (Evaluation, "", ""),
    "付帯意見の追加": (Condition, "+", "added"),
    "付帯意見の対応・変更": (Condition, "~", "changed"),
}


@dataclass(frozen=True)
class Moved:
    """A measure whose schedule was changed since then, and how it stands to 当初 now."""

    measure: MeasureRow
    in_words: str


@dataclass(frozen=True)
class Changes:
    """The panel. Numbers count saves; `since` names from when on, `upcoming` is the next meeting."""

    title: str
    since: str
    since_url: str
    begins: date
    upcoming: Meeting | None
    whole: Number
    kinds: Sequence[tuple[str, Number]]
    moved: Sequence[Moved]
    table: FigureTable


def changes_since(
    place: Place, user: User, table: MeasureTable, moves: Mapping[int, Move], today: date
) -> Changes | None:
    """Count what was saved since the last held meeting, else the last edition (at most six queries).

    None while there is neither, or nothing was saved since an edition.
    """
    known = Meeting.objects.visible_to(user).filter(plan=place.plan)
    meetings = list(known.select_related("body").order_by("-held_on", "-pk"))
    start = _start(place.plan, meetings)
    if start is None:
        return None
    title, since, since_url, begins, moment = start
    saves = saves_visible(place, user).select_related(None).order_by().filter(made_at__gte=moment)
    counts = _counts(saves)
    if not counts["whole"] and not any(meeting.is_held for meeting in meetings):
        return None
    unit = place.plan.words["measure"]
    kinds = [
        (
            f"{unit}の追加" if name == "追加" else name,
            Number(counts[f"kind{n}"], _history_url(place.plan, begins, model, kind)),
        )
        for n, (name, (model, _, kind)) in enumerate(KINDS.items())
    ]
    whole = Number(counts["whole"], _history_url(place.plan, begins))
    moved = _moved(table, saves, moves) if counts["kind1"] else []
    return Changes(
        title=title,
        since=since,
        since_url=since_url,
        begins=begins,
        upcoming=_next_of(meetings, place.plan, today),
        whole=whole,
        kinds=kinds,
        moved=moved,
        table=_table(since, whole, kinds),
    )


def _next_of(meetings: Sequence[Meeting], plan: Plan, today: date) -> Meeting | None:
    """Return the next meeting to come; `meetings` stand the latest first."""
    coming = [meeting for meeting in meetings if not meeting.is_held and meeting.held_on >= today]
    if not coming:
        return None
    coming[-1].plan = plan
    return coming[-1]


def _counts(saves: QuerySet[ChangeSet]) -> dict[str, int]:
    """Count all saves, and those that wrote rows of each kind (two queries, one where nothing was saved)."""
    keys = set(saves.values_list("pk", flat=True))
    if not keys:
        return {"whole": 0, **{f"kind{n}": 0 for n in range(len(KINDS))}}
    first, *others = [
        _written(model, sign, n, min(keys)) for n, (model, sign, _) in enumerate(KINDS.values())
    ]
    found = Counter(n for key, n in first.union(*others) if key in keys)
    return {"whole": len(keys), **{f"kind{n}": found[n] for n in range(len(KINDS))}}


def _written(model: type[Model], sign: str, n: int, since: int) -> QuerySet:
    """Return the saves from one on that wrote rows of a kind, each with the kind's number."""
    records = _records(model).objects.filter(changeset__gte=since, **({"history_type": sign} if sign else {}))
    return records.order_by().values_list("changeset_id", Value(n)).distinct()


@cache
def _records(model: type[Model]) -> type[Model]:
    """Return the history rows of a model: its `history` makes a manager each time it is asked for."""
    return model.history.model


def _start(plan: Plan, meetings: Sequence[Meeting]) -> tuple[str, str, str, date, datetime] | None:
    """Return from when on changes are counted: the title, a name, its page, its day, that midnight."""
    held = next((meeting for meeting in meetings if meeting.is_held), None)
    if held is not None:
        held.plan = plan
        name = f"{show_day(held.held_on)}の{held.held_by or held.title}"
        return "前回の会議からの変更", name, held.get_absolute_url(), held.held_on, _midnight(held.held_on)
    edition = plan.editions.without_documents().order_by("-number").first()
    if edition is None:
        return None
    frozen = timezone.localdate(edition.frozen_at)
    begins = frozen + timedelta(days=1)  # what was saved on the day itself is mostly what was frozen
    url = reverse("portal:edition_detail", args=[*plan.url_args, edition.number])
    name = f"{show_day(frozen)}の確定版「{edition.label}」の翌日"
    return "最新の確定版からの変更", name, url, begins, _midnight(begins)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _history_url(plan: Plan, begins: date, model: type[Model] | None = None, kind: str = "") -> str:
    noun = model._meta.label_lower if model else ""
    given = {"noun": noun, "kind": kind, "begins": begins.isoformat()}
    named = {name: value for name, value in given.items() if value}
    return reverse("portal:change_set_list", args=plan.url_args) + query_of(named)


def _moved(table: MeasureTable, saves: QuerySet[ChangeSet], moves: Mapping[int, Move]) -> list[Moved]:
    """Name the measures whose schedule was touched (one query)."""
    written = _records(ScheduleEntry).objects.filter(changeset__in=saves.order_by().values("pk"))
    tracks = ScheduleTrack.objects.filter(measure__plan=table.plan, pk__in=written.values("track_id"))
    touched = set(tracks.order_by().values_list("measure_id", flat=True))
    return [
        Moved(row, moves[row.pk].in_words if row.pk in moves else "当初のまま")
        for row in table.rows
        if row.pk in touched
    ]


def _table(since: str, whole: Number, kinds: Sequence[tuple[str, Number]]) -> FigureTable:
    rows = [[Words(label), number] for label, number in [("すべての変更", whole), *kinds]]
    return FigureTable(f"{since}からの変更", ["変更", "保存の件数"], rows)
