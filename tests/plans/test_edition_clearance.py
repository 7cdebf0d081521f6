"""公表可: a second person gives it with a decision, takes it back with a reason, and history keeps both."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from exchange.freeze import edition_freeze
from organizations.exceptions import UndoRefused
from organizations.history import Author, Reason, change_set
from organizations.models import ChangeSet
from organizations.undo import change_set_undo
from plans.exceptions import ClearedByItsMaker, NotCleared
from plans.models import EditionClearance
from plans.services.editions import edition_clear, edition_clearance_withdraw
from tests.factories import COMMAND, make_municipality, make_plan, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def maker():
    return Author(user=make_user("planning", username="maker", name="作った人"), source="page")


@pytest.fixture
def second():
    return Author(user=make_user("planning", username="second", name="二人目"), source="page")


@pytest.fixture
def edition(maker):
    return edition_freeze(plan=make_plan(), author=maker, kind="initial", label="当初")


def clear(edition, author, **values):
    decision = {"decision_number": "8情第12号", "decided_on": date(2026, 11, 20)} | values
    return edition_clear(edition=edition, author=author, today=TODAY, **decision)


def withdraw(edition, author, reason="誤りが見付かったため"):
    edition_clearance_withdraw(edition=edition, reason=reason, author=author, now=NOW)


def test_a_second_person_clears_with_a_decision(edition, second):
    clearance = clear(edition, second)
    assert edition.clearances.standing().get() == clearance
    assert (clearance.cleared_by, clearance.cleared_by_name) == (second.user, "二人目")
    saved = ChangeSet.objects.first()
    assert (saved.by, saved.plan_code) == (second.user, "ict-2022")
    assert saved.reason_text == "公表可（決裁番号 8情第12号）"
    assert clearance.history.get().changeset == saved


def test_who_made_the_edition_does_not_clear_it(edition, maker):
    with pytest.raises(ClearedByItsMaker, match="別の職員に依頼してください"):
        clear(edition, maker)
    assert not EditionClearance.objects.exists()


@pytest.mark.parametrize("role", ["department", "committee", "viewer", "administrator"])
def test_only_the_planning_section_clears(role, edition):
    with pytest.raises(ClearedByItsMaker):
        clear(edition, Author(user=make_user(role), source="page"))


def test_a_person_of_another_city_or_who_has_left_does_not_clear(edition):
    stranger = make_user("planning", municipality=make_municipality("132039", "武蔵野市"))
    gone = make_user("planning", username="gone", is_active=False)
    for person in (stranger, gone):
        with pytest.raises(ClearedByItsMaker):
            clear(edition, Author(user=person, source="page"))


def test_an_edition_that_a_command_made_is_cleared_by_anybody_of_planning(maker):
    edition = edition_freeze(plan=make_plan(), author=COMMAND, kind="initial", label="当初")
    assert clear(edition, maker).edition == edition


@pytest.mark.parametrize(
    ("values", "field"),
    [({"decision_number": ""}, "decision_number"), ({"decided_on": date(2026, 11, 22)}, "decided_on")],
)
def test_a_decision_has_a_number_and_lies_in_the_past(values, field, edition, second):
    with pytest.raises(ValidationError) as refusal:
        clear(edition, second, **values)
    assert list(refusal.value.message_dict) == [field]


def test_an_edition_is_cleared_once_until_it_is_withdrawn(edition, second):
    clear(edition, second)
    with pytest.raises(ValidationError, match="すでに公表可です"):
        clear(edition, second, decision_number="8情第13号")
    withdraw(edition, second)
    assert clear(edition, second, decision_number="8情第13号").decision_number == "8情第13号"
    assert edition.clearances.count() == 2


def test_anybody_of_planning_withdraws_with_a_reason_and_both_stay(edition, maker, second):
    clearance = clear(edition, second)
    with pytest.raises(ValidationError, match="理由を入力してください"):
        withdraw(edition, maker, reason="")
    withdraw(edition, maker)
    clearance.refresh_from_db()
    assert (clearance.withdrawn_at, clearance.withdrawn_by_name) == (NOW, "作った人")
    assert clearance.withdrawal_reason == ChangeSet.objects.first().reason_text == "誤りが見付かったため"
    assert clearance.history.count() == 2
    with pytest.raises(NotCleared):
        withdraw(edition, maker)


def test_the_undo_of_history_is_no_way_around_the_second_person(edition, maker, second):
    clear(edition, second)
    withdraw(edition, maker)
    withdrawal = ChangeSet.objects.filter(by=maker.user).first()
    with pytest.raises(UndoRefused, match="確定版のページで"):
        change_set_undo(change_set=withdrawal, author=maker, reason=Reason("other", "試し"))
    assert not edition.clearances.standing().exists()


def test_the_database_knows_the_rules_of_one_row(edition, second):
    clearance = clear(edition, second)
    clearance.withdrawn_at = NOW
    with change_set(author=COMMAND), pytest.raises(IntegrityError):
        clearance.save()
