"""公開区分: what of a system stands in what the city publishes, and what stays within it.

Every field has a default; `InformationSystem.disclosure` holds a system's exceptions as {field: "public" or
"internal"}. Fields are called as the plan document calls them.
"""

from collections.abc import Mapping

from systems.models import InformationSystem

PUBLIC, INTERNAL = "public", "internal"
CHOICES = [(PUBLIC, "公開"), (INTERNAL, "内部")]

FIELDS = {
    "departments": "所管課",
    "outline": "業務概要",
    "started_on": "稼働開始",
    "is_priority": "重点",
    "migrates_to_next": "次期へ移行",
    "vendor": "事業者",
    "product": "製品",
    "hosting": "設置形態",
    "location": "設置場所",
    "segment": "ネットワーク",
    "bcp_priority": "ICT-BCPの優先度",
    "has_personal_information": "個人情報",
    "users": "利用者数",
    "yearly_cost": "年間経費",
    "standard_businesses": "標準化対象業務",
    "migrations": "標準化の移行",
    "shared_with": "共同利用",
    "support_ends": "サポート終了",
    "contracts": "契約",
    "contract_amounts": "契約金額",
    "successor": "後継",
    "ended_on": "廃止",
    "renewal": "更新計画",
    "renewal_costs": "更新の経費",
    "findings": "確認事項",
}
INTERNAL_UNLESS_SAID = frozenset(
    {
        "segment", "hosting", "product", "support_ends", "has_personal_information", "contract_amounts",
        "findings",
    }
)  # fmt: skip


def is_internal(system: InformationSystem, field: str) -> bool:
    """Say whether a field of a system stays within the city. Raise KeyError for a field there is not."""
    return is_internal_by(system.disclosure, field)


def is_internal_by(exceptions: Mapping[str, str], field: str) -> bool:
    """Say the same by a system's exceptions alone, as a plan document gives them."""
    FIELDS[field]
    return exceptions.get(field, default_of(field)) == INTERNAL


def default_of(field: str) -> str:
    """Return the 公開区分 a field has in every system that says nothing else."""
    return INTERNAL if field in INTERNAL_UNLESS_SAID else PUBLIC
