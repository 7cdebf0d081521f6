"""What the life line of a system shows, line by line, before it has its place in the drawing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_fiscal_year, show_month
from organizations.months import months_after, months_between
from portal.inventory.contracts import ContractLine
from portal.systems import SystemRow
from systems.renewing import RenewalStep

NAMES = {
    "current": "現行の稼働", "open": "終わりの記載なし", "hole": "空白", "review": "検討",
    "specification": "仕様書の作成", "procurement": "調達", "build": "構築", "parallel": "並行稼働",
    "next": "次期の稼働", "contract": "契約期間", "support": "サポート期間",
}  # fmt: skip
STEPS = {
    "review_start": "review", "specification_start": "specification",
    "procurement_fiscal_year": "procurement", "build_start": "build", "parallel_start": "parallel",
}  # fmt: skip

Steps = Mapping[str, RenewalStep]


@dataclass(frozen=True)
class Span:
    """What is drawn before it has its place: from the first day on until, but without, the last.

    `since` and `until` say both in words, `basis` how they are known.
    """

    kind: str
    start: date | None
    stop: date | None
    since: str = ""
    until: str = ""
    basis: str = "計画の記載"
    remark: str = ""

    @property
    def name(self) -> str:
        return NAMES[self.kind] + self.remark

    @property
    def is_computed(self) -> bool:
        return self.basis.startswith("計算")

    @property
    def sentence(self) -> str:
        since = f"{self.since}から" if self.since else ""
        until = f"{self.until}まで" if self.until else ""
        return f"{self.name}は{since + until or '記載なし'}"


@dataclass(frozen=True)
class Sketch:
    """A line before it has its place; marks as (sign, day, words)."""

    title: str
    spans: Sequence[Span]
    marks: Sequence[tuple[str, date, str]] = ()
    is_thin: bool = False


def days_of(row: SystemRow, contracts: Sequence[ContractLine], steps: Steps) -> Iterator[date]:
    """Return the dates the drawing is made for: those ahead of the system; else when it started."""
    given = [step for step in steps.values() if step.is_known and not step.is_computed]
    days = [step.month or date(step.fiscal_year, 4, 1) for step in given]
    days += [end.ends_on for end in row.support_ends]
    days += [line.schedule.term_end for line in contracts if line.schedule.term_end]
    days += [row.system.ended_on] if row.system.ended_on else []
    yield from days or ([row.system.started_on] if row.system.started_on else [])


def runs_on(row: SystemRow) -> bool:
    """Say whether nothing tells when the system ends: then it is drawn until today."""
    renewal = row.renewal
    return not (row.system.ended_on or (renewal and (renewal.current_end or renewal.next_start)))


def sketches(
    row: SystemRow, contracts: Sequence[ContractLine], steps: Steps, today: date
) -> Iterator[Sketch]:
    yield Sketch("現行", list(_current(row, steps, today)))
    if following := list(_following(steps)):
        yield Sketch("次期に向けて", following)
    for end in row.support_ends:
        until = show_day(end.ends_on)
        span = Span("support", None, end.ends_on, "", until, "台帳の記載")
        yield Sketch(f"サポート　{end}", [span], [("▼", end.ends_on, f"{until}にサポート終了")], is_thin=True)
    for line in contracts:
        if line.schedule.term_end:
            yield _of_contract(line)


def _of_contract(line: ContractLine) -> Sketch:
    found = line.schedule
    since = show_day(found.term_start) if found.term_start else ""
    span = Span("contract", found.term_start, found.term_end, since, show_day(found.term_end), "契約")
    notice = found.notice_by
    marks = [("◆", notice, f"{show_day(notice)}までに解約を申し出る")] if notice else []
    return Sketch(f"契約　{line.contract.name}", [span], marks, is_thin=True)


def _current(row: SystemRow, steps: Steps, today: date) -> Iterator[Span]:
    """Return what runs now, the hole until the next one, and what is not known of its end."""
    system, started = row.system, row.system.started_on
    since = show_month(started) if started else ""
    end = row.renewal.current_end if row.renewal else None
    following = row.renewal.next_start if row.renewal else None
    if end := end or system.ended_on:
        over = months_after(end, 1)
        yield Span("current", started, over, since, show_month(end))
        if following and following > over:
            months = months_between(over, following)
            yield Span("hole", over, following, show_month(over), _until(following), "計算", f" {months}か月")
        return
    known = None if following else today
    if known:
        yield Span("current", started, known, since, "", "台帳の記載")
    yield Span("open", known or started, following, "" if known else since, "", "")


def _following(steps: Steps) -> Iterator[Span]:
    """Return what prepares the next system and the next one itself; each lasts until another one begins."""
    begins = {code: _begin(step) for code, step in steps.items() if code in STEPS and step.is_known}
    following = steps["next_start"].month if steps else None
    for code, start in begins.items():
        step = steps[code]
        if step.fiscal_year is None:
            ends = [*begins.values(), following]
        else:
            ends = [begins.get("build_start"), following, date(step.fiscal_year + 1, 4, 1)]
        stop = min((day for day in ends if day and day > start), default=None)
        basis = f"計算：{step.sentence}" if step.is_computed else "始まりは計画の記載"
        remark = "（計算）" if step.is_computed else ""
        yield Span(STEPS[code], start, stop, _shown(step), _until(stop), basis, remark)
    if following:
        yield Span("next", following, None, show_month(following))


def _shown(step: RenewalStep) -> str:
    return show_fiscal_year(step.fiscal_year) if step.month is None else show_month(step.month)


def _until(stop: date | None) -> str:
    """Say the last month before `stop`."""
    return show_month(months_after(stop, -1)) if stop else ""


def _begin(step: RenewalStep) -> date:
    return step.month or date(step.fiscal_year, 4, 1)
