"""The pages on the city's systems, as tabs above each of them."""

from django.urls import reverse

from portal.place import Link, Place

TABS = [
    ("portal:information_system_list", "一覧"),
]


def system_tabs(place: Place, current: str) -> list[Link]:
    """Return the tabs; `current` is the URL name of the page shown."""
    code = place.municipality.code
    return [Link(label, reverse(name, args=[code]), name == current) for name, label in TABS]
