"""結果: how the measures of an earlier plan ended, by achievement and direction, in that plan's own words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from measures.models import Continuation, Outcome
from plans.models import Plan, Word
from portal.bars import Phase
from portal.chart_paints import Paint, paint_of
from portal.charts import Block, Part, divided_bar, in_words
from portal.measure_table import MeasureRow, MeasureTable

UNTOLD = "none"  # achievement=none, direction=none: the document does not tell
NO_WORD = "記載なし"


@dataclass(frozen=True)
class Ending:
    """A value of one kind: `value` in the address, the word on screen, its common code for the colour."""

    value: str
    label: str
    code: str

    @property
    def paint(self) -> Paint:
        return paint_of(self.code)


@dataclass(frozen=True)
class Successor:
    """A measure of a later plan that goes on with this one, and on what basis that is said."""

    name: str
    plan: str
    url: str
    basis: str


@dataclass(frozen=True)
class OutcomeRow:
    """A measure with its outcome as the document tells it."""

    measure: MeasureRow
    achievement: Ending
    direction: Ending
    target: Phase | None
    summary: str
    items: Sequence[dict]
    notes: Sequence[dict]
    successors: Sequence[Successor] = ()


@dataclass(frozen=True)
class OutcomeCell:
    count: int
    url: str


@dataclass(frozen=True)
class OutcomeLine:
    """One achievement: how many ended so, by direction as cells and as a bar in the scale of all."""

    ending: Ending
    total: OutcomeCell
    cells: Sequence[OutcomeCell]
    blocks: Sequence[Block]
    description: str


@dataclass(frozen=True)
class OutcomeFigures:
    """Achievement × direction of all measures of a plan that tells outcomes."""

    plan: Plan
    lines: Sequence[OutcomeLine]
    directions: Sequence[Ending]
    sums: Sequence[OutcomeCell]
    total: OutcomeCell

    @property
    def tells_achievements(self) -> bool:
        return any(line.ending.value != UNTOLD for line in self.lines)

    @property
    def tells_directions(self) -> bool:
        return any(ending.value != UNTOLD for ending in self.directions)


def results_url(at: Plan, of: Plan, **conditions: str) -> str:
    """Return the address, among the pages of `at`, of the outcomes of `of` narrowed to `conditions`."""
    return (
        reverse("portal:previous_results", args=at.url_args) + "?" + urlencode({"of": of.code, **conditions})
    )


def outcome_rows(table: MeasureTable) -> list[OutcomeRow]:
    """Return the measures whose document tells an outcome, in its order (one query)."""
    words = {word.pk: word for word in table.words}
    columns = ["measure_id", "achievement_id", "direction_id", "target_phase_id", "summary", "items", "notes"]
    told = {pk: row for pk, *row in Outcome.objects.filter(measure__plan=table.plan).values_list(*columns)}
    rows = []
    for measure in table.rows:
        if measure.pk in told:
            achievement, direction, target, summary, items, notes = told[measure.pk]
            phase = words.get(target)
            rows.append(
                OutcomeRow(
                    measure,
                    _ending(words.get(achievement)),
                    _ending(words.get(direction)),
                    Phase(phase.label, phase.code) if phase else None,
                    summary,
                    items,
                    notes,
                )
            )
    return rows


def _ending(word: Word | None) -> Ending:
    return Ending(UNTOLD, NO_WORD, UNTOLD) if word is None else Ending(word.label, word.label, word.code)


def outcome_figures(table: MeasureTable, rows: Sequence[OutcomeRow], at: Plan) -> OutcomeFigures | None:
    """Count the outcomes of `table`'s plan; the numbers lead to the results among the pages of `at`."""
    if not rows:
        return None
    counts = Counter((row.achievement, row.direction) for row in rows)
    achievements = _in_order(table, Word.Kind.ACHIEVEMENT, {row.achievement for row in rows})
    directions = _in_order(table, Word.Kind.DIRECTION, {row.direction for row in rows})

    def cell(count: int, **endings: Ending) -> OutcomeCell:
        conditions = {name: ending.value for name, ending in endings.items()}
        return OutcomeCell(count, results_url(at, table.plan, **conditions))

    def line(ending: Ending) -> OutcomeLine:
        parts = [Part(direction.code, direction.label, counts[ending, direction]) for direction in directions]
        return OutcomeLine(
            ending,
            cell(sum(part.count for part in parts), achievement=ending),
            [
                cell(counts[ending, direction], achievement=ending, direction=direction)
                for direction in directions
            ],
            divided_bar(parts, whole=len(rows)),
            f"{ending.label}：{in_words(parts)}",
        )

    return OutcomeFigures(
        plan=table.plan,
        lines=[line(ending) for ending in achievements],
        directions=directions,
        sums=[
            cell(sum(counts[one, direction] for one in achievements), direction=direction)
            for direction in directions
        ],
        total=cell(len(rows)),
    )


def _in_order(table: MeasureTable, kind: str, used: Iterable[Ending]) -> list[Ending]:
    """Return the endings that occur, in the order of the plan's words, the untold last."""
    places = {word.label: place for place, word in enumerate(table.words) if word.kind == kind}
    return sorted(used, key=lambda ending: places.get(ending.value, len(table.words)))


def successors_of(plan: Plan) -> dict[str, list[Successor]]:
    """Return, by number, what goes on with the measures of `plan` in later plans (one query)."""
    links = Continuation.objects.filter(
        measure__plan__municipality=plan.municipality_id, ref__startswith=f"{plan.code}/"
    ).select_related("measure__plan__municipality")
    found = defaultdict(list)
    for link in links.order_by("measure__plan__start_fiscal_year", "measure__order", "pk"):
        measure = link.measure
        found[link.ref.partition("/")[2]].append(
            Successor(str(measure), measure.plan.title, measure.get_absolute_url(), link.get_basis_display())
        )
    return found
