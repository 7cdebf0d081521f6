"""オンライン手続: what a plan lists, whether it is online, and how much it is used."""

from django.db import models
from django.db.models import F, Q

from organizations.history import record_history
from organizations.models import Department
from organizations.search import Searchable, SearchableQuerySet
from plans.models import Plan
from plans.models.base import DocumentRow, PlanQuerySet
from systems.models.inventory import InformationSystem


class OnlineProcedureQuerySet(PlanQuerySet, SearchableQuerySet):
    pass


class OnlineProcedure(DocumentRow, Searchable):
    """オンライン手続 as a plan's document lists it."""

    class NationalGroup(models.TextChoices):
        CHILDREN = "children", "子育て"
        CARE = "care", "介護"
        DISASTER = "disaster", "被災者支援"
        CARS = "cars", "自動車保有"

    searched_fields = ("name", "channel")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="procedures", verbose_name="計画")
    name = models.CharField("手続", max_length=200)
    channel = models.TextField("方法", blank=True)
    is_online = models.BooleanField("オンライン化", null=True, blank=True)
    started_on = models.DateField("オンライン化の時期", null=True, blank=True)
    national_group = models.CharField(
        "国の優先手続",
        max_length=10,
        choices=NationalGroup,
        blank=True,
        help_text="国が優先してオンライン化を進める31手続（市区町村の対象は27）の区分です。",
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="procedures", verbose_name="所管課"
    )
    system = models.ForeignKey(
        InformationSystem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name="情報システム",
    )

    objects = OnlineProcedureQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "オンライン手続"
        verbose_name_plural = "オンライン手続"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.name


class ProcedureUse(models.Model):
    """利用の実績 of one fiscal year; the target is a share of online applications in percent."""

    procedure = models.ForeignKey(
        OnlineProcedure, models.CASCADE, related_name="uses", verbose_name="オンライン手続"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    applications = models.PositiveIntegerField("申請の総件数", null=True, blank=True)
    online = models.PositiveIntegerField("オンラインの件数", null=True, blank=True)
    target_rate = models.DecimalField(
        "利用率の目標（％）", max_digits=4, decimal_places=1, null=True, blank=True
    )
    notes = models.JSONField("注", default=list, blank=True)

    history = record_history()

    class Meta:
        verbose_name = "手続の利用実績"
        verbose_name_plural = "手続の利用実績"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="procedure_is_used_once_a_year",
                fields=["procedure", "fiscal_year"],
                violation_error_message="同じ年度の利用実績がすでにあります。1年度に1行で書いてください。",
            ),
            models.CheckConstraint(
                name="procedure_online_use_is_part_of_all",
                condition=Q(online__isnull=True)
                | Q(applications__isnull=True)
                | Q(online__lte=F("applications")),
                violation_error_message="オンラインの件数は、申請の総件数以下にしてください。",
            ),
            models.CheckConstraint(
                name="procedure_target_is_a_percentage",
                condition=Q(target_rate__isnull=True) | Q(target_rate__range=(0, 100)),
                violation_error_message="利用率の目標は0から100までの数にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.procedure} {self.fiscal_year}"
