"""The running systems of a city with what the rules find: what every page on renewals is made from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import show_month_by_era
from organizations.models import Department, User
from portal.measure_groups import Choice
from portal.measure_table import NO_ORDER
from portal.place import Place
from portal.systems import RENEWAL_WINDOW, is_within
from systems.findings.facts import RenewalFacts, SystemFacts
from systems.findings.findings import ORDER, Finding, city_judged
from systems.models import InformationSystem, PlanListing
from systems.renewing import RenewalStep, renewal_steps

ACCEPTED = "ACCEPTED"
NOT_TOLD = "none"
VIEWS = {
    "": "すべて",
    "findings": "確認事項あり",
    "soon": f"{RENEWAL_WINDOW}か月以内に稼働",
    "bcp": "BCP優先業務",
    "undated": "更新の時期の記載なし",
}
SORTS = {
    "": "確認事項の重い順",
    "start": "次期の稼働の早い順",
    "department": "主管課の順",
    "list": "計画の一覧の順",
}


@dataclass(frozen=True)
class Entry:
    """A system of the city: what is known of it, and its findings. `place` is its place in the plan's list,
    `department_place` that of its first department in 建制順.
    """

    facts: SystemFacts
    findings: Sequence[Finding]
    url: str
    segment: str = ""
    place: int = NO_ORDER
    department_place: int = NO_ORDER

    @property
    def pk(self) -> int:
        return self.facts.system_id

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def department(self) -> str:
        return "、".join(self.facts.departments) or "所管課の記載なし"

    @property
    def renewal(self) -> RenewalFacts:
        return self.facts.renewal or RenewalFacts()

    @property
    def next_start(self) -> date | None:
        return self.renewal.next_start

    @property
    def steps(self) -> tuple[RenewalStep, ...]:
        return renewal_steps(self.renewal, self.renewal.lead_months)

    @property
    def is_undated(self) -> bool:
        return self.renewal.next_start is None and self.renewal.current_end is None

    @property
    def dates_shown(self) -> str:
        """Say until when the present system runs and from when the next one."""
        end, start = self.renewal.current_end, self.renewal.next_start
        until = f"現行 {show_month_by_era(end)}まで" if end else "現行の終わり 記載なし"
        since = f"次期 {show_month_by_era(start)}から" if start else "次期の稼働 記載なし"
        return f"{until} → {since}"

    @property
    def severity(self) -> str:
        """The code of the gravest finding that stands, `ACCEPTED` where all are accepted, "" for none."""
        if not self.findings:
            return ""
        first = self.findings[0]
        return ACCEPTED if first.is_accepted else first.severity.name

    @property
    def gravity(self) -> tuple[int, int]:
        """What findings sort by: the gravest first, then those with more of them."""
        standing = [ORDER[finding.severity] for finding in self.findings if not finding.is_accepted]
        if not standing:
            return (len(ORDER) if self.findings else len(ORDER) + 1, 0)
        return (standing[0], -standing.count(standing[0]))


def city_entries(place: Place, as_of: date) -> list[Entry]:
    """Read a city's running systems, in the order of the plan's list; in as many queries however many."""
    city = place.municipality
    facts, findings = city_judged(city, as_of=as_of)
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.system.system_id].append(finding)
    segments = dict(InformationSystem.objects.of_city(city).order_by().values_list("pk", "segment"))
    places = dict(PlanListing.objects.filter(plan=place.plan).values_list("system", "order"))
    orders = department_places(place)
    entries = [
        Entry(
            facts=row,
            findings=found[row.system_id],
            url=reverse("portal:information_system_detail", args=[city.code, row.system_id]),
            segment=segments.get(row.system_id, ""),
            place=places.get(row.system_id, NO_ORDER),
            department_place=min((orders.get(pk, NO_ORDER) for pk in row.department_ids), default=NO_ORDER),
        )
        for row in facts
    ]
    return sorted(entries, key=lambda entry: (entry.place, entry.pk))


def department_places(place: Place) -> dict[int, int]:
    """Return the 建制順 of the city's departments: as the plan lists them, else as the city does."""
    departments = Department.objects.filter(municipality=place.municipality).order_by("order", "pk")
    listed = dict(place.plan.department_listings.values_list("department", "order"))
    own = list(departments.values_list("pk", flat=True))
    ordered = sorted(own, key=lambda pk: listed.get(pk, NO_ORDER))
    return {pk: number for number, pk in enumerate(ordered)}


def in_view(entries: Iterable[Entry], view: str, as_of: date) -> list[Entry]:
    """Return the entries one of the `VIEWS` shows."""
    since = as_of.replace(day=1)
    match view:
        case "findings":
            return [entry for entry in entries if entry.findings]
        case "soon":
            starts = ((entry, entry.next_start) for entry in entries)
            return [entry for entry, start in starts if start and is_within(start, since, RENEWAL_WINDOW)]
        case "bcp":
            return [entry for entry in entries if entry.facts.has_priority]
        case "undated":
            return [entry for entry in entries if entry.is_undated]
        case _:
            return list(entries)


def narrowed(entries: Iterable[Entry], department: str, segment: str) -> list[Entry]:
    """Return the entries of a department (its primary key) and a segment; "" asks for all."""
    wanted = {NOT_TOLD: ""}.get(segment, segment)
    return [
        entry
        for entry in entries
        if (not department or int(department) in entry.facts.department_ids)
        and (not segment or entry.segment == wanted)
    ]


def in_order(entries: Sequence[Entry], sort: str) -> list[Entry]:
    """Return the entries in one of the orders of `SORTS`; what is equal stays in the plan's order."""
    match sort:
        case "start":
            return sorted(entries, key=lambda entry: entry.next_start or date.max)
        case "department":
            return sorted(entries, key=lambda entry: entry.department_place)
        case "list":
            return list(entries)
        case _:
            return sorted(entries, key=lambda entry: entry.gravity)


def own_department(entries: Iterable[Entry], user: User) -> str:
    """Return the primary key of the user's department where it has systems here, "" where it has none."""
    pk = user.department_id
    return str(pk) if any(pk in entry.facts.department_ids for entry in entries) else ""


def choices_of(entries: Sequence[Entry]) -> list[Choice]:
    """Return what the systems can be narrowed by: only what some of them tell."""
    departments = {
        str(pk): name
        for entry in sorted(entries, key=lambda entry: entry.department_place)
        for pk, name in zip(entry.facts.department_ids, entry.facts.departments, strict=True)
    }
    used = {entry.segment for entry in entries}
    segments = [(value, label) for value, label in InformationSystem.Segment.choices if value in used]
    segments += [(NOT_TOLD, "記載なし")] if "" in used else []
    return [
        Choice("department", "主管課", "", list(departments.items())),
        Choice("segment", "ネットワーク", "", segments),
    ]
