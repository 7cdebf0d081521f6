"""What a plan says of the systems it lists: order, heading, renewal with its steps and costs."""

from django.db import models

from organizations.history import record_history
from plans.models import Plan
from plans.models.base import PlanQuerySet
from plans.models.plan import currency
from systems.models.inventory import InformationSystem


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
        constraints = [models.UniqueConstraint(name="plan_lists_a_system_once", fields=["plan", "system"])]

    def __str__(self):
        return self.system.name


class RenewalPlanQuerySet(PlanQuerySet):
    def current_first(self, fiscal_year: int):
        """Order renewals so that of a city's for one system the first counts: that of the current plan, where
        it tells of none that of the next one as `Plan.objects.current_first` has them.
        """
        return self.order_by(*currency(fiscal_year, "plan__"))

    def changeable_by(self, user):
        """The planning section changes its city's renewals, a department those of its own systems."""
        systems = InformationSystem.objects.own_part_changeable_by(user)
        return self.visible_to(user).filter(system__in=systems)


class RenewalPlan(models.Model):
    """更新計画 of a system as its plan gives it. Months are stored as their first day; a step left empty is
    counted back from `next_start` (`systems.renewing`).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="renewals", verbose_name="計画")
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="renewals", verbose_name="情報システム"
    )
    current_end = models.DateField("現行の終了", null=True, blank=True)
    review_start = models.DateField("検討の開始", null=True, blank=True)
    specification_start = models.DateField("仕様書の作成", null=True, blank=True)
    procurement_fiscal_year = models.PositiveSmallIntegerField("調達の年度", null=True, blank=True)
    contract_on = models.DateField("契約", null=True, blank=True)
    build_start = models.DateField("構築の開始", null=True, blank=True)
    parallel_start = models.DateField("並行稼働の開始", null=True, blank=True)
    next_start = models.DateField("次期の開始", null=True, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = RenewalPlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "更新計画"
        verbose_name_plural = "更新計画"
        ordering = ["plan", "system", "pk"]
        constraints = [models.UniqueConstraint(name="plan_renews_a_system_once", fields=["plan", "system"])]

    def __str__(self):
        return f"{self.system} 更新計画"


class RenewalCost(models.Model):
    """更新の経費 of one fiscal year, in thousand yen: what is estimated, budgeted, settled."""

    class Basis(models.TextChoices):
        ESTIMATE = "estimate", "見積"
        REQUEST = "request", "予算要求"
        BUDGET = "budget", "当初予算"
        SETTLED = "settled", "決算見込"

    renewal = models.ForeignKey(RenewalPlan, models.CASCADE, related_name="costs", verbose_name="更新計画")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    amount = models.PositiveBigIntegerField("金額（千円）")
    basis = models.CharField("根拠", max_length=8, choices=Basis, default=Basis.ESTIMATE)
    notes = models.JSONField("注", default=list, blank=True)

    history = record_history()

    class Meta:
        verbose_name = "更新の経費"
        verbose_name_plural = "更新の経費"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="renewal_costs_once_a_year",
                fields=["renewal", "fiscal_year"],
                violation_error_message="同じ年度の経費がすでにあります。1年度に1行で書いてください。",
            )
        ]

    def __str__(self):
        return f"{self.renewal} {self.fiscal_year}"
