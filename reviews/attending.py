"""Who comes to a meeting, by post, and whether that is enough (定足数)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from plans.models import Committee
from plans.quorum import NO_SEAT, Quorum, quorum_of, seats_of
from reviews.models import Attendance, Meeting

State = Attendance.State
NO_COMMITTEE = "会議体の構成が登録されていないため、定足数を計算できません。"
NOBODY = "出席がまだ記録されていないため、定足数を計算できません。"
BY_LIST = "（委員数は、出席の表に挙げた職の数です）"
BY_DOCUMENT = {State.PRESENT: "回答", State.PROXY: "代理回答", State.ABSENT: "回答なし"}


def committee_of(meeting: Meeting) -> Committee | None:
    """Return the plan's committee that the meeting is of: bodies and committees go by name (one query)."""
    return meeting.plan.committees.filter(name=meeting.held_by).first() if meeting.held_by else None


def expected(committee: Committee | None) -> list[Attendance]:
    """Return a row for each post of a committee, unsaved; advisers and the secretariat as observers."""
    members = committee.members if committee else []
    return [
        Attendance(
            post=member.get("post", ""),
            role=member.get("role", ""),
            state=State.OBSERVER if NO_SEAT.search(member.get("role", "")) else State.PRESENT,
        )
        for member in members
        if member.get("post")
    ]


def quorum_of_meeting(committee: Committee | None, attendances: Sequence[Attendance]) -> Quorum:
    """Say whether enough came. Where posts stand for nobody knows how many seats, the list counts them."""
    if committee is None:
        return Quorum(False, None, None, NO_COMMITTEE)
    if not attendances:
        return Quorum(False, None, None, NOBODY)
    present = sum(attendance.counts for attendance in attendances)
    quorum = quorum_of(committee, present)
    if quorum.is_known or seats_of(committee) is not None:
        return quorum
    seats = sum(attendance.state != State.OBSERVER for attendance in attendances)
    counted = quorum_of(committee, present, seats)
    return replace(counted, sentence=f"{counted.sentence}{BY_LIST}") if counted.is_known else counted


def state_in_words(attendance: Attendance, *, is_by_document: bool) -> str:
    """Say 出席 or 欠席; by document 回答 or 回答なし."""
    words = BY_DOCUMENT if is_by_document else {}
    return words.get(attendance.state, attendance.get_state_display())


def tally(attendances: Iterable[Attendance], *, is_by_document: bool) -> list[tuple[str, int]]:
    """Count by state, in their order, those that occur."""
    rows = list(attendances)
    counts = [(state, [row for row in rows if row.state == state]) for state in State]
    return [
        (state_in_words(found[0], is_by_document=is_by_document), len(found)) for _, found in counts if found
    ]
