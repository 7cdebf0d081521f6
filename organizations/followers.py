"""What of this floor follows a department: its people, and the departments below it."""

from datetime import date

from organizations.following import Follower
from organizations.models import Municipality


def people_links(municipality: Municipality, day: date):
    return municipality.users.filter(is_active=True).order_by("username")


def child_links(municipality: Municipality, day: date):
    return municipality.departments.standing_on(day).order_by("order", "pk")


PEOPLE = Follower(name="people", label="職員", unit="人", links=people_links)
DEPARTMENTS = Follower(name="departments", label="下位の部署", unit="課", links=child_links, field="parent")
