"""変更: the saves people make."""

from django.db import models

from organizations.access import ScopedQuerySet
from organizations.models.cities import Municipality
from organizations.models.people import User


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
