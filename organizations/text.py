"""Text as it is compared; what is stored stays as typed."""

import unicodedata

# NFKC leaves these apart, and people type one for another. The long vowel mark ー is a letter, not a dash.
LOOK_ALIKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣", "-") | dict.fromkeys("〜〰∼∿～", "~") | {"髙": "高", "﨑": "崎"}
)
HIRAGANA = {code: code - 0x60 for code in (*range(ord("ァ"), ord("ヶ") + 1), ord("ヽ"), ord("ヾ"))}


def normalise_width(text: str) -> str:
    """Return the text with widths, compatibility forms, dashes and waves made alike."""
    return unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)


def normalise_for_search(text: str) -> str:
    """Return what a search compares: NFKC, small letters, hiragana for katakana, one dash and one wave."""
    return normalise_width(text).casefold().translate(HIRAGANA)
