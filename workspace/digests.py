"""お知らせ by mail: at most one a person and day, of headlines alone, with one link to the portal.

The portal is the truth: a mail carries no figures, no names of people and no links but the portal's own.
"""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from organizations.models import User
from workspace.exceptions import AddressMissing, MailNotConfigured
from workspace.models import MailLog, Notice

logger = logging.getLogger(__name__)

OFF = "django.core.mail.backends.dummy.EmailBackend"
MOST_HEADLINES = 20
REFUSALS = (smtplib.SMTPException, OSError, ValueError)  # the server's, the network's, an address's
BEGUN = "送信を始めましたが、結果は分かりません。"


@dataclass(frozen=True)
class DigestRun:
    """What became of a night's mails: how many went out, how many failed."""

    is_configured: bool
    sent: int = 0
    failed: int = 0

    def __str__(self):
        if not self.is_configured:
            return "メールサーバーの設定がないため、メールは送りません。"
        failed = f"{self.failed}通は送れませんでした。" if self.failed else ""
        return f"メールを{self.sent}通送りました。{failed}"


def is_mail_configured() -> bool:
    return settings.EMAIL_BACKEND != OFF


def digests_send(*, now: datetime) -> DigestRun:
    """Mail everybody who wants it the headlines of their unread notices, unless they had a mail today.

    A mail that fails is tried again on the next day.
    """
    if not is_mail_configured():
        return DigestRun(is_configured=False)
    today = timezone.localdate(now)
    had_one = MailLog.objects.filter(kind=MailLog.Kind.DIGEST, day=today).values("owner")
    waiting = Notice.objects.waiting_for_mail().exclude(owner__in=had_one)
    rows = waiting.select_related("owner").order_by("owner", "created_at", "pk")
    letters = [(owner, list(notices)) for owner, notices in groupby(rows, lambda notice: notice.owner)]
    if not letters:
        return DigestRun(is_configured=True)
    with Post() as post:
        logs = [_send_digest(post, owner, notices, now) for owner, notices in letters]
    outcomes = [log.is_sent for log in logs if log is not None]
    return DigestRun(is_configured=True, sent=outcomes.count(True), failed=outcomes.count(False))


def mail_test_send(*, user: User, now: datetime) -> MailLog:
    """Mail a person a test and log it. Raise MailNotConfigured, AddressMissing."""
    if not is_mail_configured():
        raise MailNotConfigured
    if not user.email:
        raise AddressMissing
    log = _begin(user, MailLog.Kind.TEST, now)
    text = f"ICT計画ポータルからのテストです。このメールが届けば、お知らせのメールも届きます。\n\n{_link()}\n"
    with Post() as post:
        post.send(log, "テスト送信", text)
    return log


class Post:
    """One connection to the mail server for a night's mails. Where it cannot be had, all of them fail."""

    def __init__(self):
        self.connection: BaseEmailBackend = get_connection()
        self.refusal: Exception | None = None

    def __enter__(self) -> "Post":
        try:
            self.connection.open()
        except REFUSALS as refusal:
            logger.warning("the mail server cannot be reached: %r", refusal)
            self.refusal = refusal
        return self

    def __exit__(self, *args) -> None:
        self.connection.close()

    def send(self, log: MailLog, subject: str, text: str) -> None:
        """Send one mail and write down in its log what became of it."""
        try:
            if self.refusal:
                raise self.refusal
            mail = EmailMessage(f"【ICT計画ポータル】{subject}", text, to=[log.address])
            self.connection.send_messages([mail])
        except REFUSALS as refusal:
            logger.warning("mail %s could not be sent: %r", log.pk, refusal)
            log.message = f"送れませんでした（{type(refusal).__name__}）。"
        else:
            log.state, log.message = MailLog.State.SENT, ""
        log.save(update_fields=["state", "message"])


def _send_digest(post: Post, owner: User, notices: list[Notice], now: datetime) -> MailLog | None:
    """Send one digest; None where another run has begun the same one, which the database tells."""
    try:
        log = _begin(owner, MailLog.Kind.DIGEST, now, len(notices))
    except IntegrityError:
        return None
    post.send(log, "お知らせがあります", digest_text(notices))
    if log.is_sent:
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return log


@transaction.atomic
def _begin(owner: User, kind: str, now: datetime, notices: int = 0) -> MailLog:
    """Write the log before the mail goes: what is cut off in between is not sent twice."""
    return MailLog.objects.create(
        owner=owner, address=owner.email, kind=kind, day=timezone.localdate(now), notices=notices,
        message=BEGUN, sent_at=now,
    )  # fmt: skip


def digest_text(notices: Iterable[Notice]) -> str:
    """Return the mail's text: each headline once, and the link."""
    headlines = list(dict.fromkeys(notice.headline for notice in notices))
    lines = [f"・{headline}" for headline in headlines[:MOST_HEADLINES]]
    if len(headlines) > MOST_HEADLINES:
        lines.append("・ほかにもお知らせがあります。")
    listed = "\n".join(lines)
    return (
        f"ICT計画ポータルに、まだ読んでいないお知らせがあります。\n\n{listed}\n\n"
        f"詳しくはポータルでご覧ください。\n{_link()}\n\n"
        "このメールは1日に1通まで届きます。止めるには、上のページで「メールを止める」を押してください。\n"
    )


def _link() -> str:
    return settings.PORTAL_URL.rstrip("/") + reverse("workspace:notice_list")
