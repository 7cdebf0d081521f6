"""The job that keeps the papers of a meeting as they are given out."""

from django.utils import timezone

from organizations.models import User
from portal.papers.kinds.meeting_papers import KIND
from portal.papers.options import Options
from portal.papers.orders import Order, print_order
from portal.place import place_of
from reviews.exceptions import PapersKept, SampleNotKept
from reviews.models import Meeting
from workspace.models import Job


def papers_keep_order(meeting: Meeting, by: User, *, sheets: str = "all") -> Job:
    """Start the job. Raise PapersKept for a held meeting that has them, SampleNotKept for a sample."""
    if meeting.is_sample:
        raise SampleNotKept
    if meeting.is_held and meeting.kept_papers.exists():
        raise PapersKept
    today = timezone.localdate()
    place = place_of(meeting.plan.municipality, meeting.plan.code, today=today)
    order = Order(KIND, Options(meeting=meeting.pk, sheets=sheets, is_kept=True))
    return print_order(user=by, place=place, orders=[order], day=today)


def keep_when_held(meeting: Meeting, by: User) -> None:
    """Keep the papers of a meeting that was marked as held, unless they are kept or it is a sample."""
    if not (meeting.is_sample or meeting.kept_papers.exists()):
        papers_keep_order(meeting, by)
