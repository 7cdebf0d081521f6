"""The list of 事前協議 of one budget: with the five years' cost, as screen, Excel and paper show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from organizations.fiscal_years import (
    show_fiscal_year,
    show_fiscal_year_by_era,
    show_fiscal_year_short,
    show_month,
)
from organizations.models import Municipality, User
from portal.measure_groups import Choice, query_of
from systems.models import Consultation
from systems.models.consultations import YEARS
from systems.moves import PLANNERS, actors_of

State = Consultation.State
LIST = "list"  # what goes to the finance section
FOR_FINANCE = (State.ADVISED, State.SENT, State.DECIDED)
UNTOLD = "―"
LOOKS = {
    State.DRAFT: ("draft", "edit"), State.SUBMITTED: ("submitted", "sent"),
    State.ADVISED: ("confirmed", "ok"), State.SENT: ("confirmed", "sent"),
    State.DECIDED: ("final", "done"), State.WITHDRAWN: ("unanswered", "none"),
}  # fmt: skip


def money(amount: int | None) -> str:
    return UNTOLD if amount is None else f"{amount:,}"


def added(amounts: Iterable[int | None]) -> int | None:
    """Return the sum of what is told, None where nothing is."""
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def look_of(consultation: Consultation) -> tuple[str, str]:
    """Return the sign of a state: the class of its edge and its icon."""
    return ("returned", "back") if consultation.is_returned else LOOKS[State(consultation.state)]


@dataclass(frozen=True)
class Line:
    """One consultation; `costs` are those of the five years."""

    consultation: Consultation
    costs: Sequence[int | None]

    @property
    def total(self) -> int | None:
        return added(self.costs)

    @property
    def look(self) -> tuple[str, str]:
        return look_of(self.consultation)

    @property
    def note(self) -> str:
        """Say whose it is and of what kind; the system where the name does not say it."""
        one = self.consultation
        parts = [one.department.name, one.get_kind_display()]
        if one.system and one.system.name not in one.name:
            parts.append(one.system.name)
        return "　".join(parts)

    @property
    def amounts(self) -> list[str]:
        """The five years, their sum, what was asked for and what was given, as they are written."""
        found = self.consultation
        return [money(one) for one in (*self.costs, self.total, found.requested, found.assessed)]


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class ConsultationList:
    """What the page shows of one budget's year. Amounts are in thousand yen."""

    year: int
    lines: Sequence[Line]
    years: Sequence[Chip]
    states: Sequence[Chip]
    choices: Sequence[Choice]
    query: str
    clear_url: str
    to_send: int
    total: int

    @property
    def year_name(self) -> str:
        return show_fiscal_year(self.year)

    @property
    def heads(self) -> list[str]:
        return [show_fiscal_year_short(year) for year in range(self.year, self.year + YEARS)]

    @property
    def counted(self) -> list[Line]:
        """The lines that are added up: what was withdrawn is not asked for."""
        return [line for line in self.lines if line.consultation.state != State.WITHDRAWN]

    @property
    def sums(self) -> list[int | None]:
        columns = [[line.costs[place] for line in self.counted] for place in range(YEARS)]
        columns.append([line.total for line in self.counted])
        columns += [
            [getattr(line.consultation, name) for line in self.counted] for name in ("requested", "assessed")
        ]
        return [added(column) for column in columns]

    @property
    def sum_texts(self) -> list[str]:
        return [money(amount) for amount in self.sums]

    @property
    def remark(self) -> str:
        """Say what the sums leave out."""
        untold = sum(line.total is None for line in self.counted)
        withdrawn = len(self.lines) - len(self.counted)
        parts = [f"{UNTOLD}は記載なし"]
        parts += [f"経費の記載がない{untold}件は合計に入っていません"] if untold else []
        parts += [f"取り下げた{withdrawn}件は合計に入っていません"] if withdrawn else []
        return "。".join(parts) + "。"


