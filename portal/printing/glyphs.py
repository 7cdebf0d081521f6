"""What the fonts of the paper can show. One character without a glyph garbles the text a reader copies."""

import re
import subprocess
import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

MISSING = "〓"  # what Japanese typesetting puts where a character is lacking
FONTS = ("BIZ UDPGothic", "Noto Sans CJK JP")
LOOK_ALIKES = str.maketrans(
    {
        "✔": "✓",
        "✅": "✓",
        "☑": "■",
        "☐": "□",
        "✗": "×",
        "✘": "×",
        "❌": "×",
        "►": "▶",
        "➔": "→",
        "➤": "→",
        "⚠": "△",
    }
)
# Controls, surrogates, noncharacters, joiners, selectors of variants and skin tones: nothing to see.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)


def printable(text: str) -> str:
    """Return the text as the fonts can show it: NFC, nothing unseen, 〓 for a character they lack."""
    composed = UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(LOOK_ALIKES)
    unknown = set(composed) - {"\n", "\t"} - _glyphs(FONTS[0])
    lacking = unknown - _glyphs(FONTS[1]) if unknown else unknown
    return composed.translate({ord(character): _stand_in(character) for character in lacking})


def _stand_in(character: str) -> str:
    return " " if unicodedata.category(character) == "Zs" else MISSING


@cache
def _glyphs(family: str) -> frozenset[str]:
    """Return the characters of a font, none where the machine does not have it."""
    pattern = f"{family}:weight=80"
    found = subprocess.run(
        ["fc-match", "--format", "%{family}\n%{file}\n%{index}", pattern],
        capture_output=True,
        text=True,
        check=True,
    )
    names, file, index = found.stdout.split("\n")
    if family not in names.split(","):
        return frozenset()
    with TTFont(file, fontNumber=int(index), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
