"""Who may follow which department's dates in a calendar of their own."""

from django.db.models import QuerySet

from organizations.models import Department, Municipality, User
from systems.models import SystemDepartment


def departments_followed_by(user: User, municipality: Municipality) -> QuerySet[Department]:
    """Return the departments for which `user` may make a feed: for the planning section those of the city
    that hold a system, for a department's people their own.
    """
    found = municipality.departments.order_by("order", "pk")
    if user.is_administrator or (user.is_planning and user.municipality_id == municipality.pk):
        holding = SystemDepartment.objects.filter(department__municipality=municipality).order_by()
        return found.filter(pk__in=holding.values("department"))
    if user.role == user.Role.DEPARTMENT and user.department_id:
        return found.filter(pk=user.department_id)
    return found.none()
