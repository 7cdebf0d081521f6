"""職員: who signs in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q

from organizations.access import ScopedQuerySet
from organizations.history import Author, change_set, changed_fields, record_history
from organizations.models.cities import Department, Municipality


class PartlyTracked(models.Model):
    """A row with columns that keep no history, as `UNTRACKED` names them."""

    UNTRACKED: list[str] = []

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        changed = set(changed_fields(self)) if update_fields is None and self.pk else set(update_fields or ())
        if changed and changed <= set(self.UNTRACKED):
            self.skip_history_when_saving = True
        try:
            super().save(*args, update_fields=update_fields, **kwargs)
        finally:
            vars(self).pop("skip_history_when_saving", None)


class UserQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def able_to_sign_in(self):
        """Return the active people with a password; demo people only while demo mode is on."""
        found = self.filter(is_active=True).exclude(password="").exclude(password__startswith="!")
        return found if settings.PORTAL_DEMO else found.exclude(is_demo=True)

    def planners(self):
        return self.filter(role=User.Role.PLANNING)


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """Create an administrator: the one role without a municipality."""
        extra_fields.setdefault("role", User.Role.ADMINISTRATOR)
        with change_set(author=Author(user=None, source="command")):
            return super().create_superuser(username, email, password, **extra_fields)


class User(PartlyTracked, AbstractUser):
    """職員. One role, one city (none for the administrator), perhaps a department."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "システム管理者"
        PLANNING = "planning", "計画主管課"
        DEPARTMENT = "department", "担当課"
        COMMITTEE = "committee", "委員会"
        VIEWER = "viewer", "閲覧"

    first_name = None
    last_name = None

    name = models.CharField("氏名", max_length=200, blank=True)
    role = models.CharField("役割", max_length=13, choices=Role, default=Role.VIEWER)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="団体"
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="users", verbose_name="部署"
    )
    is_head = models.BooleanField(
        "所属長", default=False, help_text="この部署の提出を確認する人です。"
    )
    wants_mail = models.BooleanField(
        "メールでも受け取る", default=True, help_text="お知らせの見出しを、1日に1通までメールで受け取ります。"
    )
    must_change_password = models.BooleanField(
        "初回にパスワードを変更",
        default=False,
        help_text="渡されたパスワードでの最初のログインで変更を求めます。",
    )
    is_demo = models.BooleanField("デモ用", default=False, editable=False)
    invited_at = models.DateTimeField("招待", null=True, blank=True, editable=False)

    objects = UserManager()
    # Django notes the sign-in time and saves a new password by itself, outside of any change set.
    UNTRACKED = ["password", "last_login", "invited_at", "wants_mail"]
    history = record_history(excluded_fields=UNTRACKED)

    class Meta:
        verbose_name = "職員"
        verbose_name_plural = "職員"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="only_the_administrator_has_no_municipality",
                condition=(
                    Q(role="administrator", municipality__isnull=True)
                    | (~Q(role="administrator") & Q(municipality__isnull=False))
                ),
                violation_error_message=(
                    "システム管理者には団体を選ばず、ほかの役割には団体を選んでください。"
                ),
            ),
            models.CheckConstraint(
                name="only_the_administrator_uses_the_admin",
                condition=Q(role="administrator") | Q(is_staff=False, is_superuser=False),
                violation_error_message="管理サイトの権限はシステム管理者だけに与えられます。",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def is_planning(self) -> bool:
        return self.role == self.Role.PLANNING

    @property
    def state(self) -> str:
        """Say whether the account works: 利用中, 招待中 (no password yet) or 停止."""
        if not self.is_active:
            return "停止"
        return "利用中" if self.has_usable_password() else "招待中"

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
