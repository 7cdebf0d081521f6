"""Information systems with their contracts and renewals, and online procedures."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from exchange.schema.base import (
    Count,
    Day,
    FiscalYear,
    Line,
    Money,
    Month,
    NotePart,
    NumberLine,
    Part,
    Share,
    Text,
    WordLine,
    refusal,
)
from systems.disclosure import FIELDS
from systems.models import ALERT_MONTHS

LONGEST_SPAN = 999  # months or days


def _one_decimal(share: float) -> float:
    if round(share, 1) != share:
        raise refusal("小数は1桁までです。四捨五入して書いてください。")
    return share


Months = Annotated[int, Field(ge=1, le=LONGEST_SPAN)]
Days = Annotated[int, Field(ge=0, le=LONGEST_SPAN)]
Rate = Annotated[Share, AfterValidator(_one_decimal)]
Disclosed = Literal["public", "internal"]


class RenewalCostPart(Part):
    fiscal_year: FiscalYear
    amount: Money
    basis: Literal["estimate", "request", "budget", "settled"] | None = None
    notes: list[NotePart] | None = None


class RenewalPart(Part):
    """更新計画 of one plan. A step left out is counted back from `next_start`."""

    current_end: Month | None = None
    review_start: Month | None = None
    specification_start: Month | None = None
    procurement_fiscal_year: FiscalYear | None = None
    contract_on: Month | None = None
    build_start: Month | None = None
    parallel_start: Month | None = None
    next_start: Month | None = None
    costs: list[RenewalCostPart] | None = None
    notes: list[NotePart] | None = None


class MigrationPart(Part):
    """Where one of the 20 standardised businesses stands on its way to a standard system."""

    business: WordLine
    state: Literal["migrated", "migrating", "special"] | None = None
    due: Day | None = None
    reason: Text | None = None
    notes: list[NotePart] | None = None


class SupportEndPart(Part):
    kind: Literal["os", "database", "product"]
    name: Line | None = None
    on: Day
    notes: list[NotePart] | None = None


class SystemPart(Part):
    """A system of the city's inventory. What a document leaves out of `exchange.shapes.INVENTORY`, and of
    migrations, support ends and contracts, it does not speak of: what the city has entered stays.
    """

    key: Line | None = None
    name: Line
    group: Line | None = None
    departments: list[Line] | None = None
    outline: Text | None = None
    started_on: Month | None = None
    started_kind: Literal["start", "renewal"] | None = None
    is_priority: bool | None = None
    migrates_to_next: bool | None = None
    vendor: Line | None = None
    product: Line | None = None
    hosting: Literal["on-premises", "data-center", "cloud", "government-cloud", "shared"] | None = None
    location: Line | None = None
    segment: Literal["my-number", "lgwan", "internet"] | None = None
    bcp_priority: WordLine | None = None
    has_personal_information: bool | None = None
    users: Count | None = None
    yearly_cost: Money | None = None
    standard_businesses: list[Line] | None = None
    migrations: list[MigrationPart] | None = None
    shared_with: list[Line] | None = None
    support_ends: list[SupportEndPart] | None = None
    contracts: list[Line] | None = None
    successor: Line | None = None
    ended_on: Month | None = None
    renewal: RenewalPart | None = None
    disclosure: dict[Literal[*FIELDS], Disclosed] | None = None
    notes: list[NotePart] | None = None


class ContractAmountPart(Part):
    fiscal_year: FiscalYear
    amount: Money
    notes: list[NotePart] | None = None


class ContractPart(Part):
    """契約 of the city, written once however many systems it covers. A key left out says nothing."""

    key: Line | None = None
    name: Line
    kind: Literal["lease", "maintenance", "use", "service"] | None = None
    counterpart: Line | None = None
    number: NumberLine | None = None
    first_start: Day | None = None
    first_end: Day | None = None
    renews_automatically: bool | None = None
    renewal_months: Months | None = None
    notice_days: Days | None = None
    extension_options: Text | None = None
    obligation: Literal["single-year", "obligation", "long-term"] | None = None
    terminated_on: Day | None = None
    alert_months: list[Months] | None = None
    amounts: list[ContractAmountPart] | None = None
    notes: list[NotePart] | None = None


class ProcedureUsePart(Part):
    fiscal_year: FiscalYear
    applications: Count | None = None
    online: Count | None = None
    target_rate: Rate | None = None
    notes: list[NotePart] | None = None


class ProcedurePart(Part):
    name: Line
    channel: Text | None = None
    is_online: bool | None = None
    started_on: Month | None = None
    national_group: Literal["children", "care", "disaster", "cars"] | None = None
    department: Line | None = None
    system: Line | None = None
    uses: list[ProcedureUsePart] | None = None
    notes: list[NotePart] | None = None


# What an absent member says: the canonical form leaves these values out.
DEFAULTS: dict[type[Part], dict[str, object]] = {
    RenewalCostPart: {"basis": "estimate"},
    ContractPart: {"alert_months": [*ALERT_MONTHS]},
}
