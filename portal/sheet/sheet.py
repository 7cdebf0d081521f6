"""施策シート: all of a measure, in the order of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from measures.consideration import Link, considerations
from measures.judging import achievement_words, judge
from measures.models import Measure, MeasureSystem, Outcome
from organizations.fiscal_years import show_fiscal_year_by_era, show_fiscal_years, show_partial_date
from plans.models import Plan
from portal.bars import Phase
from portal.measure_table import Badge, bare
from portal.place import Place
from portal.sheet.budget import BudgetTable, budget_table
from portal.sheet.facts import Fact, Value, facts_of
from portal.sheet.figures import CostTable, IndicatorView, Judge, cost_table, indicator_views
from portal.sheet.lineage import Step, lineage
from portal.sheet.links import RelatedLine, SystemLine, related_lines, system_lines
from portal.sheet.notes import Marks, Note, NoteBook, NumberedNote
from portal.sheet.schedule import SheetSchedule, sheet_schedule
from systems.models import RenewalPlan

TEXTS = ("issues", "approach", "content", "goal")
PLACED = {  # fields of a measure's notes that have their own place on the page; the others stand by its name
    *TEXTS, "items", "schedule", "schedule_state", "year_plans", "indicators", "costs", "outcome",
    "departments", "departments_text", "related_departments", "policy", "policy_candidates", "categories",
    "categories_unclear", "added", "ended", "parent_plan_ref", "continues", "related_measures", "grounds",
    "systems",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """取組内容 or a part of an outcome, as the document counts it."""

    number: str
    name: str
    text: str
    mark: str
    on: str
    marks: Marks


@dataclass(frozen=True)
class TextSection:
    heading: str
    is_goal: bool
    text: str
    items: Sequence[Item]
    marks: Marks


@dataclass(frozen=True)
class OutcomeView:
    """How a measure of an earlier plan ended."""

    facts: Sequence[Fact]
    target: Phase | None
    summary: str
    items: Sequence[Item]
    marks: Marks


@dataclass(frozen=True)
class LongConsideration:
    """長期検討: the run of years, and for each measure counted in it why."""

    years: int
    span: str
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MeasureSheet:
    measure: Measure
    badges: Sequence[Badge]
    marks: Marks
    texts: Sequence[TextSection]
    schedule: SheetSchedule
    indicators: Sequence[IndicatorView]
    indicators_heading: str
    indicator_marks: Marks
    costs: CostTable | None
    budget: BudgetTable | None
    cost_marks: Marks
    outcome: OutcomeView | None
    facts: Sequence[Fact]
    consideration: LongConsideration | None
    systems: Sequence[SystemLine]
    system_marks: Marks
    lineage: Sequence[Step]
    lineage_marks: Marks
    related: Sequence[RelatedLine]
    related_marks: Marks
    grounds: Sequence[str]
    ground_marks: Marks
    notes: Sequence[NumberedNote]
    previous: "Neighbour | None"
    next: "Neighbour | None"


@dataclass(frozen=True)
class Neighbour:
    number: str
    name: str
    url: str


def with_all_parts(measures: QuerySet[Measure], plan: Plan) -> QuerySet[Measure]:
    """Fetch along with measures of `plan` all that a sheet shows of them."""
    renewals = Prefetch("system__renewals", RenewalPlan.objects.filter(plan=plan), to_attr="renewals_here")
    systems = MeasureSystem.objects.select_related("system").prefetch_related(renewals)
    return measures.select_related(
        "ended_into", "outcome__achievement", "outcome__direction", "outcome__target_phase"
    ).prefetch_related(
        "measure_departments__department",
        "measure_categories__category__axis",
        "tracks__entries__phase",
        "year_plans",
        "indicators__values",
        "costs",
        "budget_lines",
        "measure_grounds__reference",
        "relations__related",
        Prefetch("measure_systems", systems),
    )


def measure_sheet(measure: Measure, place: Place) -> MeasureSheet:
    """Return the sheet of a measure fetched `with_all_parts`; notes are numbered in the page's order."""
    measure.plan = place.plan
    book = NoteBook()
    marks = book.take([note for note in measure.notes if note.get("field", "") not in PLACED], "名称・番号")
    consideration = _long_consideration(measure)
    indicators = list(measure.indicators.all())
    sheet = {
        "texts": _texts(measure, book),
        "schedule": sheet_schedule(measure, place, book),
        "indicator_marks": book.take_of(measure.notes, ("indicators",), "指標"),
        "indicators": indicator_views(indicators, book, _judge_of(measure) if indicators else None),
        "cost_marks": book.take_of(measure.notes, ("costs",), "経費"),
        "costs": cost_table(list(measure.costs.all()), book),
        "budget": budget_table(list(measure.budget_lines.all()), book),
        "outcome": _outcome(measure, book),
        "facts": facts_of(measure, book),
        "system_marks": book.take_of(measure.notes, ("systems",), "情報システム"),
        "systems": system_lines(measure),
        "lineage_marks": book.take_of(measure.notes, ("continues",), "前後の計画"),
        "lineage": lineage(measure, book),
        "related_marks": book.take_of(measure.notes, ("related_measures",), "関連する施策"),
        "related": related_lines(measure, book),
        "ground_marks": book.take_of(measure.notes, ("grounds",), "根拠"),
        "grounds": [str(link.reference) for link in measure.measure_grounds.all()],
    }
    previous, following = _neighbours(measure)
    return MeasureSheet(
        measure=measure,
        badges=_badges(measure, consideration),
        marks=marks,
        indicators_heading=_indicators_heading(measure, sheet["indicators"]),
        consideration=consideration,
        notes=book.notes,
        previous=previous,
        next=following,
        **sheet,
    )


