"""表示設定: a page with its conditions, kept under a name."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from organizations.access import ScopedQuerySet
from organizations.models import Municipality, User


class SavedViewQuerySet(ScopedQuerySet):
    """One's own, and what others of the own city share. The administrator sees all that is shared."""

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        shared = Q(is_shared=True)
        if not user.is_administrator:
            shared &= Q(municipality=user.municipality_id)
        return self.filter(self._own(user) | shared)

    def changeable_by(self, user):
        return self.filter(self._own(user)) if user.is_authenticated else self.none()

    def removable_by(self, user):
        """Return one's own; for the planning section what is shared, too."""
        if user.is_authenticated and (user.is_planning or user.is_administrator):
            return self.visible_to(user)
        return self.changeable_by(user)

    def find_for_removal(self, user, **lookup):
        """Return one row: 404 for what the user may not know of, 403 for what is another person's."""
        row = self.find_visible(user, **lookup)
        if not self.removable_by(user).filter(pk=row.pk).exists():
            raise PermissionDenied
        return row

    @staticmethod
    def _own(user) -> Q:
        """Return the condition of one's own: whoever moved to another city has left theirs behind."""
        own = Q(owner=user)
        return own if user.is_administrator else own & Q(municipality=user.municipality_id)


class SavedView(models.Model):
    """表示設定: the address of a page of a city (`path`) and its conditions (`query`)."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="持ち主")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="団体")
    name = models.CharField("名前", max_length=60)
    path = models.CharField("ページ", max_length=255)
    query = models.CharField("条件", max_length=2000, blank=True)
    is_shared = models.BooleanField("市の職員と共有する", default=False)
    created_at = models.DateTimeField("保存した日時", auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "表示設定"
        verbose_name_plural = "表示設定"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_has_its_own_name",
                fields=["owner", "name"],
                violation_error_message="同じ名前の表示がすでにあります。別の名前にしてください。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{self.path}?{self.query}" if self.query else self.path
