"""How many rows the lists show that the numbers of a dashboard lead to."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve

LISTS = {
    "measure_list": lambda context: context["selection"].rows,
    "result_list": lambda context: context["page"].rows,
    "previous_results": lambda context: context["results"].rows,
    "information_system_list": lambda context: range(context["inventory"].shown),
    "consideration_list": lambda context: context["considerations"].rows,
    "target_list": lambda context: context["targets"].rows,
    "money_list": lambda context: context["page"].money.lines,
    "condition_list": lambda context: context["page"].lines,
    "change_set_list": lambda context: range(context["feed"].total),
    "review_round_detail": lambda context: context["matrix"].shown,
    "finding_list": lambda context: context["page"].items,
    "my_updates": lambda context: [one for dues in context["updates"].rounds for one in dues.owed],
}
REFUSED = {
    "measure_list": lambda context: context["selection"].refused,
    "result_list": lambda context: context["page"].refused,
    "information_system_list": lambda context: context["inventory"].refused,
    "finding_list": lambda context: context["page"].conditions.refusals,
    "change_set_list": lambda context: context["feed"].refused,
}


def name_of(url: str) -> str:
    return resolve(urlsplit(url).path).url_name


def listed(client: Client, url: str) -> int:
    """Return the length of the list at an address; the page must have understood all conditions."""
    response, name = client.get(url), name_of(url)
    assert response.status_code == 200, url
    assert not REFUSED.get(name, lambda context: ())(response.context), url
    return len(LISTS[name](response.context))


def counted(value: object) -> Iterator[tuple[int, str]]:
    """Yield count and address of every figure inside a value."""
    if is_dataclass(value):
        count, url = getattr(value, "count", None), getattr(value, "url", "")
        is_years = bool(url) and name_of(url) == "measure_detail"  # of a long consideration, by plan
        if isinstance(count, int) and url and not is_years and not getattr(value, "is_unknown", False):
            yield count, url
        for field in fields(value):
            yield from counted(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from counted(part)


def wrong(client: Client, pairs: set[tuple[int, str]]) -> set[tuple[int, int, str]]:
    """Return the numbers whose list has another length: (number, length, address)."""
    lengths = {url: listed(client, url) for url in {url for _, url in pairs}}
    return {(count, lengths[url], url) for count, url in pairs if lengths[url] != count}
