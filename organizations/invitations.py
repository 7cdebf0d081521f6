"""Invitation links: a person of the city, a secret that dies with its use, its successor or its time."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from organizations.exceptions import InvitationDead
from organizations.models import User


class InvitationTokens(PasswordResetTokenGenerator):
    """Signs what a use changes (the password, the sign-in), and when the link was issued.

    Django's own check adds the age: settings.PASSWORD_RESET_TIMEOUT.
    """

    key_salt = "organizations.invitations"

    def _make_hash_value(self, user, timestamp):
        issued: datetime | None = user.invited_at
        parts = [super()._make_hash_value(user, timestamp), user.is_active, issued and issued.timestamp()]
        return "/".join(map(str, parts))


tokens = InvitationTokens()


def invitation_path(user: User) -> str:
    """Return the address at which `user` sets a password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("organizations:invitation_accept", args=[uid, tokens.make_token(user)])


def find_invited(uid: str, token: str, users: QuerySet[User] | None = None) -> User:
    """Return whose link this is. Raise InvitationDead, the same for every link that does not work."""
    users = User.objects.select_related("municipality") if users is None else users
    try:
        user = users.filter(pk=int(force_str(urlsafe_base64_decode(uid)))).first()
    except (ValueError, OverflowError):
        user = None
    if user is None or not user.is_active or user.invited_at is None or not tokens.check_token(user, token):
        raise InvitationDead
    return user
