"""事前協議: what a department files before it asks for a budget for a system (電子計算機利用計画書)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.access import ScopedQuerySet
from organizations.history import record_history
from organizations.models import Department, Municipality
from systems.models.inventory import InformationSystem

CHECKED_AFTER = (1, 3, 5)
YEARS = 5  # that a consultation looks ahead, from the year of the budget on


def default_checked_after() -> list[int]:
    """Return after how many years the effect of a new system is checked unless the city says otherwise."""
    return list(CHECKED_AFTER)


class ConsultationRuleQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class ConsultationRule(models.Model):
    """A city's own terms of 事前協議: the amount (thousand yen) above which effects are checked, and when."""

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="consultation_rule", verbose_name="団体"
    )
    name = models.CharField("協議書の呼び名", max_length=100, default="電子計算機利用計画書")
    threshold = models.PositiveBigIntegerField(
        "効果を確かめる金額（千円）", null=True, blank=True,
        help_text="5年間の経費がこの額を超えるものについて、稼働後に効果を検証します。空欄なら検証しません。",
    )  # fmt: skip
    checked_after = models.JSONField("効果を確かめる年（稼働後）", default=default_checked_after, blank=True)

    objects = ConsultationRuleQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "事前協議の定め"
        verbose_name_plural = "事前協議の定め"

    def __str__(self):
        return f"{self.municipality} {self.name}"


class ConsultationQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def visible_to(self, user):
        """The planning section sees what was filed, a department its own; others nothing."""
        if not user.is_authenticated:
            return self.none()
        if user.is_planning or user.is_administrator:
            return super().visible_to(user)
        if user.role == user.Role.DEPARTMENT and user.department_id:
            return super().visible_to(user).filter(department=user.department_id)
        return self.none()

    def changeable_by(self, user):
        return self.visible_to(user)


class Consultation(models.Model):
    """事前協議 of one department for one fiscal year's budget. Amounts are in thousand yen."""

    class Kind(models.TextChoices):
        NEW = "new", "新規"
        RENEWAL = "renewal", "更新"

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        SUBMITTED = "submitted", "提出済"
        ADVISED = "advised", "意見付き"
        SENT = "sent", "財政課へ送付"
        DECIDED = "decided", "査定済"
        WITHDRAWN = "withdrawn", "取下げ"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="consultations", verbose_name="団体"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="consultations", verbose_name="所管課"
    )
    system = models.ForeignKey(
        InformationSystem, models.SET_NULL, null=True, blank=True, related_name="consultations",
        verbose_name="情報システム",
    )  # fmt: skip
    name = models.CharField("件名", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("予算の年度")
    kind = models.CharField("区分", max_length=7, choices=Kind)
    purpose = models.TextField("目的", blank=True)
    procurement = models.CharField("調達の方法", max_length=200, blank=True)
    estimate_source = models.TextField("見積の根拠", blank=True)
    starts_on = models.DateField("稼働の予定", null=True, blank=True)
    expected_effect = models.TextField("見込む効果", blank=True)
    state = models.CharField("状態", max_length=9, choices=State, default=State.DRAFT)
    return_reason = models.TextField("差戻しの理由", blank=True)
    opinion = models.TextField("計画主管課の意見", blank=True)
    requested = models.PositiveBigIntegerField("要求額（千円）", null=True, blank=True)
    assessed = models.PositiveBigIntegerField("査定額（千円）", null=True, blank=True)
    result = models.TextField("査定の結果", blank=True)
    submitted_on = models.DateField("提出日", null=True, blank=True)
    advised_on = models.DateField("意見を付けた日", null=True, blank=True)
    sent_on = models.DateField("財政課への送付日", null=True, blank=True)
    decided_on = models.DateField("査定の記録日", null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "事前協議"
        verbose_name_plural = "事前協議"
        ordering = ["-fiscal_year", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:consultation_detail", args=[self.municipality.code, self.pk])

    @property
    def fiscal_years(self) -> list[int]:
        """The five years whose cost is told."""
        return [*range(self.fiscal_year, self.fiscal_year + YEARS)]

    @property
    def is_returned(self) -> bool:
        """Say whether it came back from the planning section and was not handed in again."""
        return self.state == self.State.DRAFT and bool(self.return_reason)

    @property
    def state_label(self) -> str:
        return "差戻し" if self.is_returned else self.get_state_display()


class ConsultationCost(models.Model):
    """経費 of one of the five years a consultation looks ahead, in thousand yen."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="costs", verbose_name="事前協議"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    initial = models.PositiveBigIntegerField("導入経費（千円）", null=True, blank=True)
    running = models.PositiveBigIntegerField("運用経費（千円）", null=True, blank=True)

    history = record_history()

    class Meta:
        verbose_name = "事前協議の経費"
        verbose_name_plural = "事前協議の経費"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="consultation_costs_once_a_year",
                fields=["consultation", "fiscal_year"],
                violation_error_message="同じ年度の経費がすでにあります。1年度に1行で書いてください。",
            )
        ]

    def __str__(self):
        return f"{self.consultation} {self.fiscal_year}"

    @property
    def total(self) -> int | None:
        """The year's cost, None where neither part is told."""
        told = [amount for amount in (self.initial, self.running) if amount is not None]
        return sum(told) if told else None


class EffectCheckQuerySet(ScopedQuerySet):
    """Checks are seen and written by whoever sees and changes their consultation."""

    def visible_to(self, user):
        return self.filter(consultation__in=Consultation.objects.visible_to(user))

    def changeable_by(self, user):
        return self.filter(consultation__in=Consultation.objects.changeable_by(user))

    def due(self, fiscal_year: int):
        """Return the checks still to be written in a fiscal year, those of earlier years included."""
        return self.filter(verdict="", due_fiscal_year__lte=fiscal_year)


class EffectCheck(models.Model):
    """効果の検証: what came of it, so many years after the system started."""

    class Verdict(models.TextChoices):
        MET = "met", "見込みどおり"
        PARTLY = "partly", "一部"
        NOT_MET = "not-met", "見込みを下回る"

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="checks", verbose_name="事前協議"
    )
    after_years = models.PositiveSmallIntegerField("稼働後の年")
    due_fiscal_year = models.PositiveSmallIntegerField("検証の年度")
    verdict = models.CharField("検証の結果", max_length=7, choices=Verdict, blank=True)
    text = models.TextField("内容", blank=True)
    checked_on = models.DateField("検証した日", null=True, blank=True)

    objects = EffectCheckQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "効果の検証"
        verbose_name_plural = "効果の検証"
        ordering = ["due_fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(name="effect_is_checked_once", fields=["consultation", "after_years"]),
            models.CheckConstraint(
                name="effect_check_with_a_verdict_says_why",
                condition=Q(verdict="") | ~Q(text=""),
                violation_error_message="検証の結果には、内容も書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.consultation} {self.after_years}"
