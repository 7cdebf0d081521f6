"""Who may move 事前協議 from one state to another: one table, asked by pages and services alike."""

from collections.abc import Iterator
from enum import StrEnum

from organizations.models import User
from systems.exceptions import ConsultationMoveRefused, NotYourConsultation
from systems.models import Consultation

State = Consultation.State


class Actor(StrEnum):
    """In what capacity a person moves a consultation."""

    FILER = "filer"  # of the department that files it
    PLANNING = "planning"  # the planning section


BOTH = frozenset({Actor.FILER, Actor.PLANNING})
PLANNERS = frozenset({Actor.PLANNING})

MOVES: dict[tuple[State, State], frozenset[Actor]] = {
    (State.DRAFT, State.SUBMITTED): BOTH,
    (State.DRAFT, State.WITHDRAWN): BOTH,
    (State.SUBMITTED, State.DRAFT): PLANNERS,
    (State.SUBMITTED, State.ADVISED): PLANNERS,
    (State.SUBMITTED, State.WITHDRAWN): BOTH,
    (State.ADVISED, State.DRAFT): PLANNERS,
    (State.ADVISED, State.SENT): PLANNERS,
    (State.ADVISED, State.WITHDRAWN): BOTH,
    (State.SENT, State.ADVISED): PLANNERS,
    (State.SENT, State.DECIDED): PLANNERS,
    (State.SENT, State.WITHDRAWN): PLANNERS,  # the finance section has it: somebody must tell them
    (State.WITHDRAWN, State.DRAFT): BOTH,
}


def actors_of(user: User | None, consultation: Consultation) -> frozenset[Actor]:
    """Return the capacities of a person for a consultation. A command (no user) acts as planning does."""
    if user is None or user.is_administrator:
        return PLANNERS
    if user.municipality_id != consultation.municipality_id:
        return frozenset()
    if user.is_planning:
        return PLANNERS
    is_filer = user.role == User.Role.DEPARTMENT and user.department_id == consultation.department_id
    return frozenset({Actor.FILER}) if is_filer and user.department_id else frozenset()


def moves_of(user: User | None, consultation: Consultation) -> Iterator[State]:
    """Yield the states to which a person may move a consultation as it stands."""
    actors = actors_of(user, consultation)
    for (was, wanted), allowed in MOVES.items():
        if was == consultation.state and actors & allowed:
            yield wanted


def may_ever_move(user: User, consultation: Consultation, wanted: State) -> bool:
    """Say whether a person may move a consultation there from whatever state."""
    actors = actors_of(user, consultation)
    return any(actors & allowed for (_, state), allowed in MOVES.items() if state == wanted)


def check_move(consultation: Consultation, wanted: State, user: User | None) -> None:
    """Raise ConsultationMoveRefused where no such move exists, NotYourConsultation where it is not theirs."""
    allowed = MOVES.get((State(consultation.state), wanted))
    if allowed is None:
        raise ConsultationMoveRefused(consultation.state_label, wanted.label)
    if not actors_of(user, consultation) & allowed:
        raise NotYourConsultation(wanted.label)
