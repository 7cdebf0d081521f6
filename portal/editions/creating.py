"""Making an edition on a page: what will be frozen, and the freeze with its book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange.canonical import canonical_bytes
from exchange.comparing import compare
from exchange.dump import plan_document
from exchange.freeze import digest_of, edition_freeze
from organizations.history import Author
from organizations.models import User
from plans.models import Edition, Plan
from portal.comparison_entries import kind_labels
from portal.papers.orders import PRINT
from workspace.models import Job
from workspace.services import job_enqueue

COUNTED = {
    "chapters": ("章・節", "つ"),
    "tables": ("図表", "点"),
    "departments": ("部署", "件"),
    "systems": ("情報システム", "システム"),
    "procedures": ("オンライン手続", "手続"),
    "committees": ("会議体", "つ"),
    "glossary": ("用語", "語"),
}


@dataclass(frozen=True)
class Count:
    label: str
    number: int
    unit: str


@dataclass(frozen=True)
class Preview:
    """What a freeze would keep now. `digest` is that of the document; `last` the edition before, if any.

    `changes` counts the places that differ from the last one, by their kind.
    """

    digest: str
    counts: Sequence[Count]
    last: Edition | None
    changes: Sequence[Count]

    @property
    def is_same_as_last(self) -> bool:
        return self.last is not None and self.last.digest == self.digest


def preview(plan: Plan) -> Preview:
    """Read the plan as a freeze would."""
    content = canonical_bytes(document := plan_document(plan))
    last = plan.editions.last()
    changes = _changes(last, document) if last else []
    return Preview(digest_of(content), _counts(plan, document), last, changes)


def _changes(last: Edition, document: Mapping[str, Any]) -> list[Count]:
    found = compare(last.documents()[0], document)
    labels = kind_labels(found)
    return [Count(labels[kind], number, "か所") for kind, number in found.counts.items() if number]


def _counts(plan: Plan, document: Mapping[str, Any]) -> list[Count]:
    measures = Count(plan.words["measure"], len(document["measures"]), "件")
    policies = Count("方針・体系", _all(document["policies"]), "件")
    rest = [Count(label, _all(document[key]), unit) for key, (label, unit) in COUNTED.items()]
    return [count for count in [measures, policies, *rest] if count.number]


def _all(parts: Sequence[Mapping[str, Any]]) -> int:
    """Count parts with those below them."""
    return sum(1 + _all(part.get("children") or []) for part in parts)


@transaction.atomic
def edition_create(*, plan: Plan, author: Author, shown_digest: str, **decision: str) -> Edition:
    """Freeze the plan that was shown; print the book of a decided edition, to be kept beside it.

    Raise what `edition_freeze` does.
    """
    edition = edition_freeze(plan=plan, author=author, shown_digest=shown_digest, **decision)
    if edition.is_decided:
        edition_book_order(edition=edition, owner=author.user)
    return edition


def edition_book_order(*, edition: Edition, owner: User) -> Job:
    """Start the job that prints an edition's book and keeps it beside the edition."""
    return job_enqueue(
        owner=owner,
        municipality=edition.plan.municipality,
        kind=PRINT,
        title=f"{edition.plan} 計画書（{edition}）",
        arguments={
            "plan": edition.plan_id,
            "papers": [{"kind": "plan-book", "options": {"edition": edition.number}}],
            "keep": True,
        },
    )
