"""What is wrong with a document: where, and a Japanese sentence that says how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exchange.schema.document import Document, parts_of

Path = tuple[str | int, ...]
WHOLE_DOCUMENT = "（文書全体）"
SHOWN_KEY_LENGTH = 80


def path_text(path: Path) -> str:
    """Return a path as people read it: ("measures", 3, "number") is `measures[3].number`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step[:SHOWN_KEY_LENGTH]}"
    return text.removeprefix(".") or WHOLE_DOCUMENT


@dataclass(frozen=True)
class Problem:
    """One error or warning; `str()` is the line a person reads."""

    path: Path
    sentence: str

    def __str__(self) -> str:
        return f"{path_text(self.path)}: {self.sentence}"


def in_document_order(problems: Iterable[Problem], raw: Any) -> list[Problem]:
    """Return the problems in document order, each once; at one place the earlier found comes first."""
    return sorted(dict.fromkeys(problems), key=lambda problem: _position(problem.path, raw))


def _position(path: Path, raw: Any) -> list[float]:
    position, value, part = [], raw, Document
    for step in path:
        if isinstance(step, int):
            position.append(float(step))
            value = value[step] if isinstance(value, list) and step < len(value) else None
            continue
        members = value if isinstance(value, dict) else {}
        position.append(_place(step, list(members), part.keys() if part else []))
        value, part = members.get(step), parts_of(part).get(step) if part else None
    return position


def _place(key: str, present: list[str], schema_keys: list[str]) -> float:
    """Return where a member stands: an absent one after the last present one the schema puts before it."""
    if key in present:
        return float(present.index(key))
    before = schema_keys[: schema_keys.index(key)] if key in schema_keys else schema_keys
    nearest = max((present.index(other) for other in before if other in present), default=-1)
    return nearest + (len(before) + 1) / (len(schema_keys) + 2)
