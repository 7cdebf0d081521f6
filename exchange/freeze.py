"""Freezing: the plan's document as an edition that never changes."""

import hashlib

from django.db import transaction
from django.db.models import Max

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from organizations.history import Author
from plans.models import Edition, Plan


@transaction.atomic
def edition_freeze(
    *,
    plan: Plan,
    kind: str,
    label: str,
    author: Author,
    adopted_on: str = "",
    body: str = "",
    document_number: str = "",
    reason: str = "",
) -> Edition:
    """Keep the plan as it stands as its next edition. Raise ValidationError for a second 当初."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)
    document = canonical_bytes(plan_document(plan))
    last = plan.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition(
        plan=plan,
        number=last + 1,
        kind=kind,
        label=label,
        adopted_on=adopted_on,
        body=body,
        document_number=document_number,
        reason=reason,
        document=document.decode(),
        digest=hashlib.sha256(document).hexdigest(),
        frozen_by_name=str(author.user or ""),
    )
    edition.full_clean()
    edition.save()
    return edition
