"""The planner's matrix: department × state in 建制順, every number leading to the answers it counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from organizations.fiscal_years import show_day
from organizations.models import User
from portal.charts import Part
from portal.dashboard_charts import KeyEntry, StateBar, chart_key, state_bar
from portal.rounds.answers import HANDED_IN, Answer, Narrowing, Status, answers_of, narrowed
from reviews.models import ReviewRound
from reviews.offices import Office

WEEKDAYS = "月火水木金土日"
ORDER = [Status.UNANSWERED, Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED]
FROM_THE_END = [Status.CONFIRMED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT, Status.UNANSWERED]
SORTS = {"": "建制順", "outstanding": "未提出の多い順"}
LIST = "answers"
ALL = "all"


@dataclass(frozen=True)
class Count:
    """A number of answers in a state, and where these are listed."""

    code: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """A department's row. `total` has the link to all its answers, `counts` those by state."""

    office: Office | None
    total: Count
    counts: Sequence[Count]
    bar: StateBar
    done: int
    overdue: int
    last_move: str
    is_own: bool

    @property
    def id(self) -> str:
        return str(self.office.department.pk) if self.office else "none"

    @property
    def name(self) -> str:
        return self.office.name if self.office else "回答課なし"

    @property
    def outstanding(self) -> int:
        return self.total.count - sum(c.count for c in self.counts if c.code in HANDED_IN)


@dataclass(frozen=True)
class Division:
    """The departments of one division that answer, with the sum of their answers."""

    name: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.total.count for line in self.lines)


@dataclass(frozen=True)
class Deadline:
    shown: str
    remark: str
    is_over: bool


