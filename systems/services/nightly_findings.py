"""夜間の点検: telling each planning section of 要対応 findings that did not stand the night before."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from organizations.models import Municipality
from systems.findings.findings import Finding, all_findings
from systems.findings.rules import Severity
from systems.models import FindingCheck
from systems.recipients import recipients
from workspace.models import Notice
from workspace.services import notices_give

KIND = "finding"
Standing = dict[str, str]  # the digest of a finding -> the name of its system


@transaction.atomic
def findings_check(today: date, now: datetime) -> str:
    """Check all systems of all cities, and tell of what is new; once a city and day.

    Fourteen queries however many systems and cities there are. What was accepted does not stand; once its
    dates change or its time is over, it is new again. A city with nobody to tell is left as it was: what
    stands there is told once there is somebody.
    """
    planners = recipients().planners
    before = {check.municipality_id: check for check in FindingCheck.objects.order_by()}
    standing = _standing(today)
    cities = planners.keys() & (before.keys() | standing.keys())
    due = [city for city in cities if not _is_checked(before.get(city), today)]
    fresh = {}
    for city in due:
        known = set(before[city].standing) if city in before else set()
        if new := {digest: name for digest, name in standing[city].items() if digest not in known}:
            fresh[city] = new
    notices_give(notices=_notices(fresh, planners, today))
    _keep(due, standing, today)
    if not fresh:
        return "新しい要対応の確認事項はありません。"
    return f"新しい要対応の確認事項{sum(map(len, fresh.values()))}件を、{len(fresh)}団体に知らせました。"


def _standing(today: date) -> dict[int, Standing]:
    found: dict[int, Standing] = defaultdict(dict)
    for finding in all_findings(as_of=today):
        if finding.severity == Severity.ACT and not finding.is_accepted:
            found[finding.system.municipality_id][digest_of(finding)] = finding.system.name
    return found


def digest_of(finding: Finding) -> str:
    """Return what stands for a finding and the dates it speaks of: with another date it is another one."""
    facts = json.dumps(finding.found.facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{finding.key}:{facts}".encode()).hexdigest()[:16]


def _is_checked(check: FindingCheck | None, today: date) -> bool:
    return check is not None and check.checked_on >= today


def _notices(fresh: dict[int, Standing], planners: Mapping[int, list[int]], today: date) -> Iterator[Notice]:
    codes = dict(Municipality.objects.order_by().values_list("pk", "code"))
    for city, new in fresh.items():
        first = next(iter(new.values()))
        others = "など" if len(new) > 1 else ""
        for person in planners[city]:
            yield Notice(
                owner_id=person,
                kind=KIND,
                key=f"findings-{city}:{today.isoformat()}",
                text=f"新しい要対応の確認事項があります。「{first}」{others}の{len(new)}件です。",
                url=reverse("portal:finding_list", args=[codes[city]]),
            )


def _keep(due: list[int], standing: dict[int, Standing], today: date) -> None:
    FindingCheck.objects.bulk_create(
        [
            FindingCheck(municipality_id=city, checked_on=today, standing=sorted(standing[city]))
            for city in due
        ],
        update_conflicts=True,
        unique_fields=["municipality"],
        update_fields=["checked_on", "standing"],
    )
