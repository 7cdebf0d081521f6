"""会議: making and changing one, its 次第, who came, what was said; held, and that taken back."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, bulk_write, change_set, save_changed
from plans.services.rows import RowWish, rows_save
from reviews.exceptions import MeetingAhead, MeetingInUse
from reviews.models import Attendance, Meeting, MeetingItem
from reviews.services.kept_papers import tell_held

State = Meeting.State


@transaction.atomic
def meeting_save(
    *,
    meeting: Meeting,
    edits: Iterable[Edit],
    author: Author,
    today: date,
    attendances: Sequence[Attendance] = (),
) -> Meeting:
    """Make a meeting with those who are expected to come, or change one.

    Raise ValidationError, EditConflict when somebody changed the same field meanwhile, MeetingAhead when a
    held one would move to a day to come.
    """
    is_new = meeting.pk is None
    if is_new:
        meeting.is_sample = author.is_sample
    else:
        meeting = _locked(meeting)
    conflicts = Conflicts()
    conflicts.merge(meeting, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    if meeting.is_held and meeting.held_on > today:
        raise MeetingAhead(meeting.held_on)
    with _saving(meeting, author):
        save_changed(meeting)
        if is_new:
            _expect(meeting, attendances)
    return meeting


@transaction.atomic
def meeting_delete(*, meeting: Meeting, author: Author) -> None:
    """Throw away a planned meeting. Raise MeetingInUse once it was held or something hangs on it."""
    meeting = _locked(meeting)
    if meeting.is_held or any(rows.exists() for rows in _hanging_on(meeting)):
        raise MeetingInUse
    with _saving(meeting, author):
        bulk_write(Meeting, delete=[meeting])


def _hanging_on(meeting: Meeting) -> list:
    return [meeting.evaluations, meeting.conditions, meeting.kept_papers]


@transaction.atomic
def meeting_hold(*, meeting: Meeting, author: Author, today: date) -> Meeting:
    """Mark a meeting as held on its day; what a person marks is told to the floors above. Raise MeetingAhead
    before it.
    """
    meeting = _locked(meeting)
    if meeting.held_on > today:
        raise MeetingAhead(meeting.held_on)
    if author.user and not meeting.is_held:
        transaction.on_commit(partial(tell_held, meeting, author.user))
    return _move(meeting, State.HELD, author)


@transaction.atomic
def meeting_plan(*, meeting: Meeting, author: Author) -> Meeting:
    """Take 開催済 back: the meeting is planned again, what was decided in it stays."""
    return _move(_locked(meeting), State.PLANNED, author)


def _move(meeting: Meeting, state: State, author: Author) -> Meeting:
    meeting.state = state
    with _saving(meeting, author):
        save_changed(meeting)
    return meeting


@transaction.atomic
def agenda_save(
    *,
    meeting: Meeting,
    wishes: Sequence[RowWish],
    proposed: Sequence[MeetingItem],
    is_reordered: bool,
    author: Author,
) -> None:
    """Write the 次第: items changed, removed, added and put in order, chosen proposals at its end.

    Raise ValidationError, EditConflict, RowGone.
    """
    meeting = _locked(meeting)
    with _saving(meeting, author):
        rows_save(
            plan=meeting.plan, wishes=wishes, among=meeting.items.all(), is_reordered=is_reordered,
            author=author,
        )  # fmt: skip
        count = meeting.items.count()
        for order, item in enumerate(proposed, start=count):
            item.meeting, item.order = meeting, order
        bulk_write(MeetingItem, create=proposed)


@transaction.atomic
def attendances_save(
    *, meeting: Meeting, wishes: Sequence[RowWish], is_reordered: bool, author: Author
) -> None:
    """Write who came. Raise ValidationError, EditConflict, RowGone."""
    rows_save(
        plan=meeting.plan, wishes=wishes, among=meeting.attendances.all(), is_reordered=is_reordered,
        author=author,
    )  # fmt: skip


@transaction.atomic
def attendances_propose(*, meeting: Meeting, attendances: Sequence[Attendance], author: Author) -> None:
    """List those who are expected, where nobody is listed yet."""
    meeting = _locked(meeting)
    if meeting.attendances.exists():
        return
    with _saving(meeting, author):
        _expect(meeting, attendances)


def _expect(meeting: Meeting, attendances: Sequence[Attendance]) -> None:
    for order, attendance in enumerate(attendances):
        attendance.meeting, attendance.order = meeting, order
    bulk_write(Attendance, create=attendances)


@transaction.atomic
def attendance_names_forget(*, meeting: Meeting, author: Author) -> int:
    """Delete all names of people of a meeting; posts stay. No history keeps a name. Return how many."""
    meeting = _locked(meeting)
    named = list(meeting.attendances.exclude(name=""))
    for attendance in named:
        attendance.name = ""
    with _saving(meeting, author):
        bulk_write(Attendance, update=named, fields=["name"])
    return len(named)


@transaction.atomic
def minutes_save(
    *, meeting: Meeting, wishes: Sequence[RowWish], edits: Iterable[Edit], author: Author, today: date
) -> None:
    """Write minutes and outcome by item, and the summary of the whole. Raise EditConflict, RowGone."""
    meeting = _locked(meeting)
    with _saving(meeting, author):
        rows_save(plan=meeting.plan, wishes=wishes, among=meeting.items.all(), author=author)
        meeting_save(meeting=meeting, edits=edits, author=author, today=today)


def _locked(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",))
    return found.select_related("plan__municipality", "body", "round").get(pk=meeting.pk)


def _saving(meeting: Meeting, author: Author):
    plan = meeting.plan
    return change_set(author=author, municipality=plan.municipality, plan_code=plan.code)
