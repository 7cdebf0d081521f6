"""次の予算で要求するもの: the items of one fiscal year by department in 建制順, with sums and their parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year, show_fiscal_year_by_era
from organizations.models import Department, User
from portal.boards.budget_items import (
    KINDS,
    NO_DEPARTMENT,
    Item,
    budget_items,
    year_name,
)
from portal.measure_groups import Choice
from portal.measure_selection import Chip
from portal.place import Place
from portal.renewals.conditions import Conditions, read_conditions, with_value
from portal.renewals.entries import Entry, city_entries, department_places
from systems.findings.findings import Finding

AHEAD = 5  # fiscal years offered, from this one on
UNTOLD = "untold"
VIEWS = {"": "すべて", **KINDS, UNTOLD: "金額の記載なし"}
AGAINST_A_START = frozenset(
    {
        "review-late", "review-undetermined", "procurement-late", "service-gap", "priority-gap",
        "overlap-long", "end-before-review", "support-ends-first", "notice-passed",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """What some items add up to: told amounts alone; `untold` are those nobody wrote an amount for."""

    label: str
    items: Sequence[Item]

    @property
    def counted(self) -> list[Item]:
        return [item for item in self.items if item.is_counted]

    @property
    def amount(self) -> int | None:
        return added(item.amount for item in self.counted)

    @property
    def assessed(self) -> int | None:
        return added(item.assessed for item in self.items)

    @property
    def untold(self) -> int:
        return sum(item.is_untold for item in self.items)


@dataclass(frozen=True)
class Line:
    """A system, or what is not one yet, with its items and the findings that speak against its start.

    `findings_url` leads to all findings of the system.
    """

    name: str
    url: str
    items: Sequence[Item]
    findings: Sequence[Finding] = ()
    findings_url: str = ""


@dataclass(frozen=True)
class Group:
    """A department with its lines and their sum."""

    name: str
    lines: Sequence[Line]
    sum: Sum


@dataclass(frozen=True)
class Budget:
    """What one fiscal year has to bear, by department."""

    fiscal_year: int
    groups: Sequence[Group]
    whole: Sum
    parts: Sequence[Sum]
    consultation_scope: str

    @property
    def name(self) -> str:
        return year_name(self.fiscal_year)

    @property
    def sentences(self) -> list[str]:
        """Say what the sums leave out, and what is counted once."""
        twice = sum(not item.is_counted for item in self.whole.items)
        said = ["金額は千円。"]
        if self.whole.untold:
            said.append(
                f"金額の記載がない{self.whole.untold}件は、合計に入っていません（0円という意味ではありません）。"
            )
        if twice:
            said.append(
                f"更新の経費と事前協議の両方があるものは、一方だけを数えています（数えないもの{twice}件）。"
            )
        return said + ([self.consultation_scope] if self.consultation_scope else [])


@dataclass(frozen=True)
class BudgetList(Budget):
    """The same as a page: narrowed by its conditions, of `total` things."""

    conditions: Conditions
    chips: Sequence[Chip]
    choices: Sequence[Choice]
    total: int
    consultations_url: str

    @property
    def year_shown(self) -> str:
        return show_fiscal_year(self.fiscal_year)

    @property
    def query(self) -> str:
        return self.conditions.query(year=self.fiscal_year)


def added(amounts: Iterable[int | None]) -> int | None:
    """Return the sum of what is told, None where nothing is."""
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def budget_list(*, place: Place, params: Mapping[str, str], user: User | None, today: date) -> BudgetList:
    """Read the list for `year` (else the next), `view`, `department` and `as_of` of the address. Without a
    user (a print of the command) every 事前協議 is in it.
    """
    day = read_conditions(params, today, [], ["year"])
    fiscal_year = int(day.get("year") or fiscal_year_of(day.as_of) + 1)
    entries, orders = city_entries(place, day.as_of), department_places(place)
    items = budget_items(place.municipality, entries, fiscal_year, user=user, orders=orders)
    names = dict(Department.objects.filter(municipality=place.municipality).values_list("pk", "name"))
    finding_list = reverse("portal:finding_list", args=[place.municipality.code])
    offered = _choices(items, names, orders, fiscal_year, day.as_of)
    conditions = read_conditions(
        params, today, [*offered[1:], Choice("view", "表示", "", list(VIEWS.items()))], ["year"]
    )
    department = conditions.get("department")
    wide = [item for item in items if not department or item.department == int(department)]
    shown = [item for item in wide if _is_in(item, conditions.get("view"))]
    return BudgetList(
        fiscal_year=fiscal_year,
        conditions=conditions,
        groups=groups_of(shown, names, orders, finding_list),
        whole=Sum("計", shown),
        parts=parts_of(shown),
        chips=_chips(wide, conditions, fiscal_year),
        choices=[with_value(offered[0], f"{fiscal_year}"), with_value(offered[1], department)],
        total=len(items),
        consultations_url=_consultations_url(place, fiscal_year),
        consultation_scope=scope_of(user),
    )


def _chips(items: Sequence[Item], conditions: Conditions, fiscal_year: int) -> list[Chip]:
    return [
        Chip(
            label,
            conditions.query(view=view, year=fiscal_year),
            sum(_is_in(one, view) for one in items),
            view == conditions.get("view"),
        )
        for view, label in VIEWS.items()
    ]


def _consultations_url(place: Place, fiscal_year: int) -> str:
    address = reverse("portal:consultation_list", args=[place.municipality.code])
    return f"{address}?year={fiscal_year}"


def scope_of(user: User | None) -> str:
    """Say which consultations a person's list has."""
    if user is None or user.is_planning or user.is_administrator:
        return ""
    if user.role == User.Role.DEPARTMENT:
        return "事前協議は自課のものだけを載せています。"
    return "事前協議は所管課と計画主管課だけが見られるため、載せていません。"


