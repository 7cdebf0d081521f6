"""実績の一覧 of a round: every measure and reportable policy it asks about, narrowed by the URL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from portal.bars import Phase
from portal.dashboard.late import shortened
from portal.dashboard.result_filter import LABELS, MARKS, ResultFilter
from portal.dashboard.results import LOOKS, STANDINGS, Result, RoundResults, results_of
from portal.dashboard.rounds import as_of, report_url
from portal.measure_selection import Condition, Control, query_of
from portal.measure_table import measure_table
from portal.place import Place
from reviews.models import Evaluation, ProgressReport, ReviewRound
from reviews.offices import offices_of
from reviews.subjects import SubjectKey

LONGEST = 90  # letters of a text in the list


@dataclass(frozen=True)
class ResultRow:
    """One line. Texts are those of settled answers alone; `url` is the answer's page, "" for who may not."""

    result: Result
    url: str
    department: str
    phases: Sequence[Phase]
    done: str
    issues: str
    verdict: Evaluation | None

    @property
    def word(self) -> str:
        return STANDINGS[self.result.standing]

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS[self.result.standing]

    @property
    def status(self) -> str:
        return ProgressReport.Status(self.result.status).label


@dataclass(frozen=True)
class ResultPage:
    """The page; `refused` are labels of conditions that mean nothing here and are left out."""

    round: ReviewRound
    as_of: str
    unit: str
    rows: Sequence[ResultRow]
    total: int
    reported: int
    selects: Sequence[Control]
    marks: Sequence[Control]
    conditions: Sequence[Condition]
    refused: Sequence[str]
    has_schedule: bool
    has_verdicts: bool


def result_page(
    place: Place, review_round: ReviewRound, user: User, params: Mapping[str, str], today: date
) -> ResultPage:
    """Read the results of a round and narrow them (fourteen queries, however many)."""
    review_round.plan = place.plan
    table = measure_table(place.plan)
    found = results_of(table, [review_round])[0]
    verdicts = _verdicts(review_round)
    offered = ResultFilter(table, review_round, offices_of(place.plan), verdicts, today)
    choices = offered.choices(list(found.rows))
    asked = {name: params[name] for name in LABELS if params.get(name)}
    given = {name: value for name, value in asked.items() if value in dict(choices[name])}
    chosen = [row for row in found.rows if offered.fits(row, given)]
    labels = LABELS | {"policy": table.policy_word}
    controls = [Control(name, labels[name], given.get(name, ""), choices[name]) for name in LABELS]
    return ResultPage(
        round=review_round,
        as_of=as_of(review_round),
        unit=found.unit(place.plan.words["measure"]),
        rows=list(_rows(found, chosen, offered, user)),
        total=len(found.rows),
        reported=found.reported,
        selects=[control for control in controls if control.name not in MARKS and control.options],
        marks=[control for control in controls if control.name in MARKS],
        conditions=list(_conditions(given, choices, labels)),
        refused=[labels[name] for name in asked if name not in given],
        has_schedule=table.prints_schedule,
        has_verdicts=bool(verdicts),
    )


def _verdicts(review_round: ReviewRound) -> dict[SubjectKey, Evaluation]:
    """Return the last body's verdict on each subject (one query)."""
    verdicts = Evaluation.objects.filter(round=review_round).select_related("body")
    return {verdict.subject_key: verdict for verdict in verdicts.order_by("body__order", "pk")}


def _rows(
    found: RoundResults, chosen: Sequence[Result], offered: ResultFilter, user: User
) -> Iterator[ResultRow]:
    """Yield the lines with the texts of settled answers (one query) and links for who may read (another)."""
    keys = [row.pk for row in chosen]
    reports = ProgressReport.objects.filter(round=found.round, pk__in=keys).order_by()
    texts = {pk: parts for pk, *parts in reports.settled().values_list("pk", "done", "issues")}
    readable = set(reports.readable_by(user).values_list("pk", flat=True))
    for row in chosen:
        done, issues = texts.get(row.pk, ("", ""))
        measure, office = row.subject.measure, offered.offices.get(row.lead_id)
        yield ResultRow(
            result=row,
            url=report_url(found.round, row.pk) if row.pk in readable else "",
            department=office.name if office else "",
            phases=measure.phases_of(found.round.fiscal_year) if measure else [],
            done=shortened(" ".join(done.split()), LONGEST),
            issues=shortened(" ".join(issues.split()), LONGEST),
            verdict=offered.verdicts.get(row.subject.key),
        )


def _conditions(
    given: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, str]]], labels: Mapping[str, str]
) -> Iterator[Condition]:
    for name, value in given.items():
        rest = {other: kept for other, kept in given.items() if other != name}
        shown = "" if name in MARKS else dict(choices[name])[value].strip()
        yield Condition(labels[name], shown, query_of(rest))
