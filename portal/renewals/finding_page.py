"""確認事項: all findings of a city with their conditions, counts, and what can be done about each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from organizations.models import User
from portal.measure_groups import Choice
from portal.measure_selection import Chip
from portal.place import Place
from portal.renewals.conditions import Conditions
from portal.renewals.counts import WORDS, code_of
from portal.renewals.entries import VIEWS, Entry, in_view, narrowed, own_department
from portal.renewals.items import FindingItem, Settling
from portal.renewals.knowledge import Knowledge, knowledge_of
from portal.renewals.timetable_page import read_entries
from systems.findings.findings import Finding, sorted_findings
from systems.findings.rules import RULES

HIDDEN = ("severity", "view", "sort")


@dataclass(frozen=True)
class FindingPage:
    """The list. `chips` count by severity what the other conditions leave."""

    conditions: Conditions
    items: Sequence[FindingItem]
    total: int
    systems: int
    chips: Sequence[Chip]
    choices: Sequence[Choice]
    view_shown: str
    knowledge: Knowledge

    @property
    def query(self) -> str:
        return self.conditions.query()

    @property
    def clear_url(self) -> str:
        return self.conditions.query_of_day() if self.conditions.given else ""

    @property
    def without_view(self) -> str:
        return self.conditions.query(view="")


def finding_page(*, place: Place, params: Mapping[str, str], user: User, today) -> FindingPage:
    """Read the page for `severity`, `rule`, `department`, `segment`, `system`, `view` and `as_of`."""
    settling = Settling(place, user)
    entries, conditions, offered = read_entries(place, params, today, _offered, ())
    found = _findings(entries, conditions, conditions.get("department"))
    severity = conditions.get("severity")
    shown = [finding for finding in found if severity in ("", code_of(finding))]
    return FindingPage(
        conditions=conditions,
        items=settling.items(shown),
        total=sum(len(entry.findings) for entry in entries),
        systems=len(entries),
        chips=[*_chips(found, conditions), *_own_chip(entries, conditions, user)],
        choices=[choice for choice in offered if choice.name not in HIDDEN],
        view_shown=VIEWS[conditions.get("view")] if conditions.get("view") else "",
        knowledge=knowledge_of(place, entries),
    )


def _offered(entries: Sequence[Entry]) -> list[Choice]:
    used = {finding.rule.code for entry in entries for finding in entry.findings}
    named = [(str(entry.pk), entry.name) for entry in entries if entry.findings]
    return [
        Choice("severity", "重さ", "", list(WORDS.items())),
        Choice("rule", "内容", "", [(rule.code, rule.label) for rule in RULES.values() if rule.code in used]),
        Choice("system", "情報システム", "", named),
    ]


def _findings(entries: Sequence[Entry], conditions: Conditions, department: str) -> list[Finding]:
    wide = narrowed(entries, department, conditions.get("segment"))
    shown = in_view(wide, conditions.get("view"), conditions.as_of)
    rule, system = conditions.get("rule"), conditions.get("system")
    return sorted_findings(
        finding
        for entry in shown
        for finding in entry.findings
        if rule in ("", finding.rule.code) and system in ("", str(entry.pk))
    )


def _chips(findings: Sequence[Finding], conditions: Conditions) -> list[Chip]:
    codes, current = [code_of(finding) for finding in findings], conditions.get("severity")
    return [
        Chip("すべて", conditions.query(severity=""), len(codes), not current),
        *(
            Chip(word, conditions.query(severity=code), codes.count(code), code == current)
            for code, word in WORDS.items()
        ),
    ]


def _own_chip(entries: Sequence[Entry], conditions: Conditions, user: User) -> Iterator[Chip]:
    """Offer the findings of the systems of the user's department."""
    if own := own_department(entries, user):
        count = len(_findings(entries, conditions, own))
        is_current = conditions.get("department") == own and not conditions.get("severity")
        yield Chip("自課", conditions.query(department=own, severity=""), count, is_current)