def _is_in(item: Item, view: str) -> bool:
    return item.is_untold if view == UNTOLD else view in ("", item.kind)


def _choices(
    items: Iterable[Item], names: Mapping[int, str], orders: Mapping[int, int], fiscal_year: int, day: date
) -> list[Choice]:
    first = fiscal_year_of(day)
    years = sorted({*range(first, first + AHEAD), fiscal_year})
    used = sorted({item.department for item in items}, key=lambda pk: _place(pk, orders))
    departments = [(str(pk), names.get(pk, "所管課の記載なし")) for pk in used]
    return [
        Choice("year", "予算の年度", "", [(str(year), show_fiscal_year_by_era(year)) for year in years]),
        Choice("department", "所管課", "", departments),
    ]


def _place(department: int, orders: Mapping[int, int]) -> int:
    return len(orders) if department == NO_DEPARTMENT else orders.get(department, len(orders))


def parts_of(items: Sequence[Item]) -> list[Sum]:
    """Return the sums of renewals, contracts and 事前協議."""
    return [Sum(label, [one for one in items if one.kind == kind]) for kind, label in KINDS.items()]


def groups_of(
    items: Sequence[Item], names: Mapping[int, str], orders: Mapping[int, int], address: str = ""
) -> list[Group]:
    """Put the items of each department together, in 建制順; `address` is that of the list of findings."""
    departments = sorted({item.department for item in items}, key=lambda pk: _place(pk, orders))
    found = []
    for pk in departments:
        own = [item for item in items if item.department == pk]
        name = names.get(pk, "所管課の記載なし")
        found.append(Group(name, _lines(own, address), Sum(f"{name}の計", own)))
    return found


def _lines(items: Sequence[Item], address: str) -> list[Line]:
    """Put the items of one system together, in the order of the plan's list; then what is not one yet."""
    of_system: dict[int, list[Item]] = {}
    entries: dict[int, Entry] = {}
    for item in items:
        if item.entry:
            entries[item.entry.pk] = item.entry
            of_system.setdefault(item.entry.pk, []).append(item)
    ordered = sorted(entries.values(), key=lambda entry: (entry.place, entry.pk))
    lines = [
        Line(one.name, one.url, of_system[one.pk], against_a_start(one), f"{address}?system={one.pk}")
        for one in ordered
    ]
    return lines + [Line("", "", [item]) for item in items if item.entry is None]


def against_a_start(entry: Entry) -> list[Finding]:
    """Return the findings that speak against a system's start and stand."""
    return [one for one in entry.findings if one.rule.code in AGAINST_A_START and not one.is_accepted]
