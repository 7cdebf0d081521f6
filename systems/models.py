"""情報システム: the city's inventory, what a plan's document lists of it, renewals, online procedures."""

from datetime import date

from django.db import models
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.following import handed_over
from organizations.history import record_history
from organizations.models import Department, Municipality
from organizations.search import Searchable, SearchableQuerySet
from plans.models import Plan
from plans.models.base import DocumentRow, PlanQuerySet


class InformationSystemQuerySet(ScopedQuerySet, SearchableQuerySet):
    municipality_path = "municipality"

    def handed_over_by(self, departments, *, today: date):
        """Return the systems these departments held until a reorganisation of the last 30 days."""
        return self.filter(pk__in=handed_over(SystemDepartment, "system", departments, today=today))


class InformationSystem(Searchable):
    """情報システム of a city. Months are stored as their first day."""

    searched_fields = ("key", "name", "outline", "standard_businesses", "shared_with")

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
    standard_businesses = models.JSONField("標準化対象業務", default=list, blank=True)
    shared_with = models.JSONField("共同利用", default=list, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name="後継"
    )
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
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:information_system_detail", args=[self.municipality.code, self.pk])


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
            models.UniqueConstraint(
                name="system_names_a_department_once", fields=["system", "department"]
            )
        ]

    def __str__(self):
        return f"{self.system} {self.department}"


class PlanListing(models.Model):
    """Which systems a plan's document lists, in what order and under which heading."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="system_listings", verbose_name="計画")
    system = models.ForeignKey(
        InformationSystem, models.PROTECT, related_name="listings", verbose_name="情報システム"
    )
    order = models.PositiveIntegerField("順", default=0)
    group = models.CharField("見出し", max_length=200, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画が挙げる情報システム"
        verbose_name_plural = "計画が挙げる情報システム"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="plan_lists_a_system_once", fields=["plan", "system"])
        ]

    def __str__(self):
        return self.system.name


class RenewalPlan(models.Model):
    """更新計画 of a system as a plan's document gives it. Months are stored as their first day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="renewals", verbose_name="計画")
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="renewals", verbose_name="情報システム"
    )
    current_end = models.DateField("現行の終了", null=True, blank=True)
    review_start = models.DateField("検討の開始", null=True, blank=True)
    procurement_fiscal_year = models.PositiveSmallIntegerField("調達の年度", null=True, blank=True)
    next_start = models.DateField("次期の開始", null=True, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "更新計画"
        verbose_name_plural = "更新計画"
        ordering = ["plan", "system", "pk"]
        constraints = [
            models.UniqueConstraint(name="plan_renews_a_system_once", fields=["plan", "system"])
        ]

    def __str__(self):
        return f"{self.system} 更新計画"


class OnlineProcedureQuerySet(PlanQuerySet, SearchableQuerySet):
    pass


class OnlineProcedure(DocumentRow, Searchable):
    """オンライン手続 as a plan's document lists it."""

    searched_fields = ("name", "channel")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="procedures", verbose_name="計画")
    name = models.CharField("手続", max_length=200)
    channel = models.TextField("方法", blank=True)

    objects = OnlineProcedureQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "オンライン手続"
        verbose_name_plural = "オンライン手続"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.name
