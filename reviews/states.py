"""How far answers are: the state of one as it is shown, the count of many, and the days that are left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day
from reviews.models import ProgressReport, ReviewRound

Status = ProgressReport.Status
AWAITING = "awaiting"
AWAITING_LABEL = "課長確認待ち"
HANDED_IN = {Status.SUBMITTED.value, Status.CONFIRMED.value, Status.FINAL.value}
REST = {  # what is not handed in, in the order it is told
    Status.RETURNED.value: "差戻し",
    AWAITING: AWAITING_LABEL,
    Status.DRAFT.value: "作成中",
    Status.UNANSWERED.value: "未回答",
}
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class State:
    """The state of an answer: `code` for its colour and sign, `label` as it is read."""

    code: str
    label: str


def state_of(report: ProgressReport) -> State:
    """Return a report's state; an answer laid before the head of the section has one of its own."""
    if report.awaits_check:
        return State(AWAITING, AWAITING_LABEL)
    return State(report.status, report.get_status_display())


@dataclass(frozen=True)
class Tally:
    """How many answers are in which state; `codes` has one a report, in their order."""

    codes: Sequence[str]

    @property
    def total(self) -> int:
        return len(self.codes)

    @property
    def handed_in(self) -> int:
        return sum(code in HANDED_IN for code in self.codes)

    @property
    def is_complete(self) -> bool:
        return self.handed_in == self.total

    @property
    def waiting(self) -> int:
        """How many wait for 課長確認."""
        return Counter(self.codes)[AWAITING]

    @property
    def rest_in_words(self) -> str:
        """Say what is not handed in: 差戻し 1、作成中 1、未回答 2."""
        counts = Counter(self.codes)
        return "、".join(f"{label} {counts[code]}" for code, label in REST.items() if counts[code])


def tally_of(reports: Iterable[ProgressReport]) -> Tally:
    return Tally([state_of(report).code for report in reports])


@dataclass(frozen=True)
class Deadline:
    """The day the answers of a round are due, as seen on `today`."""

    day: date
    today: date
    last_day: date

    @property
    def shown(self) -> str:
        """The day with its weekday: 令和9年5月28日（金）."""
        return show_weekday(self.day)

    @property
    def days_left(self) -> int:
        return (self.day - self.today).days

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def is_closed(self) -> bool:
        """Say whether nothing is taken any more, not even late."""
        return self.today > self.last_day

    @property
    def in_words(self) -> str:
        """Say what is left: あと9日, 今日まで, 3日過ぎています."""
        if self.is_over:
            return f"{-self.days_left}日過ぎています"
        return f"あと{self.days_left}日" if self.days_left else "今日まで"

    @property
    def grace(self) -> str:
        """Say until when a late answer is taken, "" where there is no such day."""
        return show_weekday(self.last_day) if self.last_day > self.day else ""


def deadline_of(review_round: ReviewRound, today: date) -> Deadline | None:
    """Return a round's deadline, None where it has none."""
    if review_round.answer_due is None:
        return None
    return Deadline(review_round.answer_due, today, review_round.last_day)


def show_weekday(day: date) -> str:
    """Return 令和9年5月28日（金）."""
    return f"{show_day(day).partition('（')[0]}（{WEEKDAYS[day.weekday()]}）"
