"""確認事項: what speaks against the dates of one system, with the arithmetic in words.

Each rule is a function of a system's facts and a day; it yields what it finds, and `RULES` names them all.
A date that is not known triggers no rule but the one that says what is missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices

from systems.findings.facts import SystemFacts

Facts = dict[str, Any]  # what an acceptance holds for: dates as ISO texts, figures


class Severity(TextChoices):
    ACT = "要対応"
    CHECK = "要確認"
    NOTE = "参考"


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule found: how grave, since when or how long (months), in words, and from which dates.

    `subject` tells apart what one rule finds twice on a system: a contract, a business.
    """

    severity: Severity
    sentence: str
    months: int | None = None
    subject: str = ""
    facts: Facts = field(default_factory=dict)


Check = Callable[[SystemFacts, date], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code for good, its name on screen, what mends it, what it looks at."""

    code: str
    label: str
    remedy: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(code: str, label: str, remedy: str) -> Callable[[Check], Check]:
    """Register the decorated function as a rule."""

    def register(check: Check) -> Check:
        RULES[code] = Rule(code, label, remedy, check)
        return check

    return register


def iso(**dates: date | int | str | None) -> Facts:
    """Return dates and figures as an acceptance keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in dates.items()}
