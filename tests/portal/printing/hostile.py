"""A document with a hostile text in every free field, found by walking the schema: new fields come too."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SCHEMA = json.loads(Path("docs/ict-plan.schema.json").read_text(encoding="utf-8"))
PROPERTIES = {key for part in SCHEMA["$defs"].values() for key in part.get("properties", {})} | set(
    SCHEMA["properties"]
)
BY_RULE = {"key", "number", "insert", "code"}  # what the checks bind beyond the schema
CHARGES = (
    '<img src="file:///etc/hostname">',
    "<img src=//example.jp/x.png>",
    '<link rel=attachment href="file:///etc/hostname">',
    "<link rel=stylesheet href=http://example.jp/x.css>",
    "</style><style>@import 'file:///etc/hostname';",
    "background:url(file:///etc/hostname)",
    '<svg><image href="file:///etc/hostname"/><use href="http://example.jp/#x"/></svg>',
    "<svg><script>app.alert(1)</script></svg>",
    '"><object data="file:///etc/hostname">',
    "[x](javascript:app.alert) <javascript:app.alert>",
    "![x](file:///etc/hostname) <http://example.jp/>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "\\75 rl(file:///etc/hostname) var(--ink) attr(href url)",
    "{{ book.title }}{% include 'x' %}{# x #}",
    "<iframe src=file:///etc/hostname></iframe><embed src=//example.jp>",
    "<a href=http://example.jp>x</a><form action=//example.jp>",
    "&lt;img src=x&gt; &#x3c;b&#x3e;",
    "か\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}𠮷🔴✔",
)


def hostile(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the document with hostile texts, and each of its texts with what it became.

    The same words become the same words everywhere, so what refers to what stays as it was. What a pattern or
    a choice binds is left alone.
    """
    bound, free = set(PROPERTIES), dict[str, None]()
    for key, part, text in _texts(document, SCHEMA):
        if _is_free(part) and key not in BY_RULE and part["maxLength"] > 2 * max(map(len, CHARGES)):
            free[text] = None
        else:
            bound.update([text, *(line.rpartition(":")[2] for line in text.split("\n"))])
    for text in free:  # a path of names: 総務課 庶務係
        if len(names := text.split()) > 1 and free.keys() >= set(names):
            bound.update([text, *names])
    chosen = [text for text in free if text not in bound]
    became = {text: text + CHARGES[place % len(CHARGES)] for place, text in enumerate(chosen)}
    return _replaced(document, lambda text: became.get(text, text)), became


def free_fields() -> set[str]:
    """Return the names of the schema's fields of free text."""
    found = set()
    for name, part in SCHEMA["$defs"].items():
        for key, field in part.get("properties", {}).items():
            if any(_is_free(one) for one in _choices(field)):
                found.add(f"{name}.{key}")
    return found


def fields_of(document: dict[str, Any]) -> set[str]:
    """Return the fields of free text that a document fills."""
    return set(_filled(document, SCHEMA))


def _filled(value: Any, part: dict[str, Any]) -> Iterator[str]:
    for one in _choices(part):
        if isinstance(value, dict) and "properties" in one:
            for key, member in value.items():
                field = one["properties"].get(key)
                if field is not None:
                    if isinstance(member, str) and any(_is_free(choice) for choice in _choices(field)):
                        yield f"{one.get('title')}.{key}"
                    yield from _filled(member, field)
        elif isinstance(value, dict) and isinstance(one.get("additionalProperties"), dict):
            for member in value.values():
                yield from _filled(member, one["additionalProperties"])
        elif isinstance(value, list) and "items" in one:
            for member in value:
                yield from _filled(member, one["items"])


def _texts(value: Any, part: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each text with its field's name and the part of the schema that says what it may be."""
    for one in _choices(part):
        if isinstance(value, str) and (one.get("type") == "string" or "enum" in one or "const" in one):
            yield name, one, value
        elif isinstance(value, dict) and one.get("type") == "object":
            for key, member in value.items():
                below = one.get("properties", {}).get(key, one.get("additionalProperties"))
                if isinstance(below, dict):
                    yield from _texts(member, below, key)
        elif isinstance(value, list) and "items" in one:
            for member in value:
                yield from _texts(member, one["items"], name)


def _choices(part: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in part:
        return _choices(SCHEMA["$defs"][part["$ref"].rpartition("/")[2]])
    if "anyOf" in part:
        return [choice for one in part["anyOf"] for choice in _choices(one)]
    return [part]


def _is_free(part: dict[str, Any]) -> bool:
    return part.get("type") == "string" and not {"enum", "pattern", "const", "format"} & set(part)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_replaced(member, change) for member in value]
        case dict():
            return {change(key): _replaced(member, change) for key, member in value.items()}
        case _:
            return value
