"""What belongs to an edition: the book kept beside it, and 公表可, a second person's leave to publish it."""

import hashlib
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.history import Author, Reason, change_set, save_changed
from plans.exceptions import ClearedByItsMaker, NotCleared
from plans.models import Edition, EditionBook, EditionClearance, Plan


@transaction.atomic
def edition_clear(
    *, edition: Edition, decision_number: str, decided_on: date, author: Author, today: date
) -> EditionClearance:
    """Let an edition be published. Raise ClearedByItsMaker for who froze it, ValidationError for one that
    is cleared already, has no decision number or is decided on after today.
    """
    edition = _locked(edition)
    if not Edition.objects.clearable_by(author.user).filter(pk=edition.pk).exists():
        raise ClearedByItsMaker
    if decided_on > today:
        raise ValidationError({"decided_on": "決裁日は今日までの日付にしてください。"})
    clearance = EditionClearance(
        edition=edition,
        decision_number=decision_number,
        decided_on=decided_on,
        cleared_by=author.user,
        cleared_by_name=str(author.user),
    )
    _save(clearance, author, Reason("decision", f"公表可（決裁番号 {decision_number}）"))
    return clearance


@transaction.atomic
def edition_book_keep(*, edition: Edition, name: str, content: bytes) -> EditionBook:
    """Keep the PDF of an edition beside it for good; where one is kept already, that one stays."""
    edition = _locked(edition)
    kept = EditionBook.objects.filter(edition=edition).first()
    if kept is None:
        digest = hashlib.sha256(content).hexdigest()
        kept = EditionBook.objects.create(edition=edition, name=name, content=content, digest=digest)
    return kept


@transaction.atomic
def edition_clearance_withdraw(*, edition: Edition, reason: str, author: Author, now: datetime) -> None:
    """Take the leave back. Raise NotCleared where there is none, ValidationError without a reason."""
    clearance = _locked(edition).clearances.standing().select_related("edition__plan__municipality").first()
    if clearance is None:
        raise NotCleared
    clearance.withdrawn_at, clearance.withdrawn_by_name = now, str(author.user)
    clearance.withdrawal_reason = reason
    _save(clearance, author, Reason("other", reason))


def _locked(edition: Edition) -> Edition:
    Plan.objects.select_for_update(of=("self",)).get(pk=edition.plan_id)
    return Edition.objects.without_documents().select_related("plan__municipality").get(pk=edition.pk)


def _save(clearance: EditionClearance, author: Author, reason: Reason) -> None:
    plan = clearance.edition.plan
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        save_changed(clearance)
