"""The page of one meeting: its record so far, what waits for it, and what the person may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.models import User
from portal.meetings.kept import Kept, kept_of
from portal.meetings.record import MeetingRecord, meeting_record
from reviews.models import Meeting


@dataclass(frozen=True)
class MeetingPage:
    """`evaluations_url` leads to the body's verdicts on the round, "" where none is to be given."""

    record: MeetingRecord
    may_change: bool
    may_read_papers: bool
    is_due: bool
    evaluations_url: str
    kept: Kept | None

    @property
    def meeting(self) -> Meeting:
        return self.record.meeting

    @property
    def may_keep(self) -> bool:
        """Say whether the papers can be kept as given out: of a held meeting once."""
        can_be = not self.meeting.is_sample and not (self.meeting.is_held and self.kept)
        return self.may_change and can_be

    @property
    def minutes(self) -> Sequence:
        """The items of which something was written down."""
        items = (line.item for line in self.record.lines if line.item)
        return [item for item in items if item.minutes or item.outcome]


def meeting_page(meeting: Meeting, user: User, today: date) -> MeetingPage:
    may_change = Meeting.objects.changeable_by(user).filter(pk=meeting.pk).exists()
    record = meeting_record(meeting, day=today, with_names=may_change)
    for row in [*record.judged, *record.given, *record.standing]:
        row.plan = row.subject.plan = meeting.plan
    may_read_papers = Meeting.objects.with_papers_for(user).filter(pk=meeting.pk).exists()
    return MeetingPage(
        record=record,
        may_change=may_change,
        may_read_papers=may_read_papers,
        kept=kept_of(meeting) if may_read_papers else None,
        is_due=not meeting.is_held and meeting.held_on <= today,
        evaluations_url=_evaluations_url(meeting),
    )


def _evaluations_url(meeting: Meeting) -> str:
    if meeting.round is None or meeting.body is None or meeting.round.state == "preparing":
        return ""
    args = [*meeting.round.url_args, meeting.body.pk]
    return f"{reverse('reviews:evaluation_list', args=args)}?meeting={meeting.pk}"
