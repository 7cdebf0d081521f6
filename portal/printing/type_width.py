"""How wide the paper's letters are, so that a sheet can be filled to its edge before it is laid out."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache, lru_cache

from fontTools.ttLib import TTFont

POINT = 25.4 / 72  # mm
FAMILY = "BIZ UDPGothic"
WEIGHTS = {False: 80, True: 200}
SMALL_KANA = "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ"
NEVER_FIRST = f"、。，．・：；？！）］｝」』】〉》”’ー{SMALL_KANA}々ゝゞ％%)]}}!?:;,.※～〜"
NEVER_LAST = "（［｛「『【〈《“‘([{"
SPARE = 0.4  # em at the end of each line that is not counted on
_PIECES = re.compile(r"[!-~]+|.", re.S)
_SENTENCE = re.compile(r"[^。\n]*(?:。[」』）)]*|\n|$)")


@cache
def _advances(is_bold: bool) -> dict[str, float]:
    """Return the width in em of each character of the font, none where the machine does not have it."""
    pattern = f"{FAMILY}:weight={WEIGHTS[is_bold]}"
    command = ["fc-match", "--format", "%{family}\n%{file}\n%{index}", pattern]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    names, file, index = found.stdout.split("\n")
    if FAMILY not in names.split(","):
        return {}
    with TTFont(file, fontNumber=int(index), lazy=True) as font:
        widths, unit = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): widths[name][0] / unit for code, name in font.getBestCmap().items()}


def ems(text: str, *, is_bold: bool = False) -> float:
    """Return the width of a line in em; a character the font lacks counts as one."""
    advances = _advances(is_bold)
    return sum(advances.get(character, 1.0) for character in text)


@lru_cache(maxsize=16384)
def line_count(text: str, width: float, *, is_bold: bool = False) -> int:
    """Return how many lines a text takes in a column of `width` em, 0 for none; never too few."""
    if not text:
        return 0
    return sum(_lines(paragraph, max(1.0, width - SPARE), is_bold) for paragraph in text.split("\n"))


def _lines(paragraph: str, width: float, is_bold: bool) -> int:
    lines, used = 1, 0.0
    for wide in _unit_widths(paragraph, is_bold):
        if used + wide > width and used:
            lines, used = lines + 1, 0.0
        lines += max(0, int(wide / width + 0.999) - 1)  # a word wider than the column breaks anywhere
        used = used + wide if wide <= width else width
    return lines


@lru_cache(maxsize=8192)
def _unit_widths(paragraph: str, is_bold: bool) -> list[float]:
    return [ems(unit, is_bold=is_bold) for unit in _units(paragraph)]


def _units(paragraph: str) -> Iterator[str]:
    """Yield what no line break parts: a Latin word, a character with the marks that stand beside it."""
    held = ""
    for piece in _PIECES.findall(paragraph):
        if held and held[-1] not in NEVER_LAST and piece[0] not in NEVER_FIRST:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def sentences(text: str) -> list[str]:
    """Return the whole sentences of a text, each with its 。; a line without one is a sentence."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


@lru_cache(maxsize=4096)
def within(text: str, lines: int, width: float) -> str:
    """Return as many whole sentences from the first on as take no more than `lines` of `width` em."""
    kept = ""
    for sentence in sentences(text):
        if line_count(kept + sentence, width) > lines:
            break
        kept += sentence
    return kept
