"""The dates and figures an acceptance holds for, in words."""

from datetime import date

from organizations.fiscal_years import show_day, show_fiscal_year_by_era, show_month
from systems.findings.rules import Facts
from systems.models import StandardMigration, SupportEnd
from systems.renewing import LABELS

NAMES = LABELS | {
    "lead_months": "検討を始める時期",
    "running_since": "稼働の開始",
    "ends_on": "サポート終了日",
    "kind": "サポートの対象",
    "name": "名称・版",
    "notice_by": "解約の申出の期限",
    "term_end": "契約期間の終わり",
    "due_on": "移行の期限",
    "state": "移行の状況",
    "reason": "移行が遅れる理由",
    "bcp_priority": "ICT-BCPの優先度",
}
OF_A_DAY = {"ends_on", "notice_by", "term_end", "due_on"}
CHOICES = {
    "kind": dict(SupportEnd.Kind.choices),
    "state": dict(StandardMigration.State.choices),
}


def facts_in_words(facts: Facts) -> list[tuple[str, str]]:
    """Return what a finding speaks of as (name, value), 記載なし for what nobody tells."""
    return [(NAMES.get(name, name), _shown(name, value)) for name, value in facts.items()]


def _shown(name: str, value: str | int | None) -> str:
    if value in (None, ""):
        return "記載なし"
    match name:
        case "lead_months":
            return f"次期の稼働の{value}か月前"
        case "procurement_fiscal_year":
            return show_fiscal_year_by_era(value)
        case "kind" | "state":
            return CHOICES[name].get(value, value)
        case "name" | "reason" | "bcp_priority":
            return f"{value}"
        case _:
            day = date.fromisoformat(value)
            return show_day(day) if name in OF_A_DAY else show_month(day)
