"""The conditions by which the list of systems is narrowed. All of them stand in the URL."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter, FilterSet

from organizations.months import period_end
from portal.systems import RENEWAL_WINDOW, SystemRow, departments_in_order, is_within
from systems.models import InformationSystem

Choices = list[tuple[str, str]]

UNTOLD = "none"  # segment=none: the city's rows do not tell
NOT_TOLD = (UNTOLD, "記載なし")
MONTHS = (6, 12, RENEWAL_WINDOW, 36)
YES_OR_NO = [("yes", "あり"), ("no", "なし"), NOT_TOLD]
LIVES = [("running", "稼働中"), ("ended", "廃止")]


class InformationSystemFilter(FilterSet):
    """Narrow a city's systems by what the query string says; `rows` are all of them, read before,
    `order` the 建制順 by department.

    Renewals count from `since`, support ends from `today`. What the rows tell already is asked of them; only
    words go to the database.
    """

    q = CharFilter(label="言葉", method="with_words")
    department = ChoiceFilter(label="所管課", method="told")
    heading = ChoiceFilter(label="計画の見出し", method="told")
    segment = ChoiceFilter(label="ネットワーク", method="told")
    hosting = ChoiceFilter(label="設置形態", method="told")
    business = ChoiceFilter(label="標準化対象業務", method="told")
    bcp = ChoiceFilter(label="ICT-BCPの優先度", method="told")
    personal = ChoiceFilter(label="個人情報", method="told")
    renewal_within = ChoiceFilter(label="次期の稼働", method="told")
    support_within = ChoiceFilter(label="サポート終了", method="told")
    shared = ChoiceFilter(label="共同利用", method="told", choices=[("1", "共同利用のもの")])
    life = ChoiceFilter(label="稼働・廃止", method="told", choices=LIVES)

    class Meta:
        model = InformationSystem
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, queryset: QuerySet, *, rows: Sequence[SystemRow],
        order: Mapping[int, int], since: date, today: date,
    ):  # fmt: skip
        super().__init__(data, queryset)
        self.rows, self.since, self.today = rows, since, today
        for name, choices in self._choices(order).items():
            self.filters[name].extra |= {"choices": choices, "empty_label": None}

    @cached_property
    def given(self) -> dict[str, str]:
        """The conditions that were given and understood."""
        if not any(self.data.get(name) for name in self.filters):
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def refused(self) -> list[str]:
        """The labels of conditions whose value does not exist here; they are left out."""
        return [self.filters[name].label for name in self.errors]

    def choices_of(self, name: str) -> Choices:
        return self.filters[name].extra["choices"]

    def _choices(self, order: Mapping[int, int]) -> dict[str, Choices]:
        rows = self.rows
        departments = departments_in_order(rows, order)
        priorities = sorted({row.system.bcp_priority for row in rows} - {""})
        businesses = sorted({business for row in rows for business in row.businesses})
        return {
            "department": [*((str(d.pk), d.name) for d in departments), NOT_TOLD],
            "heading": [(name, name) for name in dict.fromkeys(row.group for row in rows if row.group)],
            "segment": [*InformationSystem.Segment.choices, NOT_TOLD],
            "hosting": [*InformationSystem.Hosting.choices, NOT_TOLD],
            "business": [*((name, name) for name in businesses), NOT_TOLD],
            "bcp": [*((name, name) for name in priorities), NOT_TOLD],
            "personal": YES_OR_NO,
            "renewal_within": [(str(n), f"{n}か月以内") for n in MONTHS],
            "support_within": [*((str(n), f"{n}か月以内（過ぎたものも）") for n in MONTHS), NOT_TOLD],
            "shared": [("1", "共同利用のもの")],
            "life": LIVES,
        }

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def told(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the rows of which a condition holds."""
        return queryset.filter(pk__in=[row.pk for row in self.rows if self.holds(row, name, value)])

    def holds(self, row: SystemRow, name: str, value: str) -> bool:
        """Say whether a row tells `value` of a condition; with `UNTOLD` whether it tells nothing."""
        match name:
            case "renewal_within":
                start = row.renewal.next_start if row.renewal else None
                return start is not None and is_within(start, self.since, int(value))
            case "support_within" if value != UNTOLD:
                last = period_end(self.today, int(value))
                return any(end.ends_on <= last for end in row.support_ends)
            case "life":
                return row.is_ended(self.today) is (value == "ended")
            case _:
                return value in (_told(row, name) or {UNTOLD})


def _told(row: SystemRow, name: str) -> set[str]:
    """Return what a row tells of a condition; nothing where it is not known."""
    system = row.system
    match name:
        case "department":
            return {str(department.pk) for department in row.departments}
        case "heading":
            return {row.group}
        case "segment" | "hosting":
            return {getattr(system, name)} - {""}
        case "business":
            return set(row.businesses)
        case "bcp":
            return {system.bcp_priority} - {""}
        case "personal":
            answer = system.has_personal_information
            return set() if answer is None else {"yes" if answer else "no"}
        case "support_within":
            return {str(end.pk) for end in row.support_ends}
        case _:
            return {"1" if row.is_shared else "0"}
