"""150,000 systems of 1,741 cities, the same ones every time: figures follow from the place in the row alone.

The rows go in as they are, without history and without the portal's checks: this is for measuring only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

CITIES, SYSTEMS = 1741, 150_000
PREFECTURES, STEP = 47, 25  # cities at a time
DEPARTMENTS, FIRST_YEAR, LAST_YEAR = 12, 2024, 2028
NAMES = (
    "住民記録", "戸籍", "印鑑登録", "個人住民税", "固定資産税", "軽自動車税", "収納管理", "国民健康保険",
    "後期高齢者医療", "介護保険", "児童手当", "子ども・子育て支援", "生活保護", "障害者福祉", "健康管理",
    "学齢簿・就学援助", "選挙人名簿管理", "財務会計", "人事給与", "文書管理", "庶務事務", "例規", "図書館",
    "公共施設予約", "グループウェア", "統合型GIS", "電子申請", "校務支援", "議会中継",
)  # fmt: skip


@dataclass
class Batch:
    """Rows of some cities by model, written all at once."""

    rows: dict[type, list] = field(default_factory=dict)

    def add(self, row):
        self.rows.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        from django.db import transaction

        with transaction.atomic():
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows)


def fill_nation(*, taken: set[str], systems_there: int) -> None:
    """Add cities and systems to those that are there until the nation is whole; `taken` are codes."""
    codes = list(_codes(taken))
    wanted = SYSTEMS - systems_there
    shares = [
        wanted * (place + 1) // len(codes) - wanted * place // len(codes) for place in range(len(codes))
    ]
    for start in range(0, len(codes), STEP):
        batch = Batch()
        for place in range(start, min(start + STEP, len(codes))):
            _add_city(batch, place, codes[place], shares[place])
        batch.write()


def _codes(taken: set[str]) -> Iterator[str]:
    """Yield as many codes as are missing, with their check digits, prefecture by prefecture."""
    from organizations.municipality_codes import check_digit

    missing = CITIES - len(taken)
    for place in range(missing):
        first_five = f"{place % PREFECTURES + 1:02}{400 + place // PREFECTURES:03}"
        code = first_five + check_digit(first_five)
        if code in taken:
            raise SystemExit(f"the code {code} is taken")
        yield code


def _add_city(batch: Batch, place: int, code: str, systems: int) -> None:
    from organizations.models import Department, Municipality, User
    from plans.models import Plan

    city = batch.add(Municipality(code=code, name=f"第{place}市", kind="市"))
    departments = [
        batch.add(Department(municipality=city, key=f"課{n}", name=f"第{n}課", kind="課", order=n))
        for n in range(DEPARTMENTS)
    ]
    plan = batch.add(
        Plan(
            municipality=city, code="ict-2024", title=f"第{place}市情報化推進計画",
            start_fiscal_year=FIRST_YEAR, end_fiscal_year=LAST_YEAR,
        )
    )  # fmt: skip
    people = [("planning", departments[0]), *(("department", row) for row in departments[1:4])]
    for n, (role, department) in enumerate(people):
        batch.add(User(username=f"{code}-{n}", role=role, municipality=city, department=department))
    for n in range(systems):
        _add_system(batch, place * 101 + n, n, city, departments, plan)


def _add_system(batch: Batch, number: int, n: int, city, departments: list, plan) -> None:
    from systems.models import InformationSystem, PlanListing, SystemDepartment

    name = f"{NAMES[n % len(NAMES)]}システム{n // len(NAMES) + 1 if n >= len(NAMES) else ''}"
    system = InformationSystem(
        municipality=city,
        key=name,
        name=name,
        started_on=_month(2014, number * 7 % 140),
        is_priority=n % 5 == 0,
        bcp_priority="A" if n % 9 == 0 else "",
        outline="業務の概要。",
        standard_businesses=[NAMES[n]] if n < 17 else [],
    )
    system.refresh_search()
    batch.add(system)
    batch.add(PlanListing(plan=plan, system=system, order=n))
    batch.add(SystemDepartment(system=system, department=departments[n % DEPARTMENTS]))
    _add_parts(batch, number, n, system)
    if n % 10 < 7:
        _add_renewal(batch, number, plan, system)
    if n % 2:
        _add_contract(batch, number, n, city, system)


def _add_parts(batch: Batch, number: int, n: int, system) -> None:
    from systems.models import StandardMigration, SupportEnd

    if n % 10 < 3:
        ends_on = date(2025, 1, 14) + timedelta(days=number * 37 % 2500)
        batch.add(SupportEnd(system=system, kind="os", name="Windows Server", ends_on=ends_on))
    if n < 17:
        state = StandardMigration.State.values[number % 3]
        batch.add(StandardMigration(system=system, business=NAMES[n], state=state, reason="事業者の都合。"))


def _add_renewal(batch: Batch, number: int, plan, system) -> None:
    from systems.models import RenewalCost, RenewalPlan

    start = _month(2025, number * 11 % 84)
    renewal = batch.add(
        RenewalPlan(
            plan=plan,
            system=system,
            next_start=start,
            current_end=_month(start.year, start.month - 2 - (3 if number % 8 == 0 else 0)),
            review_start=_month(start.year, start.month - 1 - (24 if number % 4 else 18)),
            procurement_fiscal_year=start.year - 1,
        )
    )
    batch.add(RenewalCost(renewal=renewal, fiscal_year=start.year, amount=1000 + number % 9000))


def _add_contract(batch: Batch, number: int, n: int, city, system) -> None:
    from systems.models import Contract, ContractAmount, ContractSystem

    renews = number % 3 == 0
    end = date(2026, 3, 31) + timedelta(days=number * 31 % 1500)
    contract = batch.add(
        Contract(
            municipality=city, key=f"契約{n}", name=f"{system.name}保守", kind="maintenance",
            first_start=date(2022, 4, 1), first_end=end, renews_automatically=renews,
            renewal_months=12 if renews else None, notice_days=90 if renews else None,
        )
    )  # fmt: skip
    batch.add(ContractSystem(contract=contract, system=system))
    for year in range(FIRST_YEAR, FIRST_YEAR + 3):
        batch.add(ContractAmount(contract=contract, fiscal_year=year, amount=500 + number % 3000))


def _month(year: int, months: int) -> date:
    """Return the first of the month that lies so many months after January of a year."""
    return date(year + months // 12, months % 12 + 1, 1)
