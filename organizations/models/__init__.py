"""Who uses the portal: municipalities, their departments, their staff, and the saves they make."""

from organizations.models.cities import (
    HANDED_OVER_DAYS,
    Department,
    DepartmentSuccession,
    Municipality,
    validate_municipality_code,
)
from organizations.models.closed_days import ClosedDay
from organizations.models.marks import CityMark
from organizations.models.people import PartlyTracked, User, UserManager
from organizations.models.reorganisations import Reorganisation
from organizations.models.saves import ChangeSet

__all__ = [
    "HANDED_OVER_DAYS",
    "ChangeSet",
    "CityMark",
    "ClosedDay",
    "Department",
    "DepartmentSuccession",
    "Municipality",
    "PartlyTracked",
    "Reorganisation",
    "User",
    "UserManager",
    "validate_municipality_code",
]
