"""The workflow of a report: which state follows which, and by whom. This one table is the whole of it."""

from enum import StrEnum

from organizations.models import User
from reviews.exceptions import IllegalMove, NotYourMove
from reviews.models import ProgressReport, ReviewRound

Status = ProgressReport.Status


class Actor(StrEnum):
    """In what capacity a person moves a report. One person may act in several."""

    ANSWERER = "answerer"  # of the department that answers
    HEAD = "head"  # its head, where the answers are confirmed on screen
    PLANNING = "planning"  # the planning section: secretariat, proxy, compiler


WRITERS = frozenset({Actor.ANSWERER, Actor.HEAD, Actor.PLANNING})
PLANNERS = frozenset({Actor.PLANNING})

MOVES: dict[tuple[Status, Status], frozenset[Actor]] = {
    (Status.UNANSWERED, Status.DRAFT): WRITERS,
    (Status.UNANSWERED, Status.SUBMITTED): WRITERS,
    (Status.DRAFT, Status.SUBMITTED): WRITERS,
    (Status.RETURNED, Status.SUBMITTED): WRITERS,
    (Status.SUBMITTED, Status.DRAFT): WRITERS,
    (Status.SUBMITTED, Status.RETURNED): PLANNERS,
    (Status.SUBMITTED, Status.CONFIRMED): PLANNERS,
    (Status.CONFIRMED, Status.RETURNED): PLANNERS,
    (Status.CONFIRMED, Status.FINAL): PLANNERS,
    (Status.FINAL, Status.CONFIRMED): PLANNERS,
}


def actors_of(user: User | None, *, lead_id: int | None, municipality_id: int) -> frozenset[Actor]:
    """Return the capacities of a person for a report of a city whose lead department is `lead_id`.

    A command (no user) acts as the planning section does.
    """
    if user is None or user.is_administrator:
        return PLANNERS
    if user.municipality_id != municipality_id:
        return frozenset()
    found = {Actor.PLANNING} if user.is_planning else set()
    is_of_lead = lead_id is not None and user.department_id == lead_id
    if is_of_lead and user.role in (User.Role.DEPARTMENT, User.Role.PLANNING):
        found |= {Actor.ANSWERER, Actor.HEAD} if user.is_head else {Actor.ANSWERER}
    return frozenset(found)


def actors_for(was: str, wanted: str, *, section_check: str = ReviewRound.Check.NONE) -> frozenset[Actor]:
    """Return who may make a move; nobody where there is no such move.

    Where the head confirms on screen, the department's people prepare and the head hands in.
    """
    allowed = MOVES.get((was, wanted), frozenset())
    if wanted == Status.SUBMITTED and section_check == ReviewRound.Check.SCREEN:
        return allowed - {Actor.ANSWERER}
    return allowed


def check_move(report: ProgressReport, wanted: str, actors: frozenset[Actor]) -> None:
    """Raise IllegalMove where no such move exists, NotYourMove where these actors may not make it."""
    label = Status(wanted).label
    if (report.status, wanted) not in MOVES:
        raise IllegalMove(report.get_status_display(), label)
    if not actors & actors_for(report.status, wanted, section_check=report.round.section_check):
        raise NotYourMove(label)
