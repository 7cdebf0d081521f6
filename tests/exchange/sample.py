"""The complete sample document, and copies of it with something changed."""

import copy
import json
import re
from enum import Enum
from pathlib import Path
from typing import Any

DOCUMENTS = Path(__file__).parent.parent / "documents"
FULL = DOCUMENTS / "ict-plan-1-full.json"
INVENTORY = DOCUMENTS / "ict-plan-1-inventory.json"
MINIMAL = DOCUMENTS / "ict-plan-1-minimal.json"
LEFT_OUT = Enum("Change", "LEFT_OUT").LEFT_OUT  # as a new value: the member goes


def full_document(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the complete sample with other values at paths like `measures[0].name`; `[+]` appends."""
    return changed(json.loads(FULL.read_text(encoding="utf-8")), changes or {})


def inventory_document(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the sample with every key of the inventory, with other values at paths."""
    return changed(json.loads(INVENTORY.read_text(encoding="utf-8")), changes or {})


def minimal_document(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    return changed(json.loads(MINIMAL.read_text(encoding="utf-8")), changes or {})


def changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    for path, value in changes.items():
        steps = [
            int(step) if step.isdecimal() and brackets else step or "+" for brackets, step in _steps(path)
        ]
        holder = document
        for step in steps[:-1]:
            holder = holder[step]
        if steps[-1] == "+":
            holder.append(copy.deepcopy(value))
        elif value is LEFT_OUT:
            del holder[steps[-1]]
        else:
            holder[steps[-1]] = copy.deepcopy(value)
    return document


def _steps(path: str) -> list[tuple[str, str]]:
    return [
        (bracket, name or index) for name, bracket, index in re.findall(r"([^.\[\]]+)|(\[)(\d+|\+)\]", path)
    ]


def lines(problems: list) -> list[str]:
    return [str(problem) for problem in problems]
