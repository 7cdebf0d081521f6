"""確認事項 on paper: each finding with its arithmetic in words, by how grave it is."""

from collections.abc import Sequence

from portal.printing.tables import Column, Group, PrintedTable, printed_table, row
from portal.renewals.counts import WORDS, code_of
from portal.renewals.entries import ACCEPTED
from portal.renewals.items import FindingItem
from systems.findings.findings import Finding

COLUMNS = [
    Column("情報システム", 15, "label"), Column("所管課", 9), Column("確認事項", 12, "label"),
    Column("日付と計算", 38), Column("対応の例・了承", 26, "soft"),
]  # fmt: skip


def finding_table(findings: Sequence[Finding]) -> PrintedTable:
    """Return the findings, those accepted last."""
    groups = []
    for code, word in WORDS.items():
        own = [one for one in findings if code_of(one) == code]
        if own:
            rows = [row(COLUMNS, _values(one, code)) for one in own]
            groups.append(Group(rows, word, f"{len(own)}件"))
    return printed_table(COLUMNS, groups, "確認事項", f"{len(findings)}件")


def _values(found: Finding, code: str) -> list[str]:
    settled = found.rule.remedy
    if code == ACCEPTED:
        settled = f"{found.acceptance.reason}\n{FindingItem(found, '', '', '', '').acceptance_shown}"
    return [
        found.system.name, found.department or "記載なし", found.rule.label, found.found.sentence, settled,
    ]  # fmt: skip
