"""How many findings there are, by how grave they are, each with the list that counts the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.renewals.entries import ACCEPTED
from systems.findings.findings import Finding
from systems.findings.rules import Severity

WORDS = {**{severity.name: severity.value for severity in Severity}, ACCEPTED: "了承済"}


@dataclass(frozen=True)
class SeverityCount:
    code: str
    word: str
    count: int
    url: str
    is_current: bool = False


def code_of(finding: Finding) -> str:
    """Return the severity of a finding that stands, `ACCEPTED` for one that was accepted."""
    return ACCEPTED if finding.is_accepted else finding.severity.name


def severity_counts(
    findings: Sequence[Finding], address: Callable[[str], str], current: str = ""
) -> list[SeverityCount]:
    """Count findings by severity; `address` gives the list of one code."""
    codes = [code_of(finding) for finding in findings]
    return [
        SeverityCount(code, word, codes.count(code), address(code), code == current)
        for code, word in WORDS.items()
    ]
