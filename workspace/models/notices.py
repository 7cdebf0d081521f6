"""お知らせ, and the mails that say there are some."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from organizations.access import ScopedQuerySet
from organizations.models import User
from workspace.models.ownership import OwnedQuerySet

MAIL_LOG_DAYS = 90


class NoticeQuerySet(OwnedQuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def waiting_for_mail(self):
        """Return what a digest still has to tell: unread, never mailed, to somebody who wants mail."""
        people = {"owner__is_active": True, "owner__wants_mail": True}
        return self.unread().filter(mailed_at=None, **people).exclude(owner__email="")


class Notice(models.Model):
    """お知らせ: one sentence for one person, with the page it leads to.

    `key` names what it is about, so that nobody is told the same twice; "" says that it does not matter.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="宛先")
    kind = models.CharField("種類", max_length=30, blank=True)
    key = models.CharField("識別名", max_length=100, blank=True)
    text = models.CharField("内容", max_length=255)
    url = models.CharField("リンク", max_length=255, blank=True)
    created_at = models.DateTimeField("日時", auto_now_add=True)
    read_at = models.DateTimeField("既読", null=True, blank=True)
    mailed_at = models.DateTimeField("メール", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="notice_is_given_once", fields=["owner", "key"], condition=~Q(key="")
            )
        ]
        indexes = [
            models.Index(name="unread_notices", fields=["owner"], condition=Q(read_at=None)),
        ]

    def __str__(self):
        return self.text

    @property
    def headline(self) -> str:
        """Return the first sentence: all that a mail tells. Names and figures come after it."""
        first, stop, _ = self.text.partition("。")
        return f"{first}{stop}"


class MailLogQuerySet(ScopedQuerySet):
    municipality_path = "owner__municipality"

    def recent(self, today: date):
        return self.filter(day__gt=today - timedelta(days=MAIL_LOG_DAYS))

    def expired(self, today: date):
        return self.filter(day__lte=today - timedelta(days=MAIL_LOG_DAYS))


class MailLog(models.Model):
    """メールの記録: one mail to one person, and what became of it. Of digests there is one a day at most."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "お知らせ"
        TEST = "test", "テスト"

    class State(models.TextChoices):
        SENT = "sent", "送信済"
        FAILED = "failed", "送信できず"

    owner = models.ForeignKey(User, models.CASCADE, related_name="mails", verbose_name="宛先")
    address = models.EmailField("アドレス")
    kind = models.CharField("種類", max_length=6, choices=Kind, default=Kind.DIGEST)
    day = models.DateField("日付")
    notices = models.PositiveIntegerField("お知らせの件数", default=0)
    state = models.CharField("結果", max_length=6, choices=State, default=State.FAILED)
    message = models.CharField("詳細", max_length=255, blank=True)
    sent_at = models.DateTimeField("日時")

    objects = MailLogQuerySet.as_manager()

    class Meta:
        verbose_name = "メールの記録"
        verbose_name_plural = "メールの記録"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_digest_a_person_and_day", fields=["owner", "day"], condition=Q(kind="digest")
            )
        ]

    def __str__(self):
        return f"{self.day} {self.owner}"

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT
