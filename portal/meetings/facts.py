"""What the head of a meeting says: when, where, who sits in it, how many make it a meeting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import Committee
from plans.quorum import Quorum, quorum_of
from reviews.attending import committee_of, quorum_of_meeting, state_in_words, tally
from reviews.models import Attendance, Meeting
from reviews.states import show_weekday

MOST_POSTS = 8  # named one by one


@dataclass(frozen=True)
class Seat:
    """One line of the attendance; `name` is "" for whoever may not read names of people."""

    post: str
    role: str
    state: str
    proxy: str
    opinion: str
    name: str


@dataclass(frozen=True)
class MeetingHead:
    """Labels and texts of a meeting's head; `quorum` computed from the attendance."""

    facts: Sequence[tuple[str, str]]
    committee: Committee | None
    seats: Sequence[Seat]
    tally: Sequence[tuple[str, int]]
    quorum: Quorum
    has_names: bool

    @property
    def has_opinions(self) -> bool:
        return any(seat.opinion for seat in self.seats)

    @property
    def shows_names(self) -> bool:
        return any(seat.name for seat in self.seats)


def meeting_head(meeting: Meeting, *, with_names: bool) -> MeetingHead:
    """Read committee and attendance of a meeting (two queries); names of people only where asked for."""
    committee, attendances = committee_of(meeting), list(meeting.attendances.all())
    return MeetingHead(
        facts=[fact for fact in _facts(meeting, committee) if fact[1]],
        committee=committee,
        seats=[_seat(row, meeting, with_names=with_names) for row in attendances],
        tally=tally(attendances, is_by_document=meeting.is_by_document),
        quorum=quorum_of_meeting(committee, attendances),
        has_names=any(row.name for row in attendances),
    )


def _facts(meeting: Meeting, committee: Committee | None) -> list[tuple[str, str]]:
    when = f"{show_weekday(meeting.held_on)}　{meeting.starts_at}".strip("　")
    return [
        ("開催", f"書面開催（回答の期限 {when}）") if meeting.is_by_document else ("日時", when),
        ("場所", meeting.place),
        ("会議体", meeting.held_by),
        ("構成", composition(committee) if committee else ""),
        ("定足数", quorum_rule(committee) if committee else ""),
        ("事務局", committee.secretariat if committee else ""),
        ("調査", meeting.round.name if meeting.round else ""),
    ]


def composition(committee: Committee) -> str:
    """Say who sits in it: 委員長（企画財政部長）、副委員長（行政経営課長）、委員19人."""
    roles = Counter(member.get("role", "") for member in committee.members)
    if len(committee.members) <= MOST_POSTS and not any(n > 1 for role, n in roles.items() if role):
        return "、".join(map(_member, committee.members))
    single = [_member(one) for one in committee.members if one.get("role") and roles[one["role"]] == 1]
    many = [f"{role or '委員'}{count}人" for role, count in roles.items() if count > 1 or not role]
    return "、".join([*single, *many])


def _member(member: dict) -> str:
    role, post = member.get("role", ""), member.get("post", "")
    return f"{role}（{post}）" if role and post else role or post


def quorum_rule(committee: Committee) -> str:
    """Say what makes a meeting: 11人以上（委員の過半数…）, or that nothing is laid down."""
    known, text = quorum_of(committee, 0), committee.quorum.get("text", "")
    if known.is_known:
        return f"{known.needed}人以上" + (f"（{text}）" if text else "")
    return text or "定めなし"


def _seat(row: Attendance, meeting: Meeting, *, with_names: bool) -> Seat:
    return Seat(
        post=row.post,
        role=row.role,
        state=state_in_words(row, is_by_document=meeting.is_by_document),
        proxy=row.proxy_post,
        opinion=row.opinion,
        name=row.name if with_names else "",
    )
