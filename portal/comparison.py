"""新旧対照表 of a plan: which two of its versions are compared, and what was said in between."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exchange.comparing import Comparison, Decision, compare
from exchange.dump import plan_document
from organizations.fiscal_years import show_day, show_partial_date
from plans.models import Edition, Plan
from portal.comparison_reasons import Reasons, reasons_between

NOW = "now"


@dataclass(frozen=True)
class Version:
    """One state of a plan: an edition, or what it is now. `value` stands in the address: 1, 2, now."""

    value: str
    label: str
    adopted: str
    decision: Decision
    moment: datetime | None

    @classmethod
    def of(cls, edition: Edition) -> "Version":
        decision = Decision(edition.adopted_on, edition.body, edition.document_number)
        adopted = show_partial_date(edition.adopted_on)
        return cls(str(edition.number), edition.label, adopted, decision, edition.frozen_at)

    @classmethod
    def now(cls, today: date) -> "Version":
        return cls(NOW, "今の計画", show_day(today), Decision(), None)

    @property
    def number(self) -> int | None:
        return None if self.value == NOW else int(self.value)


def versions_of(plan: Plan, today: date) -> list[Version]:
    """Return the plan's editions in their order, then the plan as it is (one query)."""
    return [*(Version.of(edition) for edition in plan.editions.without_documents()), Version.now(today)]


def chosen(versions: Sequence[Version], old: str, new: str) -> tuple[Version, Version] | None:
    """Return the two versions asked for, by default the last two; None where one does not exist."""
    by_value = {version.value: version for version in versions}
    last = versions[:-1][-2:]
    default_old = last[0].value if last else NOW
    default_new = last[1].value if len(last) > 1 else NOW
    pair = by_value.get(old or default_old), by_value.get(new or default_new)
    return pair if all(pair) else None


def document_of(plan: Plan, version: Version) -> Mapping[str, Any]:
    if version.number is None:
        return plan_document(plan)
    return json.loads(plan.editions.values_list("document", flat=True).get(number=version.number))


def compared(plan: Plan, old: Version, new: Version) -> Comparison:
    return compare(document_of(plan, old), document_of(plan, new))


def reasons_of(plan: Plan, old: Version, new: Version) -> Reasons:
    """Return the reasons of what was saved between two versions, whichever of them came first."""
    moments = sorted(version.moment for version in (old, new) if version.moment)
    if not moments:
        return {}
    return reasons_between(plan, moments[0], moments[1] if len(moments) > 1 else None)
