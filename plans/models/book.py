"""The rest of the book: chapters, tables, terms, references, surveys, and what came before."""

from django.db import models

from organizations.fields import PartialDateField
from organizations.history import record_history
from organizations.search import Searchable, SearchableQuerySet
from plans.models.base import DocumentRow, PlanQuerySet
from plans.models.plan import Plan


class SearchablePlanQuerySet(PlanQuerySet, SearchableQuerySet):
    pass


class Chapter(DocumentRow, Searchable):
    """章・節. `order` counts the whole tree as printed; `insert` names what stands there, one a line."""

    class Kind(models.TextChoices):
        TEXT = "text", "本文"
        COLUMN = "column", "コラム"
        APPENDIX = "appendix", "資料"

    searched_fields = ("number", "title", "body")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="chapters", verbose_name="計画")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上位の章"
    )
    number = models.CharField("番号", max_length=200, blank=True)
    title = models.CharField("題名", max_length=200)
    kind = models.CharField("種類", max_length=8, choices=Kind, blank=True)
    body = models.TextField("本文", blank=True, help_text="Markdown で書きます。")
    insert = models.TextField("差し込むもの", blank=True)

    objects = SearchablePlanQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "章"
        verbose_name_plural = "章"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def inserts(self) -> list[str]:
        return self.insert.splitlines()


class DataTable(DocumentRow, Searchable):
    """図表. Rows are JSON; a figure whose data the text lost has none."""

    class Kind(models.TextChoices):
        TABLE = "table", "表"
        BAR = "bar", "棒グラフ"
        LINE = "line", "折れ線グラフ"
        PIE = "pie", "円グラフ"
        SCATTER = "scatter", "散布図"
        FIGURE = "figure", "図"

    searched_fields = ("number", "title", "columns", "rows")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tables", verbose_name="計画")
    number = models.CharField("番号", max_length=200, blank=True)
    title = models.CharField("題名", max_length=200)
    kind = models.CharField("種類", max_length=7, choices=Kind, blank=True)
    unit = models.CharField("単位", max_length=200, blank=True)
    source = models.TextField("出典", blank=True)
    year_kind = models.CharField(
        "年の数え方", max_length=8, choices=[("fiscal", "年度"), ("calendar", "暦年")], blank=True
    )
    columns = models.JSONField("列", default=list, blank=True)
    rows = models.JSONField("行", default=list, blank=True)

    objects = SearchablePlanQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "図表"
        verbose_name_plural = "図表"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class GlossaryTerm(DocumentRow, Searchable):
    """用語."""

    searched_fields = ("term", "reading", "full_name", "aliases", "explanation")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="glossary", verbose_name="計画")
    term = models.CharField("用語", max_length=200)
    reading = models.CharField("読み", max_length=200, blank=True)
    full_name = models.TextField("正式名", blank=True)
    aliases = models.JSONField("別名", default=list, blank=True)
    group = models.CharField("見出し", max_length=200, blank=True)
    explanation = models.TextField("説明", blank=True)

    objects = SearchablePlanQuerySet.as_manager()
    history = record_history(excluded_fields=["search"])

    class Meta:
        verbose_name = "用語"
        verbose_name_plural = "用語"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="term_is_unique_in_its_plan",
                fields=["plan", "term"],
                violation_error_message="この計画には同じ用語がすでにあります。",
            )
        ]

    def __str__(self):
        return self.term


class Reference(DocumentRow):
    """根拠: laws and plans the plan stands on or beside."""

    class Kind(models.TextChoices):
        LAW = "law", "法令"
        NATIONAL = "national", "国"
        PREFECTURE = "prefecture", "都道府県"
        OWN_PLAN = "own-plan", "市の計画"
        PREDECESSOR = "predecessor", "前計画"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="references", verbose_name="計画")
    kind = models.CharField("種類", max_length=11, choices=Kind)
    title = models.CharField("題名", max_length=200)
    relation = models.TextField("関係", blank=True)
    parent = models.CharField("上位のもの", max_length=200, blank=True)
    article = models.TextField("条項", blank=True)
    issued_on = PartialDateField("制定")
    revised_on = PartialDateField("改定")
    start_fiscal_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    end_fiscal_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "根拠・関連計画"
        verbose_name_plural = "根拠・関連計画"
        ordering = ["plan", "order", "pk"]

    def __str__(self):
        return self.title


class Survey(DocumentRow):
    """市民調査."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="surveys", verbose_name="計画")
    name = models.CharField("名称", max_length=200)
    since = PartialDateField("開始")
    until = PartialDateField("終了")
    population = models.TextField("対象", blank=True)
    method = models.TextField("方法", blank=True)
    sample = models.PositiveIntegerField("配布数", null=True, blank=True)
    returned = models.PositiveIntegerField("回収数", null=True, blank=True)
    valid = models.PositiveIntegerField("有効回答数", null=True, blank=True)
    rate = models.FloatField("回収率（％）", null=True, blank=True)
    means = models.JSONField("平均", default=dict, blank=True)

    objects = PlanQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "市民調査"
        verbose_name_plural = "市民調査"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="survey_name_is_unique_in_its_plan", fields=["plan", "name"])
        ]

    def __str__(self):
        return self.name


class SurveyItemQuerySet(PlanQuerySet):
    municipality_path = "survey__plan__municipality"


class SurveyItem(DocumentRow):
    """One question of a survey: satisfaction × importance, in a quadrant A-D."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="items", verbose_name="調査")
    number = models.CharField("番号", max_length=200, blank=True)
    field = models.CharField("分野", max_length=200, blank=True)
    name = models.CharField("項目", max_length=200)
    satisfaction = models.FloatField("満足度", null=True, blank=True)
    importance = models.FloatField("重要度", null=True, blank=True)
    quadrant = models.CharField("領域", max_length=1, blank=True)

    objects = SurveyItemQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "調査項目"
        verbose_name_plural = "調査項目"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
