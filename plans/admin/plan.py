"""計画 in the admin: the plan with its short lists; the long ones have pages of their own, linked from it."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join

from organizations.admin.base import ReadOnlyAdmin, RecordedInline
from plans.admin.base import PlanFilter, PlanRowAdmin, list_url, plan_path
from plans.models import (
    Axis,
    CarriedOverIssue,
    Committee,
    CycleStep,
    Edition,
    Generation,
    MakingStep,
    Plan,
    PlanCost,
    PlanRule,
    Word,
)

WORD_CHOICES = {
    "code": [("", "選んでください"), *((kind.label, [*codes.items()]) for kind, codes in Word.CODES.items())],
    "resources": [("", "―"), ("more", "増やす"), ("less", "減らす"), ("same", "同じ"), ("none", "なし")],
}


class WordCodes:
    """Offers the common codes by their words; which kind has which, the labels of the groups say."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in WORD_CHOICES:
            kwargs["widget"] = forms.Select(choices=WORD_CHOICES[db_field.name])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class WordInline(WordCodes, RecordedInline):
    model = Word
    fields = ("order", "kind", "label", "code", "resources", "meaning")


class AxisInline(RecordedInline):
    model = Axis
    fields = ("order", "code", "name", "description")
    show_change_link = True


class RuleInline(RecordedInline):
    model = PlanRule
    fields = ("order", "code", "text")


class CommitteeInline(RecordedInline):
    model = Committee
    fields = ("order", "name", "kind", "parent", "role")
    show_change_link = True


class MakingInline(RecordedInline):
    model = MakingStep
    fields = ("order", "on", "until", "kind", "body", "subject")


class CycleInline(RecordedInline):
    model = CycleStep
    fields = ("order", "actor", "step", "months")


class CarriedOverInline(RecordedInline):
    model = CarriedOverIssue
    fields = ("order", "number", "title", "policy", "result", "direction")


class GenerationInline(RecordedInline):
    model = Generation
    fields = ("order", "ordinal", "title", "issued_on", "start_fiscal_year", "end_fiscal_year", "lesson")


class CostInline(RecordedInline):
    model = PlanCost
    fields = ("order", "fiscal_year", "amount", "approximate", "basis")


@admin.register(Plan)
class PlanAdmin(PlanRowAdmin):
    list_display = ("title", "municipality", "code", "start_fiscal_year", "end_fiscal_year")
    search_fields = ("title", "code", "municipality__name")
    fixed_fields = ("municipality", "code")
    readonly_fields = ("long_lists",)
    inlines = (WordInline, AxisInline, RuleInline, CommitteeInline, MakingInline, CycleInline,
               CarriedOverInline, GenerationInline, CostInline)  # fmt: skip
    fieldsets = (
        (None, {"fields": ("municipality", "code", "title", "subtitle", "long_lists")}),
        ("期間", {"fields": ("start_fiscal_year", "end_fiscal_year", "start_on", "end_on", "extended")}),
        ("内容", {"fields": ("vision", "scope", "revision_rule", "predecessor", "renewal_lead_months")}),
        ("発行", {"fields": ("issued_on", "publisher", "editor")}),
        ("用語と注", {"fields": ("policy_levels", "labels", "notes", "document_notes"),
                      "classes": ("collapse",)}),
    )  # fmt: skip

    def get_list_filter(self, request):
        return [part for part in super().get_list_filter(request) if part is not PlanFilter]

    @admin.display(description="この計画のほかの一覧")
    def long_lists(self, obj):
        if obj.pk is None:
            return "保存すると、方針・章・図表・施策などを加えられます。"
        here = {inline.model for inline in self.inlines}
        others = [m for m in self.admin_site._registry if plan_path(m) == "plan" and m not in here]
        links = [(list_url(model, obj), model._meta.verbose_name_plural) for model in others]
        return format_html_join("　", '<a href="{}">{}</a>', links)


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin, PlanRowAdmin):
    """確定版 never change: they are made in the portal and read there."""

    list_display = ("label", "plan_named", "number", "kind", "adopted_on", "frozen_at", "frozen_by_name")
    list_filter = ("kind",)
    search_fields = ("label", "body", "document_number")
    fields = ("plan", "number", "kind", "label", "adopted_on", "body", "document_number", "reason", "digest",
              "frozen_at", "frozen_by_name")  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")


@admin.register(Word)
class WordAdmin(WordCodes, PlanRowAdmin):
    list_display = ("label", "plan_named", "kind", "code", "order")
    list_filter = ("kind",)
    search_fields = ("label", "meaning")
