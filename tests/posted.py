"""What a browser would post from the forms of a page, untouched: every control, line breaks kept."""

from collections import defaultdict
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


class Controls(HTMLParser):
    """Collects the values of a page's controls by name; selects also say what they offer."""

    def __init__(self):
        super().__init__()
        self.values: dict[str, list[str]] = defaultdict(list)
        self.lists: set[str] = set()  # controls that post any number of values
        self.offered: dict[str, list[str]] = {}
        self._select, self._chosen, self._is_multiple = "", [], False
        self._text: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        match tag:
            case "select":
                self._select, self._chosen = found.get("name", ""), []
                self._is_multiple = "multiple" in found
                self.offered[self._select] = []
            case "option" if self._select:
                self.offered[self._select].append(found.get("value", ""))
                if "selected" in found:
                    self._chosen.append(found.get("value", ""))
            case "textarea":
                self._text, self._name = [], found["name"]
            case "input" if "name" in found:
                self._input(found)

    def _input(self, found: dict[str, str | None]) -> None:
        if found.get("type") in ("checkbox", "radio"):
            if "checked" in found:
                self.lists.add(found["name"])
                self.values[found["name"]].append(found.get("value", "on"))
        else:
            self.values[found["name"]].append(found.get("value") or "")

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text is not None:
            text = "".join(self._text)
            self.values[self._name].append(text.removeprefix("\n"))  # as browsers do
            self._text = None
        elif tag == "select":
            if self._is_multiple:
                self.lists.add(self._select)
            elif not self._chosen:
                self._chosen = self.offered[self._select][:1] or [""]
            self.values[self._select] += self._chosen
            self._select = ""


def controls(response: HttpResponse) -> Controls:
    found = Controls()
    found.feed(response.content.decode())
    return found


def posted_fields(response: HttpResponse) -> dict[str, Any]:
    """Return the values by name, several of a name as a list."""
    found = controls(response)
    return {
        name: values[0] if len(values) == 1 and name not in found.lists else values
        for name, values in found.values.items()
    }


def choices(response: HttpResponse) -> dict[str, list[str]]:
    """Return what each select of a page offers."""
    return controls(response).offered
