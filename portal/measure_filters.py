"""The conditions by which a list of measures is narrowed. All of them stand in the URL."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter, FilterSet

from measures.consideration import considerations
from measures.models import Indicator, Measure, MeasureCategory, MeasureDepartment, ScheduleEntry
from organizations.fiscal_years import show_fiscal_year
from plans.models import Category, Word
from portal.layers import MOVES, Initial, Move, initial_of, moves_since
from portal.measure_table import BLANKS, MeasureTable, State, bare

Choices = list[tuple[str, str]]

UNCLEAR = "unclear"  # policy=unclear: the document does not tell to which policy a measure belongs
UNDATED = "none"  # due=none: a target without a year
GAPS = {"unclear": "不明", "none": "該当の記載なし"}  # uncategorised=axis:unclear, =axis:none
STATES_OF_BLANKS = {
    "nothing": ["", State.GIVEN],
    "unreadable": [State.UNREADABLE, State.PARTLY],
    "unprinted": [State.NONE],
}


class MeasureFilter(FilterSet):
    """Narrow the measures of a plan by what the query string says.

    `phase` (the plan's word) and `stage` (a common code, or one of `BLANKS` for a year without a phase) ask
    for the given `year`, else for any year; `year` alone for measures with a phase in it. Booleans are `1`.
    """

    q = CharFilter(label="言葉", method="with_words")
    policy = ChoiceFilter(method="under_policy")
    department = ChoiceFilter(method="of_department")
    year = ChoiceFilter(label="年度", method="in_schedule")
    phase = ChoiceFilter(label="工程", method="in_schedule")
    stage = ChoiceFilter(label="段階", method="in_schedule")
    category = ChoiceFilter(label="分類", method="in_category")
    uncategorised = ChoiceFilter(label="分類のないもの", method="without_category")
    starts = ChoiceFilter(label="実施・運用の開始", method="starting_in")
    life = ChoiceFilter(label="追加・終了", method="added_or_ended")
    due = ChoiceFilter(label="目標の年度", method="with_target_due")
    achievement = ChoiceFilter(label="達成状況", method="with_achievement")
    new = ChoiceFilter(field_name="is_new", method="marked")
    priority = ChoiceFilter(field_name="is_priority", method="marked")
    long = ChoiceFilter(label="長期検討", method="considered_for_long")
    moved = ChoiceFilter(label="当初との差", method="moved_since_initial")

    def __init__(self, data: QueryDict, *, table: MeasureTable):
        super().__init__(data, queryset=Measure.objects.filter(plan=table.plan).order_by())
        self.table = table
        words = table.plan.words
        self.filters["policy"].label = table.policy_word
        self.filters["department"].label = words["departments"]
        self.filters["new"].label = bare(words["is_new"])
        self.filters["priority"].label = bare(words["is_priority"])
        for name, choices in self._choices().items():
            self.filters[name].extra |= {"choices": choices, "empty_label": None}

    @property
    def is_asked(self) -> bool:
        """Say whether there is any condition; without one the form need not be made."""
        return any(self.data.get(name) for name in self.filters)

    @cached_property
    def given(self) -> dict[str, str]:
        """The conditions that were given and understood."""
        if not self.is_asked:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def initial(self) -> Initial | None:
        """The schedules of 当初, read when they are asked for (one query)."""
        return initial_of(self.table.plan)

    @cached_property
    def moves(self) -> dict[int, Move]:
        """What moved since 当初, by the measure's primary key."""
        return moves_since(self.initial, self.table) if self.initial else {}

    @property
    def refused(self) -> list[str]:
        """The labels of conditions whose value does not exist here; they are left out."""
        return [self.filters[name].label for name in self.errors] if self.is_asked else []

    def choices_of(self, name: str) -> Choices:
        return self.filters[name].extra["choices"]

    def _choices(self) -> dict[str, Choices]:
        table = self.table
        years = [(str(year), show_fiscal_year(year)) for year in table.plan.fiscal_years]
        yes = [("1", "あり")]
        categories = self._categories()
        return {
            "policy": self._policies(),
            "department": [(str(department.pk), department.name) for department in table.departments],
            "year": years,
            "phase": _labels(table.words, Word.Kind.PHASE),
            "stage": [*Word.Stage.choices, *BLANKS.items()],
            "category": [(f"{axis}:{code}", f"{name}：{label}") for axis, name, code, label in categories],
            "uncategorised": [
                (f"{axis}:{gap}", f"{name}：{label}")
                for axis, name in dict.fromkeys((axis, name) for axis, name, _, _ in categories)
                for gap, label in GAPS.items()
            ],
            "starts": years,
            "life": [("added", "追加したもの"), ("ended", "終えたもの")],
            "due": [*years, (UNDATED, "期限の記載なし")],
            "achievement": _labels(table.words, Word.Kind.ACHIEVEMENT),
            "new": yes,
            "priority": yes,
            "long": yes,
            "moved": list(MOVES.items()),
        }

    def _policies(self) -> Choices:
        choices = []
        for policy in self.table.policies.values():
            depth = len(self.table.policy_path(policy.pk)) - 1
            choices.append((policy.code, f"{'　' * depth}{policy}"))
        if choices and any(row.policy_id is None for row in self.table.rows):
            choices.append((UNCLEAR, "はっきりしないもの"))
        return choices

    def _categories(self) -> list[tuple[str, str, str, str]]:
        """Return axis and category, each as code and name."""
        columns = ["axis__code", "axis__name", "code", "label"]
        categories = Category.objects.filter(axis__plan=self.table.plan).values_list(*columns)
        return list(categories.order_by("axis__order", "order", "pk"))

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def under_policy(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == UNCLEAR:
            return queryset.filter(policy__isnull=True)
        chosen = next(policy for policy in self.table.policies.values() if policy.code == value)
        return queryset.filter(policy__in=self.table.policies_under(chosen.pk))

    def of_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        links = MeasureDepartment.objects.filter(department=value)
        return queryset.filter(pk__in=links.values("measure"))

    def in_schedule(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Apply year, phase and stage together, as one cell has to fulfil them all."""
        chosen = {key: value for key, value in self.given.items() if key in ("year", "phase", "stage")}
        if name != next(iter(chosen)):
            return queryset
        cells = ScheduleEntry.objects.filter(track__measure__plan=self.table.plan, phase__isnull=False)
        if "year" in chosen:
            cells = cells.filter(fiscal_year=chosen["year"])
        if "phase" in chosen:
            cells = cells.filter(phase__label=chosen["phase"])
        if chosen.get("stage") in BLANKS:
            states = STATES_OF_BLANKS[chosen["stage"]]
            return queryset.filter(schedule_state__in=states).exclude(pk__in=cells.values("track__measure"))
        if "stage" in chosen:
            cells = cells.filter(phase__code=chosen["stage"])
        return queryset.filter(pk__in=cells.values("track__measure"))

    def in_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        axis, _, code = value.partition(":")
        return queryset.filter(categories__axis__code=axis, categories__code=code)

    def without_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what the document leaves open on an axis, or what it says nothing of there (a query)."""
        axis, _, gap = value.rpartition(":")
        told = Measure.objects.filter(plan=self.table.plan).values_list("pk", "categories_unclear")
        unclear = [pk for pk, codes in told if axis in codes]
        if gap == "unclear":
            return queryset.filter(pk__in=unclear)
        of_axis = {"category__axis__plan": self.table.plan, "category__axis__code": axis}
        links = MeasureCategory.objects.filter(**of_axis)
        return queryset.exclude(pk__in=unclear).exclude(pk__in=links.values("measure"))

    def starting_in(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=[row.pk for row in self.table.rows if row.phases_starting(int(value))])

    def added_or_ended(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=[row.pk for row in self.table.rows if getattr(row, f"is_{value}")])

    def with_target_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        year = None if value == UNDATED else value
        targets = Indicator.objects.filter(measure__plan=self.table.plan, due_fiscal_year=year)
        return queryset.filter(pk__in=targets.exclude(kind=Indicator.Kind.FACT).values("measure"))

    def with_achievement(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(outcome__achievement__label=value)

    def marked(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{name: True})

    def considered_for_long(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        found = considerations(self.table.plan).items()
        return queryset.filter(pk__in=[pk for pk, run in found if run.is_long])

    def moved_since_initial(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=[pk for pk, move in self.moves.items() if move.is_of_kind(value)])


def _labels(words: Iterable[Word], kind: str) -> Choices:
    return [(word.label, word.label) for word in words if word.kind == kind]
