"""The rows of a plan in the admin: 方針・分類・章・図表・用語 and the rest of the book."""

from django.contrib import admin

from organizations.admin.base import RecordedInline
from plans.admin.base import PlanRowAdmin
from plans.models import (
    Axis,
    BasicPolicy,
    Category,
    Chapter,
    Committee,
    Criterion,
    DataTable,
    DepartmentListing,
    EvaluationBody,
    GlossaryTerm,
    PolicyDepartment,
    Reference,
    Survey,
    SurveyItem,
)

NOTES = ("注", {"fields": ("notes",), "classes": ("collapse",)})


class PolicyDepartmentInline(RecordedInline):
    model = PolicyDepartment
    fields = ("order", "department")


@admin.register(BasicPolicy)
class BasicPolicyAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "code", "parent", "reportable", "order")
    list_select_related = ("plan__municipality", "parent")
    search_fields = ("search",)
    key_from = "code"
    inlines = (PolicyDepartmentInline,)
    fieldsets = (
        (None, {"fields": ("plan", "code", "printed_code", "key", "name", "parent", "order", "reportable")}),
        ("本文", {"fields": ("description", "issues", "goal", "outcome", "items")}),
        NOTES,
    )


class CategoryInline(RecordedInline):
    model = Category
    fields = ("order", "code", "label", "description")


@admin.register(Axis)
class AxisAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "code", "order")
    search_fields = ("name", "code")
    inlines = (CategoryInline,)
    fieldsets = ((None, {"fields": ("plan", "code", "name", "description", "order")}), NOTES)


@admin.register(Category)
class CategoryAdmin(PlanRowAdmin):
    list_display = ("label", "axis", "code", "order")
    list_select_related = ("axis__plan__municipality",)
    search_fields = ("label", "code")
    fixed_fields = ("axis",)
    fieldsets = ((None, {"fields": ("axis", "code", "label", "description", "order")}), NOTES)


@admin.register(Chapter)
class ChapterAdmin(PlanRowAdmin):
    list_display = ("title", "plan_named", "number", "parent", "kind", "order")
    list_filter = ("kind",)
    list_select_related = ("plan__municipality", "parent")
    search_fields = ("search",)
    fieldsets = (
        (None, {"fields": ("plan", "number", "title", "kind", "parent", "order")}),
        ("本文", {"fields": ("body", "insert")}),
        NOTES,
    )


@admin.register(DataTable)
class DataTableAdmin(PlanRowAdmin):
    list_display = ("title", "plan_named", "number", "kind", "order")
    list_filter = ("kind",)
    search_fields = ("search",)
    fieldsets = (
        (None, {"fields": ("plan", "number", "title", "kind", "unit", "year_kind", "source", "order")}),
        ("内容", {"fields": ("columns", "rows")}),
        NOTES,
    )


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PlanRowAdmin):
    list_display = ("term", "plan_named", "reading", "group", "order")
    search_fields = ("search",)
    fieldsets = (
        (None, {"fields": ("plan", "term", "reading", "full_name", "aliases", "group", "order")}),
        ("説明", {"fields": ("explanation",)}),
        NOTES,
    )


@admin.register(Reference)
class ReferenceAdmin(PlanRowAdmin):
    list_display = ("title", "plan_named", "kind", "relation", "order")
    list_filter = ("kind",)
    search_fields = ("title", "relation")
    fieldsets = (
        (None, {"fields": ("plan", "kind", "title", "relation", "parent", "article", "order")}),
        ("時期", {"fields": ("issued_on", "revised_on", "start_fiscal_year", "end_fiscal_year")}),
        NOTES,
    )


@admin.register(Committee)
class CommitteeAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "kind", "parent", "order")
    list_filter = ("kind",)
    search_fields = ("name", "role")
    fieldsets = (
        (None, {"fields": ("plan", "name", "kind", "parent", "basis", "role", "secretariat", "order")}),
        ("構成", {"fields": ("members", "duties", "quorum")}),
        NOTES,
    )


@admin.register(EvaluationBody)
class EvaluationBodyAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "rates_direction", "order")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("plan", "name", "verdicts", "rates_direction", "order")}), NOTES)


@admin.register(Criterion)
class CriterionAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "good_end", "order")
    search_fields = ("name", "meaning")
    fieldsets = ((None, {"fields": ("plan", "name", "labels", "good_end", "meaning", "order")}), NOTES)


@admin.register(DepartmentListing)
class DepartmentListingAdmin(PlanRowAdmin):
    list_display = ("department", "plan_named", "parent", "kind", "order")
    list_filter = ("kind",)
    list_select_related = ("plan__municipality", "department", "parent")
    search_fields = ("department__name",)
    fieldsets = (
        (None, {"fields": ("plan", "department", "parent", "kind", "since", "until", "successors", "order")}),
        NOTES,
    )


class SurveyItemInline(RecordedInline):
    model = SurveyItem
    fields = ("order", "number", "field", "name", "satisfaction", "importance", "quadrant")


@admin.register(Survey)
class SurveyAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "since", "until", "returned", "order")
    search_fields = ("name", "population")
    inlines = (SurveyItemInline,)
    fieldsets = (
        (None, {"fields": ("plan", "name", "since", "until", "population", "method", "order")}),
        ("回収", {"fields": ("sample", "returned", "valid", "rate", "means")}),
        NOTES,
    )
