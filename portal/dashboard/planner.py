"""The planning section's dashboard: where the round stands, and what waits for its hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.models import User
from portal.dashboard.panels import BAD, WARN, Dashboard, Fact, Line, Lines, Panel, list_panel
from portal.dashboard.results import Result, RoundResults, answers_of
from portal.dashboard.rounds import Rounds, report_url, result_list_url, round_url, rounds_of
from portal.dashboard.states import states_of
from portal.dashboard.strip import condition_list_url, fact_of_conditions, overdue_of
from portal.dashboard.tables import Number
from portal.place import Place
from reviews.models import Condition, Meeting, ProgressReport, ReviewRound
from reviews.offices import Office, offices_of
from reviews.states import show_weekday

Status = ProgressReport.Status
DEADLINES = {
    "answer_due": "提出期限",
    "grace_until": "遅れた回答の受付",
    "check_due": "取りまとめの期限",
    "evaluation_due": "評価の期限",
}


@dataclass(frozen=True)
class Waiting:
    """The answers of a round that wait for something; `moved` has the day each moved last."""

    found: RoundResults
    offices: Mapping[int, Office]
    moved: Mapping[int, date | None]

    def lines(self, rows: Iterable[Result], say_when: str = "{}") -> list[Line]:
        """Return the answers as lines, department by department in 建制順."""
        return [self._line(row, say_when) for row in sorted(rows, key=self._place)]

    def _place(self, row: Result) -> int:
        office = self.offices.get(row.lead_id)
        return office.place if office else len(self.offices)

    def _line(self, row: Result, say_when: str) -> Line:
        office, day = self.offices.get(row.lead_id), self.moved.get(row.pk)
        return Line(
            title=row.subject.name,
            number=row.subject.number,
            url=report_url(self.found.round, row.pk),
            aside=say_when.format(f"{day.month}月{day.day}日") if day else "",
            note=office.long_name if office else "回答課の記載なし",
        )

    def of(self, *statuses: str) -> list[Result]:
        return [row for row in self.found.rows if row.status in statuses]

    @property
    def wishes(self) -> list[Result]:
        return [row for row in self.found.rows if row.wish == ProgressReport.Wish.ASKED]


def planner_dashboard(
    place: Place, user: User, today: date, *, round_key: str = "", by: str = ""
) -> Dashboard:
    """Read the page of who runs the round, in a number of queries that does not grow with it.

    It tells of the round asked for, else of the one that takes answers, else of the last one.
    """
    rounds = rounds_of(place.plan, round_key, of_any_kind=True)
    if not round_key and rounds.open:
        rounds = Rounds(rounds.opened, rounds.open)
    conditions = list(fact_of_conditions(place.plan, today))
    if rounds.chosen is None:
        panels = [*_first_steps(place), *_coming(place, user, today), *_conditions(place, today)]
        return Dashboard(["受付中の調査はありません。"], rounds, conditions, panels)
    found = answers_of(rounds.chosen)
    reports = ProgressReport.objects.filter(round=rounds.chosen).order_by()
    waiting = Waiting(found, offices_of(place.plan), dict(reports.values_list("pk", "moved_on")))
    unit = found.unit(place.plan.words["measure"])
    return Dashboard(
        lead=[rounds.chosen.name, rounds.chosen.get_state_display(), _due(rounds.chosen, today)],
        rounds=rounds,
        facts=[*_facts(waiting, unit, today), *conditions],
        panels=[
            *_panels(waiting, unit, today),
            *_coming(place, user, today),
            *_conditions(place, today),
        ],
    )


def _due(review_round: ReviewRound, today: date) -> str:
    due = review_round.answer_due
    if due is None or review_round.is_final:
        return ""
    left = (due - today).days
    told = f"あと{left}日" if left > 0 else "今日まで" if left == 0 else f"{-left}日前に終了"
    return f"提出期限 {show_weekday(due)}　{told}"


def _facts(waiting: Waiting, unit: str, today: date) -> Iterator[Fact]:
    review_round = waiting.found.round
    rows = waiting.found.rows
    outstanding = waiting.of(*ProgressReport.OUTSTANDING)
    number = Number(len(rows) - len(outstanding), round_url(review_round, status="handed-in"))
    yield Fact("handed-in", "提出済と確認済", f"{len(rows)}{unit}のうち", number, unit, [])
    overdue = overdue_of(
        review_round if review_round.is_open else None, waiting.found, waiting.offices, today
    )
    if overdue is not None:
        number = Number(overdue.count, round_url(review_round, status="overdue"))
        yield Fact(
            "overdue", "期限超過", "", number, "回答", overdue.notes, BAD if overdue.count else "plain"
        )
    for code, label, tone in [(Status.SUBMITTED, "確認待ち", WARN), (Status.RETURNED, "差戻し", WARN)]:
        count = len(waiting.of(code))
        number = Number(count, round_url(review_round, status=code))
        aside = "提出済" if code == Status.SUBMITTED else ""
        yield Fact(code, label, aside, number, "回答", [], tone if count else "plain")
    number = Number(len(waiting.wishes), result_list_url(review_round, wish=ProgressReport.Wish.ASKED))
    yield Fact("wishes", "工程変更の希望", "未決定", number, "件", [], WARN if number.count else "plain")


def _panels(waiting: Waiting, unit: str, today: date) -> Iterator[Panel]:
    review_round = waiting.found.round
    states = states_of(waiting.found, waiting.offices, unit)
    yield Panel("states", "回答の状態", states, [states.table], ("調査のページ", round_url(review_round)))
    rows = waiting.of(*ProgressReport.OUTSTANDING)
    if rows and review_round.is_overdue(today):
        yield _waiting_panel(waiting, "overdue", "期限超過", rows, "overdue", "最後の動き {}")
    for code, title, say_when in [
        (Status.SUBMITTED, "確認を待つ回答", "{} 提出"),
        (Status.RETURNED, "差戻し中の回答", "{} 差戻し"),
    ]:
        if rows := waiting.of(code):
            yield _waiting_panel(waiting, code, title, rows, code, say_when)
    if lines := waiting.lines(waiting.wishes):
        number = Number(len(lines), result_list_url(review_round, wish=ProgressReport.Wish.ASKED))
        say = "採否を決めていないもの。認めると、その理由で工程が変わります"
        yield list_panel("wishes", "工程変更の希望", Lines(say, lines, number))


def _waiting_panel(
    waiting: Waiting, code: str, title: str, rows: Sequence[Result], status: str, say_when: str
) -> Panel:
    lines = waiting.lines(rows, say_when)
    number = Number(len(lines), round_url(waiting.found.round, status=status))
    return list_panel(code, title, Lines("回答課の建制順", lines, number, "回答"))


def _first_steps(place: Place) -> Iterator[Panel]:
    """Yield what to begin with where no round was opened yet."""
    lines = [
        Line("調査の一覧を開く", reverse("portal:review_round_list", args=place.plan.url_args)),
        Line("調査を準備する", reverse("reviews:review_round_create", args=place.plan.url_args)),
    ]
    say = "調査を始めると、回答の状態・期限超過・確認待ちがここに並びます"
    yield list_panel("first", "はじめに", Lines(say, lines))


def _coming(place: Place, user: User, today: date) -> Iterator[Panel]:
    """Yield the days to come: deadlines of open rounds and planned meetings (two queries)."""
    days: list[tuple[date, Line]] = []
    for review_round in ReviewRound.objects.open().filter(plan=place.plan):
        review_round.plan = place.plan
        for field, label in DEADLINES.items():
            if (day := getattr(review_round, field)) and day >= today:
                days.append((day, _day(day, label, review_round.get_absolute_url(), review_round.name)))
    planned = Meeting.objects.visible_to(user).filter(plan=place.plan, state=Meeting.State.PLANNED)
    for meeting in planned.filter(held_on__gte=today):
        meeting.plan = place.plan
        days.append(
            (meeting.held_on, _day(meeting.held_on, meeting.title, meeting.get_absolute_url(), "会議"))
        )
    lines = [line for _, line in sorted(days, key=lambda found: found[0])]
    yield list_panel("coming", "これからの期限と会議", Lines("", lines, empty="予定はありません。"))


def _day(day: date, title: str, url: str, note: str) -> Line:
    return Line(title=title, url=url, aside=show_weekday(day), note=note)


def _conditions(place: Place, today: date) -> Iterator[Panel]:
    """Yield the conditions nobody has met yet (one query)."""
    found = (
        Condition.objects.unmet().filter(plan=place.plan).select_related("measure", "policy", "department")
    )
    rows = list(found.order_by("due_on", "pk"))
    if not rows:
        return
    number = Number(len(rows), condition_list_url(place.plan, state="unmet"))
    yield list_panel(
        "conditions",
        "付帯意見（対応が済んでいないもの）",
        Lines("", condition_lines(rows, place, today), number),
    )


def condition_lines(rows: Iterable[Condition], place: Place, today: date) -> list[Line]:
    """Return conditions as lines, each leading to what it is about."""
    lines = []
    for row in rows:
        due = f"期限 {show_weekday(row.due_on)}" if row.due_on else "期限の定めなし"
        over = "　期限超過" if row.is_overdue(today) else ""
        whose = row.department.name if row.department else "対応する課の記載なし"
        lines.append(
            Line(
                title=str(row),
                url=condition_list_url(place.plan, state="unmet"),
                aside=row.get_state_display(),
                note=f"{row.subject}（{whose}）　{due}{over}",
            )
        )
    return lines