def consultation_list(
    city: Municipality, user: User, params: Mapping[str, str], *, this_year: int
) -> ConsultationList:
    """Return the consultations this person may see of one budget's year, as the address narrows them (four
    queries, however many): `year` (else the latest there is), `state` (or `list`), `department`.
    """
    every = Consultation.objects.visible_to(user).filter(municipality=city)
    by_year = Counter(every.order_by().values_list("fiscal_year", flat=True))
    year = _year(params.get("year", ""), by_year, this_year)
    rows = list(_of_year(every, year))
    departments = {str(row.department_id): row.department.name for row in rows}
    department = params.get("department", "")
    department = department if department in departments else ""
    found = [row for row in rows if department in ("", str(row.department_id))]
    state = params.get("state", "")
    state = state if state == LIST or state in State.values else ""
    return ConsultationList(
        year=year,
        lines=[_line(row) for row in found if _is_in(row, state)],
        years=[
            Chip(show_fiscal_year_by_era(one), count, query_of(year=one), one == year)
            for one, count in sorted((by_year or {year: 0}).items(), reverse=True)
        ],
        states=_states(found, state, year, department),
        choices=_choices(departments, department),
        query=query_of(year=year, state=state, department=department),
        clear_url=query_of(year=year) if state or department else "",
        to_send=_to_send(rows, user),
        total=len(rows),
    )


def _year(given: str, by_year: Mapping[int, int], this_year: int) -> int:
    if given.isdecimal() and int(given) in by_year:
        return int(given)
    return max(by_year, default=this_year + 1)


def _of_year(every: QuerySet[Consultation], year: int) -> QuerySet[Consultation]:
    rows = every.filter(fiscal_year=year).select_related("municipality", "department", "system")
    return rows.prefetch_related("costs").order_by("department__order", "department", "pk")


def _line(row: Consultation) -> Line:
    by_year = {cost.fiscal_year: cost.total for cost in row.costs.all()}
    return Line(row, [by_year.get(year) for year in row.fiscal_years])


def _is_in(row: Consultation, state: str) -> bool:
    return row.state in FOR_FINANCE if state == LIST else state in ("", row.state)


def _states(rows: Sequence[Consultation], state: str, year: int, department: str) -> list[Chip]:
    wanted = [("", "すべて"), (LIST, "財政課への一覧"), *State.choices]
    counts = {code: sum(_is_in(row, code) for row in rows) for code, _ in wanted}
    return [
        Chip(label, counts[code], query_of(year=year, state=code, department=department), code == state)
        for code, label in wanted
        if counts[code] or code in ("", state)
    ]


def _choices(departments: Mapping[str, str], department: str) -> list[Choice]:
    if len(departments) < 2:
        return []
    return [Choice("department", "所管課", department, list(departments.items()))]


def _to_send(rows: Sequence[Consultation], user: User) -> int:
    """Count what the planning section may send to the finance section now."""
    ready = [row for row in rows if row.state == State.ADVISED]
    return len(ready) if ready and actors_of(user, ready[0]) == PLANNERS else 0


def consultation_rows(page: ConsultationList) -> list[list[Any]]:
    """Return the list as the rows of a sheet, its head first; an unknown amount is an empty cell."""
    head = [
        "所管課",
        "件名",
        "情報システム",
        "区分",
        "目的",
        "調達の方法",
        "稼働の予定",
        "見積の根拠",
        "見込む効果",
    ]
    head += [f"{show_fiscal_year_by_era(page.year + place)}（千円）" for place in range(YEARS)]
    head += [
        "5年間の計（千円）",
        "要求額（千円）",
        "査定額（千円）",
        "状態",
        "計画主管課の意見",
        "査定の結果",
    ]
    rows: list[list[Any]] = [head]
    for line in page.lines:
        one = line.consultation
        rows.append(
            [
                one.department.name, one.name, one.system.name if one.system else "", one.get_kind_display(),
                one.purpose, one.procurement, show_month(one.starts_on) if one.starts_on else "",
                one.estimate_source, one.expected_effect, *line.costs, line.total, one.requested,
                one.assessed, one.state_label, one.opinion, one.result,
            ]
        )  # fmt: skip
    return [*rows, ["計", *[""] * 8, *page.sums]] if page.lines else rows
