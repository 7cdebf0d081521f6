"""表示設定 as pages show them: those of one page, and the list of all."""

from dataclasses import dataclass

from organizations.models import User
from workspace.models import SavedView


@dataclass(frozen=True)
class ViewLine:
    """A saved view in the list, with what this person may do to it."""

    view: SavedView
    is_own: bool
    may_delete: bool


def views_for(user: User, path: str) -> list[SavedView]:
    """Return the views of the page at `path` that a person sees, the own ones first (one query)."""
    views = SavedView.objects.visible_to(user).filter(path=path).select_related("owner")
    return sorted(views, key=lambda view: view.owner_id != user.pk)


def view_lines(user: User) -> list[ViewLine]:
    """Return all views a person sees, the own ones first, by city and name (two queries)."""
    views = SavedView.objects.visible_to(user).select_related("owner", "municipality")
    views = views.order_by("municipality__code", "name", "pk")
    removable = set(SavedView.objects.removable_by(user).values_list("pk", flat=True))
    lines = [ViewLine(view, view.owner_id == user.pk, view.pk in removable) for view in views]
    return sorted(lines, key=lambda line: not line.is_own)
