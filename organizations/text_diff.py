"""What differs between two texts, in words a person reads: runs of one script, numbers whole.

Japanese has no spaces: a word is taken to be a run of one script (情報化推進計画, システム, 2,000); を
and each sign stand alone. Comparing letters instead would mark half-words nobody reads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

SENTENCES = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
WORDS = re.compile(
    r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*"
    r"|[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ０-９]*"
    r"|[㐀-鿿豈-﫿々〆〇ヶ]+"
    r"|[ァ-ヺーｦ-ﾟ]+"
    r"|を"
    r"|(?:(?!を)[ぁ-ゟ])+"
    r"|\s+"
    r"|.",
    re.DOTALL,
)
LONG_WORD = re.compile(r"[㐀-鿿豈-﫿々〆〇ヶ]{3,}|[ァ-ヺーｦ-ﾟ]{3,}")
GLUE = re.compile(r"[ぁ-ゟ、。・，．「」（）()\s]{1,2}")  # between two changes this is noise, not what stayed
MOST_WORDS = 1500  # above that, changed sentences are shown whole: comparing their words would take too long
ALIKE = 0.25  # long texts with less than this in common are two texts
LONG = 20


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both texts, in the old one only (gone), in the new one only (new)."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in reading order: without `new` they are the old one, without `gone`
    the new one. A `gone` piece stands before the `new` one that takes its place.
    """
    pieces: list[Piece] = []
    old_sentences, new_sentences = SENTENCES.findall(old), SENTENCES.findall(new)
    for stays, before, after in _blocks(old_sentences, new_sentences):
        pieces += [Piece("same", before)] if stays else _words(before, after)
    return list(_joined(pieces))


def excerpt(pieces: list[Piece], around: int = 12, most: int = 60) -> list[Piece]:
    """Return the pieces, what stayed cut to `around` letters beside each change, long changes to `most`."""
    short = []
    for place, piece in enumerate(pieces):
        text = piece.text
        if piece.kind != "same":
            text = text if len(text) <= most else f"{text[:most]}…"
        elif len(text) > 2 * around:
            head = text[:around] if place else ""
            tail = text[-around:] if place < len(pieces) - 1 else ""
            text = f"{head}…{tail}"
        short.append(Piece(piece.kind, text))
    return short


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield the stretches two lists of strings have in common, and what stands between them."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", "".join(old[i:j]), "".join(new[k:m])


def _words(old: str, new: str) -> list[Piece]:
    old_words, new_words = WORDS.findall(old), WORDS.findall(new)
    if max(len(old_words), len(new_words)) > MOST_WORDS:
        return _change(old, new)
    blocks = _without_glue(list(_blocks(old_words, new_words)))
    kept = sum(len(before) for stays, before, _ in blocks if stays)
    if len(old) > LONG and len(new) > LONG and kept < ALIKE * min(len(old), len(new)):
        return _inside(old, new)
    pieces: list[Piece] = []
    for stays, before, after in blocks:
        pieces += [Piece("same", before)] if stays else _inside(before, after)
    return pieces


def _without_glue(blocks: list[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Take a particle or a comma between two replaced stretches as replaced too."""
    merged: list[tuple[bool, str, str]] = []
    for index, (stays, before, after) in enumerate(blocks):
        is_between = 0 < index < len(blocks) - 1
        if stays and is_between and GLUE.fullmatch(before):
            stays = not all(part for block in (blocks[index - 1], blocks[index + 1]) for part in block[1:])
        if merged and merged[-1][0] == stays:
            _, earlier_before, earlier_after = merged.pop()
            before, after = earlier_before + before, earlier_after + after
        merged.append((stays, before, after))
    return merged


def _inside(old: str, new: str) -> list[Piece]:
    """Mark what differs inside one long word that was replaced by another: 情報化推進計画, 情報化推進方針."""
    if not (LONG_WORD.fullmatch(old) and LONG_WORD.fullmatch(new)) or max(len(old), len(new)) > MOST_WORDS:
        return _change(old, new)
    pieces, before, after = [], "", ""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and j - i > 1:
            pieces += [*_change(before, after), Piece("same", old[i:j])]
            before = after = ""
        else:
            before, after = before + old[i:j], after + new[k:m]
    return pieces + _change(before, after)


def _change(old: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece("gone", old), Piece("new", new)) if piece.text]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join stretches of one kind; between two that stay, what is gone comes before what is new."""
    waiting: dict[Kind, str] = {"same": "", "gone": "", "new": ""}

    def let_go(*kinds: Kind) -> Iterator[Piece]:
        for kind in kinds:
            if waiting[kind]:
                yield Piece(kind, waiting[kind])
                waiting[kind] = ""

    for piece in pieces:
        yield from let_go("gone", "new") if piece.kind == "same" else let_go("same")
        waiting[piece.kind] += piece.text
    yield from let_go("same", "gone", "new")
