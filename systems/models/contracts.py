"""契約: what a city has agreed on for its systems; many contracts a system, many systems a contract."""

from django.db import models
from django.db.models import F, Q

from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models import Municipality
from systems.models.inventory import InformationSystem

ALERT_MONTHS = (24, 12, 6, 3)


def default_alert_months() -> list[int]:
    """Return how many months before a contract's end people are told unless the contract says otherwise."""
    return list(ALERT_MONTHS)


class ContractQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def changeable_by(self, user):
        """The planning section changes its city's contracts, a department those for a system of its own."""
        if user.is_authenticated and user.role == user.Role.DEPARTMENT and user.department_id:
            own = ContractSystem.objects.filter(system__system_departments__department=user.department_id)
            return self.visible_to(user).filter(pk__in=own.values("contract"))
        return super().changeable_by(user)


class Contract(models.Model):
    """契約. Terms are whole days, first and last included; amounts are in thousand yen."""

    class Kind(models.TextChoices):
        LEASE = "lease", "賃貸借"
        MAINTENANCE = "maintenance", "保守"
        USE = "use", "利用"
        SERVICE = "service", "委託"

    class Obligation(models.TextChoices):
        SINGLE_YEAR = "single-year", "単年度契約"
        OBLIGATION = "obligation", "債務負担行為"
        LONG_TERM = "long-term", "長期継続契約"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="contracts", verbose_name="団体"
    )
    key = models.CharField("識別名", max_length=200, help_text="一生を通して変わらない名前です。")
    name = models.CharField("契約名", max_length=200)
    kind = models.CharField("契約の種類", max_length=11, choices=Kind, blank=True)
    counterpart = models.CharField("契約の相手方", max_length=200, blank=True)
    number = models.CharField("契約番号", max_length=100, blank=True)
    first_start = models.DateField("契約期間の始まり", null=True, blank=True)
    first_end = models.DateField("当初の契約期間の終わり", null=True, blank=True)
    renews_automatically = models.BooleanField("自動更新", null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField("更新1回の月数", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(
        "解約の申出（日前まで）",
        null=True,
        blank=True,
        help_text="契約期間の終わりの何日前までに申し出るかです。",
    )
    extension_options = models.TextField("延長の定め", blank=True)
    obligation = models.CharField("予算上の扱い", max_length=11, choices=Obligation, blank=True)
    terminated_on = models.DateField("解約日", null=True, blank=True)
    alert_months = models.JSONField("知らせる時期（か月前）", default=default_alert_months, blank=True)
    systems = models.ManyToManyField(
        InformationSystem, through="ContractSystem", related_name="contracts", verbose_name="情報システム"
    )
    notes = models.JSONField("注", default=list, blank=True)

    objects = ContractQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "契約"
        verbose_name_plural = "契約"
        ordering = ["municipality", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contract_key_is_unique_in_its_city",
                fields=["municipality", "key"],
                violation_error_message="この団体には同じ識別名の契約がすでにあります。",
            ),
            models.CheckConstraint(
                name="contract_ends_after_it_starts",
                condition=Q(first_start__isnull=True)
                | Q(first_end__isnull=True)
                | Q(first_end__gte=F("first_start")),
                violation_error_message="契約期間の終わりは、始まり以降の日にしてください。",
            ),
            models.CheckConstraint(
                name="contract_renews_by_months",
                condition=Q(renewal_months__isnull=True) | Q(renewal_months__gte=1),
                violation_error_message="更新1回の月数は1以上にしてください。更新がなければ空欄にしてください。",
            ),
        ]

    def __str__(self):
        return self.name


class ContractSystem(models.Model):
    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="contract_systems", verbose_name="契約"
    )
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, related_name="contract_systems", verbose_name="情報システム"
    )

    history = record_history()

    class Meta:
        verbose_name = "契約の対象システム"
        verbose_name_plural = "契約の対象システム"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="contract_covers_a_system_once", fields=["contract", "system"])
        ]

    def __str__(self):
        return f"{self.contract} {self.system}"


class ContractAmount(models.Model):
    """契約金額 of one fiscal year, in thousand yen."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="amounts", verbose_name="契約")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    amount = models.PositiveBigIntegerField("金額（千円）")
    notes = models.JSONField("注", default=list, blank=True)

    history = record_history()

    class Meta:
        verbose_name = "契約金額"
        verbose_name_plural = "契約金額"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contract_has_an_amount_once_a_year",
                fields=["contract", "fiscal_year"],
                violation_error_message="同じ年度の金額がすでにあります。1年度に1行で書いてください。",
            )
        ]

    def __str__(self):
        return f"{self.contract} {self.fiscal_year}"
