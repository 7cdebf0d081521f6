"""Making and revoking the calendar feeds of departments."""

import secrets
from datetime import datetime

from django.db import transaction

from organizations.models import Department, User
from systems.models import CalendarFeed
from systems.models.alerts import digest_of_token


@transaction.atomic
def calendar_feed_create(*, department: Department, user: User) -> tuple[CalendarFeed, str]:
    """Make a feed; return it with its token, which is kept nowhere and cannot be shown again."""
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        municipality_id=department.municipality_id,
        department=department,
        token_digest=digest_of_token(token),
        made_by=user,
    )
    return feed, token


@transaction.atomic
def calendar_feed_revoke(*, feed: CalendarFeed, now: datetime) -> None:
    """Let the feed's address open nothing any more; once revoked it stays so."""
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now)
