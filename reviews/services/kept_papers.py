"""配布した資料: kept as they were given out, by the button before a meeting or when it is marked as held."""

import hashlib
from collections.abc import Callable
from datetime import date

from django.db import transaction

from organizations.models import User
from reviews.exceptions import PapersKept, SampleNotKept
from reviews.models import KeptPapers, Meeting

Held = Callable[[Meeting, User], None]
_when_held: list[Held] = []


def register_when_held(step: Held) -> None:
    """Add what a floor above does once a person marks a meeting as held. Called in `AppConfig.ready`."""
    _when_held.append(step)


def tell_held(meeting: Meeting, by: User) -> None:
    """Do what is registered for a meeting that was marked as held."""
    for step in _when_held:
        step(meeting, by)


@transaction.atomic
def papers_keep(
    *, meeting: Meeting, name: str, content: bytes, words_digest: str, sheets: str, as_of: date, by: str
) -> KeptPapers:
    """Keep the papers of a meeting for good. Before it others may take their place, each stays.

    Raise PapersKept for a held meeting whose papers are kept already, SampleNotKept for a sample.
    """
    if meeting.is_sample:
        raise SampleNotKept
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.is_held and meeting.kept_papers.exists():
        raise PapersKept
    return KeptPapers.objects.create(
        meeting=meeting,
        name=name,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        words_digest=words_digest,
        sheets=sheets,
        as_of=as_of,
        kept_by_name=by,
    )
