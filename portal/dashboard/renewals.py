"""更新を控えたシステム: whose next system starts soon, as the city's current plan says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import show_fiscal_year_by_era, show_month
from plans.models import Plan
from portal.dashboard.tables import FigureTable, Number, Words
from portal.measure_selection import query_of
from portal.place import Place
from portal.renewals.counts import SeverityCount
from portal.renewals.standing import standing_among
from portal.systems import RENEWAL_WINDOW, reference_month, renewals_within
from systems.findings.facts import SystemFacts
from systems.findings.findings import city_judged
from systems.models import RenewalPlan, SystemDepartment

UNKNOWN = "記載なし"


@dataclass(frozen=True)
class RenewalLine:
    """A system, its departments in printed order, and what the plan tells of its renewal."""

    renewal: RenewalPlan
    url: str
    departments: str

    @property
    def steps(self) -> str:
        """Say what comes before the next system runs; what the plan does not tell is named, too."""
        review, year = self.renewal.review_start, self.renewal.procurement_fiscal_year
        told = [
            f"検討 {show_month(review).partition('（')[0]}から" if review else "検討の開始は記載なし",
            f"調達 {show_fiscal_year_by_era(year)}" if year else "調達の年度は記載なし",
        ]
        return "、".join(told)


@dataclass(frozen=True)
class Renewals:
    """The panel: the next first, within `months` from `since`; without `is_told` the plan tells of none.
    Beneath stand the findings by severity.
    """

    count: Number
    since: date
    months: int
    lines: Sequence[RenewalLine]
    table: FigureTable
    findings: Sequence[SeverityCount]
    is_told: bool


def renewals(place: Place, today: date, department: int | None = None) -> Renewals | None:
    """Read the renewals of the city's current plan (at most eleven queries), all or those of the systems of
    one department (its primary key); None where it tells of none and nothing is found wrong.
    """
    plan = place.plan
    if plan != place.plans[0]:
        return None
    since = reference_month(plan, today)
    within = renewals_within(plan, since=since)
    if department is not None:
        owned = SystemDepartment.objects.filter(department=department)
        within = within.filter(system__in=owned.values("system"))
    rows = list(within.select_related("system").order_by("next_start", "pk"))
    facts, findings = city_judged(place.municipality, as_of=today)
    is_told = bool(rows) or any(_is_told(row, plan) for row in facts)
    standing = standing_among(findings, place.municipality, department)
    if not is_told and not standing.is_any:
        return None
    departments = {row.system_id: "・".join(row.departments) for row in facts}
    lines = [
        RenewalLine(
            row,
            reverse("portal:information_system_detail", args=[place.municipality.code, row.system_id]),
            departments.get(row.system_id, ""),
        )
        for row in rows
    ]
    count = _count(place, lines, department) if is_told else Number(None, text=UNKNOWN)
    return Renewals(count, since, RENEWAL_WINDOW, lines, _table(lines), standing.counts, is_told)


def _is_told(row: SystemFacts, plan: Plan) -> bool:
    """Say whether the plan tells when the next system runs."""
    renewal = row.renewal
    return renewal is not None and renewal.plan_id == plan.pk and renewal.next_start is not None


def _count(place: Place, lines: Sequence[RenewalLine], department: int | None) -> Number:
    given = {"renewal_within": RENEWAL_WINDOW} | ({"department": department} if department else {})
    address = reverse("portal:information_system_list", args=[place.municipality.code])
    return Number(len(lines), address + query_of(given))


def _table(lines: Sequence[RenewalLine]) -> FigureTable:
    rows = [
        [
            Words(line.renewal.system.name, line.url),
            Words(line.departments or UNKNOWN),
            Words(_month(line.renewal.current_end)),
            Words(_month(line.renewal.review_start)),
            Words(_year(line.renewal.procurement_fiscal_year)),
            Words(_month(line.renewal.next_start)),
        ]
        for line in lines
    ]
    head = ["情報システム", "所管課", "現行の終了", "検討の開始", "調達の年度", "次期の開始"]
    return FigureTable("更新を控えた情報システム", head, rows, len(head))


def _month(month: date | None) -> str:
    return show_month(month) if month else UNKNOWN


def _year(year: int | None) -> str:
    return show_fiscal_year_by_era(year) if year else UNKNOWN
