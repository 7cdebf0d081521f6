"""Who reads the 引継書 of which department."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from organizations.models import Department, DepartmentSuccession, User
from portal.place import Place


def handovers_readable_by(user: User, today: date) -> QuerySet[Department]:
    """Return the departments whose 引継書 `user` reads: every one of the city for its planning section.

    Others read that of their own department, for 30 days of the one that a reorganisation took from them, and
    of those whose work theirs took over. It lists a department's accounts, which the planning section alone
    reads elsewhere.
    """
    found = Department.objects.visible_to(user)
    if user.is_planning or user.is_administrator:
        return found
    own = Department.objects.of_person(user, today).values("pk")
    former = DepartmentSuccession.objects.filter(successor__in=own).values("former")
    return found.filter(Q(pk__in=own) | Q(pk__in=former))


def find_handed_over(user: User, place: Place, pk: int, today: date) -> Department:
    """Return the department of a 引継書, or answer 404 for the unknown and 403 for what others hold."""
    department = Department.objects.find_visible(user, municipality=place.municipality, pk=pk)
    if not handovers_readable_by(user, today).filter(pk=department.pk).exists():
        raise PermissionDenied
    return department
