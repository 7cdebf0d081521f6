"""年間予定: a fiscal year by month, made from the plan's cycle, rounds, meetings, homework and renewals.

Nothing is planned here: each entry leads to the page where its date is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year, show_month_by_era
from organizations.models import User
from plans.models import CycleStep
from portal.cycle_months import IN_ORDER, months_in
from portal.place import Place
from reviews.models import Condition, Meeting, ReviewRound
from systems.models import RenewalPlan

CYCLE, ROUND, MEETING, CONDITION, DECISION, RENEWAL = (
    "cycle", "round", "meeting", "condition", "decision", "renewal"
)  # fmt: skip
KINDS = {
    CYCLE: "進行管理",
    ROUND: "調査",
    MEETING: "会議",
    CONDITION: "付帯意見",
    DECISION: "決定の期限",
    RENEWAL: "情報システム",
}
ROUND_DAYS = {
    "as_of": "基準日",
    "opened_on": "依頼",
    "answer_due": "提出期限",
    "check_due": "取りまとめ",
    "evaluation_due": "評価",
    "final_on": "確定",
}
RENEWAL_MONTHS = {"review_start": "検討の開始", "current_end": "現行の終了", "next_start": "次期の開始"}
PROCUREMENT = "調達"


@dataclass(frozen=True)
class Entry:
    """One thing of the year: on a day, in a month (`day` None), or some time in the year."""

    kind: str
    what: str
    name: str
    url: str
    month: int | None = None
    day: date | None = None
    remark: str = ""
    is_overdue: bool = False
    is_sample: bool = False

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Month:
    """A month (`first` its first day) with its entries: those without a day first, then by day."""

    first: date
    entries: Sequence[Entry]
    is_now: bool
    today: date | None

    @property
    def name(self) -> str:
        return f"{self.first.month}月"

    @property
    def before(self) -> list[Entry]:
        """What stands above the mark of today."""
        return [one for one in self.entries if not self._is_after(one)]

    @property
    def after(self) -> list[Entry]:
        return [one for one in self.entries if self._is_after(one)]

    def _is_after(self, entry: Entry) -> bool:
        return bool(self.today and entry.day and entry.day >= self.today)


@dataclass(frozen=True)
class YearChoice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class YearCalendar:
    """The page. `in_year` has a year only, `unread` are steps whose time the document does not tell."""

    fiscal_year: int
    months: Sequence[Month]
    in_year: Sequence[Entry]
    unread: Sequence[tuple[Entry, str]]
    years: Sequence[YearChoice]

    @property
    def name(self) -> str:
        return show_fiscal_year(self.fiscal_year)

    @property
    def is_empty(self) -> bool:
        return not (self.in_year or self.unread or any(month.entries for month in self.months))


def year_calendar(place: Place, user: User, asked: str, today: date) -> YearCalendar:
    """Read a year of the place's plan: the one asked for, else today's (six queries)."""
    years = _years(place, today)
    year = (
        int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else fiscal_year_of(today)
    )
    steps = [(step, months_in(step.months)) for step in place.plan.cycle.all()]
    entries = [
        *_cycle(place, steps),
        *_rounds(place, user, today),
        *_meetings(place, user),
        *_conditions(place, today),
        *_decisions(place, year),
        *_renewals(place, year),
    ]
    path = reverse("portal:year_calendar", args=place.plan.url_args)
    return YearCalendar(
        fiscal_year=year,
        months=[_month(year, number, entries, today) for number in IN_ORDER],
        in_year=[one for one in entries if one.month is None and one.day is None],
        unread=[(_step(place, step), _printed(step)) for step, months in steps if not months],
        years=[
            YearChoice(show_fiscal_year(one), f"{path}?{urlencode({'year': one})}", one == year)
            for one in years
        ],
    )


def _years(place: Place, today: date) -> list[int]:
    """Return the years one may choose: the plan's, the one after it, and today's."""
    span = place.plan.fiscal_years
    return sorted({*span, span[-1] + 1, fiscal_year_of(today)})


def _month(year: int, number: int, entries: Iterable[Entry], today: date) -> Month:
    first = date(year if number >= IN_ORDER[0] else year + 1, number, 1)
    own = [one for one in entries if _is_in(one, first)]
    is_now = (today.year, today.month) == (first.year, first.month)
    ordered = sorted(own, key=lambda one: (one.day or first, one.day is not None, [*KINDS].index(one.kind)))
    return Month(first, ordered, is_now, today if is_now else None)


def _is_in(entry: Entry, first: date) -> bool:
    if entry.day:
        return (entry.day.year, entry.day.month) == (first.year, first.month)
    return entry.month == first.month


def _cycle(place: Place, steps: Iterable[tuple[CycleStep, Sequence[int]]]) -> Iterator[Entry]:
    for step, months in steps:
        for month in months:
            yield _step(place, step, month)


def _step(place: Place, step: CycleStep, month: int | None = None) -> Entry:
    url = f"{place.plan.get_absolute_url()}#cycle"
    return Entry(CYCLE, step.actor, step.step, url, month=month, remark=step.months)


def _printed(step: CycleStep) -> str:
    """Return what the document says of the time of a step that cannot be read as months."""
    noted = (note.get("printed", "") for note in step.notes if note.get("field") == "months")
    return step.months or next(filter(None, noted), "") or "記載なし"


def _rounds(place: Place, user: User, today: date) -> Iterator[Entry]:
    for one in ReviewRound.objects.known_to(user).filter(plan=place.plan):
        one.plan = place.plan
        for field, what in ROUND_DAYS.items():
            if day := getattr(one, field):
                is_late = field == "answer_due" and one.is_overdue(today)
                yield Entry(
                    ROUND, what, one.name, one.get_absolute_url(), day=day,
                    remark=one.get_state_display(), is_overdue=is_late, is_sample=one.is_sample,
                )  # fmt: skip


def _meetings(place: Place, user: User) -> Iterator[Entry]:
    for one in Meeting.objects.visible_to(user).filter(plan=place.plan):
        one.plan = place.plan
        remark = "、".join(filter(None, [one.starts_at, "書面開催" if one.is_by_document else one.place]))
        yield Entry(
            MEETING, one.get_state_display(), one.title, one.get_absolute_url(), day=one.held_on,
            remark=remark, is_sample=one.is_sample,
        )  # fmt: skip


def _conditions(place: Place, today: date) -> Iterator[Entry]:
    rows = Condition.objects.filter(plan=place.plan, due_on__isnull=False)
    rows = rows.exclude(state=Condition.State.WITHDRAWN)
    for one in rows.select_related("department"):
        one.plan = place.plan
        remark = "、".join(filter(None, [str(one.department or ""), one.get_state_display()]))
        yield Entry(
            CONDITION, "対応の期限", str(one), one.get_absolute_url(), day=one.due_on,
            remark=remark, is_overdue=one.is_overdue(today), is_sample=one.is_sample,
        )  # fmt: skip


def _decisions(place: Place, year: int) -> Iterator[Entry]:
    for one in place.plan.measures.filter(decision_due_fiscal_year=year).order_by("order", "pk"):
        one.plan = place.plan
        yield Entry(DECISION, "結論を出す", str(one), one.get_absolute_url())


def _renewals(place: Place, year: int) -> Iterator[Entry]:
    rows = RenewalPlan.objects.filter(plan=place.plan).select_related("system").order_by("system__name", "pk")
    for one in rows:
        url = reverse("portal:information_system_detail", args=[place.municipality.code, one.system_id])
        for field, what in RENEWAL_MONTHS.items():
            month = getattr(one, field)
            if month and fiscal_year_of(month) == year:
                yield Entry(
                    RENEWAL, what, one.system.name, url, month=month.month, remark=show_month_by_era(month)
                )
        if one.procurement_fiscal_year == year:
            yield Entry(RENEWAL, PROCUREMENT, one.system.name, url)
