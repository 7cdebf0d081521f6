"""The pages on the city's systems, as tabs above each of them."""

from django.urls import reverse

from portal.place import Link, Place

TABS = [
    ("portal:information_system_list", "一覧"),
    ("portal:renewal_timetable", "更新の工程"),
    ("portal:finding_list", "確認事項"),
    ("portal:renewal_calendar", "更新の山谷図"),
    ("portal:renewal_alert_list", "期日の知らせ"),
    ("portal:consultation_list", "事前協議"),
    ("portal:budget_list", "予算で要求するもの"),
    ("portal:standardisation_board", "標準化"),
    ("portal:bcp_board", "ICT-BCP"),
]


def system_tabs(place: Place, current: str) -> list[Link]:
    """Return the tabs; `current` is the URL name of the page shown."""
    code = place.municipality.code
    return [Link(label, reverse(name, args=[code]), name == current) for name, label in TABS]
