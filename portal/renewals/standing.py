"""確認事項 that stand, for pages that show a few of them: a department's, a dashboard's, an agenda's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.models import Municipality
from portal.measure_groups import query_of
from portal.renewals.counts import SeverityCount, code_of, severity_counts
from portal.renewals.entries import ACCEPTED
from systems.findings.findings import Finding, city_findings
from systems.findings.rules import Severity

MOST = 5  # that a page lists itself


@dataclass(frozen=True)
class FindingLine:
    finding: Finding
    url: str


@dataclass(frozen=True)
class Standing:
    """What stands, by severity with the lists that count the same; `lines` are the gravest of them."""

    counts: Sequence[SeverityCount]
    lines: Sequence[FindingLine]

    @property
    def is_any(self) -> bool:
        return any(count.count for count in self.counts)


def standing_findings(city: Municipality, today: date, department: int | None = None) -> Standing:
    """Read what stands in a city, or of one department's systems (its primary key), in nine queries."""
    return standing_among(city_findings(city, as_of=today), city, department)


def standing_among(
    findings: Iterable[Finding], city: Municipality, department: int | None = None
) -> Standing:
    """Return what of these findings stands, all or of one department's systems."""
    findings = [
        one
        for one in findings
        if not one.is_accepted and (department is None or department in one.system.department_ids)
    ]
    counts = severity_counts(findings, lambda code: findings_url(city, code, department))
    grave = [one for one in findings if one.severity != Severity.NOTE]
    return Standing(
        counts=[count for count in counts if count.code != ACCEPTED],
        lines=[FindingLine(one, _system_url(city, one)) for one in grave[:MOST]],
    )


def findings_to_act_on(city: Municipality, today: date) -> list[Finding]:
    """Return the 要対応 of a city that stand."""
    return [one for one in city_findings(city, as_of=today) if code_of(one) == Severity.ACT.name]


def findings_url(city: Municipality, code: str = "", department: int | None = None) -> str:
    """Return the list of the findings of one severity, or of a department."""
    address = reverse("portal:finding_list", args=[city.code])
    return address + query_of(severity=code, department=department)


def _system_url(city: Municipality, finding: Finding) -> str:
    return reverse("portal:information_system_detail", args=[city.code, finding.system.system_id])
