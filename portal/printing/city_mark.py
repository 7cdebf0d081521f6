"""市章 on paper."""

from organizations.models import CityMark, Municipality


def mark_uri(municipality: Municipality) -> str:
    """Return the city's mark as a data: address, "" where it has none (one query)."""
    mark = CityMark.objects.filter(municipality=municipality).first()
    return mark.uri if mark else ""
