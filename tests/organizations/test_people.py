"""職員: who may be changed to what, the last planning editor, sessions, and invitation links."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from organizations.edits import Edit
from organizations.exceptions import (
    EditConflict,
    InvitationDead,
    InvitationRefused,
    LastPlanner,
    OwnAccount,
    PortalError,
    RoleNotGiven,
)
from organizations.history import Author
from organizations.invitations import find_invited, invitation_path
from organizations.models import ChangeSet, User
from organizations.services import people as services
from tests.admin_pages import errors_of, save
from tests.factories import COMMAND, PASSWORD, make_department, make_municipality, make_plan, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
NEW = "another-long-and-unguessable-word"


@pytest.fixture
def planner():
    return make_user("planning", username="planner", name="企画 花子")


def invite(username="newcomer", **fields):
    values = {"name": "新人", "role": "department", "department": None, "municipality": make_municipality()}
    return services.user_create(**values | fields, username=username, now=timezone.now(), author=COMMAND)


def edit(user, author=COMMAND, **wanted):
    edits = [Edit(name, getattr(user, name), value) for name, value in wanted.items()]
    return services.user_edit(user=user, edits=edits, author=author)


def link(user) -> list[str]:
    return invitation_path(user).strip("/").split("/")[1:]


# --- Roles and rights ---------------------------------------------------------------------------


def test_an_invited_person_has_no_password_and_cannot_sign_in(planner, client):
    person = invite()
    assert (person.state, person.has_usable_password()) == ("招待中", False)
    assert client.post("/login/", {"username": "newcomer", "password": ""}).status_code == 200
    assert ChangeSet.objects.first().municipality == person.municipality


def test_nobody_of_a_city_becomes_an_administrator(planner):
    with pytest.raises(RoleNotGiven):
        invite(role="administrator")
    with pytest.raises(RoleNotGiven):
        edit(invite(), role="administrator")


def test_a_department_of_another_city_is_refused_past_the_form(planner):
    foreign = make_department("隣の課", municipality=make_municipality("133035", "隣の市"))
    with pytest.raises(ValidationError, match="別の団体の部署"):
        edit(invite(), department=foreign)


def test_what_two_change_differently_in_a_person_is_asked_about(planner):
    person = make_user("viewer", name="田中")
    edit(person, name="田中 一郎")
    with pytest.raises(EditConflict):
        services.user_edit(user=person, edits=[Edit("name", "田中", "田中 太郎")], author=COMMAND)


# --- The last planning editor -------------------------------------------------------------------


LOSSES = {
    "demoted": lambda person: edit(person, role="viewer"),
    "deactivated": lambda person: services.user_deactivate(user=person, author=COMMAND),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_the_last_planning_editor_stays(lose, planner):
    make_user("planning", municipality=make_municipality("133035", "隣の市"), username="neighbour")
    invite("waiting", role="planning")  # cannot sign in yet
    make_user("planning", username="gone", is_active=False)
    make_user("planning", username="demo", is_demo=True)
    with pytest.raises(LastPlanner):
        lose(planner)
    planner.refresh_from_db()
    assert (planner.role, planner.is_active) == ("planning", True)


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_one_of_two_planning_editors_may_go(lose, planner):
    make_user("planning", username="second")
    lose(planner)
    assert User.objects.planners().filter(is_active=True).count() == 1


@pytest.mark.parametrize("changes", [{"role": "viewer"}, {"is_active": ""}])
def test_the_admin_keeps_the_last_planning_editor_too(changes, planner, client):
    client.force_login(make_user("administrator"))
    page = reverse("admin:organizations_user_change", args=[planner.pk])
    assert str(LastPlanner()) in errors_of(save(client, page, **changes))
    delete = client.post(reverse("admin:organizations_user_delete", args=[planner.pk]), {"post": "yes"})
    assert "最後の計画主管課の職員" in delete.content.decode()
    planner.refresh_from_db()
    assert (planner.role, planner.is_active) == ("planning", True)


def test_nobody_closes_the_own_account(planner):
    make_user("planning", username="second")
    with pytest.raises(OwnAccount):
        services.user_deactivate(user=planner, author=Author(planner, "page"))


# --- Sessions -----------------------------------------------------------------------------------


def signed_in(client, user):
    make_plan()
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    return client.get("/132209/").status_code == 200


def test_a_closed_account_is_signed_out_at_once_and_stays_so_when_it_is_opened_again(planner, client):
    person = make_user("viewer")
    assert signed_in(client, person)
    services.user_deactivate(user=person, author=COMMAND)
    assert Session.objects.count() == 0
    services.user_reactivate(user=person, author=COMMAND)
    assert client.get("/132209/").url.startswith("/login/")
    assert signed_in(client, person)


def test_closing_an_account_in_the_admin_ends_its_sessions(planner, client, django_user_model):
    person = make_user("viewer")
    assert signed_in(client, person)
    client.force_login(make_user("administrator"))
    save(client, reverse("admin:organizations_user_change", args=[person.pk]), is_active="")
    owners = {session.get_decoded()["_auth_user_id"] for session in Session.objects.all()}
    assert str(person.pk) not in owners


# --- Invitation links ---------------------------------------------------------------------------


def accept(user, password=NEW, author=COMMAND):
    uid, token = link(user)
    return services.invitation_accept(uid=uid, token=token, password=password, author=author)


def test_an_invitation_sets_the_first_password_once(planner):
    person = invite()
    uid, token = link(person)
    services.invitation_accept(uid=uid, token=token, password=NEW, author=COMMAND)
    person.refresh_from_db()
    assert (person.check_password(NEW), person.state, person.must_change_password) == (True, "利用中", False)
    with pytest.raises(InvitationDead):
        services.invitation_accept(uid=uid, token=token, password=PASSWORD, author=COMMAND)


def test_a_link_is_dead_for_another_person_and_when_anything_in_it_is_wrong(planner):
    person, other = invite(), invite("other")
    (uid, token), (other_uid, _) = link(person), link(other)
    for wrong in [(other_uid, token), (uid, token + "x"), (uid, ""), ("!", token), ("//", token), ("", "")]:
        with pytest.raises(InvitationDead):
            find_invited(*wrong)
    assert find_invited(uid, token) == person


def test_a_new_link_ends_the_one_before(planner):
    person = invite()
    old = link(person)
    later = services.user_invite(user=person, now=timezone.now() + timedelta(seconds=1))
    with pytest.raises(InvitationDead):
        find_invited(*old)
    assert find_invited(*link(later)) == person


@pytest.mark.parametrize(("days", "works"), [(13, True), (15, False)])
def test_a_link_waits_for_two_weeks(days, works, planner):
    with time_machine.travel(NOW, tick=False):
        uid, token = link(invite())
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        if works:
            assert find_invited(uid, token)
        else:
            with pytest.raises(InvitationDead):
                find_invited(uid, token)


def test_a_closed_account_has_no_living_link_and_gets_none(planner):
    person = invite()
    uid, token = link(person)
    closed = services.user_deactivate(user=person, author=COMMAND)
    with pytest.raises(InvitationDead):
        find_invited(uid, token)
    with pytest.raises(InvitationRefused):
        services.user_invite(user=closed, now=NOW)


def test_a_new_password_by_a_link_ends_the_sessions_of_the_old_one(planner, client):
    person = make_user("viewer")
    person = services.user_invite(user=person, now=timezone.now())
    uid, token = link(person)
    services.invitation_accept(uid=uid, token=token, password=NEW, author=COMMAND)
    assert not signed_in(client, person)
    client.post("/login/", {"username": person.username, "password": NEW})
    assert client.get("/132209/").status_code == 200


def test_every_refusal_is_a_sentence():
    for refusal in [LastPlanner(), RoleNotGiven(), OwnAccount(), InvitationDead(), InvitationRefused()]:
        assert isinstance(refusal, PortalError)
        assert str(refusal).endswith("。")
