"""The page of a city's people: its lines, and its form after somebody else's save."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from organizations.edits import refreshed
from organizations.exceptions import EditConflict
from organizations.forms.people import PersonForm
from organizations.models import Municipality, User


@dataclass(frozen=True)
class PersonLine:
    """A person as the list shows them; `tone` colours the state."""

    user: User
    department: str
    tone: str


TONES = {"利用中": "good", "招待中": "warn", "停止": ""}


def person_lines(municipality: Municipality) -> list[PersonLine]:
    """Return the people of a city, who is active first, by department in 建制順 (one query)."""
    users = municipality.users.select_related("department").order_by(
        F("is_active").desc(), F("department__order").asc(nulls_last=True), "department", "username"
    )
    return [
        PersonLine(user, user.department.name if user.department else "", TONES[user.state]) for user in users
    ]


def after_conflict(form: PersonForm, conflict: EditConflict, options: Mapping[str, Any]) -> PersonForm:
    """Return the form with what was typed, now knowing what others wrote, for the person to pick."""
    fresh = User.objects.select_related("department").get(pk=form.instance.pk)
    return PersonForm(refreshed(form.data, conflict.clashes), **{**options, "instance": fresh})
