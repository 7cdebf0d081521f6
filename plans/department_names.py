"""How a plan's document refers to the departments it lists: by name where that is enough."""

from collections import Counter
from collections.abc import Callable, Iterable

from organizations.models import Department
from plans.models import DepartmentListing

NameOf = Callable[[Department], str]


def own_name(department: Department) -> str:
    return department.name


def long_name(listing: DepartmentListing, name_of: NameOf = own_name) -> str:
    """Return a listed department's name after that of the one above."""
    return f"{name_of(listing.parent) if listing.parent else ''} {name_of(listing.department)}".strip()


def references(listings: Iterable[DepartmentListing], name_of: NameOf = own_name) -> dict[int, str]:
    """Return what each listed department is referred to by, by primary key."""
    listings = list(listings)
    counts = Counter(name_of(listing.department) for listing in listings)
    return {
        listing.department_id: (
            name_of(listing.department)
            if counts[name_of(listing.department)] == 1
            else long_name(listing, name_of)
        )
        for listing in listings
    }
