"""The use of online procedures by fiscal year: rates, targets, and their drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era
from portal.dashboard_charts import Meter, year_labels
from systems.models import ProcedureUse

UNKNOWN = "記載なし"
HEIGHT, HEAD, FOOT, LEFT = 180, 26, 62, 11.0
SHARE_OF_YEAR = 0.5
RULES = (0, 25, 50, 75, 100)


def rate_of(applications: int | None, online: int | None) -> float | None:
    """Return the share of online applications in percent, None where it is unknown or nobody applied."""
    return None if online is None or not applications else online / applications * 100


def percent(rate: float | None) -> str:
    return UNKNOWN if rate is None else f"{rate:.1f}％"


@dataclass(frozen=True)
class Use:
    """One procedure in one year, as it is written."""

    row: ProcedureUse | None

    @property
    def rate(self) -> float | None:
        return rate_of(self.row.applications, self.row.online) if self.row else None

    @property
    def target(self) -> float | None:
        known = self.row is not None and self.row.target_rate is not None
        return float(self.row.target_rate) if known else None

    @property
    def rate_text(self) -> str:
        if self.row is not None and self.row.applications == 0:
            return "申請なし"
        return percent(self.rate)

    @property
    def target_text(self) -> str:
        return percent(self.target)

    @property
    def counts(self) -> str:
        """Say 申請 200件のうち 90件: what is not told is left out."""
        if self.row is None:
            return ""
        every, online = self.row.applications, self.row.online
        if every is not None and online is not None:
            return f"申請{every:,}件のうち{online:,}件"
        if every is not None:
            return f"申請{every:,}件、オンラインの件数は記載なし"
        return "" if online is None else f"オンライン{online:,}件、申請の総件数は記載なし"

    @property
    def verdict(self) -> str:
        """Hold the rate against its target; "" where one of the two is unknown."""
        if self.rate is None or self.target is None:
            return ""
        return "目標に到達" if self.rate >= self.target else f"目標まで{self.target - self.rate:.1f}ポイント"

    def meter(self, name: str) -> Meter | None:
        """Draw the rate on a bar that ends at 100 percent; None where neither is told."""
        if self.rate is None and self.target is None:
            return None
        told = f"利用率 {self.rate_text}、目標 {self.target_text}"
        return Meter(f"{name}の利用率", told, self.rate, self.target)


@dataclass(frozen=True)
class YearUse:
    """All procedures of one year together: of `reported` procedures both counts are known."""

    year: int
    applications: int
    online: int
    reported: int
    target: float | None

    @property
    def rate(self) -> float | None:
        return rate_of(self.applications, self.online) if self.reported else None

    @property
    def label(self) -> str:
        return show_fiscal_year(self.year)

    @property
    def cells(self) -> list[str]:
        """The row of the table beside the drawing."""
        if not self.reported:
            return [UNKNOWN, UNKNOWN, UNKNOWN, percent(self.target)]
        return [
            f"{self.reported}手続", f"{self.applications:,}件", f"{self.online:,}件（{percent(self.rate)}）",
            percent(self.target),
        ]  # fmt: skip


def year_uses(uses: Iterable[ProcedureUse]) -> list[YearUse]:
    """Add the uses up by year, years between included: one nobody wrote down has no figure.

    The target is that of the procedures that have one, weighted by their applications where all are known.
    """
    by_year: dict[int, list[ProcedureUse]] = {}
    for use in uses:
        by_year.setdefault(use.fiscal_year, []).append(use)
    years = range(min(by_year), max(by_year) + 1) if by_year else []
    return [_year(year, by_year.get(year, [])) for year in years]


def _year(year: int, uses: Sequence[ProcedureUse]) -> YearUse:
    whole = [use for use in uses if use.applications is not None and use.online is not None]
    return YearUse(
        year=year,
        applications=sum(use.applications for use in whole),
        online=sum(use.online for use in whole),
        reported=len(whole),
        target=_target([use for use in uses if use.target_rate is not None]),
    )


def _target(uses: Sequence[ProcedureUse]) -> float | None:
    if not uses:
        return None
    weights = [use.applications or 0 for use in uses]
    if not all(weights):
        weights = [1] * len(uses)
    shares = zip(uses, weights, strict=True)
    return sum(float(use.target_rate) * weight for use, weight in shares) / sum(weights)


@dataclass(frozen=True)
class Column:
    """A year of the drawing: its column, and the mark of its target. Without a rate `text` says so."""

    label: str
    sublabel: str
    middle: float
    x: float
    width: float
    y: float
    height: float
    text: str
    target_y: float | None
    target_text: str


@dataclass(frozen=True)
class RateChart:
    """The drawing; `description` says in words all that is drawn."""

    description: str
    columns: Sequence[Column]
    rules: Sequence[tuple[float, str]]
    left: float = LEFT
    ground: int = HEAD + HEIGHT
    height: int = HEAD + HEIGHT + FOOT
    title: str = "年度ごとのオンライン利用率と目標"


def rate_chart(years: Sequence[YearUse]) -> RateChart | None:
    """Draw the rates from 0 to 100 percent; None where no year has a rate or a target."""
    if all(year.rate is None and year.target is None for year in years):
        return None
    step = (100 - LEFT) / len(years)
    labels = year_labels([year.year for year in years])
    told = [
        f"{show_fiscal_year_by_era(year.year)}は利用率{percent(year.rate)}、目標{percent(year.target)}。"
        for year in years
    ]
    return RateChart(
        description="".join(told),
        columns=[
            _column(year, label, LEFT + step * place, step)
            for place, (year, label) in enumerate(zip(years, labels, strict=True))
        ],
        rules=[(_y(rule), f"{rule}％") for rule in RULES],
    )


def _column(year: YearUse, label: str, x: float, step: float) -> Column:
    width = step * SHARE_OF_YEAR
    rate, target = year.rate, year.target
    return Column(
        label=label,
        sublabel=str(year.year),
        middle=round(x + step / 2, 2),
        x=round(x + (step - width) / 2, 2),
        width=round(width, 2),
        y=_y(rate or 0),
        height=round(HEIGHT * (rate or 0) / 100, 1),
        text=percent(rate),
        target_y=None if target is None else _y(target),
        target_text="" if target is None else f"{target:.1f}％",
    )


def _y(rate: float) -> float:
    return round(HEAD + HEIGHT * (1 - rate / 100), 1)
