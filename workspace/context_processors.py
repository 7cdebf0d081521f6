"""What the head of every page says of お知らせ."""

from django.utils.functional import SimpleLazyObject

from workspace.models import Notice

MOST = 100  # "99+" beyond


def unread_notices(request):
    """Give templates the number of unread notices as they show it, "" for none; asked for where shown."""

    def count() -> str:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        found = Notice.objects.visible_to(user).unread().order_by()[:MOST].count()
        return "99+" if found >= MOST else str(found or "")

    return {"unread_notices": SimpleLazyObject(count)}
