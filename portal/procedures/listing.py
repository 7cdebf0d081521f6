"""The online procedures of a plan as a page shows them: narrowed, counted, held against the state's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse

from organizations.fiscal_years import show_fiscal_year_by_era, show_month
from organizations.models import User
from organizations.text import normalise_for_search
from plans.models import Plan
from portal.dashboard_charts import Meter
from portal.measure_groups import Choice, query_of
from portal.procedures.uses import RateChart, Use, YearUse, rate_chart, year_uses
from systems.models import OnlineProcedure

Group = OnlineProcedure.NationalGroup
NATIONAL = {Group.CHILDREN: 15, Group.CARE: 11, Group.DISASTER: 1}  # the 27 for municipalities
OF_PREFECTURES = 4  # on cars: with the 27 they are the state's 31
WHOLE = sum(NATIONAL.values())
ONLINE = {"yes": "オンライン", "no": "未対応", "unknown": "記載なし"}
MARKS = {"yes": ("on-track", "ok"), "no": ("draft", "none"), "unknown": ("unanswered", "none")}
PARTS = {
    "is_online": "オンライン化の有無", "started_on": "オンライン化の時期", "department_id": "所管課",
    "system_id": "情報システム", "national_group": "国の優先手続の印",
}  # fmt: skip


def online_code(procedure: OnlineProcedure) -> str:
    return {True: "yes", False: "no", None: "unknown"}[procedure.is_online]


@dataclass(frozen=True)
class ProcedureRow:
    """One procedure with its use of the page's year; `system_url` is the system's page in the plan's city."""

    procedure: OnlineProcedure
    use: Use
    system_url: str
    edit_url: str

    @property
    def code(self) -> str:
        return online_code(self.procedure)

    @property
    def online(self) -> str:
        return ONLINE[self.code]

    @property
    def look(self) -> tuple[str, str]:
        return MARKS[self.code]

    @property
    def meter(self) -> Meter | None:
        return self.use.meter(self.procedure.name)

    @property
    def chart_id(self) -> str:
        return f"use-{self.procedure.pk}"


@dataclass(frozen=True)
class Coverage:
    """How far one group of the state's list is covered: `listed` of `of`, `online` of them online."""

    code: str
    name: str
    of: int
    listed: int
    online: int
    untold: int
    url: str

    @property
    def is_full(self) -> bool:
        return self.online >= self.of

    @property
    def width(self) -> float:
        return round(min(self.online / self.of, 1) * 100, 2)

    @property
    def listed_width(self) -> float:
        return round(min(self.listed / self.of, 1) * 100, 2)


@dataclass(frozen=True)
class ProcedureCount:
    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class ProcedureList:
    """What the page shows. `national` is empty where the plan marks none; `year` None without any use."""

    plan: Plan
    groups: Sequence[tuple[str, Sequence[ProcedureRow]]]
    total: int
    shown: int
    counts: Sequence[ProcedureCount]
    national: Sequence[Coverage]
    years: Sequence[YearUse]
    year: int | None
    chart: RateChart | None
    told: frozenset[str]
    choices: Sequence[Choice]
    words: str
    query: str
    clear_url: str

    @property
    def missing(self) -> str:
        """Name what the list tells of no procedure at all."""
        names = [name for part, name in PARTS.items() if part not in self.told]
        return "、".join(names if self.years else [*names, "利用の実績"])

    @property
    def has_details(self) -> bool:
        """Say whether there is more to show of procedures than their names and channels."""
        return bool(self.told or self.years)

    @property
    def covered(self) -> int:
        return sum(min(one.online, one.of) for one in self.national)

    @property
    def year_name(self) -> str:
        return show_fiscal_year_by_era(self.year) if self.year else ""

    @property
    def rows(self) -> list[ProcedureRow]:
        return [row for _, rows in self.groups for row in rows]


def procedure_list(plan: Plan, user: User, params: Mapping[str, str]) -> ProcedureList:
    """Return the procedures of a plan as the address narrows them (two queries, however many): `q`, `online`,
    `national` (a group, or `any`), `department`, `year` of the use shown.
    """
    related = ("department", "system")
    every = list(plan.procedures.select_related(*related).prefetch_related("uses"))
    years = year_uses(use for row in every for use in row.uses.all())
    given = _given(every, years, params)
    year = int(given["year"]) if given["year"] else (years[-1].year if years else None)
    found = [row for row in every if _fits(row, given, but="online")]
    shown = [row for row in found if _fits(row, given)]
    rows = [_row(row, year, plan, user) for row in shown]
    conditions = {name: value for name, value in given.items() if name != "year"}
    return ProcedureList(
        plan=plan,
        groups=[(name, list(part)) for name, part in groupby(rows, key=lambda row: row.procedure.channel)],
        total=len(every),
        shown=len(rows),
        counts=_counts(found, given),
        national=_national(every),
        years=years,
        year=year,
        chart=rate_chart(years) if years else None,
        told=frozenset(part for part in PARTS if any(getattr(row, part) not in (None, "") for row in every)),
        choices=_choices(every, years, given, year),
        words=given["q"],
        query=query_of(**given),
        clear_url=query_of(year=given["year"]) if any(conditions.values()) else "",
    )


