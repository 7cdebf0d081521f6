"""施策・工程・指標 in the admin."""

from django.contrib import admin

from measures.models import (
    BudgetLine,
    Continuation,
    CostEstimate,
    Indicator,
    IndicatorValue,
    Measure,
    MeasureCategory,
    MeasureDepartment,
    MeasureGround,
    MeasureSystem,
    Outcome,
    RelatedMeasure,
    ScheduleEntry,
    ScheduleTrack,
    YearPlan,
    track_key,
)
from measures.models.budget import SOURCES
from measures.resources import MeasureResource
from measures.services.held import check_is_not_held
from organizations.admin.base import RecordedInline
from organizations.admin.spreadsheets import SpreadsheetAdmin
from plans.admin.base import PlanRowAdmin

NOTES = ("注", {"fields": ("notes",), "classes": ("collapse",)})


class DepartmentInline(RecordedInline):
    model = MeasureDepartment
    fields = ("order", "role", "department")


class TrackInline(RecordedInline):
    """The tracks by name; the phase of each year is on the track's own page."""

    model = ScheduleTrack
    fields = ("order", "label", "cells")
    readonly_fields = ("cells",)
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entries__phase")

    @admin.display(description="年度ごとの工程")
    def cells(self, obj):
        return "、".join(map(str, obj.entries.all())) if obj.pk else ""


class IndicatorInline(RecordedInline):
    model = Indicator
    fields = ("order", "name", "kind", "target", "unit", "target_text", "due_fiscal_year", "due_text")
    show_change_link = True


class CostInline(RecordedInline):
    model = CostEstimate
    fields = ("order", "fiscal_year", "initial", "running", "specific_funding", "total", "budget", "settled")
    verbose_name_plural = "経費（千円）"


class BudgetLineInline(RecordedInline):
    model = BudgetLine
    fields = ("order", "fiscal_year", "name", "account", "initial", "supplementary", "carried_in",
              "obligation", "settled", "settled_state", *SOURCES)  # fmt: skip
    verbose_name_plural = "予算・決算（千円）"


class YearPlanInline(RecordedInline):
    model = YearPlan
    fields = ("fiscal_year", "text")


class CategoryInline(RecordedInline):
    model = MeasureCategory
    fields = ("order", "category")


class ContinuationInline(RecordedInline):
    model = Continuation
    fields = ("order", "ref", "basis", "notes")


class RelatedInline(RecordedInline):
    model = RelatedMeasure
    fk_name = "measure"
    fields = ("order", "related", "text")


class GroundInline(RecordedInline):
    model = MeasureGround
    fields = ("order", "reference")


class SystemInline(RecordedInline):
    model = MeasureSystem
    fields = ("order", "system")


class OutcomeInline(RecordedInline, admin.StackedInline):
    model = Outcome
    template = admin.StackedInline.template
    fields = ("achievement", "direction", "summary", "items", "target_phase", "as_of", "reported_fiscal_year",
              "notes")  # fmt: skip


@admin.register(Measure)
class MeasureAdmin(PlanRowAdmin, SpreadsheetAdmin):
    resource_classes = (MeasureResource,)
    list_display = ("number", "name", "plan_named", "policy", "is_new", "is_priority", "schedule_state",
                    "ended_fiscal_year")  # fmt: skip
    list_display_links = ("number", "name")
    list_filter = ("is_new", "is_priority", "schedule_state")
    list_select_related = ("plan__municipality", "policy")
    search_fields = ("search",)
    key_from = "number"
    inlines = (DepartmentInline, TrackInline, IndicatorInline, CostInline, BudgetLineInline, YearPlanInline,
               CategoryInline, ContinuationInline, RelatedInline, GroundInline, SystemInline,
               OutcomeInline)  # fmt: skip
    fieldsets = (
        (None, {"fields": ("plan", "number", "printed_number", "key", "name", "policy", "policy_candidates",
                           "is_new", "is_priority", "order")}),
        ("本文", {"fields": ("issues", "approach", "content", "goal", "items", "parent_plan_ref",
                             "departments_text")}),
        ("工程と分類", {"fields": ("schedule_state", "decision_due_fiscal_year", "categories_unclear")}),
        ("追加と終了", {"fields": ("added_fiscal_year", "added_label", "added_on", "added_body",
                                   "added_document_number", "added_notes", "ended_fiscal_year", "ended_kind",
                                   "ended_into", "ended_reason", "ended_on", "ended_body",
                                   "ended_document_number", "ended_notes")}),
        NOTES,
    )  # fmt: skip

    def delete_model(self, request, obj):
        check_is_not_held(obj)
        super().delete_model(request, obj)


class EntryInline(RecordedInline):
    model = ScheduleEntry
    fields = ("fiscal_year", "phase")


@admin.register(ScheduleTrack)
class ScheduleTrackAdmin(PlanRowAdmin):
    list_display = ("measure", "label", "order")
    list_select_related = ("measure__plan__municipality",)
    search_fields = ("measure",)
    search_through = "measure"
    fixed_fields = ("measure", "key")
    inlines = (EntryInline,)
    fieldsets = ((None, {"fields": ("measure", "label", "order")}), NOTES)

    def save_model(self, request, obj, form, change):
        obj.key = obj.key or track_key(obj.label)
        super().save_model(request, obj, form, change)


class ValueInline(RecordedInline):
    model = IndicatorValue
    fields = ("order", "fiscal_year", "target", "value", "text", "achievement", "as_of", "state", "source",
              "judgement", "judgement_reason")  # fmt: skip


@admin.register(Indicator)
class IndicatorAdmin(PlanRowAdmin):
    list_display = ("name", "measure", "kind", "target", "unit", "due_fiscal_year")
    list_filter = ("kind",)
    list_select_related = ("measure__plan__municipality",)
    search_fields = ("name", "target_text", "measure__number", "measure__name")
    fixed_fields = ("measure", "key")
    key_from = "name"
    inlines = (ValueInline,)
    fieldsets = (
        (None, {"fields": ("measure", "name", "key", "kind", "unit", "direction", "basis", "bound", "group",
                           "order")}),
        ("目標", {"fields": ("target", "target_text", "from_fiscal_year", "due_fiscal_year", "due_text")}),
        ("算式と基準", {"fields": ("numerator", "denominator", "baseline", "baseline_on")}),
        NOTES,
    )  # fmt: skip
