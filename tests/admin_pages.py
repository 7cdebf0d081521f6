"""What a browser would send back from an admin page as it stands."""

from html.parser import HTMLParser

UNPOSTED = {"submit", "button", "file", "reset", "image"}


class _FormReader(HTMLParser):
    """Collects the values of the page's main form (its id ends in `_form`)."""

    def __init__(self):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = (given.get("id") or "").endswith("_form")
        if not self.inside:
            return
        match tag:
            case "input" if given.get("type") not in UNPOSTED and given.get("name"):
                if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                    self.add(given["name"], given.get("value") or ("on" if "checked" in given else ""))
            case "select":
                self.select, self.first, self.chosen = given["name"], None, []
            case "option" if self.select:
                self.first = given.get("value", "") if self.first is None else self.first
                if "selected" in given:
                    self.chosen.append(given.get("value") or "")
            case "textarea":
                self.textarea, self.text = given["name"], ""

    def handle_data(self, data):
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "select" and self.select:
            for value in self.chosen or [self.first or ""]:
                self.add(self.select, value)
            self.select = None
        if tag == "textarea" and self.textarea:  # a browser drops the first line break and sends CRLF
            self.add(self.textarea, self.text.removeprefix("\n").replace("\n", "\r\n"))
            self.textarea = None

    def add(self, name, value):
        if "__prefix__" not in name:
            self.values.setdefault(name, []).append(value)


def as_posted(response) -> dict[str, list[str]]:
    """Return what the form of an admin page would post without any change."""
    reader = _FormReader()
    reader.feed(response.content.decode())
    return reader.values


def save(client, url, **changes):
    """Open an admin page, change fields by name (`__` for `-`), save; return the answer."""
    data = as_posted(client.get(url)) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(url, data)


def errors_of(response) -> list[str]:
    """Return every error sentence of an admin form and its inlines."""
    form = response.context["adminform"].form
    sentences = [error for errors in form.errors.values() for error in errors]
    for formset in response.context["inline_admin_formsets"]:
        for inline in formset.formset.forms:
            sentences += [error for errors in inline.errors.values() for error in errors]
    return sentences
