"""変更 in the admin: what was saved, by whom and why. Nobody changes it."""

from django.contrib import admin
from django.template.loader import render_to_string

from organizations.admin.base import ReadOnlyAdmin
from organizations.models import ChangeSet
from organizations.trail import MOST_ROWS, rows_of


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "by_name", "source", "municipality", "plan_code", "reason_category",
                    "reason_text", "is_sample")  # fmt: skip
    list_filter = ("source", "reason_category", "is_sample", "made_at")
    list_select_related = ("municipality",)
    search_fields = ("by_name", "reason_text", "plan_code", "request_id")
    fields = ("made_at", "by_name", "source", "municipality", "plan_code", "reason_category", "reason_text",
              "request_id", "is_sample", "rows")  # fmt: skip
    readonly_fields = ("rows",)

    @admin.display(description="変更した内容")
    def rows(self, obj):
        return render_to_string("admin/portal/_rows.html", {"rows": rows_of(obj), "most": MOST_ROWS})
