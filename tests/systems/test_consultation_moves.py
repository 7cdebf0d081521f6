"""One table: every move of 事前協議 × everybody who might make it."""

from itertools import product

import pytest

from organizations.models import User
from systems.exceptions import ConsultationMoveRefused, NotYourConsultation
from systems.models import Consultation
from systems.moves import check_move, may_ever_move, moves_of

State = Consultation.State
STATES = [State(value) for value in ("draft", "submitted", "advised", "sent", "decided", "withdrawn")]
PEOPLE = [
    "filer",
    "planning",
    "planning_filer",
    "colleague",
    "nowhere",
    "committee",
    "viewer",
    "stranger",
    "admin",
]
BOTH = "yes yes yes no no no no no yes"
PLANNING = "no yes yes no no no no no yes"
TABLE = {
    ("draft", "submitted"): BOTH,
    ("draft", "withdrawn"): BOTH,
    ("submitted", "draft"): PLANNING,
    ("submitted", "advised"): PLANNING,
    ("submitted", "withdrawn"): BOTH,
    ("advised", "draft"): PLANNING,
    ("advised", "sent"): PLANNING,
    ("advised", "withdrawn"): BOTH,
    ("sent", "advised"): PLANNING,
    ("sent", "decided"): PLANNING,
    ("sent", "withdrawn"): PLANNING,
    ("withdrawn", "draft"): BOTH,
}
OWN, OTHER, CITY, OTHER_CITY = 1, 2, 10, 20


def person(name: str) -> User:
    role, department, city = {
        "filer": ("department", OWN, CITY),
        "planning": ("planning", OTHER, CITY),
        "planning_filer": ("planning", OWN, CITY),
        "colleague": ("department", OTHER, CITY),
        "nowhere": ("department", None, CITY),
        "committee": ("committee", OWN, CITY),
        "viewer": ("viewer", OWN, CITY),
        "stranger": ("planning", OWN, OTHER_CITY),
        "admin": ("administrator", None, None),
    }[name]
    return User(role=role, department_id=department, municipality_id=city)


def consultation(state: str, **fields) -> Consultation:
    return Consultation(state=state, municipality_id=CITY, department_id=OWN, **fields)


def outcome(was: str, wanted: State, who: str) -> str:
    try:
        check_move(consultation(was), wanted, person(who))
    except ConsultationMoveRefused:
        return "none"
    except NotYourConsultation:
        return "no"
    return "yes"


@pytest.mark.parametrize(("was", "wanted"), [*product(STATES, STATES)])
def test_a_consultation_moves_as_the_table_says(was, wanted):
    expected = TABLE.get((was, wanted), " ".join(["none"] * len(PEOPLE))).split()
    assert [outcome(was, wanted, who) for who in PEOPLE] == expected


@pytest.mark.parametrize(("was", "who"), [*product(STATES, PEOPLE)])
def test_the_page_offers_the_moves_that_the_table_allows(was, who):
    allowed = {wanted for wanted in STATES if outcome(was, wanted, who) == "yes"}
    assert set(moves_of(person(who), consultation(was))) == allowed


@pytest.mark.parametrize(("wanted", "who"), [*product(STATES, PEOPLE)])
def test_whoever_may_make_a_move_from_some_state_finds_its_page(wanted, who):
    expected = any(outcome(was, wanted, who) == "yes" for was in STATES)
    assert may_ever_move(person(who), consultation("draft"), wanted) == expected


def test_a_command_moves_as_the_planning_section_does():
    assert check_move(consultation("submitted"), State.ADVISED, None) is None


def test_a_refused_move_says_state_and_wish_in_japanese():
    with pytest.raises(ConsultationMoveRefused, match="「差戻し」のため、「財政課へ送付」にはできません。"):
        check_move(consultation("draft", return_reason="経費を直す。"), State.SENT, None)


def test_a_move_of_others_is_refused_in_japanese():
    with pytest.raises(NotYourConsultation, match="「意見付き」にすることは、あなたの役割ではできません。"):
        check_move(consultation("submitted"), State.ADVISED, person("filer"))
