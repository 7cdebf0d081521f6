"""A department's dashboard: what it owes, what is its, and how that stands."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.models import Department, User
from portal.dashboard.groups import departments_under
from portal.dashboard.late import Late, late
from portal.dashboard.panels import BAD, WARN, Dashboard, Fact, Line, Lines, Panel, list_panel, listed
from portal.dashboard.planner import condition_lines
from portal.dashboard.renewals import Renewals, renewals
from portal.dashboard.results import LOOKS, STANDINGS, Result, RoundResults, results_of
from portal.dashboard.rounds import Rounds, as_of, result_list_url, rounds_of, year_of
from portal.dashboard.strip import condition_list_url, fact_of_renewals, fact_of_targets
from portal.dashboard.tables import Number
from portal.dashboard.targets import Targets, targets_panel
from portal.measure_table import BLANKS, MeasureRow, MeasureTable, measure_table
from portal.place import Place
from portal.reports.owed import RoundDues, Updates, updates_of
from portal.summary import measure_list_url
from reviews.offices import offices_of
from reviews.states import show_weekday

STATE_ICONS = {"unanswered": "none", "draft": "edit", "awaiting": "clock", "returned": "back"}


@dataclass(frozen=True)
class Own:
    """What is a department's: printed as its measures, or what it answers for in the chosen round.

    `keys` are the department's own and of those under it: a division has what its departments have.
    """

    department: Department
    keys: Set[int]
    place: Place
    table: MeasureTable
    rounds: Rounds
    result: RoundResults | None
    updates: Updates
    late: Late | None
    targets: Targets | None
    renewals: Renewals | None

    @property
    def measures(self) -> list[MeasureRow]:
        """The measures that name the department, in any role."""
        return [row for row in self.table.rows if any(found.pk in self.keys for found in row.departments)]

    @property
    def results(self) -> list[Result]:
        rows = self.result.rows if self.result else ()
        return [row for row in rows if row.lead_id in self.keys]

    @property
    def is_told_by_plan(self) -> bool:
        """Say whether the plan's document names it; a list of measures asks for one department alone."""
        return self.result is None or (bool(self.measures) and self.keys == {self.department.pk})

    @property
    def whole(self) -> Number:
        """How many are the department's, and where they are listed."""
        if self.is_told_by_plan:
            url = measure_list_url(self.place.plan, department=self.department.pk)
            return Number(len(self.measures), url if self.keys == {self.department.pk} else "")
        return Number(len(self.results), result_list_url(self.result.round, department=self.department.pk))


def department_dashboard(
    place: Place, user: User, today: date, *, round_key: str = "", by: str = ""
) -> Dashboard:
    """Read the page of the person's department, in a number of queries that does not grow with it."""
    own = _own(place, user, today, round_key)
    told = []
    if own.result:
        told = [f"{year_of(own.result.round)}実績", as_of(own.result.round)]
    return Dashboard(
        lead=[own.department.name, *told]
        if told
        else [own.department.name, "確認済の実績の報告は、まだありません。"],
        rounds=own.rounds,
        facts=list(_facts(own, today)),
        panels=list(_panels(own, today)),
    )


def _own(place: Place, user: User, today: date, round_key: str) -> Own:
    department, plan = user.department, place.plan
    offices = offices_of(plan)
    table, rounds = measure_table(plan), rounds_of(plan, round_key)
    found = results_of(table, [rounds.chosen])[0] if rounds.chosen else None
    year = rounds.chosen.fiscal_year if rounds.chosen else place.this_year
    unit = found.unit(plan.words["measure"]) if found else ""
    return Own(
        department=department,
        keys=departments_under(offices, department.pk),
        place=place,
        table=table,
        rounds=rounds,
        result=found,
        updates=updates_of([plan], department, user, today),
        late=late(found, offices, unit, department.pk) if found else None,
        targets=targets_panel(table, year, str(department.pk)),
        renewals=renewals(place, today, department.pk),
    )


