"""Words explained in the 概要版: those of the glossary that its texts use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from plans.text import WIDTHS, glossary_terms
from portal.printing.cover import Cover
from portal.printing.poster_entries import plain
from portal.printing.summary_sections import EM, HEADING, LINE, WIDTH, Section
from portal.printing.type_width import line_count, within
from portal.printing.words import Source

MOST_TERMS = 10
LONGEST = 3  # lines of an explanation
MARK = '<sup class="summary__sign">※</sup>'
_TAGS = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Explained:
    term: str
    text: str


def words(source: Source, sections: Sequence[Any], room: float) -> Section | None:
    """Explain the terms that the sections use, in the order in which they come, as many as the room holds."""
    shown, height = [], HEADING
    used = "\n".join(texts_of(sections)).translate(WIDTHS)
    for part in _in_order(source, used):
        text = within(plain(part.get("explanation", "")), LONGEST, (WIDTH - 2 * EM) / EM)
        line = f"※{part['term']}　{text}"
        tall = LINE * line_count(line, (WIDTH - EM) / EM) + 1
        if text and height + tall <= room and len(shown) < MOST_TERMS:
            shown.append(Explained(part["term"], text))
            height += tall
    if not shown:
        return None
    return Section("print/_summary_words.html", height, shown, [word.term for word in shown])


def _in_order(source: Source, used: str) -> Iterator[dict]:
    found = []
    for place, part in enumerate(source.parts("glossary")):
        pattern = glossary_terms([(place, part["term"], [])]).pattern
        if pattern and (match := pattern.search(used)):
            found.append((match.start(), place, part))
    yield from (part for *_, part in sorted(found, key=lambda each: each[:2]))


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text of nested values; templates and terms are not shown."""
    match value:
        case str():
            yield value
        case Cover():
            return
        case Section():
            yield from texts_of(value.part)
        case list() | tuple():
            for each in value:
                yield from texts_of(each)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from texts_of(getattr(value, field.name))


def with_signs(html: str, terms: Sequence[str]) -> str:
    """Put ※ behind the first place of each term in the body's text; attributes and the list itself stay."""
    head, body, rest = html.partition("<body>")
    shown, mark, listed = rest.partition('<section class="summary__words">')
    pieces = _TAGS.split(shown)
    for term in terms:
        pattern = glossary_terms([(1, term, [])]).pattern
        for place in range(0, len(pieces), 2):
            if found := pattern.search(pieces[place].translate(WIDTHS)):
                pieces[place : place + 1] = [pieces[place][: found.end()], MARK, pieces[place][found.end() :]]
                break
    return head + body + "".join(pieces) + mark + listed