class Matrix:
    """All that the page of a round shows. `params` sort it and narrow the list of answers."""

    def __init__(
        self, *, review_round: ReviewRound, user: User, today: date, params: Mapping[str, str]
    ):
        self.round, self.user, self.today = review_round, user, today
        self.answers = answers_of(review_round, user, today)
        asked = params.get("sort", "")
        self.sort = asked if asked in SORTS else ""
        department, status = params.get("department", ""), params.get("status", "")
        is_key = department.isascii() and department.isdigit()
        self.is_listing = bool(department or status)
        self.narrowing = Narrowing(
            int(department) if is_key else None, status if status in Narrowing.LABELS else ""
        )

    @cached_property
    def shown(self) -> list[Answer]:
        """The answers of the list, none where nothing is asked for."""
        return narrowed(self.answers, self.narrowing) if self.is_listing else []

    @property
    def lists_submitted(self) -> bool:
        return any(answer.status == Status.SUBMITTED for answer in self.shown)

    @property
    def lists_outstanding(self) -> bool:
        return any(answer.report.is_outstanding for answer in self.shown)

    @property
    def narrowed_to(self) -> str:
        """Say what the list is narrowed to: 市民課、提出済."""
        office = next(
            (a.office for a in self.shown if a.office and self.narrowing.department is not None), None
        )
        return "、".join(filter(None, [office.long_name if office else "", self.narrowing.label]))

    @cached_property
    def overdue(self) -> list[Answer]:
        """The answers past their deadline, department by department in 建制順."""
        late = [answer for answer in self.answers if answer.is_overdue]
        return sorted(late, key=lambda answer: (_place(answer.office), answer.report.order))

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def handed_in(self) -> Count:
        count = sum(answer.status in HANDED_IN for answer in self.answers)
        return Count("handed-in", "提出済と確認済", count, self._url(status="handed-in"))

    @property
    def percent(self) -> int:
        return self.handed_in.count * 100 // self.total if self.total else 0

    @property
    def submitted(self) -> Count:
        return next(count for count in self.counts if count.code == Status.SUBMITTED)

    @property
    def returned_departments(self) -> int:
        return sum(any(c.code == Status.RETURNED and c.count for c in line.counts) for line in self.lines)

    @property
    def outstanding(self) -> Count:
        count = sum(answer.report.is_outstanding for answer in self.answers)
        return Count("outstanding", "未提出", count, self._url(status="outstanding"))

    @cached_property
    def codes(self) -> list[str]:
        """The states in the columns' order; a final round's answers are final."""
        return [*ORDER[:-1], Status.FINAL if self.round.is_final else Status.CONFIRMED]

    @cached_property
    def counts(self) -> list[Count]:
        return self._counts(self.answers, None)

    @cached_property
    def bar(self) -> StateBar:
        return state_bar(title="回答の状態", parts=_parts(self.counts))

    @cached_property
    def key(self) -> list[tuple[Count, KeyEntry]]:
        """The legend of the bar, each entry with the link to its answers, those that are done first."""
        counts = sorted(self.counts, key=lambda count: FROM_THE_END.index(_paint(count.code)))
        return list(zip(counts, chart_key(_parts(counts)), strict=True))

    @cached_property
    def lines(self) -> list[Line]:
        by_office: dict[int | None, list[Answer]] = {}
        for answer in sorted(self.answers, key=lambda answer: _place(answer.office)):
            key = answer.office.department.pk if answer.office else None
            by_office.setdefault(key, []).append(answer)
        lines = [self._line(answers) for answers in by_office.values()]
        if self.sort == "outstanding":
            lines.sort(key=lambda line: -line.outstanding)
        return lines

    @cached_property
    def divisions(self) -> list[Division]:
        """The rows by division, in 建制順; sorted otherwise each stands alone."""
        found: list[Division] = []
        for line in self.lines:
            name = line.office.division_name if line.office else ""
            if not found or found[-1].name != name or self.sort:
                found.append(Division(name, []))
            found[-1].lines.append(line)
        return found

    @property
    def is_own(self) -> bool:
        """Say whether the department of the person answers for something."""
        return any(line.is_own for line in self.lines)

    @property
    def names_divisions(self) -> bool:
        return any(division.name for division in self.divisions)

    @property
    def division_count(self) -> int:
        return len({division.name for division in self.divisions if division.name})

    def _line(self, answers: Sequence[Answer]) -> Line:
        office = answers[0].office
        pk = office.department.pk if office else None
        counts = self._counts(answers, pk)
        moved = [answer for answer in answers if answer.report.moved_on]
        last = max(moved, key=lambda answer: answer.report.moved_on, default=None)
        return Line(
            office=office,
            total=Count("", "", len(answers), self._url(department=pk)),
            counts=counts,
            bar=state_bar(title="進み", parts=_parts(counts), height=14, numbers=False),
            done=counts[-1].count,
            overdue=sum(answer.is_overdue for answer in answers),
            last_move=last.moved if last else "",
            is_own=pk is not None and pk == self.user.department_id,
        )

    def _counts(self, answers: Iterable[Answer], department: int | None) -> list[Count]:
        found = Counter(answer.status for answer in answers)
        return [
            Count(code, Status(code).label, found[code], self._url(department=department, status=code))
            for code in self.codes
        ]

    def _url(self, *, department: int | None = None, status: str = "") -> str:
        chosen = {"sort": self.sort, "department": department, "status": status}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{query}#{LIST}"

    @property
    def every(self) -> Count:
        return Count("", "すべて", self.total, self._url(status=ALL))

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [
            (label, f"?{urlencode({'sort': sort})}#matrix" if sort else "?#matrix", sort == self.sort)
            for sort, label in SORTS.items()
        ]

    @property
    def deadline(self) -> Deadline | None:
        due = self.round.answer_due
        if due is None:
            return None
        shown = f"{show_day(due).partition('（')[0]}（{WEEKDAYS[due.weekday()]}）"
        return Deadline(shown, self._remark(due), self.today > due)

    def _remark(self, due: date) -> str:
        """Say how far the deadline is, and until when late answers are taken."""
        if self.round.is_final:
            return "確定済"
        days = (due - self.today).days
        until = self.round.grace_until
        grace = f"受付は{until.month}月{until.day}日まで" if until and until > due else ""
        if days >= 0:
            return f"あと{days}日" if days else "今日まで"
        if until and until < self.today:
            grace = "受付は終わりました"
        return "。".join(filter(None, [f"{-days}日前に終了", grace]))


def _place(office: Office | None) -> int:
    return office.place if office else 1_000_000


def _paint(code: str) -> str:
    return Status.CONFIRMED if code == Status.FINAL else code


def _parts(counts: Iterable[Count]) -> list[Part]:
    """Return the parts of a bar, what is done at its left."""
    ordered = sorted(counts, key=lambda count: FROM_THE_END.index(_paint(count.code)))
    return [Part(_paint(count.code), count.label, count.count) for count in ordered]
