"""計画のあらまし: what a plan is, how it is built, and what it leads to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.urls import reverse

from plans.models import (
    Axis,
    BasicPolicy,
    CarriedOverIssue,
    Category,
    Committee,
    Criterion,
    CycleStep,
    EvaluationBody,
    Generation,
    MakingStep,
    Plan,
    PlanCost,
    PlanRule,
    Reference,
    Word,
)
from plans.models.plan import DEFAULT_LABELS
from portal.measure_filters import UNCLEAR
from portal.measure_table import MeasureTable, measure_table
from portal.measure_totals import MeasureTotals, measure_totals
from portal.outcomes import OutcomeFigures, outcome_figures, outcome_rows
from portal.place import Place
from portal.stages import may_belong
from portal.summary import measure_list_url

# fields of a plan whose notes stand beside them; other notes are listed at the foot
NOTED = {
    "vision", "scope", "revision_rule", "start_fiscal_year", "end_fiscal_year", "start_on", "end_on",
    "extended", "issued_on", "publisher", "editor", "predecessor", "policy_levels", "labels", "phases",
    "title", "subtitle", "code",
}  # fmt: skip


@dataclass(frozen=True)
class PolicyNode:
    """A policy and those below it. `count` has the measures of all, `candidates` those that may belong."""

    policy: BasicPolicy
    departments: Sequence[str]
    count: int
    candidates: int
    url: str
    children: Sequence["PolicyNode"]

    @property
    def is_unknown(self) -> bool:
        return not self.count and bool(self.candidates)


@dataclass(frozen=True)
class CategoryCount:
    """A category and its measures; None where the document does not tell, or leaves open, which are its."""

    category: Category
    count: int | None
    url: str


@dataclass(frozen=True)
class AxisCounts:
    """An axis with its categories; `unclear` counts the measures whose category the document leaves open."""

    axis: Axis
    categories: Sequence[CategoryCount]
    unclear: int


@dataclass(frozen=True)
class Way:
    """Another page of the plan; `count` is None where there is nothing to count."""

    label: str
    url: str
    count: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Overview:
    """All of a plan's overview. Lists are empty where the document tells nothing."""

    measures: int
    totals: MeasureTotals | None
    policies: Sequence[PolicyNode]
    unclear_policy: tuple[int, str] | None
    axes: Sequence[AxisCounts]
    references: Sequence[tuple[str, Sequence[Reference]]]
    rules: Sequence[PlanRule]
    committees: Sequence[Committee]
    bodies: Sequence[EvaluationBody]
    criteria: Sequence[Criterion]
    making: Sequence[MakingStep]
    cycle: Sequence[CycleStep]
    costs: Sequence[PlanCost]
    carried_over: Sequence[CarriedOverIssue]
    generations: Sequence[Generation]
    words: Sequence[tuple[str, Sequence[Word]]]
    previous: OutcomeFigures | None
    outcomes: OutcomeFigures | None
    ways: Sequence[Way]
    own_words: Sequence[tuple[str, str]]
    notes: Sequence[dict]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The sections of the page that have something to tell, by anchor."""
        sections = [
            ("own-outcomes", "この計画の結果", self.outcomes),
            ("policies", "施策の体系", True),
            ("axes", "分類", self.axes),
            ("previous-outcomes", "前計画の結果", self.previous),
            ("carried", "引き継いだ課題", self.carried_over),
            ("generations", "これまでの計画", self.generations),
            ("references", "根拠・関連計画", self.references),
            ("rules", "きまり", self.rules),
            ("committees", "会議体", self.committees),
            ("evaluation", "評価", self.bodies or self.criteria),
            ("cycle", "進行管理", self.cycle),
            ("making", "策定の経過", self.making),
            ("words", "言葉", True),
            ("facts", "計画の事項", True),
            ("ways", "ほかのページ", True),
        ]
        return [(anchor, label) for anchor, label, told in sections if told]

    @property
    def untold(self) -> list[str]:
        """Name the parts which the plan's document does not have."""
        parts = {
            "施策の体系": self.policies,
            "分類": self.axes,
            "根拠・関連計画": self.references,
            "計画のきまり": self.rules,
            "会議体": self.committees,
            "策定の経過": self.making,
            "進行管理": self.cycle,
            "計画の経費": self.costs,
        }
        return [name for name, rows in parts.items() if not rows]


def plan_overview(place: Place) -> Overview:
    """Read the overview of the place's plan, in a number of queries that does not grow with it."""
    plan = place.plan
    table = measure_table(plan)
    previous = predecessor_of(place)
    return Overview(
        measures=len(table.rows),
        totals=measure_totals(plan, table.rows),
        policies=policy_tree(table),
        unclear_policy=_unclear_policy(table),
        axes=axis_counts(table),
        references=_by_kind(plan.references.all()),
        rules=list(plan.rules.all()),
        committees=list(plan.committees.all()),
        bodies=list(plan.evaluation_bodies.all()),
        criteria=list(plan.criteria.all()),
        making=list(plan.making.all()),
        cycle=list(plan.cycle.all()),
        costs=list(plan.costs.all()),
        carried_over=list(plan.carried_over.select_related("policy")),
        generations=list(plan.generations.all()),
        words=_word_lists(table),
        previous=figures_of(previous, plan) if previous else None,
        outcomes=outcome_figures(table, outcome_rows(table), plan),
        ways=_ways(place),
        own_words=[
            (word, plan.words[name]) for name, word in DEFAULT_LABELS.items() if plan.words[name] != word
        ],
        notes=[*(note for note in plan.notes if note.get("field") not in NOTED), *plan.document_notes],
    )


