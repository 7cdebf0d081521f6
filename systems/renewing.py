"""更新は逆算する: the steps before a system's next start, as given by the plan or counted back from it.

A step the plan does not give lies so many months before the next start: the review as many as the plan's lead
(`plan.renewal_lead_months`, 24 unless it sets another), the others as `MONTHS_BEFORE` says, but never before
the review. The current system runs until the month before. Months are dates on their 1st.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era, show_month_by_era
from organizations.months import months_after, months_between

MONTHS_BEFORE = {"specification_start": 15, "contract_on": 9, "build_start": 9, "parallel_start": 1}
LABELS = {
    "review_start": "検討の開始",
    "specification_start": "仕様書の作成",
    "procurement_fiscal_year": "調達の年度",
    "contract_on": "契約",
    "build_start": "構築の開始",
    "parallel_start": "並行稼働の開始",
    "next_start": "次期の稼働（切替え）",
    "current_end": "現行の終了",
}


class Renewal(Protocol):
    """The dates of a renewal as a plan gives them (`systems.models.RenewalPlan`)."""

    current_end: date | None
    review_start: date | None
    specification_start: date | None
    procurement_fiscal_year: int | None
    contract_on: date | None
    build_start: date | None
    parallel_start: date | None
    next_start: date | None


@dataclass(frozen=True)
class RenewalStep:
    """One step: its month or fiscal year (None where it is not known), and how it was found, in words."""

    code: str
    label: str
    month: date | None
    fiscal_year: int | None
    is_computed: bool
    sentence: str

    @property
    def is_known(self) -> bool:
        return self.month is not None or self.fiscal_year is not None

    @property
    def shown(self) -> str:
        if self.month is not None:
            return show_month_by_era(self.month)
        return show_fiscal_year_by_era(self.fiscal_year) if self.fiscal_year is not None else "記載なし"


def renewal_steps(renewal: Renewal, lead_months: int) -> tuple[RenewalStep, ...]:
    """Return the eight steps in the order of `LABELS`; without a next start nothing is computed."""
    return tuple(_steps(renewal, lead_months))


def review_month(renewal: Renewal, lead_months: int) -> date | None:
    """Return the month of the first step alone, given or counted back."""
    return _month(renewal, "review_start", lead_months)


def _month(renewal: Renewal, code: str, months: int | None) -> date | None:
    given, start = getattr(renewal, code), renewal.next_start
    return given if given is not None or start is None or months is None else months_after(start, -months)


def _steps(renewal: Renewal, lead_months: int) -> Iterator[RenewalStep]:
    review = _step(renewal, "review_start", lead_months)
    lead = lead_months
    if review.month is not None and renewal.next_start is not None:
        lead = max(months_between(review.month, renewal.next_start), 0)
    ahead = {code: min(months, lead) for code, months in MONTHS_BEFORE.items()}
    contract = _step(renewal, "contract_on", ahead["contract_on"])
    yield review
    yield _step(renewal, "specification_start", ahead["specification_start"])
    yield _procurement(renewal, contract)
    yield contract
    yield _step(renewal, "build_start", ahead["build_start"])
    yield _step(renewal, "parallel_start", ahead["parallel_start"])
    yield _step(renewal, "next_start", None)
    yield _step(renewal, "current_end", 1)


def _step(renewal: Renewal, code: str, months: int | None) -> RenewalStep:
    """Return a step as given, else so many months before the next start."""
    label, given, start = LABELS[code], getattr(renewal, code), renewal.next_start
    if given is not None:
        return RenewalStep(code, label, given, None, False, _given(given, start, code))
    month = _month(renewal, code, months)
    if month is None:
        return RenewalStep(code, label, None, None, False, "記載なし。")
    before = "前の月" if months == 1 else f"{months}か月前"
    sentence = f"次期の稼働は{show_month_by_era(start)}。"
    sentence += f"その{before}は{show_month_by_era(month)}。" if months else "それと同じ月。"
    return RenewalStep(code, label, month, None, True, sentence)


def _given(month: date, start: date | None, code: str) -> str:
    shown = show_month_by_era(month)
    if start is None or code == "next_start":
        return f"計画の記載は{shown}。"
    apart = months_between(month, start)
    if apart == 0:
        return f"計画の記載は{shown}。次期の稼働と同じ月。"
    side = f"{apart}か月前" if apart > 0 else f"{-apart}か月後"
    return f"計画の記載は{shown}。次期の稼働（{show_month_by_era(start)}）の{side}。"


def _procurement(renewal: Renewal, contract: RenewalStep) -> RenewalStep:
    code = "procurement_fiscal_year"
    given, label = renewal.procurement_fiscal_year, LABELS[code]
    if given is not None:
        return RenewalStep(code, label, None, given, False, f"計画の記載は{show_fiscal_year_by_era(given)}。")
    if contract.month is None:
        return RenewalStep(code, label, None, None, False, "記載なし。")
    year = fiscal_year_of(contract.month)
    words = f"契約は{show_month_by_era(contract.month)}。その年度は{show_fiscal_year_by_era(year)}。"
    return RenewalStep(code, label, None, year, True, words)
