"""Where words stand in a text, whatever width, case or kana they are written in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from organizations.text import normalise_for_search

AROUND = 40  # characters kept before the first hit
LENGTH = 130
# a letter with the voicing marks that follow it: ﾊﾟ is one letter to whoever reads it
LETTERS = re.compile(r".[\u3099\u309a\uff9e\uff9f]*", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; a hit is one of the words looked for."""

    text: str
    is_hit: bool


def search_words(text: str) -> list[str]:
    """Return the words of a query as a search compares them."""
    return normalise_for_search(text).split()


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """Cut a text into hits and what stands between them; `words` come from `search_words`."""
    pieces, end = [], 0
    for start, stop in _hits(text, words):
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if text[end:]:
        pieces.append(Piece(text[end:], False))
    return pieces


def snippet(texts: Iterable[str], words: Sequence[str]) -> list[Piece]:
    """Return a short stretch around the first hit of the first text that has one; nothing where none has."""
    for text in texts:
        first = next(_hits(text, words), None)
        if first is not None:
            start = max(0, first[0] - AROUND)
            cut = " ".join(text[start : start + LENGTH].split())
            before, after = "…" if start else "", "…" if start + LENGTH < len(text) else ""
            return marked(f"{before}{cut}{after}", words)
    return []


def _hits(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch that holds words, in order, none touching the one before."""
    compared, origins = [], []
    for letter in LETTERS.finditer(text):
        alike = normalise_for_search(letter[0])
        compared.append(alike)
        origins += [letter.span()] * len(alike)
    whole = "".join(compared)
    spans = sorted(
        (origins[found.start()][0], origins[found.end() - 1][1])
        for word in words
        for found in re.finditer(re.escape(word), whole)
    )
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    yield from joined
