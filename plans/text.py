"""Texts that become HTML: Markdown of chapters and links to the glossary. The one place of `mark_safe`."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from organizations.text import LOOK_ALIKES

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
FIRST_HEADING = 3  # a chapter's own title is an h2
KATAKANA = "ァ-ヺー"
LETTERS = "0-9A-Za-z"


class _Widths(dict):
    """Fold each character to its usual width, where that keeps the length of the text."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


WIDTHS = _Widths(LOOK_ALIKES)


@dataclass(frozen=True)
class Terms:
    """The words of a glossary, ready to be found in texts, and where each is explained."""

    pattern: re.Pattern | None
    hrefs: Mapping[str, str]


NO_TERMS = Terms(None, {})


def glossary_terms(rows: Iterable[tuple[int, str, list[str]]], page: str = "") -> Terms:
    """Make the terms of a glossary from (primary key, term, aliases) of its rows.

    `page` is the address of the glossary, "" for the same page; a term stands there under the id `term-<pk>`.
    """
    hrefs: dict[str, str] = {}
    for pk, term, aliases in rows:
        head = re.split("[(（]", term)[0]  # 番号制度（社会保障・税番号制度） is written 番号制度 in texts
        for word in (term, head, *aliases):
            if len(word) > 1:
                hrefs.setdefault(word.translate(WIDTHS), f"{page}#term-{pk}")
    if not hrefs:
        return NO_TERMS
    longest_first = sorted(hrefs, key=len, reverse=True)
    return Terms(re.compile("|".join(map(_as_a_word, longest_first))), hrefs)


def _as_a_word(word: str) -> str:
    """Return the pattern of a word that is not the middle of a longer one: AI, but not in MAIL."""
    pattern = re.escape(word)
    for letters in (LETTERS, KATAKANA):
        if re.match(f"[{letters}]", word):
            pattern = f"(?<![{letters}]){pattern}"
        if re.search(f"[{letters}]$", word):
            pattern = f"{pattern}(?![{letters}])"
    return pattern


def link_terms(text: str, terms: Terms) -> SafeString:
    """Return the text as HTML, the first occurrence of each term linked, line breaks kept."""
    return mark_safe(_linked(text, terms, set()).replace("\n", "<br>"))  # both parts are escaped


def render_markdown(text: str, terms: Terms = NO_TERMS) -> SafeString:
    """Return Markdown as HTML: no tags or images of its own, terms linked once, headings from h3."""
    tokens, seen = [], set()
    for token in MARKDOWN.parse(text):
        if token.children:
            token.children = _with_terms(token.children, terms, seen)
        tokens += _dressed(token)
    return mark_safe(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))  # written by the renderer alone


def _linked(text: str, terms: Terms, seen: set[str]) -> str:
    """Return escaped text with links to the terms that are not yet `seen`."""
    if terms.pattern is None:
        return escape(text)
    parts, end = [], 0
    for found in terms.pattern.finditer(text.translate(WIDTHS)):
        href = terms.hrefs[found[0]]
        if href not in seen:
            seen.add(href)
            word = text[found.start() : found.end()]
            parts.append(escape(text[end : found.start()]))
            parts.append(format_html('<a class="term" href="{}">{}</a>', href, word))
            end = found.end()
    return "".join([*parts, escape(text[end:])])


def _with_terms(children: list[Token], terms: Terms, seen: set[str]) -> list[Token]:
    """Replace the plain words of a paragraph by their linked form; a link of the text's own stays alone."""
    is_in_link = False
    for token in children:
        is_in_link = token.type == "link_open" or (is_in_link and token.type != "link_close")
        if token.type == "text" and not is_in_link:
            token.content = _linked(token.content, terms, seen)
            token.type = "html_inline"
    return children


def _dressed(token: Token) -> list[Token]:
    """Give a block what the pages' style needs: lower headings, classes, a region around a table."""
    match token.type:
        case "heading_open" | "heading_close":
            token.tag = f"h{min(int(token.tag[1]) + FIRST_HEADING - 1, 6)}"
        case "table_open":
            token.attrSet("class", "table")
            region = '<div class="table-scroll" role="region" aria-label="表" tabindex="0">'
            return [_html(region), token]
        case "table_close":
            return [token, _html("</div>\n")]
        case "th_open":
            token.attrs = {"class": "table__head", "scope": "col"}
        case "td_open":
            token.attrs = {"class": "table__cell"}
    return [token]


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
