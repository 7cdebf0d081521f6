"""処理, ファイル, mails and nights in the admin: how they fare, not what is in them."""

from django.contrib import admin

from organizations.admin.base import ReadOnlyAdmin
from workspace.models import Job, MailLog, Run, StoredFile


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
