"""確定版: frozen documents of a plan, the PDF kept beside each, and the leave to publish it."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.fields import PartialDateField
from organizations.fiscal_years import show_partial_date
from organizations.history import record_history
from organizations.models import User
from plans.models.base import PlanQuerySet
from plans.models.plan import Plan

NEVER_CHANGED = "確定版は変更できません。新しい確定版を作ってください。"
NEVER_DELETED = "確定版は削除できません。"


class FixedQuerySet(PlanQuerySet):
    """Rows that are made once: read by whoever may see the plan, changed and deleted by nobody."""

    def changeable_by(self, user):
        return self.none()

    def update(self, **columns):
        raise ValidationError(NEVER_CHANGED)

    def delete(self):
        raise ValidationError(NEVER_DELETED)

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class FixedRow(models.Model):
    """A row that is written once. The database refuses the rest too (plans/edition_guard.py)."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise ValidationError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(NEVER_DELETED)


class EditionQuerySet(FixedQuerySet):
    def initial(self):
        return self.filter(kind=Edition.Kind.INITIAL)

    def decided(self):
        """Return what a body has decided: 当初 and 改定, not the copies."""
        return self.filter(kind__in=[Edition.Kind.INITIAL, Edition.Kind.REVISION])

    def clearable_by(self, user):
        """Return the editions `user` may clear for the public: a second person of the planning section."""
        if not (user.is_authenticated and user.is_planning and user.is_active):
            return self.none()
        return self.visible_to(user).exclude(frozen_by=user.pk)

    def without_documents(self):
        return self.defer("document", "predecessor_document")


class Edition(FixedRow):
    """確定版: a frozen document. Its canonical bytes and their SHA-256 never change.

    `predecessor_document` is what the plan before said then, as the book tells its results too.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", "当初"
        REVISION = "revision", "改定"
        YEAR_END = "year-end", "年度末"
        SNAPSHOT = "snapshot", "控え"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name="計画")
    number = models.PositiveIntegerField("番号")
    kind = models.CharField("種別", max_length=8, choices=Kind)
    label = models.CharField("名称", max_length=200)
    adopted_on = PartialDateField("決定日", help_text="分からないときは空欄にします。")
    body = models.CharField("決定した会議体", max_length=200, blank=True)
    document_number = models.CharField("文書番号", max_length=200, blank=True)
    reason = models.TextField("理由", blank=True)
    document = models.TextField("文書")
    digest = models.CharField("SHA-256", max_length=64)
    predecessor_document = models.TextField("前計画の文書", blank=True)
    frozen_at = models.DateTimeField("作成", auto_now_add=True)
    # A person may leave; the number stays, for it says who may not clear the edition. Never look it up.
    frozen_by = models.ForeignKey(
        User,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name="作成者の番号",
    )
    frozen_by_name = models.CharField("作成者", max_length=200, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "確定版"
        verbose_name_plural = "確定版"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_is_unique_in_its_plan", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="a_plan_has_one_initial_edition",
                fields=["plan"],
                condition=Q(kind="initial"),
                violation_error_message="当初の確定版はすでにあります。",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("portal:edition_detail", args=[*self.plan.url_args, self.number])

    def documents(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Read the document, and that of the plan before (None where there was none)."""
        before = self.predecessor_document
        return json.loads(self.document), json.loads(before) if before else None

    @property
    def is_decided(self) -> bool:
        """Say whether a body has decided on it; a copy is only kept."""
        return self.kind in {self.Kind.INITIAL, self.Kind.REVISION}

    @property
    def adopted(self) -> str:
        """The day of the decision in both eras, 不明 where a decision's is not known."""
        return show_partial_date(self.adopted_on) if self.adopted_on else "不明" if self.is_decided else "―"


class EditionPartQuerySet(FixedQuerySet):
    municipality_path = "edition__plan__municipality"


class EditionBook(FixedRow):
    """計画書の保存版: the PDF of an edition as its layout was then. Nobody prunes it."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="kept_book", verbose_name="確定版")
    name = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("内容")
    digest = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField("作成", auto_now_add=True)

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        verbose_name = "計画書の保存版"
        verbose_name_plural = "計画書の保存版"
        ordering = ["edition"]

    def __str__(self):
        return self.name


class EditionClearanceQuerySet(PlanQuerySet):
    municipality_path = "edition__plan__municipality"

    def standing(self):
        return self.filter(withdrawn_at=None)


class EditionClearance(models.Model):
    """公表可: a second person's leave to publish an edition, with the decision's number and date."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clearances", verbose_name="確定版")
    decision_number = models.CharField("決裁番号", max_length=200)
    decided_on = models.DateField("決裁日")
    cleared_at = models.DateTimeField("設定", auto_now_add=True)
    cleared_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="設定した職員"
    )
    cleared_by_name = models.CharField("設定者", max_length=200)
    withdrawn_at = models.DateTimeField("取下げ", null=True, blank=True)
    withdrawn_by_name = models.CharField("取下げた人", max_length=200, blank=True)
    withdrawal_reason = models.TextField("取下げの理由", blank=True)

    objects = EditionClearanceQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "公表可"
        verbose_name_plural = "公表可"
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="edition_is_cleared_once",
                fields=["edition"],
                condition=Q(withdrawn_at=None),
                violation_error_message="この確定版はすでに公表可です。",
            ),
            models.CheckConstraint(
                name="clearance_is_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                violation_error_message="取り下げるときは、理由を入力してください。",
            ),
        ]

    def __str__(self):
        return self.decision_number
