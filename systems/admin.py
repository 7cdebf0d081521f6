"""情報システム・契約・更新計画・オンライン手続・事前協議 in the admin."""

from django.contrib import admin

from organizations.admin.base import RecordedAdmin, RecordedInline
from organizations.admin.spreadsheets import SpreadsheetAdmin
from plans.admin.base import PlanRowAdmin
from systems.models import (
    Consultation,
    ConsultationCost,
    Contract,
    ContractAmount,
    ContractSystem,
    EffectCheck,
    InformationSystem,
    OnlineProcedure,
    PlanListing,
    ProcedureUse,
    RenewalCost,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)
from systems.resources import ContractResource, InformationSystemResource

NOTES = ("注", {"fields": ("notes",), "classes": ("collapse",)})


class SystemDepartmentInline(RecordedInline):
    model = SystemDepartment
    fields = ("order", "department")


class SystemShareInline(RecordedInline):
    model = SystemShare
    fields = ("municipality", "user_count", "yearly_cost")


class SupportEndInline(RecordedInline):
    model = SupportEnd
    day_fields = ("ends_on",)
    fields = ("kind", "name", "ends_on")


class StandardMigrationInline(RecordedInline):
    model = StandardMigration
    day_fields = ("due_on",)
    fields = ("business", "state", "due_on", "reason")


@admin.register(InformationSystem)
class InformationSystemAdmin(SpreadsheetAdmin):
    resource_classes = (InformationSystemResource,)
    list_display = ("name", "municipality", "started_on", "is_priority", "hosting", "successor", "ended_on")
    list_filter = ("is_priority", "migrates_to_next", "hosting", "segment")
    list_select_related = ("municipality", "successor")
    search_fields = ("search",)
    key_from = "name"
    inlines = (SystemDepartmentInline, SystemShareInline, StandardMigrationInline, SupportEndInline)
    fieldsets = (
        (None, {"fields": ("municipality", "name", "key", "outline", "is_priority")}),
        (
            "稼働",
            {"fields": ("started_on", "started_kind", "migrates_to_next", "successor", "ended_on")},
        ),
        ("製品と設置", {"fields": ("vendor", "product", "hosting", "location", "segment")}),
        (
            "重要度と利用",
            {"fields": ("bcp_priority", "has_personal_information", "user_count", "yearly_cost")},
        ),
        ("共同利用と標準化", {"fields": ("standard_businesses", "shared_with")}),
        ("公開区分", {"fields": ("disclosure",), "classes": ("collapse",)}),
        NOTES,
    )

    def _check_places(self, row, owner):
        """A share names another city on purpose."""
        if not isinstance(row, SystemShare):
            super()._check_places(row, owner)


class ContractSystemInline(RecordedInline):
    model = ContractSystem
    fields = ("system",)


class ContractAmountInline(RecordedInline):
    model = ContractAmount
    fields = ("fiscal_year", "amount")


@admin.register(Contract)
class ContractAdmin(SpreadsheetAdmin):
    resource_classes = (ContractResource,)
    day_fields = ("first_start", "first_end", "terminated_on")
    list_display = ("name", "municipality", "kind", "counterpart", "first_end", "renews_automatically")
    list_filter = ("kind", "obligation", "renews_automatically")
    list_select_related = ("municipality",)
    search_fields = ("name", "counterpart", "number")
    key_from = "name"
    inlines = (ContractSystemInline, ContractAmountInline)
    fieldsets = (
        (None, {"fields": ("municipality", "name", "key", "kind", "counterpart", "number", "obligation")}),
        (
            "期間と更新",
            {
                "fields": (
                    "first_start", "first_end", "renews_automatically", "renewal_months", "notice_days",
                    "extension_options", "terminated_on", "alert_months",
                )
            },
        ),
        NOTES,
    )  # fmt: skip


@admin.register(PlanListing)
class PlanListingAdmin(PlanRowAdmin):
    list_display = ("system", "plan_named", "group", "order")
    list_select_related = ("plan__municipality", "system")
    search_fields = ("system",)
    search_through = "system"
    fields = ("plan", "system", "group", "order")


class RenewalCostInline(RecordedInline):
    model = RenewalCost
    fields = ("fiscal_year", "amount", "basis")


@admin.register(RenewalPlan)
class RenewalPlanAdmin(PlanRowAdmin):
    list_display = ("system", "plan_named", "current_end", "review_start", "procurement_fiscal_year",
                    "next_start")  # fmt: skip
    list_select_related = ("plan__municipality", "system")
    search_fields = ("system",)
    search_through = "system"
    inlines = (RenewalCostInline,)
    fieldsets = (
        (None, {"fields": ("plan", "system")}),
        (
            "更新",
            {
                "fields": (
                    "current_end", "review_start", "specification_start", "procurement_fiscal_year",
                    "contract_on", "build_start", "parallel_start", "next_start",
                )
            },
        ),
        NOTES,
    )  # fmt: skip


class ProcedureUseInline(RecordedInline):
    model = ProcedureUse
    fields = ("fiscal_year", "applications", "online", "target_rate")


@admin.register(OnlineProcedure)
class OnlineProcedureAdmin(PlanRowAdmin):
    list_display = ("name", "plan_named", "channel", "is_online", "order")
    search_fields = ("search",)
    inlines = (ProcedureUseInline,)
    fieldsets = (
        (None, {"fields": ("plan", "name", "channel", "order")}),
        ("オンライン化", {"fields": ("is_online", "started_on", "national_group", "department", "system")}),
        NOTES,
    )


class ConsultationCostInline(RecordedInline):
    model = ConsultationCost
    fields = ("fiscal_year", "initial", "running")


class EffectCheckInline(RecordedInline):
    model = EffectCheck
    day_fields = ("checked_on",)
    fields = ("after_years", "due_fiscal_year", "verdict", "text", "checked_on")


@admin.register(Consultation)
class ConsultationAdmin(RecordedAdmin):
    """What was filed, for putting right what the pages do not let go any more."""

    day_fields = ("submitted_on", "advised_on", "sent_on", "decided_on")
    list_display = ("name", "municipality", "fiscal_year", "department", "kind", "state")
    list_filter = ("state", "kind")
    list_select_related = ("municipality", "department")
    search_fields = ("name",)
    inlines = (ConsultationCostInline, EffectCheckInline)
    fieldsets = (
        (None, {"fields": ("municipality", "department", "system", "name", "fiscal_year", "kind", "state")}),
        (
            "内容",
            {"fields": ("purpose", "procurement", "estimate_source", "starts_on", "expected_effect")},
        ),
        (
            "意見と査定",
            {
                "fields": (
                    "return_reason", "opinion", "requested", "assessed", "result", "submitted_on",
                    "advised_on", "sent_on", "decided_on",
                )
            },
        ),
    )  # fmt: skip
