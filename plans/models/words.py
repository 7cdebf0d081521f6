"""The plan's own words and the ways it sorts things."""

from django.db import models
from django.db.models import Q

from organizations.history import record_history
from plans.models.base import DocumentRow, PlanQuerySet
from plans.models.plan import Plan


class WordQuerySet(PlanQuerySet):
    def phases(self):
        return self.filter(kind=Word.Kind.PHASE)


class Word(DocumentRow):
    """One of the plan's words: a phase (検討), an achievement (一部達成), a direction (取組終了)."""

    class Kind(models.TextChoices):
        PHASE = "phase", "工程区分"
        ACHIEVEMENT = "achievement", "達成状況"
        DIRECTION = "direction", "今後の方向性"

    class Stage(models.TextChoices):
        CONSIDER = "consider", "検討"
        BUILD = "build", "構築"
        IMPLEMENT = "implement", "実施"
        OPERATE = "operate", "運用"

    ACHIEVEMENTS = {
        "achieved": "達成",
        "partly": "一部達成",
        "ongoing": "継続実施中",
        "preparing": "準備中",
        "considering": "検討中",
        "late": "遅れ",
        "not-done": "未実施",
        "not-assessable": "判定対象外",
    }
    DIRECTIONS = {
        "continue": "継続",
        "completed": "完了",
        "change": "見直し",
        "end": "終了",
        "dropped": "取りやめ",
    }
    CODES = {
        Kind.PHASE: dict(Stage.choices),
        Kind.ACHIEVEMENT: ACHIEVEMENTS,
        Kind.DIRECTION: DIRECTIONS,
    }

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="word_set", verbose_name="計画")
    kind = models.CharField("種類", max_length=11, choices=Kind)
    label = models.CharField("言葉", max_length=200)
    code = models.CharField("共通コード", max_length=14)
    resources = models.CharField("資源の増減", max_length=4, blank=True)
    meaning = models.TextField("意味", blank=True)

    objects = WordQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画の言葉"
        verbose_name_plural = "計画の言葉"
        ordering = ["kind", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="word_label_is_unique_in_its_plan_and_kind",
                fields=["plan", "kind", "label"],
                violation_error_message="この計画には同じ言葉がすでにあります。",
            ),
            models.CheckConstraint(
                name="a_phase_has_a_stage",
                condition=~Q(kind="phase") | Q(code__in=["consider", "build", "implement", "operate"]),
                violation_error_message="工程区分の共通コードは検討・構築・実施・運用のどれかにしてください。",
            ),
        ]

    def __str__(self):
        return self.label


class Axis(DocumentRow):
    """分類軸: 分野, 視点, 官民データ法, 自治体DX, SDGs."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="axes", verbose_name="計画")
    code = models.CharField("コード", max_length=200)
    name = models.CharField("名称", max_length=200)
    description = models.TextField("説明", blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "分類軸"
        verbose_name_plural = "分類軸"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="axis_code_is_unique_in_its_plan", fields=["plan", "code"])
        ]

    def __str__(self):
        return self.name


class CategoryQuerySet(PlanQuerySet):
    municipality_path = "axis__plan__municipality"


class Category(DocumentRow):
    """分類: one value of an axis."""

    axis = models.ForeignKey(Axis, models.CASCADE, related_name="categories", verbose_name="分類軸")
    code = models.CharField("コード", max_length=200)
    label = models.CharField("名称", max_length=200)
    description = models.TextField("説明", blank=True)

    objects = CategoryQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "分類"
        verbose_name_plural = "分類"
        ordering = ["axis__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="category_code_is_unique_in_its_axis", fields=["axis", "code"])
        ]

    def __str__(self):
        return self.label


class PlanRule(DocumentRow):
    """What the plan binds itself to (検討開始は原則2年前)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rules", verbose_name="計画")
    code = models.CharField("コード", max_length=200, blank=True)
    text = models.TextField("きまり")

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "計画のきまり"
        verbose_name_plural = "計画のきまり"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text
