"""Who makes and watches the plan, how it was made, and what it inherited."""

from django.db import models

from organizations.fields import PartialDateField
from organizations.history import record_history
from plans.models.base import DocumentRow, PlanQuerySet
from plans.models.plan import Plan


class Committee(DocumentRow):
    """会議体, its members by post."""

    KINDS = [(kind, kind) for kind in ("本部", "委員会", "部会", "庁議", "役職")]

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="committees", verbose_name="計画")
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("種類", max_length=3, choices=KINDS, blank=True)
    parent = models.CharField("上位の会議体", max_length=200, blank=True)
    basis = models.TextField("設置の根拠", blank=True)
    role = models.TextField("役割", blank=True)
    duties = models.JSONField("所掌事項", default=list, blank=True)
    members = models.JSONField("構成", default=list, blank=True)
    secretariat = models.TextField("事務局", blank=True)
    quorum = models.JSONField("定足数", default=dict, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "会議体"
        verbose_name_plural = "会議体"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="committee_name_is_unique_in_its_plan", fields=["plan", "name"])
        ]

    def __str__(self):
        return self.name


class MakingStep(DocumentRow):
    """策定経過: one step of the plan's making."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "会議"
        SURVEY = "survey", "調査"
        CONSULTATION = "consultation", "意見聴取"
        PUBLIC_COMMENT = "public-comment", "意見公募"
        APPROVAL = "approval", "決定"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="making", verbose_name="計画")
    on = PartialDateField("年月日", blank=False)
    until = PartialDateField("終わり")
    kind = models.CharField("種類", max_length=14, choices=Kind, blank=True)
    body = models.TextField("会議体", blank=True)
    subject = models.TextField("内容")

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "策定経過"
        verbose_name_plural = "策定経過"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.subject


class CycleStep(DocumentRow):
    """One yearly step of the plan's management (進行管理)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="cycle", verbose_name="計画")
    actor = models.TextField("主体", blank=True)
    step = models.TextField("手順")
    months = models.TextField("時期", blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "進行管理の手順"
        verbose_name_plural = "進行管理の手順"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.step


class CarriedOverIssue(DocumentRow):
    """計画策定前の課題: an open issue of the last plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="carried_over", verbose_name="計画")
    number = models.CharField("番号", max_length=200, blank=True)
    title = models.CharField("課題", max_length=200)
    policy = models.ForeignKey(
        "plans.BasicPolicy", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="方針"
    )
    result = models.TextField("結果", blank=True)
    direction = models.TextField("方向性", blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "引き継いだ課題"
        verbose_name_plural = "引き継いだ課題"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.title


class Generation(DocumentRow):
    """An older plan known only in outline."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="generations", verbose_name="計画")
    ordinal = models.PositiveSmallIntegerField("第何次", null=True, blank=True)
    title = models.CharField("計画名", max_length=200)
    issued_on = PartialDateField("策定")
    start_fiscal_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    end_fiscal_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)
    themes = models.JSONField("柱", default=list, blank=True)
    rate_text = models.TextField("達成率の表記", blank=True)
    rate = models.FloatField("達成率（％）", null=True, blank=True)
    includes_partly = models.BooleanField("一部達成を含む", null=True, blank=True)
    items = models.JSONField("主な取組", default=list, blank=True)
    lesson = models.TextField("残った課題", blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "過去の計画"
        verbose_name_plural = "過去の計画"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.title


class PlanCost(DocumentRow):
    """The plan's cost of one fiscal year, in thousand yen."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="costs", verbose_name="計画")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    amount = models.PositiveBigIntegerField("金額（千円）")
    approximate = models.BooleanField("概数", null=True, blank=True)
    basis = models.CharField("範囲", max_length=200, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画の経費"
        verbose_name_plural = "計画の経費"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return f"{self.fiscal_year}年度"
