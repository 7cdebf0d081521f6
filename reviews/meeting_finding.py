"""Finding the meeting or condition of an address: 404 for strangers, 403 for who may see but not write."""

from django.core.exceptions import PermissionDenied

from organizations.models import User
from reviews.models import Condition, Meeting


def find_meeting(user: User, *, code: str, plan: str, pk: int) -> Meeting:
    """Return a meeting with plan, city, body and round, or answer 404."""
    return _meetings().find_visible(user, plan__municipality__code=code, plan__code=plan, pk=pk)


def find_meeting_for_change(user: User, *, code: str, plan: str, pk: int) -> Meeting:
    return _meetings().find_for_change(user, plan__municipality__code=code, plan__code=plan, pk=pk)


def _meetings():
    return Meeting.objects.select_related("plan__municipality", "body", "round")


def find_condition_for_change(user: User, *, code: str, plan: str, pk: int) -> Condition:
    return _conditions().find_for_change(user, plan__municipality__code=code, plan__code=plan, pk=pk)


def find_condition_to_answer(user: User, *, code: str, plan: str, pk: int) -> Condition:
    """Return a condition that `user` may report on: 404 for what is not to be known of, else 403."""
    found = _conditions().find_visible(user, plan__municipality__code=code, plan__code=plan, pk=pk)
    if not Condition.objects.answerable_by(user).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def _conditions():
    related = ("plan__municipality", "measure", "policy", "department", "meeting")
    return Condition.objects.select_related(*related)
