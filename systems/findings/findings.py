"""The findings of one city, or of all, with what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from organizations.models import Municipality
from systems.findings import renewals, running  # noqa: F401  they register their rules
from systems.findings.facts import Scope, SystemFacts, facts_of
from systems.findings.rules import RULES, Found, Rule, Severity
from systems.models import AcceptedFinding

ORDER = {severity: place for place, severity in enumerate(Severity)}
Acceptances = Mapping[tuple[int, int, str, str], AcceptedFinding]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a system today. `acceptance` is the 了承 that holds for just these dates."""

    rule: Rule
    system: SystemFacts
    found: Found
    acceptance: AcceptedFinding | None = None

    @property
    def severity(self) -> Severity:
        return self.found.severity

    @property
    def is_accepted(self) -> bool:
        return self.acceptance is not None

    @property
    def department(self) -> str:
        return "、".join(self.system.departments)

    @property
    def key(self) -> str:
        """What tells the finding from all others of its city."""
        return f"{self.system.system_id}:{self.rule.code}:{self.found.subject}"


def city_findings(municipality: Municipality, *, as_of: date, system: int | None = None) -> list[Finding]:
    """Return the findings of a city, or of one of its systems (primary key), those that stand first and of
    these the gravest; in as many queries however many systems there are.
    """
    return city_judged(municipality, as_of=as_of, system=system)[1]


def city_judged(
    municipality: Municipality, *, as_of: date, system: int | None = None
) -> tuple[list[SystemFacts], list[Finding]]:
    """Return what is known of a city's running systems, and what the rules find (`city_findings`)."""
    scope = Scope(municipality, system)
    facts = facts_of(scope, as_of)
    return facts, sorted_findings(findings_in(facts, as_of, _acceptances(scope)))


def all_findings(*, as_of: date) -> Iterator[Finding]:
    """Yield the findings of every city, in as many queries however many there are."""
    return _findings(Scope(), as_of)


def _findings(scope: Scope, as_of: date) -> Iterator[Finding]:
    return findings_in(facts_of(scope, as_of), as_of, _acceptances(scope))


def findings_in(
    facts: Iterable[SystemFacts], as_of: date, acceptances: Acceptances | None = None
) -> Iterator[Finding]:
    """Ask every rule of every system."""
    for system in facts:
        for rule in RULES.values():
            for found in rule.check(system, as_of):
                yield Finding(rule, system, found, _acceptance(acceptances, system, rule, found, as_of))


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those that still stand first, then by gravity, system and rule."""
    places = {code: place for place, code in enumerate(RULES)}
    return sorted(
        findings,
        key=lambda row: (
            row.is_accepted, ORDER[row.severity], row.system.system_id, places[row.rule.code],
            row.found.subject,
        ),
    )  # fmt: skip


def _acceptance(
    acceptances: Acceptances | None, system: SystemFacts, rule: Rule, found: Found, as_of: date
) -> AcceptedFinding | None:
    """Return the acceptance that covers a finding: of the same dates, and not run out."""
    if not acceptances:
        return None
    accepted = acceptances.get((system.municipality_id, system.system_id, rule.code, found.subject))
    if accepted is None or accepted.facts != found.facts:
        return None
    return accepted if accepted.until is None or accepted.until >= as_of else None


def _acceptances(scope: Scope) -> Acceptances:
    rows = scope.narrowed(AcceptedFinding.objects.order_by(), city="municipality", system="system")
    return {(row.municipality_id, row.system_id, row.rule, row.subject): row for row in rows}
