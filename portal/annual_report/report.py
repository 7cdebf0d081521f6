"""What a plan's year came to: figures of one plan document, a round of it and a day. No query.

The rules are those of the dashboard; here they read what the document tells, so that an edition gives the
same figures for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import fiscal_year_of
from portal.actuals import ReportedYear
from portal.annual_report.rounds import (
    Answer,
    Asked,
    Rounds,
    RoundTold,
    conditions_told,
    reported_years,
    rounds_told,
)
from portal.annual_report.told import Part, Told
from portal.dashboard.achievement import Achievement, achievement
from portal.dashboard.groups import POLICY
from portal.dashboard.results import Result, Subject, subjects_of
from portal.dashboard.slips import Slips, slips_since
from portal.layers import Initial, Move, initial_in, moves_since
from portal.measure_table import MeasureTable
from portal.money import MoneyLine, MoneyTotal, money_lines
from portal.targets import TargetRow
from reviews.models import ReviewRound
from reviews.subjects import SubjectKey


@dataclass(frozen=True)
class SubjectYear:
    """One measure or policy in the report's year, `part` of the document. `answer` is None where nobody was
    asked.
    """

    subject: Subject
    part: Part
    result: Result | None
    before: Result | None
    answer: Answer | None
    department: str
    aim: str
    next_aim: str
    targets: Sequence[TargetRow]
    money: Sequence[MoneyLine]
    move: Move | None
    reported: Mapping[int, ReportedYear]


@dataclass(frozen=True)
class AnnualReport:
    """All figures of the paper. `is_final` is false while the chosen round is open.

    `whole` is the document, `told` what of it is printed. `left_out` counts the facts of systems that stay
    within the city, where the report is for the public.
    """

    whole: Part
    told: Told
    day: date
    fiscal_year: int
    rounds: Rounds
    is_final: bool
    initial: Initial | None
    moves: Mapping[int, Move]
    targets: Sequence[TargetRow]
    money: Sequence[MoneyLine]
    left_out: int

    @property
    def table(self) -> MeasureTable:
        return self.told.table

    @property
    def chosen(self) -> RoundTold | None:
        return self.rounds.chosen

    @property
    def round(self) -> ReviewRound | None:
        return self.chosen.round if self.chosen else None

    @cached_property
    def unit(self) -> str:
        """What is counted: the plan's word for its measures, 件 where policies are asked for, too."""
        word = self.table.plan.words["measure"]
        return self.chosen.results.unit(word) if self.chosen else word

    @cached_property
    def achievement(self) -> Achievement | None:
        """How many stand how, by uppermost policy, with the round before; as the dashboard counts it."""
        shown = [one.results for one in (self.rounds.chosen, self.rounds.before) if one]
        return achievement(self.table, shown, self.told.offices, POLICY)

    @cached_property
    def slips(self) -> Slips | None:
        """What begins later or earlier than 当初; None where there is no 当初 or no schedule."""
        if self.initial is None:
            return None
        return slips_since(self.table.plan, self.table, self.initial, self.moves)

    @cached_property
    def conditions(self) -> list[Asked]:
        """What bodies asked for up to the chosen round, in every round where none is chosen."""
        return conditions_told(self.rounds.up_to_chosen or self.rounds.told)

    @cached_property
    def told_subjects(self) -> list[str]:
        """The names of the subjects whose answer is printed."""
        names = self.told.names()
        return [names[one.subject.key] for one in self.years if one.answer and one.answer.is_told]

    @cached_property
    def subjects(self) -> Mapping[SubjectKey, Subject]:
        return subjects_of(self.table)

    def money_by_policy(self, fiscal_year: int) -> list[MoneyTotal]:
        """Return the money of a year by uppermost policy, its whole last."""
        lines = [line for line in self.money if line.fiscal_year == fiscal_year]
        groups = [
            MoneyTotal(group.key, group.label, "", [line for line in lines if line.policy == group])
            for group in self.told.groups["policy"].listed
        ]
        return [*(total for total in groups if total.lines), MoneyTotal("", "計", "", lines)]

    @cached_property
    def years(self) -> list[SubjectYear]:
        """What was asked about in the round, else every reportable policy and measure, in order."""
        results, before = _by_subject(self.rounds.chosen), _by_subject(self.rounds.before)
        reported = reported_years(self.told, self.rounds.up_to_chosen)
        spent = [line for line in self.money if line.fiscal_year == self.fiscal_year]
        targets = _grouped(self.targets, lambda row: row.measure.pk)
        money = _grouped(spent, lambda line: line.measure.pk)
        return [
            SubjectYear(
                subject=self.subjects[key],
                part=part,
                result=results.get(key),
                before=before.get(key),
                answer=self.chosen.answers[key] if key in results else None,
                department=self._department(self.subjects[key], results.get(key)),
                aim=part.get("year_plans", {}).get(str(self.fiscal_year), ""),
                next_aim=part.get("year_plans", {}).get(str(self.fiscal_year + 1), ""),
                targets=targets.get(key[1], ()) if key[0] == "measure" else (),
                money=money.get(key[1], ()) if key[0] == "measure" else (),
                move=self.moves.get(key[1]) if key[0] == "measure" else None,
                reported=reported.get(key, {}),
            )
            for key, part in self.told.subjects()
            if key in results or (not results and _is_told(key, part))
        ]

    def _department(self, subject: Subject, result: Result | None) -> str:
        """Name who answered; where nobody was asked, who the plan names."""
        if result is not None and result.lead_id in self.told.offices:
            return self.told.offices[result.lead_id].long_name
        return subject.measure.department_names if subject.measure else ""

    def reason(self, key: SubjectKey) -> str:
        """Return why a subject is late or moved, as the latest answers say it; "" where none does."""
        for one in self.rounds.up_to_chosen:
            answer = one.answers.get(key)
            result = next((row for row in one.results.rows if row.subject.key == key), None)
            if answer and (said := answer.text("carry_over_reason")):
                return said
            if answer and result and result.is_late and (said := answer.text("issues")):
                return said
        return ""