def _given(
    every: Sequence[OnlineProcedure], years: Sequence[YearUse], params: Mapping[str, str]
) -> dict[str, str]:
    """Return the conditions that mean something here; anything else counts for nothing."""
    offered = {
        "online": set(ONLINE),
        "national": {"any", *Group.values},
        "department": {str(row.department_id) for row in every if row.department_id},
        "year": {str(year.year) for year in years},
    }
    found = {"q": params.get("q", "").strip()}
    for name, values in offered.items():
        value = params.get(name, "")
        found[name] = value if value in values else ""
    return found


def _fits(row: OnlineProcedure, given: Mapping[str, str], but: str = "") -> bool:
    national, wanted = row.national_group, given["national"]
    answers = {
        "q": all(word in row.search for word in normalise_for_search(given["q"]).split()),
        "online": given["online"] in ("", online_code(row)),
        "national": not wanted or (bool(national) if wanted == "any" else national == wanted),
        "department": given["department"] in ("", str(row.department_id)),
    }
    return all(answer for name, answer in answers.items() if name != but)


def _row(row: OnlineProcedure, year: int | None, plan: Plan, user: User) -> ProcedureRow:
    use = next((use for use in row.uses.all() if use.fiscal_year == year), None)
    may_edit = user.is_planning or user.is_administrator
    url = reverse("systems:online_procedure_edit", args=[*plan.url_args, row.pk]) if may_edit else ""
    page = [plan.municipality.code, row.system_id]
    system_url = reverse("portal:information_system_detail", args=page) if row.system_id else ""
    return ProcedureRow(row, Use(use), system_url, url)


def _counts(rows: Sequence[OnlineProcedure], given: Mapping[str, str]) -> list[ProcedureCount]:
    codes = [online_code(row) for row in rows]
    wanted = [("", "すべて", len(rows)), *((code, name, codes.count(code)) for code, name in ONLINE.items())]
    return [
        ProcedureCount(name, count, query_of(**{**given, "online": code}), given["online"] == code)
        for code, name, count in wanted
        if count or code in ("", given["online"])
    ]


def _national(every: Sequence[OnlineProcedure]) -> list[Coverage]:
    """Return the three groups for municipalities; [] where the plan marks nothing: that is unknown, not 0."""
    if not any(row.national_group for row in every):
        return []
    found = []
    for group, of in NATIONAL.items():
        rows = [row for row in every if row.national_group == group]
        codes = [online_code(row) for row in rows]
        found.append(
            Coverage(
                group, group.label, of, len(rows), codes.count("yes"), codes.count("unknown"),
                query_of(national=group),
            )
        )  # fmt: skip
    return found


def _choices(
    every: Sequence[OnlineProcedure],
    years: Sequence[YearUse],
    given: Mapping[str, str],
    year: int | None,
) -> list[Choice]:
    groups = [group for group in Group if any(row.national_group == group for row in every)]
    marked = [("any", "印のあるもの")] if groups else []
    departments = {str(row.department_id): row.department.name for row in every if row.department_id}
    offered = [
        Choice(
            "national", "国の優先手続", given["national"],
            [*marked, *((str(group.value), group.label) for group in groups)],
        ),
        Choice("department", "所管課", given["department"], list(departments.items())),
        Choice(
            "year", "利用の年度", str(year or ""),
            [(str(one.year), show_fiscal_year_by_era(one.year)) for one in reversed(years)],
        ),
    ]  # fmt: skip
    return [choice for choice in offered if len(choice.options) > (choice.name == "year")]


def procedure_rows(page: ProcedureList) -> list[list[Any]]:
    """Return the list as the rows of a sheet, its head first; an unknown figure is an empty cell."""
    year = f"{page.year_name}の" if page.year else ""
    head = [
        "手続", "方法", "オンライン化", "オンライン化の時期", "国の優先手続", "所管課", "情報システム",
        f"{year}申請の総件数", f"{year}オンラインの件数", f"{year}利用率（％）", f"{year}目標（％）",
    ]  # fmt: skip
    rows: list[list[Any]] = [head]
    for row in page.rows:
        one, use = row.procedure, row.use.row
        rate = row.use.rate
        rows.append(
            [
                one.name, one.channel, row.online, show_month(one.started_on) if one.started_on else "",
                one.get_national_group_display(), one.department.name if one.department else "",
                one.system.name if one.system else "", use.applications if use else None,
                use.online if use else None, None if rate is None else round(rate, 1), row.use.target,
            ]
        )  # fmt: skip
    return rows
