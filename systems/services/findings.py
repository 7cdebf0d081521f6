"""Accepting a finding for a time, and taking that back."""

from datetime import date

from django.db import transaction

from organizations.history import Author, bulk_write, change_set, save_changed
from organizations.models import Municipality
from systems.exceptions import AcceptanceUnfit, FindingGone
from systems.findings.findings import Finding, city_findings
from systems.findings.rules import Facts
from systems.models import AcceptedFinding, InformationSystem


@transaction.atomic
def finding_accept(
    *,
    municipality: Municipality,
    system: InformationSystem,
    rule: str,
    subject: str,
    facts: Facts,
    reason: str,
    until: date | None,
    author: Author,
    today: date,
) -> AcceptedFinding:
    """Accept what `rule` says of a system of a city, for the dates (`facts`) the person was shown.

    Raise FindingGone when the finding is no more, or its dates are others by now; AcceptanceUnfit without a
    reason or with an end that has passed.
    """
    InformationSystem.objects.select_for_update().get(pk=system.pk)
    finding = find_finding(municipality, system.pk, rule, subject, today)
    if finding is None or finding.found.facts != facts:
        raise FindingGone(system)
    if not reason.strip():
        raise AcceptanceUnfit(
            "了承の理由を書いてください。後で見る人が、なぜ残したかを確かめられるようにします。"
        )
    if until is not None and until < today:
        raise AcceptanceUnfit(
            "了承の期限が過ぎた日になっています。今日以降の日にするか、空欄にしてください。"
        )
    accepted = AcceptedFinding.objects.filter(
        municipality=municipality, system=system, rule=rule, subject=subject
    ).first() or AcceptedFinding(municipality=municipality, system=system, rule=rule, subject=subject)
    accepted.facts, accepted.reason, accepted.until = facts, reason.strip(), until
    accepted.accepted_by, accepted.accepted_by_name = author.user, str(author.user or "")
    accepted.accepted_on = today
    accepted.full_clean()
    with change_set(author=author, municipality=municipality):
        save_changed(accepted)
    return accepted


@transaction.atomic
def finding_unaccept(*, accepted: AcceptedFinding, author: Author) -> None:
    """Take an acceptance back; what was said stays in the history."""
    with change_set(author=author, municipality=accepted.municipality):
        bulk_write(AcceptedFinding, delete=[accepted])


def find_finding(
    municipality: Municipality, system: int, rule: str, subject: str, today: date
) -> Finding | None:
    """Return what a rule says today of one system of a city, None where it says nothing."""
    findings = city_findings(municipality, as_of=today, system=system)
    return next((row for row in findings if (row.rule.code, row.found.subject) == (rule, subject)), None)
