"""Rights are QuerySets, so a list, a page and a button cannot disagree."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404


class ScopedQuerySet(models.QuerySet):
    """Rows by municipality. A model whose QuerySet names no path shows nothing to anybody."""

    municipality_path: str | None = None

    def visible_to(self, user):
        """Return the rows `user` may know of: those of the own city, all for the administrator."""
        if self.municipality_path is None or not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self.all()
        if user.municipality_id is None:
            return self.none()
        return self.filter(**{self.municipality_path: user.municipality_id})

    def changeable_by(self, user):
        """Return the rows `user` may change: those of the own city for its planning section."""
        if user.is_authenticated and (user.is_planning or user.is_administrator):
            return self.visible_to(user)
        return self.none()

    def find_visible(self, user, **lookup):
        """Return one row, or answer 404 for what the user may not know of."""
        return get_object_or_404(self.visible_to(user), **lookup)

    def find_for_change(self, user, **lookup):
        """Return one row: 404 for what the user may not know of, 403 for what may be seen but not changed."""
        row = self.find_visible(user, **lookup)
        if not self.changeable_by(user).filter(pk=row.pk).exists():
            raise PermissionDenied
        return row
