"""処理 and ファイル in the admin: that they are there and how they fare, not what is in them."""

from django.contrib import admin

from organizations.admin.base import ReadOnlyAdmin
from workspace.models import Job, StoredFile


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
