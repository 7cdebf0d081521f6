"""処理, ファイル, mails and nights in the admin: how they fare, not what is in them."""

from django.contrib import admin

from organizations.admin.base import ReadOnlyAdmin
from workspace.models import Job, MailLog, PrintedFile, PrintTemplate, Run, ScheduledPrint, StoredFile


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("title", "municipality", "owner", "state", "done", "total", "created_at", "heartbeat_at")
    list_filter = ("state", "kind")
    list_select_related = ("municipality", "owner")
    search_fields = ("title", "owner__name", "owner__username")
    fields = ("title", "kind", "municipality", "owner", "state", "done", "total", "message", "created_at",
              "heartbeat_at")  # fmt: skip


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "municipality", "owner", "content_type", "created_at", "expires_at")
    list_filter = ("content_type",)
    list_select_related = ("municipality", "owner")
    search_fields = ("name", "owner__name", "owner__username")
    fields = ("name", "content_type", "municipality", "owner", "digest", "created_at", "expires_at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(PrintTemplate)
class PrintTemplateAdmin(ReadOnlyAdmin):
    list_display = ("name", "municipality", "kind", "is_default", "author", "saved_at")
    list_filter = ("kind", "is_default")
    list_select_related = ("municipality", "author")
    search_fields = ("name", "municipality__name")
    fields = ("name", "municipality", "kind", "papers", "is_default", "author", "saved_at")


@admin.register(ScheduledPrint)
class ScheduledPrintAdmin(ReadOnlyAdmin):
    list_display = ("template", "owner", "every", "next_on", "last_on")
    list_filter = ("every",)
    list_select_related = ("template", "owner")
    search_fields = ("template__name", "owner__name", "owner__username")
    fields = ("template", "owner", "plan_code", "every", "day", "next_on", "last_on")


@admin.register(PrintedFile)
class PrintedFileAdmin(ReadOnlyAdmin):
    list_display = ("digest", "used_at")
    search_fields = ("digest",)
    fields = ("digest", "used_at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(MailLog)
class MailLogAdmin(ReadOnlyAdmin):
    list_display = ("day", "owner", "address", "kind", "notices", "state", "message")
    list_filter = ("state", "kind")
    list_select_related = ("owner",)
    search_fields = ("address", "owner__name", "owner__username")
    fields = ("owner", "address", "kind", "day", "notices", "state", "message", "sent_at")


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("label", "started_at", "finished_at", "failed", "message")
    list_filter = ("failed",)
    search_fields = ("label", "message")
    fields = ("label", "name", "started_at", "finished_at", "failed", "message")
