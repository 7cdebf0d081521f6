"""調査・報告・会議・評価 in the admin: to look at. What moves them are the pages and their services.

Left out are drafts, which only their department and planning see, and who sat in a meeting by name.
"""

from django.contrib import admin

from organizations.admin.base import ReadOnlyAdmin
from plans.admin.base import PlanFilter
from reviews.models import (
    Assignment,
    Condition,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    ReportedCost,
    ReportedValue,
    ReviewRound,
    RoundLetter,
)


class ReviewAdmin(ReadOnlyAdmin):
    """A table of the yearly cycle; `list_filter` gets the plan."""

    def get_list_filter(self, request):
        return (*super().get_list_filter(request), PlanFilter)


class ShownInline(admin.TabularInline):
    """Rows that hang on another row, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReportedValueInline(ShownInline):
    model = ReportedValue
    fields = ("indicator", "value", "text", "state")


class ReportedCostInline(ShownInline):
    model = ReportedCost
    fields = ("line", "settled", "state")


@admin.register(ReviewRound)
class ReviewRoundAdmin(ReviewAdmin):
    list_display = ("name", "plan", "kind", "fiscal_year", "part", "state", "answer_due", "final_on")
    list_filter = ("state", "kind")
    list_select_related = ("plan__municipality",)
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("plan", "key", "name", "kind", "fiscal_year", "part", "part_label", "state")}),
        ("期限", {"fields": ("as_of", "answer_due", "grace_until", "check_due", "evaluation_due")}),
        ("聞くこと", {"fields": ("asks", "left_out", "section_check", "division_check", "contact")}),
        ("経過", {"fields": ("opened_on", "final_on", "previous", "edition", "is_sample", "notes")}),
    )


@admin.register(Assignment)
class AssignmentAdmin(ReviewAdmin):
    list_display = ("round", "measure", "policy", "department", "role")
    list_filter = ("role",)
    list_select_related = ("round", "measure", "policy", "department")
    search_fields = ("measure__number", "measure__name", "department__name")
    fields = ("round", "measure", "policy", "department", "role", "order")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReviewAdmin):
    list_display = ("round", "measure", "policy", "status", "situation", "submitted_on", "confirmed_on")
    list_filter = ("status", "situation", "proxy_source")
    list_select_related = ("round", "measure", "policy")
    search_fields = ("measure__number", "measure__name")
    inlines = (ReportedValueInline, ReportedCostInline)
    fieldsets = (
        (None, {"fields": ("round", "measure", "policy", "status", "situation", "achievement")}),
        ("回答", {"fields": ("done", "issues", "effect", "year_plan", "carries_over", "carry_over_reason")}),
        ("工程の希望", {"fields": ("wish", "wish_reason", "wish_answer")}),
        ("経過", {"fields": ("awaits_check", "first_submitted_on", "submitted_on", "submitted_by_name",
                          "confirmed_on", "confirmed_by_name", "proxy_source", "proxy_by_name")}),
    )  # fmt: skip


@admin.register(RoundLetter)
class RoundLetterAdmin(ReviewAdmin):
    list_display = ("subject", "round", "kind", "department", "document_number", "sent_on")
    list_filter = ("kind",)
    list_select_related = ("round", "department")
    search_fields = ("subject", "document_number", "addressee")
    fields = ("round", "kind", "department", "document_number", "sent_on", "sender", "addressee", "subject",
              "text", "by_name")  # fmt: skip


class MeetingItemInline(ShownInline):
    model = MeetingItem
    fields = ("order", "kind", "title", "text", "minutes", "outcome")


@admin.register(Meeting)
class MeetingAdmin(ReviewAdmin):
    list_display = ("title", "plan", "body_name", "held_on", "is_by_document", "state")
    list_filter = ("state", "is_by_document")
    list_select_related = ("plan__municipality",)
    search_fields = ("title", "body_name")
    inlines = (MeetingItemInline,)
    fields = ("plan", "body", "body_name", "round", "title", "held_on", "starts_at", "place",
              "is_by_document", "state", "summary")  # fmt: skip


@admin.register(Evaluation)
class EvaluationAdmin(ReviewAdmin):
    list_display = ("round", "body", "measure", "policy", "verdict_label", "decided_on")
    list_filter = ("verdict",)
    list_select_related = ("round", "body", "measure", "policy")
    search_fields = ("measure__number", "measure__name", "comment")
    fields = ("round", "body", "meeting", "measure", "policy", "verdict", "verdict_label", "comment",
              "ratings", "direction", "goal_change", "resources", "decided_on",
              "recorded_by_name")  # fmt: skip


@admin.register(Condition)
class ConditionAdmin(ReviewAdmin):
    list_display = ("text", "plan", "measure", "policy", "department", "due_on", "state")
    list_filter = ("state",)
    list_select_related = ("plan__municipality", "measure", "policy", "department")
    search_fields = ("text", "measure__number", "measure__name")
    fields = ("plan", "round", "meeting", "body_name", "measure", "policy", "text", "department",
              "given_on", "due_on", "state", "answer", "answered_on", "answered_by_name", "closed_on",
              "closed_in")  # fmt: skip
