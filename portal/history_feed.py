"""変更の記録: the saves of a plan and its city as a page shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from measures.models import Measure
from organizations.models import ChangeSet, Department, User
from organizations.trail import RowChange, Save, Subject, Touch, saves_of, some_rows_of, touches_of
from portal.history_filters import HistoryFilter
from portal.measure_selection import Condition, Control
from portal.place import Place
from reviews.models import (
    Attendance,
    Meeting,
    MeetingItem,
    ProgressReport,
    RelatedAddition,
    ReportedCost,
    ReportedPhase,
    ReportedValue,
    ReturnRemark,
    ReviewComment,
    WishedPhase,
)
from systems.models import Consultation, ConsultationCost, EffectCheck, InformationSystem

SAVES_A_PAGE, ROWS_OF_A_SAVE, FIELDS_OF_A_ROW = 20, 4, 3
ROWS_A_PAGE = 100
RECENT = 3
OF_BODIES = {Meeting, MeetingItem, Attendance}
OF_ANSWERS = {
    ProgressReport, ReportedPhase, ReportedValue, ReportedCost, WishedPhase, ReturnRemark, RelatedAddition,
    ReviewComment,
}  # fmt: skip
OF_CONSULTATIONS = {Consultation, ConsultationCost, EffectCheck}
SELECTS = [
    "measure", "department", "person", "author_department", "noun", "kind", "source", "reason",
]  # fmt: skip
TEXTS = ["words", "begins", "ends"]


@dataclass(frozen=True)
class Line:
    """One changed row: its first fields, and how many more there are."""

    change: RowChange
    more: int

    @property
    def fields(self):
        return self.change.fields[:FIELDS_OF_A_ROW] if self.change.kind == "変更" else []


@dataclass(frozen=True)
class Group:
    """The changed rows of one measure, system, chapter ..."""

    subject: Subject
    url: str
    lines: Sequence[Line]

    @property
    def kind(self) -> str:
        """追加 or 削除 where that happened to the subject itself."""
        first = self.lines[0].change
        return first.kind if first.is_subject and first.kind != "変更" else ""

    @property
    def told(self) -> list[Line]:
        """The lines that say more than that the subject came or went with all its parts."""
        return [line for line in self.lines if line.change.kind != self.kind]


@dataclass(frozen=True)
class Entry:
    """One save of the feed."""

    change_set: ChangeSet
    url: str
    groups: Sequence[Group]
    count: int
    touches: Sequence[Touch]
    undone_by: ChangeSet | None

    @property
    def is_told(self) -> bool:
        """Whether the groups tell all there is."""
        return self.count == sum(len(group.told) + bool(group.kind) for group in self.groups)


@dataclass(frozen=True)
class Feed:
    """A page of saves, what narrows them, and the query string without the page."""

    entries: Sequence[Entry]
    page: Page
    total: int
    query: str
    selects: Sequence[Control]
    texts: Sequence[Control]
    hidden: Mapping[str, str]
    conditions: Sequence[Condition]
    refused: Mapping[str, str]


@dataclass(frozen=True)
class Detail:
    """One save whole, page by page."""

    entry: Entry
    page: Page
    pages: Sequence[int]


@dataclass(frozen=True)
class RecentSaves:
    """The last saves of what a page is about, and the query string of the feed that has them all."""

    saves: Sequence[ChangeSet]
    query: str


def saves_visible(place: Place, user: User) -> QuerySet[ChangeSet]:
    """Return the saves of a place: those of its plan, and those of the city that name no plan."""
    saves = ChangeSet.objects.visible_to(user).filter(municipality=place.municipality)
    return saves.filter(plan_code__in=[place.plan.code, ""]).select_related(
        "by__department", "undoes", "undone_by"
    )


def hidden_from(user: User) -> set[type]:
    """Return the models whose rows `user` does not read about: accounts are the planning section's, and so
    are answers, which others read once they are settled, and 事前協議; meetings, of which some are still to
    come, are those of the bodies as well.
    """
    if user.is_planning or user.is_administrator:
        return set()
    hidden = {User, *OF_ANSWERS, *OF_CONSULTATIONS}
    return hidden if user.role == User.Role.COMMITTEE else hidden | set(OF_BODIES)


def history_feed(*, place: Place, params: QueryDict, user: User) -> Feed:
    """Read the history of a place, narrowed by `params` (see HistoryFilter)."""
    saves = saves_visible(place, user)
    found = HistoryFilter(params, queryset=saves, plan=place.plan)
    given = found.given
    page = Paginator(found.qs.order_by("-pk"), SAVES_A_PAGE).get_page(params.get("page"))
    shown = saves_of(list(page.object_list), most=ROWS_OF_A_SAVE, hidden=hidden_from(user))
    offered = [name for name in SELECTS if found.choices_of(name)]
    return Feed(
        entries=[_entry(save, place) for save in shown],
        page=page,
        total=page.paginator.count,
        query="?" + urlencode(given),
        selects=[_control(found, name) for name in offered],
        texts=[_control(found, name) for name in TEXTS],
        hidden={name: value for name, value in given.items() if name not in {*offered, *TEXTS}},
        conditions=list(_conditions(found)),
        refused=found.refused,
    )


def recent_saves(place: Place, user: User, condition: Q | None = None, **given: str) -> RecentSaves:
    """Return the last saves of what a page is about (one query), and the conditions that lead to all."""
    saves = saves_visible(place, user).filter(condition or Q()).order_by("-pk")[:RECENT]
    return RecentSaves(list(saves), "?" + urlencode(given) if given else "")


def save_detail(change_set: ChangeSet, place: Place, user: User, number: str | None) -> Detail:
    """Return one page of the rows of a save."""
    touches = touches_of([change_set], hidden_from(user))[change_set.pk]
    rows = sum(touch.count for touch in touches)
    page = Paginator(range(rows), ROWS_A_PAGE).get_page(number)
    changes = some_rows_of(change_set, touches, start=(page.number - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)
    return Detail(_entry(Save(change_set, changes, touches), place), page, list(page.paginator.page_range))


def grouped(changes: Iterable[RowChange], place: Place) -> list[Group]:
    """Put together what was changed of one subject, in the order of their first rows."""
    groups: dict[tuple, list[RowChange]] = {}
    for change in changes:
        groups.setdefault((change.subject.model, change.subject.pk), []).append(change)
    return [
        Group(
            rows[0].subject,
            _subject_url(rows[0].subject, place),
            [Line(row, max(0, len(row.fields) - FIELDS_OF_A_ROW)) for row in rows],
        )
        for rows in groups.values()
    ]


def _entry(save: Save, place: Place) -> Entry:
    change_set = save.change_set
    args = [*place.plan.url_args, change_set.pk]
    return Entry(
        change_set=change_set,
        url=reverse("portal:change_set_detail", args=args),
        groups=grouped(save.rows, place),
        count=save.count,
        touches=save.touches,
        undone_by=getattr(change_set, "undone_by", None),
    )


def _subject_url(subject: Subject, place: Place) -> str:
    """Return where the living row of a subject is read, "" for nowhere."""
    code, row = place.municipality.code, subject.row
    if row is None:
        return ""
    if subject.model is Measure and row.plan_id == place.plan.pk:
        return reverse("portal:measure_detail", args=[*place.plan.url_args, row.key])
    pages = {
        InformationSystem: "portal:information_system_detail",
        Department: "portal:department_detail",
    }
    name = pages.get(subject.model)
    return reverse(name, args=[code, row.pk]) if name else ""


def _control(found: HistoryFilter, name: str) -> Control:
    return Control(name, found.filters[name].label, found.data.get(name, ""), found.choices_of(name))


def _conditions(found: HistoryFilter) -> Iterable[Condition]:
    for name, value in found.given.items():
        rest = {key: other for key, other in found.given.items() if key != name}
        shown = dict(found.choices_of(name)).get(value, value)
        yield Condition(found.filters[name].label, shown, "?" + urlencode(rest))
