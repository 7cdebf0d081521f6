"""One table: every move of a report × everybody who might make it."""

from itertools import product

import pytest

from organizations.models import User
from reviews.exceptions import IllegalMove, NotYourMove
from reviews.models import ProgressReport, ReviewRound
from reviews.moves import actors_of, check_move

STATES = ["unanswered", "draft", "submitted", "returned", "confirmed", "final"]
PEOPLE = ["answerer", "head", "planning", "planning_lead", "colleague", "committee", "viewer", "stranger"]
ALL_WRITE = "yes  yes  yes  yes  no  no  no  no"
PLANNING = "no   no   yes  yes  no  no  no  no"
TABLE = {
    ("unanswered", "draft"): ALL_WRITE,
    ("unanswered", "submitted"): ALL_WRITE,
    ("draft", "submitted"): ALL_WRITE,
    ("returned", "submitted"): ALL_WRITE,
    ("submitted", "draft"): ALL_WRITE,
    ("submitted", "returned"): PLANNING,
    ("submitted", "confirmed"): PLANNING,
    ("confirmed", "returned"): PLANNING,
    ("confirmed", "final"): PLANNING,
    ("final", "confirmed"): PLANNING,
}
LEAD, OTHER, CITY, OTHER_CITY = 1, 2, 10, 20


def person(name: str) -> User:
    role, department, city, is_head = {
        "answerer": ("department", LEAD, CITY, False),
        "head": ("department", LEAD, CITY, True),
        "planning": ("planning", OTHER, CITY, False),
        "planning_lead": ("planning", LEAD, CITY, False),
        "colleague": ("department", OTHER, CITY, True),
        "committee": ("committee", LEAD, CITY, False),
        "viewer": ("viewer", LEAD, CITY, False),
        "stranger": ("planning", LEAD, OTHER_CITY, True),
    }[name]
    return User(role=role, department_id=department, municipality_id=city, is_head=is_head)


def outcome(was: str, wanted: str, who: str, section_check: str = "none") -> str:
    report = ProgressReport(status=was, round=ReviewRound(section_check=section_check))
    actors = actors_of(person(who), lead_id=LEAD, municipality_id=CITY)
    try:
        check_move(report, wanted, actors)
    except IllegalMove:
        return "none"
    except NotYourMove:
        return "no"
    return "yes"


@pytest.mark.parametrize(("was", "wanted"), [*product(STATES, STATES)])
def test_a_report_moves_as_the_table_says(was, wanted):
    expected = TABLE.get((was, wanted), " ".join(["none"] * len(PEOPLE))).split()
    assert [outcome(was, wanted, who) for who in PEOPLE] == expected


@pytest.mark.parametrize("was", ["unanswered", "draft", "returned"])
def test_with_a_check_on_screen_the_head_hands_in(was):
    who = {name: outcome(was, "submitted", name, "screen") for name in PEOPLE}
    assert who["answerer"] == "no"
    assert {name for name, answer in who.items() if answer == "yes"} == {"head", "planning", "planning_lead"}


def test_a_refused_move_says_state_and_wish_in_japanese():
    report = ProgressReport(status="unanswered", round=ReviewRound())
    with pytest.raises(IllegalMove, match="「未回答」のため、「確認済」にはできません。"):
        check_move(report, "confirmed", frozenset())
