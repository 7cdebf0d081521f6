"""What admin pages of a plan's rows have in common: an adopted plan changes only with a reason."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import QueryDict
from django.urls import reverse

from organizations.admin.base import (
    AdminReasonForm,
    RecordedAdmin,
    RecordedForm,
    owner_of,
    place_path,
)
from organizations.exceptions import ReasonMissing
from organizations.history import OpenChange, Reason, current_change
from plans.models import Plan

REASON = "変更の理由"
REASON_FIELDS = ("reason_category", "reason_text")
ADOPTED = "この計画は確定しています。変更には理由が要ります。誤字訂正のときは区分だけで足ります。"
NOT_ADOPTED = "この計画はまだ確定していないため、理由がなくても保存できます。"


def plan_path(model: type[models.Model]) -> str:
    """Return the lookup from a row to its plan: `measure__plan` for a track; "" for a plan itself."""
    return place_path(model).removesuffix("municipality").removesuffix("__")


def plan_of(row: models.Model) -> Plan | None:
    found = owner_of(row, path) if (path := plan_path(type(row))) else row
    return found if isinstance(found, Plan) else None


class PlanFilter(admin.SimpleListFilter):
    """Rows of one plan; the plans of one city where the list shows one city."""

    title = "計画"
    parameter_name = "plan"

    def lookups(self, request, model_admin):
        plans = Plan.objects.select_related("municipality")
        if (city := request.GET.get("municipality", "")).isdecimal():
            plans = plans.filter(municipality=int(city))
        return [(str(plan.pk), f"{plan.municipality} {plan.code}") for plan in plans]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(**{plan_path(queryset.model): int(self.value())})


class PlanRowForm(RecordedForm, AdminReasonForm):
    """A row of a plan, with the reason for changing it."""


class PlanRowAdmin(RecordedAdmin):
    form = PlanRowForm
    fixed_fields = ("plan", "key")

    @admin.display(description="計画")
    def plan_named(self, row):
        plan = plan_of(row)
        return f"{plan.municipality} {plan.code}"

    def get_list_filter(self, request):
        city, *others = super().get_list_filter(request)
        return [city, PlanFilter, *others]

    def narrowed(self, rows, place: QueryDict):
        rows = super().narrowed(rows, place)
        plan = place.get("plan", "")
        return rows.filter(**{plan_path(self.model): int(plan)}) if plan.isdecimal() else rows

    def is_narrowed(self, place):
        return "plan" in place

    def named_with_place(self, row):
        plan = plan_of(row)
        return f"{row}（{plan.municipality} {plan.code}）" if plan else super().named_with_place(row)

    def place_of(self, row):
        plan = plan_of(row)
        return super().place_of(row) | ({"plan": plan.pk} if plan else {})

    def get_changeform_initial_data(self, request):
        """Propose the plan of the list one comes from."""
        filters = QueryDict(request.GET.get("_changelist_filters", ""))
        names = [name for name in ("plan", "municipality") if filters.get(name, "").isdecimal()]
        return {name: filters[name] for name in names} | super().get_changeform_initial_data(request)

    def get_fieldsets(self, request, obj=None):
        """Put the reason last, and say whether it is needed."""
        groups = super().get_fieldsets(request, obj)
        for _, options in groups:
            options["fields"] = [name for name in options["fields"] if name not in REASON_FIELDS]
        plan = plan_of(obj) if obj else None
        sentence = "" if plan is None else ADOPTED if plan.is_adopted() else NOT_ADOPTED
        return [*groups, (REASON, {"fields": REASON_FIELDS, "description": sentence})]

    def name_change(self, request, row):
        """Lock the plan, as every service does, and name it, its city and the reason."""
        change, plan = current_change(), plan_of(row)
        if plan is not None and plan.pk:
            Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if plan is not None:
            change.municipality, change.plan_code = plan.municipality, plan.code
        form = AdminReasonForm(request.POST)
        change.reason = form.reason if form.is_valid() else Reason()

    def check_change(self, change: OpenChange, row):
        plan = plan_of(row)
        if change.has_changes and not change.reason.is_enough and plan and plan.pk and plan.is_adopted():
            raise ReasonMissing

    def delete_context(self, typed: QueryDict | None) -> dict[str, Any]:
        return {"reason_form": AdminReasonForm(typed)}

    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, self.delete_context(None) | (extra_context or {}))


def list_url(model: type[models.Model], plan: Plan) -> str:
    """Return the address of a model's list, filtered to one plan."""
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist") + f"?plan={plan.pk}"
