"""The page of 試算: a system, two moves in months, and what comes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import show_month
from organizations.months import months_after
from organizations.text import normalise_width
from portal.place import Place
from portal.renewals.conditions import Conditions, read_day
from portal.renewals.costs import renewal_costs
from portal.renewals.entries import Entry
from portal.renewals.trial import Trial, trial
from systems.findings.findings import city_judged
from systems.models import ContractAmount, InformationSystem

MOST_MONTHS = 120
READY = (-12, -6, -3, 3, 6, 12)
PARAMETERS = {"start": "次期の稼働を動かす月数", "end": "現行の終了を動かす月数"}


@dataclass(frozen=True)
class TrialPage:
    """`entry` is None until a system is chosen, `result` until something is moved."""

    conditions: Conditions
    systems: Sequence[tuple[int, str]]
    entry: Entry | None
    start: int
    end: int
    ready: Sequence[tuple[str, str]]
    result: Trial | None

    @property
    def moved(self) -> Sequence[tuple[str, str, str]]:
        """Both dates as (name, before, after)."""
        renewal = self.entry.renewal
        pairs = [
            ("次期の稼働", renewal.next_start, self.start),
            ("現行の終了", renewal.current_end, self.end),
        ]
        return [
            (name, show_month(month) if month else "記載なし",
             show_month(months_after(month, months)) if month else "記載なし")
            for name, month, months in pairs
        ]  # fmt: skip

    @property
    def can_move(self) -> bool:
        renewal = self.entry.renewal
        return bool(renewal.next_start or renewal.current_end)


def trial_page(*, place: Place, params: Mapping[str, str], today: date) -> TrialPage:
    """Read the page for `system`, `start`, `end` (months, later if positive) and `as_of` of the address."""
    day, refusals = read_day(params, today)
    months = {}
    for name, label in PARAMETERS.items():
        months[name], refusal = _months(params.get(name, ""), label)
        refusals += refusal
    systems = list(
        InformationSystem.objects.of_city(place.municipality).order_by("pk").values_list("pk", "name")
    )
    asked = params.get("system", "")
    entry = None
    if asked.isdecimal() and int(asked) in dict(systems):
        entry = _entry(place, int(asked), day)
    elif asked:
        refusals.append("その情報システムはこの市の一覧にありません。下の一覧から選んでください。")
    conditions = Conditions(day, today, {"system": asked} if entry else {}, refusals)
    result = _result(place, entry, months, day) if entry and any(months.values()) else None
    return TrialPage(conditions, systems, entry, months["start"], months["end"], _ready(conditions), result)


def _months(text: str, label: str) -> tuple[int, list[str]]:
    """Return a number of months, 0 and why where it is none."""
    plain = normalise_width(text).strip().removesuffix("か月")
    if not plain:
        return 0, []
    try:
        months = int(plain)
    except ValueError:
        return 0, [f"{label}の「{text}」は数ではありません。6 や -3 のように、月の数を書いてください。"]
    if abs(months) > MOST_MONTHS:
        return 0, [f"{label}は{MOST_MONTHS}か月までです。「{text}」は使わずに示します。"]
    return months, []


def _entry(place: Place, pk: int, day: date) -> Entry | None:
    """Return a running system with its findings; None for one that has ended by then."""
    facts, findings = city_judged(place.municipality, as_of=day, system=pk)
    url = reverse("portal:information_system_detail", args=[place.municipality.code, pk])
    return Entry(facts[0], findings, url) if facts else None


def _result(place: Place, entry: Entry, months: Mapping[str, int], day: date) -> Trial:
    city = place.municipality
    contracts = [row.pk for row in entry.facts.contracts]
    return trial(
        entry.facts,
        start_months=months["start"],
        end_months=months["end"],
        as_of=day,
        findings=entry.findings,
        costs=renewal_costs(city, [entry]),
        amounts=list(ContractAmount.objects.filter(contract__in=contracts, contract__municipality=city)),
    )


def _ready(conditions: Conditions) -> list[tuple[str, str]]:
    return [
        (f"{abs(n)}か月{'後ろ倒し' if n > 0 else '前倒し'}", conditions.query(start=n, end=n)) for n in READY
    ]
