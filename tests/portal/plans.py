"""The nine documents of the five cities, as pages show them, and a walk along the numbers of a page."""

import json
import re
from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.test.html import Element, parse_html
from django.urls import resolve

from exchange.checks import validate
from exchange.load import plan_import
from tests.factories import COMMAND

DOCUMENTS = sorted(Path("fixtures").glob("*.json"), key=lambda path: path.stem[-4:])
NUMBER = re.compile(r"(?:残りを含めて )?(\d+)(?: \S+(?:の一覧|を見る)|件)?")
COUNTED = {"measure_list", "previous_results", "information_system_list"}


def load_plans() -> None:
    """Load all documents, the older plan of a city first."""
    known = {path.stem.partition("-")[2] for path in DOCUMENTS}
    for path in DOCUMENTS:
        checked = validate(json.loads(path.read_text(encoding="utf-8")), known_plans=known)
        plan_import(document=checked.document, author=COMMAND, fiscal_year=2026)


def numbers(
    response: HttpResponse, counted: Container[str] = frozenset(COUNTED)
) -> Iterator[tuple[int, str]]:
    """Yield the number in each link of a page that leads to a list which can be counted, and the address."""
    for link in _links(parse_html(response.content.decode())):
        found, url = NUMBER.fullmatch(_words(link).strip()), dict(link.attributes)["href"]
        if found and url.startswith("/") and resolve(urlsplit(url).path).url_name in counted:
            yield int(found[1]), url


def listed(client: Client, url: str) -> int:
    """Return how many rows the list at an address shows."""
    context = client.get(url).context
    if "selection" in context:
        assert context["selection"].refused == []
        return len(context["selection"].rows)
    if "inventory" in context:
        assert context["inventory"].refused == []
        return context["inventory"].shown
    return len(context["results"].rows)


def _links(parent: Element) -> Iterator[Element]:
    for child in parent.children:
        if isinstance(child, Element):
            if child.name == "a":
                yield child
            yield from _links(child)


def _words(element: Element) -> str:
    return "".join(_words(child) if isinstance(child, Element) else str(child) for child in element.children)
