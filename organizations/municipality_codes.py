"""The six-digit code of a municipality (全国地方公共団体コード)."""

import re

WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(first_five: str) -> str:
    """Return the sixth digit for the first five (総務省: weights 6-2, modulo 11, last digit of the rest)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_five, strict=True))
    return str((11 - total % 11) % 10)


def is_municipality_code(text: str) -> bool:
    """Return whether the text is six ASCII digits of which the last is the right check digit."""
    return bool(re.fullmatch(r"[0-9]{6}", text)) and check_digit(text[:5]) == text[5]
