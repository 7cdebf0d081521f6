"""What people were told of dates that come near, and the calendars they follow them in."""

import hashlib

from django.db import models

from organizations.access import ScopedQuerySet
from organizations.models import Department, Municipality, User
from systems.models.contracts import Contract
from systems.models.inventory import InformationSystem


class RenewalAlertQuerySet(ScopedQuerySet):
    municipality_path = "municipality"


class RenewalAlert(models.Model):
    """An alert that was given: about which date, so many months before it. `key` tells each from every
    other, its date included: a date that moved is told anew.
    """

    class Kind(models.TextChoices):
        CONTRACT_END = "contract-end", "契約期間の終わり"
        NOTICE = "notice", "解約の申出の期限"
        CURRENT_END = "current-end", "現行システムの終わり"
        REVIEW_START = "review-start", "検討の開始"
        SUPPORT_END = "support-end", "サポート終了"

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="団体")
    system = models.ForeignKey(
        InformationSystem, models.CASCADE, null=True, blank=True, related_name="alerts",
        verbose_name="情報システム",
    )  # fmt: skip
    contract = models.ForeignKey(
        Contract, models.CASCADE, null=True, blank=True, related_name="alerts", verbose_name="契約"
    )
    key = models.CharField("識別名", max_length=100, unique=True, editable=False)
    kind = models.CharField("対象", max_length=12, choices=Kind)
    subject = models.CharField("名称", max_length=255, blank=True)
    months = models.PositiveSmallIntegerField("何か月前")
    date = models.DateField("期日")
    told_at = models.DateTimeField("知らせた日時")
    people = models.PositiveIntegerField("知らせた人数", default=0)

    objects = RenewalAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "更新の知らせ"
        verbose_name_plural = "更新の知らせ"
        ordering = ["-told_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.date} {self.months}"


class CalendarFeedQuerySet(ScopedQuerySet):
    municipality_path = "municipality"

    def visible_to(self, user):
        """The planning section sees all feeds of its city, a department's people those of the department."""
        found = super().visible_to(user)
        if not user.is_authenticated or user.is_administrator or user.is_planning:
            return found
        if user.role == user.Role.DEPARTMENT and user.department_id:
            return found.filter(department=user.department_id)
        return self.none()

    def changeable_by(self, user):
        return self.visible_to(user)

    def of_token(self, token: str):
        """Return the feed that a token opens, unless it was revoked."""
        return self.filter(token_digest=digest_of_token(token), revoked_at=None)


def digest_of_token(token: str) -> str:
    """Return what is kept of a token: nobody who reads the database can follow a feed."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """カレンダー配信 of a department's renewal dates: open to whoever knows the token until it is revoked.

    The token itself is shown once, when it is made; kept is its SHA-256.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="団体")
    department = models.ForeignKey(
        Department, models.CASCADE, related_name="calendar_feeds", verbose_name="部署"
    )
    token_digest = models.CharField("アドレスの照合値", max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="作った人"
    )
    made_at = models.DateTimeField("作成", auto_now_add=True)
    revoked_at = models.DateTimeField("取消", null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "カレンダー配信"
        verbose_name_plural = "カレンダー配信"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.department} {self.made_at:%Y-%m-%d}"


class FindingCheck(models.Model):
    """夜間の点検 of a city: which 要対応 stood in the last one, so that the next tells only of new ones."""

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, primary_key=True, related_name="+", verbose_name="団体"
    )
    checked_on = models.DateField("点検した日")
    standing = models.JSONField("要対応の照合値", default=list)

    class Meta:
        verbose_name = "確認事項の点検"
        verbose_name_plural = "確認事項の点検"
        ordering = ["municipality"]

    def __str__(self):
        return f"{self.municipality_id} {self.checked_on}"
