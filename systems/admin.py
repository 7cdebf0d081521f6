"""情報システム・更新計画・オンライン手続 in the admin."""

from django.contrib import admin

from organizations.admin.base import RecordedInline
from organizations.admin.spreadsheets import SpreadsheetAdmin
from plans.admin.base import PlanRowAdmin
from systems.models import InformationSystem, OnlineProcedure, PlanListing, RenewalPlan, SystemDepartment
from systems.resources import InformationSystemResource


class SystemDepartmentInline(RecordedInline):
    model = SystemDepartment
    fields = ("order", "department")


@admin.register(InformationSystem)
class InformationSystemAdmin(SpreadsheetAdmin):
    resource_classes = (InformationSystemResource,)
    list_display = ("name", "municipality", "started_on", "is_priority", "migrates_to_next", "successor")
    list_filter = ("is_priority", "migrates_to_next")
    list_select_related = ("municipality", "successor")
    search_fields = ("search",)
    key_from = "name"
    inlines = (SystemDepartmentInline,)
    fieldsets = (
        (None, {"fields": ("municipality", "name", "key", "outline", "is_priority")}),
        ("稼働", {"fields": ("started_on", "started_kind", "migrates_to_next", "successor")}),
        ("共同利用と標準化", {"fields": ("standard_businesses", "shared_with")}),
        ("注", {"fields": ("notes",), "classes": ("collapse",)}),
    )


@admin.register(PlanListing)
class PlanListingAdmin(PlanRowAdmin):
    list_display = ("system", "plan_named", "group", "order")
    list_select_related = ("plan__municipality", "system")
    search_fields = ("system",)
    search_through = "system"
    fields = ("plan", "system", "group", "order")


@admin.register(RenewalPlan)
class RenewalPlanAdmin(PlanRowAdmin):
    list_display = ("system", "plan_named", "current_end", "review_start", "procurement_fiscal_year",
                    "next_start")  # fmt: skip
    list_select_related = ("plan__municipality", "system")
    search_fields = ("system",)
    search_through = "system"
    fieldsets = (
        (None, {"fields": ("plan", "system")}),
        ("更新", {"fields": ("current_end", "review_start", "procurement_fiscal_year", "next_start")}),
        ("注", {"fields": ("notes",), "classes": ("collapse",)}),
    )


@admin.register(OnlineProcedure)
class OnlineProcedureAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "channel", "order")
    search_fields = ("search",)
    fieldsets = (
        (None, {"fields": ("plan", "name", "channel", "order")}),
        ("注", {"fields": ("notes",), "classes": ("collapse",)}),
    )
