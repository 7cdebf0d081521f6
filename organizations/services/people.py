"""職員: invite, change, close and reopen accounts. The last planning editor of a city stays."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import (
    EditConflict,
    InvitationRefused,
    LastPlanner,
    OwnAccount,
    RoleNotGiven,
)
from organizations.history import Author, change_set, save_changed
from organizations.invitations import find_invited
from organizations.models import Department, Municipality, User


def locked_city(municipality: Municipality) -> Municipality:
    """Lock a city's row until the transaction ends: one save of its people and departments at a time."""
    return Municipality.objects.select_for_update().get(pk=municipality.pk)


@transaction.atomic
def user_create(
    *,
    municipality: Municipality,
    name: str,
    username: str,
    role: str,
    department: Department | None,
    email: str = "",
    is_head: bool = False,
    now: datetime,
    author: Author,
) -> User:
    """Make an account without a password, to be opened by its invitation link. Raise ValidationError."""
    user = User(
        municipality=municipality, name=name, username=username, role=role, department=department,
        email=email, is_head=is_head,
    )  # fmt: skip
    check_place(user)
    with change_set(author=author, municipality=municipality):
        user.set_unusable_password()
        user.invited_at = now
        save_changed(user)
    return user


@transaction.atomic
def user_edit(*, user: User, edits: Iterable[Edit], author: Author) -> User:
    """Write what was changed. Raise EditConflict, LastPlanner, RoleNotGiven, ValidationError."""
    city = locked_city(user.municipality)
    user = city.users.get(pk=user.pk)
    conflicts = Conflicts()
    with change_set(author=author, municipality=city), planners_stay(city):
        conflicts.merge(user, edits)
        if conflicts.found:
            raise EditConflict(conflicts.found)
        check_place(user)
        save_changed(user)
    return user


@transaction.atomic
def user_deactivate(*, user: User, author: Author) -> User:
    """Close an account and end its sessions. Raise LastPlanner; OwnAccount for the author's own."""
    city = locked_city(user.municipality)
    user = city.users.get(pk=user.pk)
    if author.user == user:
        raise OwnAccount
    with change_set(author=author, municipality=city), planners_stay(city):
        user.is_active = False
        save_changed(user)
    sessions_end(user)
    return user


@transaction.atomic
def user_reactivate(*, user: User, author: Author) -> User:
    """Open a closed account again; its password is the old one."""
    city = locked_city(user.municipality)
    user = city.users.get(pk=user.pk)
    with change_set(author=author, municipality=city):
        user.is_active = True
        save_changed(user)
    return user


@transaction.atomic
def user_invite(*, user: User, now: datetime) -> User:
    """Issue a new link; the one before is dead. Raise InvitationRefused for a closed account."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise InvitationRefused
    user.invited_at = now
    user.save(update_fields=["invited_at"])
    return user


@transaction.atomic
def invitation_accept(*, uid: str, token: str, password: str, author: Author) -> User:
    """Set the password an invited person chose; the link and all sessions end. Raise InvitationDead."""
    users = User.objects.select_for_update(of=("self",)).select_related("municipality")
    user = find_invited(uid, token, users)
    with change_set(author=Author(user, author.source, author.request_id), municipality=user.municipality):
        user.set_password(password)
        user.must_change_password = False
        user.invited_at = None
        save_changed(user)
    sessions_end(user)
    return user


def check_place(user: User) -> None:
    """Raise RoleNotGiven for the one role that is no city's to give, ValidationError for a department of
    another city and for a head without a department.
    """
    if user.role == User.Role.ADMINISTRATOR:
        raise RoleNotGiven
    if user.department and user.department.municipality_id != user.municipality_id:
        sentence = f"「{user.department}」は別の団体の部署です。選び直してください。"
        raise ValidationError({"department": sentence})
    if user.is_head and user.department is None:
        raise ValidationError({"is_head": "所属長にするには、部署も選んでください。"})


@contextmanager
def planners_stay(municipality: Municipality | None) -> Iterator[None]:
    """Raise LastPlanner when what is done inside leaves the city, which had one, without a planning editor.

    A planning editor is one who can sign in: an invitation that waits does not count.
    """
    had_one = _has_planner(municipality)
    yield
    if had_one and not _has_planner(municipality):
        raise LastPlanner


def _has_planner(municipality: Municipality | None) -> bool:
    return municipality is not None and municipality.users.planners().able_to_sign_in().exists()


def sessions_end(user: User) -> None:
    """Sign a person out everywhere, at once."""
    key = str(user.pk)
    own = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == key]
    Session.objects.filter(pk__in=own).delete()
