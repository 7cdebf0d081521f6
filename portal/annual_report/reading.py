"""From the rows of a plan to the documents its 年次報告 is printed from."""

from dataclasses import dataclass
from typing import Any

from exchange.dump import plan_document
from plans.models import Edition, Plan
from portal.dashboard.rounds import rounds_of
from reviews.models import ReviewRound

Document = dict[str, Any]


@dataclass(frozen=True)
class Material:
    """What `annual_report` takes: a document, and 当初 with its name."""

    document: Document
    initial: tuple[Document, str] | None
    is_final: bool


def material_of(plan: Plan, chosen: ReviewRound | None, edition: Edition | None) -> Material:
    """Read the material of a round, from an edition or from the plan as it stands, which tells also of a
    round that is open or a sample. The number of queries does not grow with the rows.
    """
    if edition is not None:
        return Material(edition.documents()[0], _initial(plan, edition), True)
    is_final = chosen is None or chosen.is_final
    return Material(plan_document(plan, also=chosen), _initial(plan), is_final)


def _initial(plan: Plan, edition: Edition | None = None) -> tuple[Document, str] | None:
    """Return 当初; None where an edition is 当初 itself, or older."""
    initial = plan.editions.initial().first()
    if initial is None or (edition is not None and edition.number <= initial.number):
        return None
    return initial.documents()[0], initial.label


def chosen_round(plan: Plan, key: str) -> ReviewRound | None:
    """Return the round of 実績 asked for; without a key the latest final one, else the latest with settled
    answers, None before any (two queries).
    """
    found = rounds_of(plan, key or last_final(plan)).chosen
    return found if found is None or not key or found.key == key else None


def last_final(plan: Plan) -> str:
    """Return the key of the latest final round of 実績, "" where there is none (one query)."""
    final = plan.rounds.of_progress().final().order_by("-fiscal_year", "-part", "-pk")
    return final.values_list("key", flat=True).first() or ""
