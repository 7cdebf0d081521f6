"""The conditions by which the history of a plan is narrowed. All of them stand in the URL."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, time

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from measures.models import Measure, MeasureDepartment
from organizations.exceptions import DatesDisagree, UnreadableDate
from organizations.fiscal_years import parse_day, parse_fiscal_year, parse_month
from organizations.models import ChangeSet, Department, DepartmentSuccession
from organizations.trail import KINDS, touching, tracked_models, writing
from plans.models import BasicPolicy, Plan, PolicyDepartment
from systems.models import Contract, ContractSystem, InformationSystem, SystemDepartment

Choices = list[tuple[str, str]]

PERIOD_REMEDY = "「令和8年4月1日」「R8.4」「令和8年度」のように入力してください。"
NAMELESS = "-"  # person=-: commands, and saves from before there were people
LINKS = [  # which rows a department holds: through table, its key to them, their model
    (MeasureDepartment, "measure", Measure),
    (PolicyDepartment, "policy", BasicPolicy),
    (SystemDepartment, "system", InformationSystem),
]
KIND_NAMES = {"added": "+", "changed": "~", "deleted": "-"}


class PeriodField(forms.CharField):
    """The edge of a period: a day, a month or a fiscal year, as people write them."""

    def __init__(self, *args, is_end: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_end = is_end

    def to_python(self, value) -> date | None:
        text = super().to_python(value)
        if not text:
            return None
        for read in (parse_day, self._month, self._fiscal_year):
            with suppress(UnreadableDate, DatesDisagree):
                return read(text)
        raise ValidationError(str(UnreadableDate(text, PERIOD_REMEDY)))

    def _month(self, text: str) -> date:
        month = parse_month(text)
        return month.replace(day=monthrange(month.year, month.month)[1]) if self.is_end else month

    def _fiscal_year(self, text: str) -> date:
        year = parse_fiscal_year(text)
        return date(year + 1, 3, 31) if self.is_end else date(year, 4, 1)


class PeriodFilter(Filter):
    field_class = PeriodField


class HistoryFilter(FilterSet):
    """Narrow the saves of a plan and its city by what the query string says."""

    person = ChoiceFilter(label="職員", method="by_person")
    author_department = ChoiceFilter(label="職員の部署", method="by_department")
    measure = ChoiceFilter(method="of_measure")
    department = ChoiceFilter(label="担当課・所管課", method="of_department")
    system = ChoiceFilter(label="情報システム", method="of_system")
    noun = ChoiceFilter(label="変更したもの", method="wrote")
    kind = ChoiceFilter(label="種類", method="wrote", choices=[(n, KINDS[s]) for n, s in KIND_NAMES.items()])
    source = ChoiceFilter(label="経路", choices=ChangeSet.Source.choices)
    reason = ChoiceFilter(
        label="理由の区分", field_name="reason_category", choices=ChangeSet.ReasonCategory.choices
    )
    words = CharFilter(label="理由の言葉", field_name="reason_text", lookup_expr="icontains")
    begins = PeriodFilter(label="いつから", method="since")
    ends = PeriodFilter(label="いつまで", method="until", is_end=True)

    def __init__(self, data: QueryDict, *, queryset: QuerySet[ChangeSet], plan: Plan):
        super().__init__(data, queryset=queryset)
        self.plan = plan
        self.filters["measure"].label = plan.words["measure"]
        for name, choices in self._choices(queryset).items():
            self.filters[name].extra |= {"choices": choices, "empty_label": None}

    @cached_property
    def given(self) -> dict[str, str]:
        """The conditions that were given and understood, as they stand in the URL."""
        self.form.is_valid()
        return {name: self.data[name] for name, value in self.form.cleaned_data.items() if value}

    @property
    def refused(self) -> dict[str, str]:
        """The labels of conditions that are left out, and why."""
        periods = {"begins", "ends"}
        sentences = {
            name: " ".join(errors) if name in periods else "この計画の記録にない値のため、使っていません。"
            for name, errors in self.errors.items()
        }
        return {self.filters[name].label: sentence for name, sentence in sentences.items()}

    def choices_of(self, name: str) -> Choices:
        return self.filters[name].extra.get("choices", [])

    def _choices(self, saves: QuerySet[ChangeSet]) -> dict[str, Choices]:
        names = sorted(set(saves.order_by().values_list("by_name", flat=True).distinct()))
        departments = list(self.plan.municipality.departments.values_list("pk", "name"))
        of_departments = [(str(pk), name) for pk, name in departments]
        return {
            "person": [(name or NAMELESS, name or "コマンド（名前なし）") for name in names],
            "author_department": of_departments,
            "department": of_departments,
            "measure": _measures(self.plan),
            "system": list(self._systems()),
            "noun": _nouns(),
        }

    def _systems(self) -> Choices:
        """Offer the city's systems where one is asked for: their pages lead here."""
        asked = self.data.get("system", "")
        of_city = InformationSystem.objects.of_city(self.plan.municipality)
        systems = of_city.filter(pk=asked) if asked.isdecimal() else ()
        return [(str(system.pk), system.name) for system in systems]

    def by_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(by_name="" if value == NAMELESS else value)

    def by_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(by__department=value)

    def of_measure(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        records = Measure.history.filter(plan=self.plan.pk, key=value)
        return queryset.filter(touching(Measure, records.values("id")))

    def of_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(touching_department(int(value)))

    def of_system(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(touching_system(int(value)))

    def wrote(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Apply noun and kind together, as one row has to fulfil both."""
        chosen = {key: value for key, value in self.given.items() if key in ("noun", "kind")}
        if name != next(iter(chosen)):
            return queryset
        nouns = [apps.get_model(chosen["noun"])] if "noun" in chosen else tracked_models()
        return queryset.filter(writing(nouns, KIND_NAMES.get(chosen.get("kind"), "")))

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(made_at__gte=_midnight(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(made_at__lt=_midnight(date.fromordinal(value.toordinal() + 1)))


def touching_department(pk: int) -> Q:
    """Return the condition for saves of a department, of what it held at any time, and of its holding it."""
    found = touching(Department, [pk])
    found |= Q(pk__in=DepartmentSuccession.history.filter(successor=pk).values("changeset"))
    for link, key, model in LINKS:
        records = link.history.filter(department=pk)
        found |= Q(pk__in=records.values("changeset")) | touching(model, records.values(f"{key}_id"))
    return found


def touching_system(pk: int) -> Q:
    """Return the condition for saves of a system, what hangs on it, and contracts for it at any time."""
    contracts = ContractSystem.history.filter(system=pk).values("contract_id")
    return touching(InformationSystem, [pk]) | touching(Contract, contracts)


def _measures(plan: Plan) -> Choices:
    """Return the plan's measures by key, those that are gone after the others."""
    living = list(plan.measures.values_list("key", "number", "name"))
    keys = {key for key, _, _ in living}
    gone = Measure.history.filter(plan=plan.pk, history_type="-").order_by("history_id")
    names = {
        key: f"{number} {name}（今はない）" for key, number, name in gone.values_list("key", "number", "name")
    }
    choices = [(key, f"{number} {name}") for key, number, name in living]
    return choices + [(key, name) for key, name in names.items() if key not in keys]


def _nouns() -> Choices:
    """Return what is tracked, from the measures down to the city."""
    nouns = [(model._meta.label_lower, str(model._meta.verbose_name)) for model in tracked_models()]
    floors = list(dict.fromkeys(label.split(".")[0] for label, _ in nouns))
    return sorted(nouns, key=lambda noun: -floors.index(noun[0].split(".")[0]))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