def _judge_of(measure: Measure) -> Judge:
    """Return what judges the measure's indicators in a year, with the plan's own words (one query)."""
    words = achievement_words(measure.plan)
    return partial(judge, last_fiscal_year=measure.plan.end_fiscal_year, words=words)


def _badges(measure: Measure, consideration: LongConsideration | None) -> list[Badge]:
    words = measure.plan.words
    badges = [
        (measure.is_priority, Badge(bare(words["is_priority"]), "key")),
        (measure.is_new, Badge(bare(words["is_new"]))),
        (measure.added_fiscal_year or measure.added_label, Badge("追加")),
        (measure.is_ended, Badge(measure.ended_kind or "終了")),
        (consideration, Badge(f"長期検討 {consideration.years}年" if consideration else "", "warn")),
    ]
    return [badge for holds, badge in badges if holds]


def _texts(measure: Measure, book: NoteBook) -> list[TextSection]:
    """Return the texts the document gives; where it gives none of them, the content as 記載なし."""
    sections = []
    for name in TEXTS:
        heading, text = measure.plan.words[name], getattr(measure, name)
        raw_items = measure.items if name == "content" else []
        fields = (name, "items") if name == "content" else (name,)
        marks = book.take_of(measure.notes, fields, heading)
        items = _items(raw_items, heading, book)
        if text or items or marks:
            sections.append(TextSection(heading, name == "goal", text, items, marks))
    return sections


def _items(raw: Sequence[dict], heading: str, book: NoteBook) -> list[Item]:
    return [
        Item(
            number=item.get("number", ""),
            name=item["name"],
            text=item.get("text", ""),
            mark=item.get("mark", ""),
            on=show_partial_date(item.get("on", "")),
            marks=book.take(item.get("notes", []), f"{heading}「{item['name']}」"),
        )
        for item in raw
    ]


def _indicators_heading(measure: Measure, indicators: Sequence[IndicatorView]) -> str:
    """Name the indicators: the plan's word for goals, where they stand in the place of a text of it."""
    if indicators and all(indicator.kind == "fact" for indicator in indicators):
        return "実績値"
    return "指標" if measure.goal else measure.plan.words["goal"]


def _outcome(measure: Measure, book: NoteBook) -> OutcomeView | None:
    outcome: Outcome | None = getattr(measure, "outcome", None)
    if outcome is None:
        return None
    notes: list[Note] = [note for note in measure.notes if note.get("field") == "outcome"]
    marks = book.take([*notes, *outcome.notes], "結果")
    reported = outcome.reported_fiscal_year
    facts = [
        ("達成状況", outcome.achievement and outcome.achievement.label),
        ("今後の方向性", outcome.direction and outcome.direction.label),
        ("時点", show_partial_date(outcome.as_of)),
        ("報告", show_fiscal_year_by_era(reported) if reported else ""),
    ]
    target = outcome.target_phase
    return OutcomeView(
        facts=[Fact(name, [Value(value)]) for name, value in facts if value],
        target=Phase(target.label, target.code) if target else None,
        summary=outcome.summary,
        items=_items(outcome.items, "結果", book),
        marks=marks,
    )


def _long_consideration(measure: Measure) -> LongConsideration | None:
    found = considerations(measure.plan).get(measure.pk)
    if found is None or not found.is_long:
        return None
    counted = set(range(found.first_year, found.last_year + 1))
    links = [(_named(link.measure), _why(link)) for link in found.links if counted & link.years]
    return LongConsideration(found.years, show_fiscal_years(found.first_year, found.last_year), links)


def _named(measure: Measure) -> str:
    return f"{measure.plan.title} {measure.number} {measure.name}"


def _why(link: Link) -> str:
    """Say what a link of the run stands on: its tie to the next measure, and where its years are from."""
    outcome = getattr(link.measure, "outcome", None)
    span = frozenset(link.measure.plan.fiscal_years)
    is_by_target = outcome and outcome.target_phase and link.years == span
    source = "取組目標が検討のため計画期間を数える" if is_by_target else "年度ごとの工程による"
    return f"つながり：{link.basis}。{source}" if link.basis else source


def _neighbours(measure: Measure) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the measures before and after in the document's order."""
    keys = list(measure.plan.measures.order_by("order", "pk").values_list("key", "number", "name"))
    place = next(index for index, (key, _, _) in enumerate(keys) if key == measure.key)

    def neighbour(index: int) -> Neighbour | None:
        if not 0 <= index < len(keys):
            return None
        key, number, name = keys[index]
        return Neighbour(number, name, reverse("portal:measure_detail", args=[*measure.plan.url_args, key]))

    return neighbour(place - 1), neighbour(place + 1)
