"""All that the committee's dashboard reads of a plan, once, for its strip and its panels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from portal.dashboard.achievement import Achievement, achievement
from portal.dashboard.changes import Changes, changes_since
from portal.dashboard.considerations import Long, long_panel
from portal.dashboard.groups import DEPARTMENT, POLICY
from portal.dashboard.late import Late, late
from portal.dashboard.money import Money, money_panel
from portal.dashboard.renewals import Renewals, renewals
from portal.dashboard.results import RoundResults, results_of
from portal.dashboard.rounds import Rounds, rounds_of
from portal.dashboard.slips import Slips, slips_since
from portal.dashboard.stages import Stages, stages_panel
from portal.dashboard.targets import Targets, targets_panel
from portal.layers import Move, initial_of, moves_since
from portal.long_considerations import LongRuns
from portal.measure_table import MeasureTable, measure_table
from portal.place import Place
from reviews.offices import Office, offices_of


@dataclass(frozen=True)
class Figures:
    """All that was read, panel by panel; None where the plan's document or the year tells nothing."""

    table: MeasureTable
    rounds: Rounds
    result: RoundResults | None
    offices: Mapping[int, Office]
    achievement: Achievement | None
    stages: Stages | None
    late: Late | None
    slips: Slips | None
    long: Long | None
    targets: Targets | None
    money: Money | None
    renewals: Renewals | None
    changes: Changes | None

    @property
    def unit(self) -> str:
        return self.table.plan.words["measure"]


def read_figures(place: Place, user: User, today: date, *, round_key: str, by: str) -> Figures:
    plan, table = place.plan, measure_table(place.plan)
    rounds = rounds_of(plan, round_key)
    results = results_of(table, rounds.shown)
    chosen = results[0] if results else None
    offices = offices_of(plan) if rounds.opened else {}
    initial = initial_of(plan) if table.prints_schedule else None
    moves: Mapping[int, Move] = moves_since(initial, table) if initial else {}
    year = rounds.chosen.fiscal_year if rounds.chosen else place.this_year
    return Figures(
        table=table,
        rounds=rounds,
        result=chosen,
        offices=offices,
        achievement=achievement(table, results, offices, by),
        stages=stages_panel(table, place, by if by == DEPARTMENT else POLICY),
        late=late(chosen, offices, chosen.unit(plan.words["measure"])) if chosen else None,
        slips=slips_since(plan, table, initial, moves) if initial else None,
        long=_long(place, today, table),
        targets=targets_panel(table, year),
        money=money_panel(table),
        renewals=renewals(place, today),
        changes=changes_since(place, user, table, moves, today),
    )


def _long(place: Place, today: date, table: MeasureTable) -> Long | None:
    """Return 長期検討; None where the plan prints no schedule and none is known from earlier plans."""
    found = long_panel(table, LongRuns(place, today, table))
    return found if table.prints_schedule or found.lines else None
