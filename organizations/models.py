"""Who uses the portal: municipalities, their departments, their staff, and the saves they make."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.fields import PartialDateField
from organizations.history import Author, change_set, changed_fields, record_history
from organizations.municipality_codes import check_digit, is_municipality_code


def validate_municipality_code(code: str) -> None:
    """Raise ValidationError unless `code` is six digits with the right check digit."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise ValidationError("団体コードは数字6桁で入力してください。")
    if not is_municipality_code(code):
        raise ValidationError(
            f"団体コードの検査数字が合いません。最後の桁は {check_digit(code[:5])} のはずです。"
            "6桁を確かめてください。"
        )


class MunicipalityQuerySet(ScopedQuerySet):
    municipality_path = "pk"


class Municipality(models.Model):
    """団体・市, known by its six-digit code."""

    KINDS = [(kind, kind) for kind in ("市", "区", "町", "村", "都道府県", "広域")]

    code = models.CharField("団体コード", max_length=6, unique=True, validators=[validate_municipality_code])
    name = models.CharField("団体名", max_length=200)
    kind = models.CharField("種別", max_length=4, choices=KINDS, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MunicipalityQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:municipality_home", args=[self.code])


class DepartmentQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class Department(models.Model):
    """部・課 of a city. Its place in a plan's printed tree is `plans.DepartmentListing`."""

    KINDS = [(kind, kind) for kind in ("局", "部", "課", "室", "係", "施設", "行政委員会", "外部")]

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="departments", verbose_name="団体"
    )
    key = models.CharField("識別名", max_length=200, help_text="部署の一生を通して変わらない名前です。")
    name = models.CharField("部署名", max_length=200)
    kind = models.CharField("種別", max_length=5, choices=KINDS, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位の部署"
    )
    order = models.PositiveIntegerField("建制順", default=0)
    since = PartialDateField("設置")
    until = PartialDateField("廃止")
    notes = models.JSONField("注", default=list, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="DepartmentSuccession",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name="引継先",
    )

    objects = DepartmentQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "部署"
        verbose_name_plural = "部署"
        ordering = ["municipality", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="department_key_is_unique_in_its_city",
                fields=["municipality", "key"],
                violation_error_message="この団体には同じ識別名の部署がすでにあります。別の識別名にしてください。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:department_detail", args=[self.municipality.code, self.pk])


class DepartmentSuccession(models.Model):
    """組織改正: which department took over the work of which."""

    former = models.ForeignKey(Department, models.CASCADE, related_name="successions", verbose_name="旧部署")
    successor = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="引継先")
    order = models.PositiveIntegerField("順", default=0)

    history = record_history()

    class Meta:
        verbose_name = "引継ぎ"
        verbose_name_plural = "引継ぎ"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="department_succession_is_said_once", fields=["former", "successor"])
        ]

    def __str__(self):
        return f"{self.former}→{self.successor}"


class UserQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """Create an administrator: the one role without a municipality."""
        extra_fields.setdefault("role", User.Role.ADMINISTRATOR)
        with change_set(author=Author(user=None, source="command")):
            return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
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
    must_change_password = models.BooleanField(
        "初回にパスワードを変更",
        default=False,
        help_text="渡されたパスワードでの最初のログインで変更を求めます。",
    )
    is_demo = models.BooleanField("デモ用", default=False, editable=False)

    objects = UserManager()
    UNTRACKED = ["password", "last_login"]
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

    def save(self, *args, update_fields=None, **kwargs):
        # Django notes the sign-in time and saves a new password by itself, outside of any change set.
        changed = set(changed_fields(self)) if update_fields is None and self.pk else set(update_fields or ())
        if changed and changed <= set(self.UNTRACKED):
            self.skip_history_when_saving = True
        try:
            super().save(*args, update_fields=update_fields, **kwargs)
        finally:
            vars(self).pop("skip_history_when_saving", None)

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def is_planning(self) -> bool:
        return self.role == self.Role.PLANNING

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class ChangeSetQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class ChangeSet(models.Model):
    """変更: one save. Every history row points to the ChangeSet it was written in."""

    class Source(models.TextChoices):
        PAGE = "page", "画面"
        ADMIN = "admin", "管理サイト"
        IMPORT = "import", "取込"
        COMMAND = "command", "コマンド"

    class ReasonCategory(models.TextChoices):
        DECISION = "decision", "会議・議会の決定"
        BUDGET = "budget", "予算・財源"
        PROCUREMENT = "procurement", "調達・事業者の都合"
        LAW = "law", "法令・国の制度の変更"
        REORGANISATION = "reorganisation", "組織改正"
        PROGRESS = "progress", "進み具合による見直し"
        TYPO = "typo", "誤字訂正"
        OTHER = "other", "その他"

    made_at = models.DateTimeField("日時", auto_now_add=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="change_sets", verbose_name="職員"
    )
    by_name = models.CharField("氏名", max_length=200, blank=True)
    source = models.CharField("経路", max_length=7, choices=Source)
    request_id = models.CharField("リクエスト番号", max_length=36, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="change_sets", verbose_name="団体"
    )
    plan_code = models.CharField("計画", max_length=30, blank=True)
    reason_category = models.CharField("理由の区分", max_length=14, choices=ReasonCategory, blank=True)
    reason_text = models.TextField("理由", blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name="取り消した変更"
    )
    is_sample = models.BooleanField("サンプル", default=False, editable=False)

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        verbose_name = "変更"
        verbose_name_plural = "変更"
        ordering = ["-pk"]

    def __str__(self):
        return f"変更{self.pk}"
