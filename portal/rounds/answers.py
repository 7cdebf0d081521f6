"""The answers of a round as lines: whose they are, where they stand, how late they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from reviews.models import ProgressReport, ReviewRound, RoundLetter
from reviews.offices import Office, offices_of

Status = ProgressReport.Status
HANDED_IN = [Status.SUBMITTED, Status.CONFIRMED, Status.FINAL]
MOVES = {
    Status.UNANSWERED: "", Status.DRAFT: "入力", Status.SUBMITTED: "提出", Status.RETURNED: "差戻し",
    Status.CONFIRMED: "確認", Status.FINAL: "確認",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One answer. `url` is "" where the person may not read it; `days_over` 0 where it is not overdue."""

    report: ProgressReport
    office: Office | None
    url: str
    days_over: int
    reminded_on: Sequence[date]

    @property
    def name(self) -> str:
        return self.office.name if self.office else "回答課なし"

    @property
    def division(self) -> str:
        return self.office.division_name if self.office else ""

    @property
    def department(self) -> int | None:
        """The primary key of the department that answers."""
        return self.office.department.pk if self.office else None

    @property
    def status(self) -> str:
        return self.report.status

    @property
    def is_overdue(self) -> bool:
        return self.days_over > 0

    @property
    def situation(self) -> str:
        """The code of 順調, 遅れ or 完了; "" where nothing is said or the person may not read it."""
        return self.report.situation if self.url and self.report.has_answer else ""

    @property
    def reminders(self) -> str:
        return "、".join(map(short_day, self.reminded_on)) or "なし"

    @property
    def moved(self) -> str:
        """Say when it moved last: 5月20日 確認."""
        day = self.report.moved_on
        return f"{short_day(day)} {MOVES[self.report.status]}" if day else ""

    @property
    def marks(self) -> list[str]:
        """What is to be known besides the state."""
        report = self.report
        marks = [
            (report.awaits_check, "課長確認待ち"), (report.came_late, "期限後"),
            (report.is_by_proxy, "代行入力"), (report.wish == ProgressReport.Wish.ASKED, "工程変更の希望"),
        ]  # fmt: skip
        return [label for holds, label in marks if holds]


def short_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def answers_of(review_round: ReviewRound, user: User, today: date) -> list[Answer]:
    """Return the answers of a round, in its order (five queries)."""
    offices = offices_of(review_round.plan)
    reminders = reminders_of(review_round)
    readable = set(
        ProgressReport.objects.filter(round=review_round).readable_by(user).values_list("pk", flat=True)
    )
    over = (today - review_round.answer_due).days if review_round.is_overdue(today) else 0
    reports = review_round.reports.with_lead().select_related("measure", "policy").order_by("order", "pk")
    return [_answer(report, review_round, offices, reminders, readable, over) for report in reports]


def _answer(
    report: ProgressReport,
    review_round: ReviewRound,
    offices: Mapping[int, Office],
    reminders: Mapping[int, Sequence[date]],
    readable: set[int],
    over: int,
) -> Answer:
    report.round = review_round
    return Answer(
        report=report,
        office=offices.get(report.lead_id),
        url=report.get_absolute_url() if report.pk in readable else "",
        days_over=over if report.is_outstanding else 0,
        reminded_on=reminders.get(report.lead_id, ()),
    )


def reminders_of(review_round: ReviewRound) -> dict[int, list[date]]:
    """Return by department the days on which it was reminded (one query)."""
    found: dict[int, list[date]] = defaultdict(list)
    letters = review_round.letters.filter(kind=RoundLetter.Kind.REMINDER, department__isnull=False)
    for department, day in letters.order_by("sent_on").values_list("department", "sent_on"):
        found[department].append(day)
    return found


@dataclass(frozen=True)
class Narrowing:
    """Which answers are listed: of a department (primary key), in a state or group of states ("" for all)."""

    department: int | None = None
    status: str = ""

    LABELS = {
        **dict(Status.choices), "handed-in": "提出済と確認済", "outstanding": "未提出", "overdue": "期限超過",
        "late": "期限後の提出",
    }  # fmt: skip

    def takes(self, answer: Answer) -> bool:
        is_of_department = self.department is None or (
            answer.office is not None and answer.office.department.pk == self.department
        )
        return is_of_department and self._takes_status(answer)

    def _takes_status(self, answer: Answer) -> bool:
        match self.status:
            case "":
                return True
            case "handed-in":
                return answer.status in HANDED_IN
            case "outstanding":
                return answer.report.is_outstanding
            case "overdue":
                return answer.is_overdue
            case "late":
                return answer.report.came_late
            case status:
                return answer.status == status

    @property
    def label(self) -> str:
        return self.LABELS.get(self.status, "")


def narrowed(answers: Iterable[Answer], narrowing: Narrowing) -> list[Answer]:
    return [answer for answer in answers if narrowing.takes(answer)]
