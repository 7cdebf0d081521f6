"""情報システム: the city's inventory, one entry a system, shared ones included."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.following import handed_over
from organizations.history import record_history
from organizations.models import Department, Municipality
from organizations.search import Searchable, SearchableQuerySet


class InformationSystemQuerySet(ScopedQuerySet, SearchableQuerySet):
    """A system is its own city's, and of every city it is shared with (`SystemShare`)."""

    municipality_path = "municipality"

    def visible_to(self, user):
        """Return the systems of the user's city, those it shares with others included."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self.all()
        return self.of_city(user.municipality_id) if user.municipality_id else self.none()

    def of_city(self, municipality):
        """Return the systems a city (or its primary key) runs, alone or with others."""
        own = InformationSystem.objects.filter(municipality=municipality).order_by().values("pk")
        shared = SystemShare.objects.filter(municipality=municipality).order_by().values("system")
        return self.filter(pk__in=own.union(shared, all=True))

    def changeable_by(self, user):
        """Return the systems whose facts `user` may change: those its city keeps, for the planning section;
        for a department's people those of the department.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self.all()
        kept = self.filter(municipality=user.municipality_id)
        if user.is_planning:
            return kept
        if user.role == user.Role.DEPARTMENT and user.department_id:
            return kept.filter(system_departments__department=user.department_id)
        return self.none()

    def answered_by(self, user, municipality):
        """Return the systems of a city for whose findings `user` answers: all for its planning section, those
        of the own department for a department's people.
        """
        if not user.is_authenticated or not (
            user.is_administrator or user.municipality_id == municipality.pk
        ):
            return self.none()
        if user.is_administrator or user.is_planning:
            return self.of_city(municipality)
        if user.role == user.Role.DEPARTMENT and user.department_id:
            return self.of_city(municipality).filter(system_departments__department=user.department_id)
        return self.none()

    def own_part_changeable_by(self, user):
        """Return the systems of which `user` may change what is the own city's alone: its renewal, its share;
        of shared systems, too.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self.all()
        if user.is_planning:
            return self.of_city(user.municipality_id)
        if user.role == user.Role.DEPARTMENT and user.department_id:
            return self.filter(system_departments__department=user.department_id)
        return self.none()

    def handed_over_by(self, departments, *, today: date):
        """Return the systems these departments held until a reorganisation of the last 30 days."""
        return self.filter(pk__in=handed_over(SystemDepartment, "system", departments, today=today))


class InformationSystem(Searchable):
    """情報システム of a city. Months are stored as their first day; what is unknown stays empty."""

    class Hosting(models.TextChoices):
        ON_PREMISES = "on-premises", "庁内"
        DATA_CENTER = "data-center", "データセンター"
        CLOUD = "cloud", "クラウド"
        GOVERNMENT_CLOUD = "government-cloud", "ガバメントクラウド"
        SHARED = "shared", "共同利用"

    class Segment(models.TextChoices):
        MY_NUMBER = "my-number", "マイナンバー利用事務系"
        LGWAN = "lgwan", "LGWAN接続系"
        INTERNET = "internet", "インターネット接続系"

    searched_fields = ("key", "name", "outline", "standard_businesses", "shared_with", "vendor", "product")

    STARTED_KINDS = [("start", "稼働開始"), ("renewal", "更新")]

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="systems", verbose_name="団体"
    )
    key = models.CharField("識別名", max_length=200, help_text="一生を通して変わらない名前です。")
    name = models.CharField("情報システム名", max_length=200)
    departments = models.ManyToManyField(
        Department, through="SystemDepartment", related_name="systems", verbose_name="所管課"
    )
    outline = models.TextField("業務概要", blank=True)
    started_on = models.DateField("稼働開始", null=True, blank=True)
    started_kind = models.CharField("開始の種類", max_length=7, choices=STARTED_KINDS, blank=True)
    is_priority = models.BooleanField("重点", null=True, blank=True)
    migrates_to_next = models.BooleanField("次期へ移行", null=True, blank=True)
    vendor = models.CharField("事業者", max_length=200, blank=True)
    product = models.CharField("製品", max_length=200, blank=True)
    hosting = models.CharField("設置形態", max_length=16, choices=Hosting, blank=True)
    location = models.CharField("設置場所", max_length=200, blank=True)
    segment = models.CharField("ネットワーク", max_length=9, choices=Segment, blank=True)
    bcp_priority = models.CharField(
        "ICT-BCPの優先度", max_length=50, blank=True, help_text="市の呼び名で書きます（例：A、最優先）。"
    )
    has_personal_information = models.BooleanField("個人情報", null=True, blank=True)
    user_count = models.PositiveIntegerField("利用者数", null=True, blank=True)
    yearly_cost = models.PositiveBigIntegerField("年間経費（千円）", null=True, blank=True)
    standard_businesses = models.JSONField("標準化対象業務", default=list, blank=True)
    shared_with = models.JSONField("共同利用", default=list, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name="後継"
    )
    ended_on = models.DateField("廃止", null=True, blank=True)
    disclosure = models.JSONField("公開区分の例外", default=dict, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = InformationSystemQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "情報システム"
        verbose_name_plural = "情報システム"
        ordering = ["municipality", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="system_key_is_unique_in_its_city",
                fields=["municipality", "key"],
                violation_error_message="この団体には同じ識別名の情報システムがすでにあります。",
            ),
            models.CheckConstraint(
                name="system_ends_after_it_starts",
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                violation_error_message="廃止の月は、稼働開始の月以降にしてください。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:information_system_detail", args=[self.municipality.code, self.pk])


class SystemPartQuerySet(ScopedQuerySet):
    """Rows that belong to one system; changed by whoever may change the system."""

    municipality_path = "system__municipality"


class SystemDepartment(models.Model):
    system = models.ForeignKey(
        InformationSystem,
        models.CASCADE,
        related_name="system_departments",
        verbose_name="情報システム",
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="所管課")
    order = models.PositiveIntegerField("順", default=0)

    history = record_history()

    class Meta:
        verbose_name = "システムの所管課"
        verbose_name_plural = "システムの所管課"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="system_names_a_department_once", fields=["system", "department"])
        ]

    def __str__(self):
        return f"{self.system} {self.department}"


class SystemShareQuerySet(ScopedQuerySet):
    """A share is that of the city it is about, not of the one that keeps the system."""

    municipality_path = "municipality"

    def changeable_by(self, user):
        systems = InformationSystem.objects.own_part_changeable_by(user)
        return self.visible_to(user).filter(system__in=systems)


class SystemShare(models.Model):
    """共同利用: a further city that runs the system, with its own figures; its departments, contracts and
    renewals are its own rows as well.
    """

    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="shares", verbose_name="情報システム"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="system_shares", verbose_name="共同利用の団体"
    )
    user_count = models.PositiveIntegerField("利用者数", null=True, blank=True)
    yearly_cost = models.PositiveBigIntegerField("年間経費（千円）", null=True, blank=True)

    objects = SystemShareQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "共同利用"
        verbose_name_plural = "共同利用"
        ordering = ["municipality__code"]
        constraints = [
            models.UniqueConstraint(
                name="system_is_shared_with_a_city_once", fields=["system", "municipality"]
            )
        ]

    def __str__(self):
        return f"{self.system} {self.municipality}"


class SupportEnd(models.Model):
    """サポート終了: the last day on which a maker helps with a part of the system."""

    class Kind(models.TextChoices):
        OS = "os", "OS"
        DATABASE = "database", "データベース"
        PRODUCT = "product", "製品"

    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="support_ends", verbose_name="情報システム"
    )
    kind = models.CharField("対象", max_length=8, choices=Kind)
    name = models.CharField("名称・版", max_length=200, blank=True)
    ends_on = models.DateField("サポート終了日")
    notes = models.JSONField("注", default=list, blank=True)

    objects = SystemPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "サポート終了"
        verbose_name_plural = "サポート終了"
        ordering = ["ends_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}".strip()


class StandardMigration(models.Model):
    """標準準拠システムへの移行: where one of the 20 businesses stands in a system that serves it."""

    class State(models.TextChoices):
        MIGRATED = "migrated", "移行済"
        MIGRATING = "migrating", "移行中"
        SPECIAL = "special", "特定移行支援"

    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="migrations", verbose_name="情報システム"
    )
    business = models.CharField("標準化対象業務", max_length=50)
    state = models.CharField("移行の状況", max_length=9, choices=State, blank=True)
    due_on = models.DateField("移行の期限", null=True, blank=True)
    reason = models.TextField("理由", blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = SystemPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "標準化の移行"
        verbose_name_plural = "標準化の移行"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="system_migrates_a_business_once", fields=["system", "business"])
        ]

    def __str__(self):
        return f"{self.system} {self.business}"


class SystemFile(models.Model):
    """A file kept with a system, in the database as every other file."""

    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="files", verbose_name="情報システム"
    )
    name = models.CharField("ファイル名", max_length=255)
    content_type = models.CharField("種類", max_length=100)
    content = models.BinaryField("内容")
    added_at = models.DateTimeField("登録", auto_now_add=True)

    objects = SystemPartQuerySet.as_manager()

    class Meta:
        verbose_name = "情報システムのファイル"
        verbose_name_plural = "情報システムのファイル"
        ordering = ["pk"]

    def __str__(self):
        return self.name
