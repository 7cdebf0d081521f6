"""The conditions by which the list of systems is narrowed. All of them stand in the URL."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from plans.models import Plan
from portal.systems import RENEWAL_WINDOW, renewals_within
from systems.models import InformationSystem, PlanListing

WINDOWS = [(str(months), f"{months}か月以内に次期が稼働") for months in (12, RENEWAL_WINDOW, 36)]


class InformationSystemFilter(django_filters.FilterSet):
    """Free text, department, heading of the plan, renewal within so many months of `since`."""

    q = django_filters.CharFilter(label="名称・業務", method="with_words")
    department = django_filters.ModelChoiceFilter(
        field_name="departments", queryset=None, label="所管課", empty_label="すべて"
    )
    group = django_filters.ChoiceFilter(label="区分", method="under_heading", empty_label="すべて")
    renewal_within = django_filters.ChoiceFilter(
        label="更新の時期", choices=WINDOWS, method="renewed_within", empty_label="すべて"
    )

    class Meta:
        model = InformationSystem
        fields: list[str] = []

    def __init__(self, data, queryset, *, plan: Plan, since: date):
        super().__init__(data, queryset)
        self.plan, self.since = plan, since
        departments = plan.municipality.departments.filter(systems__isnull=False).distinct()
        self.filters["department"].queryset = departments.order_by("order", "pk")
        listed = PlanListing.objects.filter(plan=plan).exclude(group="").order_by("order")
        headings = dict.fromkeys(listed.values_list("group", flat=True))
        self.filters["group"].extra["choices"] = [(heading, heading) for heading in headings]

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values())

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def under_heading(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(listings__plan=self.plan, listings__group=value)

    def renewed_within(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        renewals = renewals_within(self.plan, since=self.since, months=int(value))
        return queryset.filter(pk__in=renewals.values("system"))