def predecessor_of(place: Place) -> Plan | None:
    """Return the plan that the place's plan names as its predecessor, if it is loaded."""
    return next((plan for plan in place.plans if plan.code == place.plan.predecessor), None)


def figures_of(plan: Plan, at: Plan) -> OutcomeFigures | None:
    """Return the outcomes of `plan`, leading to its results among the pages of `at`."""
    table = measure_table(plan)
    return outcome_figures(table, outcome_rows(table), at)


def policy_tree(table: MeasureTable) -> list[PolicyNode]:
    """Return the uppermost policies with all below them (three queries)."""
    policies = list(table.plan.policies.prefetch_related("policy_departments__department"))
    own = Counter(row.policy_id for row in table.rows)

    def node(policy: BasicPolicy) -> PolicyNode:
        children = [node(child) for child in policies if child.parent_id == policy.pk]
        count = own[policy.pk] + sum(child.count for child in children)
        is_top = policy.parent_id is None
        candidates = sum(may_belong(row, policy.code) for row in table.rows) if is_top else 0
        conditions = {"policy": policy.code if count or not candidates else UNCLEAR}
        departments = [link.department.name for link in policy.policy_departments.all()]
        url = measure_list_url(table.plan, **conditions)
        return PolicyNode(policy, departments, count, candidates, url, children)

    return [node(policy) for policy in policies if policy.parent_id is None]


def _unclear_policy(table: MeasureTable) -> tuple[int, str] | None:
    count = sum(row.policy_id is None for row in table.rows)
    return (count, measure_list_url(table.plan, policy=UNCLEAR)) if table.policies and count else None


def axis_counts(table: MeasureTable) -> list[AxisCounts]:
    """Count the measures of each category (three queries)."""
    plan = table.plan
    counts = dict(
        Category.objects.filter(axis__plan=plan)
        .annotate(measures_in=Count("measures"))
        .values_list("pk", "measures_in")
    )
    open_axes = Counter(
        code for codes in plan.measures.values_list("categories_unclear", flat=True) for code in codes
    )
    found = []
    for axis in plan.axes.prefetch_related("categories"):
        unclear = open_axes[axis.code]
        is_told = any(counts[category.pk] for category in axis.categories.all()) and not unclear
        categories = [
            CategoryCount(
                category,
                counts[category.pk] or (0 if is_told else None),
                measure_list_url(plan, category=f"{axis.code}:{category.code}"),
            )
            for category in axis.categories.all()
        ]
        found.append(AxisCounts(axis, categories, unclear))
    return found


def _by_kind(references: Iterable[Reference]) -> list[tuple[str, list[Reference]]]:
    """Group references by kind: laws first, in the order of the kinds; each group in the document's order."""
    places = {kind: place for place, kind in enumerate(Reference.Kind)}
    ordered = sorted(references, key=lambda reference: places[reference.kind])
    return [(name, list(rows)) for name, rows in groupby(ordered, key=Reference.get_kind_display)]


def _word_lists(table: MeasureTable) -> list[tuple[str, list[Word]]]:
    lists = [(kind.label, [word for word in table.words if word.kind == kind]) for kind in Word.Kind]
    return [(name, words) for name, words in lists if words]


def _ways(place: Place) -> list[Way]:
    plan, code = place.plan, place.municipality.code

    def way(label: str, name: str, count: int | None = None, unit: str = "") -> Way:
        return Way(label, reverse(f"portal:{name}", args=plan.url_args), count, unit)

    systems = plan.system_listings.count()
    return [
        way(f"{plan.words['measure']}一覧", "measure_list", plan.measures.count(), "件"),
        way(plan.words["schedule"], "schedule_grid"),
        way("本文（章）", "chapter_list", plan.chapters.count(), "章・節"),
        way("図表", "data_table_list", plan.tables.count(), "点"),
        *(
            Way(survey.name, reverse("portal:survey_detail", args=[*plan.url_args, survey.pk]))
            for survey in plan.surveys.all()
        ),
        Way("情報システム", reverse("portal:information_system_list", args=[code]), systems, "システム"),
        way("オンライン手続", "online_procedure_list", plan.procedures.count(), "手続"),
        way("用語", "glossary_term_list", plan.glossary.count(), "語"),
        way("前計画の結果", "previous_results"),
        way("長期検討", "consideration_list"),
        way("分類の対応", "coverage"),
        way("年間予定", "year_calendar"),
        way("確定版", "edition_list", plan.editions.count(), "版"),
        way("新旧対照表", "edition_compare"),
        way("変更の記録", "change_set_list"),
        Way("部署から見る", reverse("portal:department_list", args=[code])),
        way("計画書の印刷", "plan_book"),
        way("印刷物（すべて）", "paper_list"),
    ]
