"""Finding the city of an address for whoever keeps its people and departments."""

from django.utils import timezone

from organizations.models import Department, Municipality


def find_city(request, code: str) -> Municipality:
    """Return the city of the address if this person may change it: else 404 or 403."""
    return Municipality.objects.find_for_change(request.user, code=code)


def standing(city: Municipality) -> list[Department]:
    """Return the departments of today in 建制順."""
    found = city.departments.standing_on(timezone.localdate()).select_related("parent")
    return list(found.order_by("order", "pk"))
