"""The meetings that were held: agenda with minutes, attendance by post, never people's names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from exchange import shapes
from exchange.codec import Shape
from exchange.dumping.rounds import body_told, told_meetings
from exchange.editions import HeldNames
from exchange.errors import Problem
from exchange.loading.context import Loading, Part
from exchange.sync import Wanted, sync_rows, told_apart
from organizations.fiscal_years import show_day
from plans.models import EvaluationBody, Plan
from reviews.models import Meeting, ReviewRound

Pairs = list[tuple[Meeting, Part]]


def load_meetings(loading: Loading, rounds: Mapping[str, ReviewRound]) -> None:
    """Load the meetings; the body, the title and the day identify one."""
    stored, parts = list(told_meetings(loading.plan)), loading.parts("meetings")
    if not (stored or parts):
        return
    told = {row.pk for row in rounds.values()} | {None}
    bodies = {body.name: body for body in EvaluationBody.objects.filter(plan=loading.plan)}
    columns = [shapes.MEETING.read(part) for part in parts]
    identities = [
        (part.get("body") or "", read["title"], read["held_on"])
        for part, read in zip(parts, columns, strict=True)
    ]
    known = dict(zip(told_apart(map(_identity, stored)), stored, strict=True))
    wanted = []
    for part, read, apart in zip(parts, columns, told_apart(identities), strict=True):
        row, (name, *_) = known.get(apart), apart[0]
        read |= {"plan": loading.plan, "state": Meeting.State.HELD}
        if row is None:
            read |= {"body": bodies.get(name), "body_name": name}
        if row is None or part.get("round") or row.round_id in told:
            read["round"] = rounds.get(part.get("round"))
        wanted.append(Wanted(apart[0], read))
    synced = sync_rows(Meeting, stored, wanted, _identity)
    loading.forget(Meeting, [row for row in synced.missing if not _is_kept(row, loading.held)])
    pairs = list(zip(synced.rows, parts, strict=True))
    _load_within(loading, pairs, "items", shapes.MEETING_ITEM, "title")
    _load_within(loading, pairs, "attendance", shapes.ATTENDANCE, "post")


def _is_kept(meeting: Meeting, held: HeldNames) -> bool:
    """Say whether an edition holds a meeting: then it stays, whatever a file lacks."""
    body, title, day = _identity(meeting)
    return (body, title, day.isoformat()) in held.meetings


def meeting_problems(document: Part, plan: Plan, held: HeldNames, *, end_missing: bool) -> Iterator[Problem]:
    """Yield the held meetings that a document leaves out."""
    if end_missing or not held.meetings:
        return
    named = {
        (part.get("body") or "", part["title"], part["held_on"]) for part in document.get("meetings") or []
    }
    for meeting in told_meetings(plan).order_by("held_on", "pk"):
        body, title, day = _identity(meeting)
        if _is_kept(meeting, held) and (body, title, day.isoformat()) not in named:
            yield Problem(
                ("meetings",),
                f"会議「{title}」（{show_day(day)}）は確定版にあるため削除できません。文書に残すか、"
                "--end-missing を付けて、会議をそのまま残して取り込んでください。",
            )


def _identity(meeting: Meeting) -> tuple[str, str, date]:
    return body_told(meeting), meeting.title, meeting.held_on


def _load_within(loading: Loading, pairs: Pairs, key: str, shape: Shape, name: str) -> None:
    """Sync one list of every meeting. Rows whose sequence is the document's keep their places."""
    existing: dict[int, list[Any]] = defaultdict(list)
    rows = shape.model.objects.filter(meeting__in=[meeting for meeting, _ in pairs])
    for row in rows.order_by("order", "pk"):
        existing[row.meeting_id].append(row)
    wanted = []
    for meeting, whole in pairs:
        columns, there = [shape.read(part) for part in whole.get(key) or []], existing[meeting.pk]
        is_alike = [getattr(row, name) for row in there] == [read[name] for read in columns]
        for place, read in enumerate(columns):
            read |= {"meeting": meeting, "order": there[place].order if is_alike else place}
            wanted.append(Wanted((meeting.pk, read[name]), read))
    every = [row for there in existing.values() for row in there]
    loading.sync(shape.model, every, wanted, lambda row: (row.meeting_id, getattr(row, name)))
