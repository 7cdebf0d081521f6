"""What there is to discuss in a meeting: answers, slips, long considerations, missed targets, conditions.

Each is read once, when something asks for it, in a number of queries that does not grow with the measures.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from measures.consideration import Consideration, considerations
from measures.judging import Judgement, judge
from measures.models import Indicator
from organizations.fiscal_years import fiscal_year_of
from plans.models import Plan
from portal.layers import Initial, Move, initial_of, moves_since
from portal.measure_table import MeasureRow, MeasureTable, measure_table
from portal.renewals.standing import findings_to_act_on
from reviews.conditions import standing_conditions
from reviews.evaluating import Stages, reports_of
from reviews.lateness import Lateness, lateness_of
from reviews.models import Condition, Evaluation, Meeting, ProgressReport, ReportedValue
from reviews.reported_values import SHORT, Rule
from reviews.subjects import Subject, SubjectKey, name_of
from systems.findings.findings import Finding


@dataclass(frozen=True)
class Aim:
    """One indicator in the round's year: what was reported of it, and how that is judged."""

    indicator: Indicator
    reported: ReportedValue | None
    judgement: Judgement


class MeetingFigures:
    """`today` says which conditions are overdue; everything else is of the meeting's plan and round."""

    def __init__(self, meeting: Meeting, today: date):
        self.meeting, self.today = meeting, today
        self.plan: Plan = meeting.plan
        self.round = meeting.round

    @property
    def year(self) -> int:
        """The fiscal year that is talked about: the round's, else the meeting's within the plan's span."""
        if self.round:
            return self.round.fiscal_year
        return self.plan.this_year(fiscal_year_of(self.meeting.held_on))

    @cached_property
    def table(self) -> MeasureTable:
        return measure_table(self.plan)

    @cached_property
    def measures(self) -> Mapping[int, MeasureRow]:
        return {row.pk: row for row in self.table.rows}

    @cached_property
    def reports(self) -> list[ProgressReport]:
        """The answers of the round that are confirmed or final, in the document's order."""
        return [report for report in self.all_reports if report.is_settled]

    @cached_property
    def all_reports(self) -> list[ProgressReport]:
        return reports_of(self.round) if self.round else []

    @cached_property
    def leads(self) -> Mapping[int, str]:
        """Which department answered for each measure of the round."""
        return {report.measure_id: report.lead_name for report in self.all_reports if report.measure_id}

    @cached_property
    def reports_by_name(self) -> Mapping[str, ProgressReport]:
        return {name_of(report.subject): report for report in self.reports}

    @cached_property
    def lateness(self) -> Mapping[int, Lateness]:
        return lateness_of(self.reports)

    @cached_property
    def late(self) -> list[ProgressReport]:
        return [report for report in self.reports if self.lateness[report.pk].is_late]

    @cached_property
    def initial(self) -> Initial | None:
        return initial_of(self.plan) if self.table.prints_schedule else None

    @cached_property
    def slipped(self) -> Mapping[int, Move]:
        """The measures that begin later than in 当初, by primary key, the largest slip first."""
        moves = moves_since(self.initial, self.table) if self.initial else {}
        later = {pk: move for pk, move in moves.items() if move.slip > 0}
        return dict(sorted(later.items(), key=lambda item: -item[1].slip))

    @cached_property
    def long(self) -> list[Consideration]:
        """The measures in long consideration, the longest first."""
        runs = [run for run in considerations(self.plan).values() if run.is_long]
        return sorted(runs, key=lambda run: (-run.years, run.measure.order, run.measure.pk))

    @cached_property
    def aims(self) -> Mapping[int, list[Aim]]:
        """The indicators of each measure, judged in the year by what was reported, else by the plan."""
        found = defaultdict(list)
        rule = Rule.of(self.plan, self.year)
        reported = {
            value.indicator_id: value for value in ReportedValue.objects.filter(report__in=self.reports)
        }
        indicators = Indicator.objects.filter(measure__plan=self.plan).exclude(kind=Indicator.Kind.FACT)
        for indicator in indicators.prefetch_related("values").order_by("measure__order", "order", "pk"):
            value = reported.get(indicator.pk)
            found[indicator.measure_id].append(Aim(indicator, value, _judged(rule, indicator, value)))
        return dict(found)

    @cached_property
    def below(self) -> list[Aim]:
        """The indicators that stay below what the year asks for, in the document's order."""
        return [aim for aims in self.aims.values() for aim in aims if aim.judgement.code in SHORT]

    @cached_property
    def standing(self) -> list[Condition]:
        return standing_conditions(self.meeting)

    @cached_property
    def findings(self) -> list[Finding]:
        """What has to be acted on in the city's systems; nothing for a plan that another one followed."""
        city = self.plan.municipality
        current = city.plans.current_first(fiscal_year_of(self.today)).first()
        return findings_to_act_on(city, self.today) if current == self.plan else []

    @cached_property
    def stages(self) -> Stages | None:
        """What the bodies said of the round so far; None where no evaluating body meets about one."""
        return Stages(self.round, self.meeting.body) if self.round and self.meeting.body else None

    @cached_property
    def waiting(self) -> list[ProgressReport]:
        """The answers the meeting's body can and still has to judge."""
        return [report for report in self.reports if self.stages.awaits(report)] if self.stages else []

    @cached_property
    def verdicts(self) -> Mapping[SubjectKey, Sequence[Evaluation]]:
        """What bodies said of each answer of the round, in their order (one query)."""
        found = defaultdict(list)
        if self.round:
            rows = Evaluation.objects.filter(round=self.round).select_related("body", "direction")
            for evaluation in rows.order_by("body__order", "pk"):
                found[evaluation.subject_key].append(evaluation)
        return dict(found)

    def subjects_named(self, names: Sequence[str]) -> list[Subject]:
        """Return the measures and policies of these names that were reported on, in the given order."""
        return [self.reports_by_name[name].subject for name in names if name in self.reports_by_name]


def _judged(rule: Rule, indicator: Indicator, value: ReportedValue | None) -> Judgement:
    if value is not None:
        return rule.judge(indicator, value.value, value.text, value.state)
    return judge(indicator, rule.fiscal_year, last_fiscal_year=rule.last_fiscal_year, words=rule.words)
