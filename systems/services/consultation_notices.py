"""Who is told what of 事前協議. The first sentence bears neither names nor figures: mail tells it alone."""

from datetime import date

from organizations.history import Author
from organizations.models import User
from systems.models import Consultation
from workspace.services import notify

KIND = "consultation"


def tell_planners(consultation: Consultation, what: str, code: str, today: date, author: Author) -> None:
    people = consultation.municipality.users.planners().filter(is_active=True)
    _tell(people.exclude(pk=author.user.pk if author.user else None), consultation, what, code, today)


def tell_department(consultation: Consultation, what: str, code: str, today: date) -> None:
    _tell(people_of(consultation), consultation, what, code, today)


def people_of(consultation: Consultation):
    """Return the active people of the department that filed it."""
    roles = [User.Role.DEPARTMENT, User.Role.PLANNING]
    return consultation.department.users.filter(is_active=True, role__in=roles)


def _tell(people, consultation: Consultation, what: str, code: str, today: date) -> None:
    notify(
        people=people,
        text=f"{what}{consultation.department}「{consultation}」",
        url=consultation.get_absolute_url(),
        kind=KIND,
        key=f"consultation-{consultation.pk}:{code}:{today.isoformat()}",
    )