def annual_report(
    document: Part,
    day: date,
    *,
    round_key: str = "",
    initial: tuple[Part, str] | None = None,
    is_final: bool = True,
    is_internal: bool = False,
) -> AnnualReport:
    """Return the figures of a round of `document` (ict-plan/1, canonical or not) as of `day`.

    Without a key it is the latest round told; where none is told, the year of `day` in the plan's span.
    `initial` is the document of 当初 and its name, `is_final` false for a round that is still open.
    Raise RoundNotTold.
    """
    whole = ordered(dict(document))
    shown, left_out = (whole, 0) if is_internal else public_document(whole)
    told = Told(ordered(dict(shown)))
    rounds, table = rounds_told(told, round_key), told.table
    year = rounds.chosen.round.fiscal_year if rounds.chosen else told.plan.this_year(fiscal_year_of(day))
    first = initial_in(*initial) if initial and table.prints_schedule else None
    return AnnualReport(
        whole=whole,
        told=told,
        day=day,
        fiscal_year=year,
        rounds=rounds,
        is_final=is_final,
        initial=first,
        moves=moves_since(first, table) if first else {},
        targets=told.judged(year),
        money=list(money_lines(table, told.groups, *told.costs())),
        left_out=left_out,
    )


def _by_subject(one: RoundTold | None) -> dict[SubjectKey, Result]:
    return {row.subject.key: row for row in one.results.rows} if one else {}


def _is_told(key: SubjectKey, part: Part) -> bool:
    """Say whether a subject has its entry where no round chose any: measures, and reportable policies."""
    return key[0] == "measure" or part.get("reportable") is True


def _grouped(rows: Iterable, key) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
