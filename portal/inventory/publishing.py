"""What of a list of systems would betray, were it published, what the city keeps to itself: which rows a
condition leaves, under which heading they stand, in which order they come.
"""

from collections.abc import Iterable, Sequence

from organizations.text import normalise_for_search
from portal.system_filters import InformationSystemFilter
from portal.systems import SystemRow
from systems.disclosure import FIELDS, is_internal
from systems.models import InformationSystem

CONDITIONS = {
    "department": ["departments"], "segment": ["segment"], "hosting": ["hosting"],
    "business": ["standard_businesses", "migrations"], "bcp": ["bcp_priority"],
    "personal": ["has_personal_information"], "renewal_within": ["renewal"],
    "support_within": ["support_ends"], "shared": ["shared_with"], "life": ["ended_on"],
}  # fmt: skip
GROUPINGS = {name: CONDITIONS[name] for name in ("department", "segment", "business")}
SORTS = {
    "started": ["started_on"], "next": ["renewal"], "support": ["support_ends"], "contract": ["contracts"],
    "cost": ["yearly_cost"],
}  # fmt: skip


def refusal_of(found: InformationSystemFilter, shown: Sequence[SystemRow]) -> str:
    """Say why the rows these conditions leave cannot be published, "" where they can.

    A row tells by staying as much as by going: a condition is asked of all rows, words of those shown.
    """
    labels = [
        f"「{found.filters[name].label}」"
        for name, value in found.given.items()
        if (
            _words_tell(value, shown)
            if name == "q"
            else is_any_internal(found.rows, CONDITIONS.get(name, []))
        )
    ]
    if not labels:
        return ""
    return (
        f"公表用のExcelは出せません。{'と'.join(labels)}の条件は公開区分が「内部」の項目によるため、"
        "残ったシステムからその中身が分かります。この条件を外してください。"
    )


def is_any_internal(rows: Iterable[SystemRow], fields: Sequence[str]) -> bool:
    return any(is_internal(row.system, field) for row in rows for field in fields)


def _words_tell(words: str, shown: Sequence[SystemRow]) -> bool:
    """Say whether a row was found by a text that stays within the city."""
    wanted = normalise_for_search(words).split()
    return any(word not in text for text in map(_public_text, shown) for word in wanted)


def _public_text(row: SystemRow) -> str:
    names = InformationSystem.searched_fields
    return row.system.text_of(
        name for name in names if name not in FIELDS or not is_internal(row.system, name)
    )
