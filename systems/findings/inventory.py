"""The findings as `list_findings` writes them: one row each, and one for a city without an inventory."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from organizations.models import Municipality
from systems.findings.findings import Finding, all_findings, city_findings, sorted_findings
from systems.findings.rules import Severity
from systems.models import InformationSystem, SystemShare

NO_INVENTORY = "inventory-missing"


@dataclass(frozen=True)
class Row:
    """One finding. `municipality` is the city's code, `months` what the rule means by them (None where it has
    none); `system` and `department` are None where nothing is known.
    """

    municipality: str
    rule: str
    severity: str
    system: str | None
    department: str | None
    months: int | None
    sentence: str
    accepted: bool
    label: str

    def as_json(self) -> dict[str, Any]:
        """Return the members that the command promises."""
        return {name: value for name, value in asdict(self).items() if name != "label"}


def finding_rows(cities: Iterable[Municipality], *, as_of: date) -> list[Row]:
    """Return the findings of these cities, city by city; of many the queries do not depend on how many."""
    chosen = list(cities)
    if len(chosen) == 1:
        found = {chosen[0].pk: city_findings(chosen[0], as_of=as_of)}
    else:
        found = _by_city(all_findings(as_of=as_of))
    listed = _cities_with_systems()
    rows = []
    for city in chosen:
        rows += [_row(city, finding) for finding in found.get(city.pk, ())]
        if city.pk not in listed:
            rows.append(_without_inventory(city))
    return rows


def _cities_with_systems() -> set[int]:
    own = InformationSystem.objects.order_by().values_list("municipality", flat=True).distinct()
    shared = SystemShare.objects.order_by().values_list("municipality", flat=True).distinct()
    return {*own, *shared}


def _by_city(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.system.municipality_id, []).append(finding)
    return {city: sorted_findings(rows) for city, rows in found.items()}


def _row(city: Municipality, finding: Finding) -> Row:
    return Row(
        municipality=city.code,
        rule=finding.rule.code,
        severity=finding.severity.value,
        system=finding.system.name,
        department=finding.department or None,
        months=finding.found.months,
        sentence=finding.found.sentence,
        accepted=finding.is_accepted,
        label=finding.rule.label,
    )


def without_inventory(name: str) -> str:
    """Return what is said of a city (its name) that lists no systems."""
    return f"{name}の情報システムの一覧は記載なしのため、更新の時期を判定できません。"


def _without_inventory(city: Municipality) -> Row:
    return Row(
        municipality=city.code,
        rule=NO_INVENTORY,
        severity=Severity.NOTE.value,
        system=None,
        department=None,
        months=None,
        sentence=without_inventory(city.name),
        accepted=False,
        label="情報システムの一覧の記載なし",
    )