def _facts(own: Own, today: date) -> Iterator[Fact]:
    owed = sum(len(dues.owed) for dues in own.updates.rounds)
    if own.updates.rounds:
        first = min(dues.round.answer_due for dues in own.updates.rounds)
        notes = [f"提出期限 {show_weekday(first)}"]
        url = reverse("portal:my_updates", args=own.place.plan.url_args)
        tone = (BAD if first < today else WARN) if owed else "plain"
        yield Fact("owed", "未提出", "自課の回答", Number(owed, url), "回答", notes, tone)
    if own.late and (own.table.prints_schedule or own.late.lines):
        tone = BAD if own.late.lines else "plain"
        yield Fact(
            "late", "遅れ", f"{year_of(own.result.round)}実績", own.late.count, own.late.unit, [], tone
        )
    homework = own.updates.homework
    overdue = sum(line.is_over for line in homework)
    number = Number(len(homework), condition_list_url(own.place.plan, state="unmet", of="own"))
    notes = [f"期限超過 {overdue}"] if overdue else []
    yield Fact(
        "conditions", "付帯意見", "対応が済んでいないもの", number, "件", notes, WARN if homework else "plain"
    )
    yield Fact("whole", "自課のもの", "", own.whole, own.place.plan.words["measure"], [])
    yield from fact_of_targets(own.targets)
    if own.renewals and own.renewals.lines:
        yield from fact_of_renewals(own.renewals)


def _panels(own: Own, today: date) -> Iterator[Panel]:
    for dues in own.updates.rounds:
        yield _owed(dues)
    yield _measures(own)
    if own.late and own.late.lines:
        link = listed(own.late.count.count, own.late.unit, own.late.count.url)
        yield Panel("late", "遅れと理由", own.late, [own.late.table], link)
    if conditions := [line.condition for line in own.updates.homework]:
        number = Number(len(conditions), condition_list_url(own.place.plan, state="unmet", of="own"))
        lines = condition_lines(conditions, own.place, today)
        yield list_panel("conditions", "付帯意見", Lines("会議から対応を求められているもの", lines, number))
    if own.targets:
        link = listed(own.targets.count.count, "指標", own.targets.count.url)
        yield Panel("targets", "目標", own.targets, [own.targets.table], link)
    if own.renewals and own.renewals.lines:
        count = own.renewals.count
        link = listed(count.count, "システム", count.url)
        yield Panel("renewals", "更新を控えた情報システム", own.renewals, [own.renewals.table], link)


def _owed(dues: RoundDues) -> Panel:
    """List what the department still has to hand in, what came back first."""
    lines = [
        Line(
            title=one.report.subject.name,
            number=getattr(one.report.subject, "number", ""),
            url=one.url,
            state=(one.state.code, STATE_ICONS.get(one.state.code, "none"), one.state.label),
            note="。".join(remark.text for _, remark in one.remarks),
        )
        for one in dues.owed
    ]
    due = f"提出期限 {dues.deadline.shown}　{dues.deadline.in_words}" if dues.deadline else ""
    found = Lines(due, lines, empty="すべて提出済です。")
    return list_panel(f"owed-{dues.round.key}", f"{dues.round.name}の回答", found, ("回答のページ", dues.url))


def _measures(own: Own) -> Panel:
    """List what is the department's, with where it stands."""
    standings = {row.subject.key: row.standing for row in own.results}
    if own.is_told_by_plan:
        lines = [_measure(row, own.place.this_year, standings) for row in own.measures]
    else:
        lines = [_result(row) for row in own.results]
    prints_phases = own.is_told_by_plan and own.measures and own.table.prints_schedule
    year = f"{own.place.this_year_remark}の工程" if prints_phases else ""
    said = [year, f"{year_of(own.result.round)}の状況" if standings else ""]
    found = Lines("と".join(part for part in said if part), lines, own.whole, own.place.plan.words["measure"])
    return list_panel("own", f"自課の{own.place.plan.words['measure']}", found)


def _measure(row: MeasureRow, year: int, standings: Mapping[tuple, str]) -> Line:
    phases = "・".join(phase.label for phase in row.phases_of(year))
    blank = "" if row.blank == "unprinted" else BLANKS[row.blank]
    return Line(
        title=row.name,
        number=row.number,
        url=row.url,
        note=phases or blank,
        state=_look(standings.get(("measure", row.pk), "")),
    )


def _result(row: Result) -> Line:
    return Line(row.subject.name, row.subject.url, row.subject.number, state=_look(row.standing))


def _look(standing: str) -> tuple[str, str, str] | None:
    return (*LOOKS[standing], STANDINGS[standing]) if standing else None
