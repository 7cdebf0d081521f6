"""The dates ahead of a system: steps of its renewal, terms and notices of contracts, support ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_fiscal_year, show_month
from organizations.months import last_day
from portal.inventory.contracts import ContractLine
from portal.systems import SystemRow
from systems.renewing import renewal_steps


@dataclass(frozen=True)
class Ahead:
    """A date ahead: the last day on which it is still to come, how it is written, what is due, of what."""

    on: date
    shown: str
    what: str
    of: str = ""


def dates_ahead(row: SystemRow, contracts: Sequence[ContractLine], lead: int, today: date) -> list[Ahead]:
    """Return the dates from today on, the next first (no query)."""
    found = [*_of_renewal(row, lead), *_of_contracts(contracts), *_of_support(row)]
    return sorted((one for one in found if one.on >= today), key=lambda one: one.on)


def _of_renewal(row: SystemRow, lead: int) -> Iterator[Ahead]:
    for step in renewal_steps(row.renewal, lead) if row.renewal else ():
        of = "次期の開始から計算" if step.is_computed else ""
        if step.month is not None:
            yield Ahead(last_day(step.month), show_month(step.month), step.label, of)
        elif step.fiscal_year is not None:
            yield Ahead(date(step.fiscal_year + 1, 3, 31), show_fiscal_year(step.fiscal_year), step.label, of)


def _of_contracts(contracts: Sequence[ContractLine]) -> Iterator[Ahead]:
    for line in contracts:
        name, found = line.contract.name, line.schedule
        if found.notice_by:
            yield Ahead(found.notice_by, show_day(found.notice_by), "解約の申出の期限", name)
        if found.term_end:
            yield Ahead(found.term_end, show_day(found.term_end), "契約期間の終わり", name)


def _of_support(row: SystemRow) -> Iterator[Ahead]:
    for end in row.support_ends:
        yield Ahead(end.ends_on, show_day(end.ends_on), "サポート終了", str(end))
