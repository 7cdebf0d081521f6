"""1ページでみる令和…年度: counts with the year before beside, bars, highlights, slips, targets, money."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from measures.judging import ACHIEVED, COUNTING, UNREPORTED
from organizations.fiscal_years import show_fiscal_year
from portal.annual_report.renewed import renewed_in
from portal.annual_report.report import AnnualReport
from portal.charts import Part
from portal.dashboard.achievement import Achievement, StandingCount, YearBar
from portal.dashboard.results import UNREPORTED as NO_ANSWER
from portal.dashboard.rounds import year_of
from portal.dashboard_charts import StateBar, state_bar
from portal.printing.annual_highlights import Highlights, highlights
from portal.printing.annual_room import (
    BAR,
    BARS_HEAD,
    FACTS,
    FOOT,
    HEAD,
    ROW,
    Room,
    height_of_halves,
    height_of_lead,
    height_of_lists,
    height_of_table,
)
from portal.printing.annual_sheets import before_word
from portal.printing.annual_tables import (
    condition_counts,
    due_counts,
    has_priority,
    is_all_settled,
    late_table,
    mark_of_priority,
    money_by_policy,
    policy_counts,
    slip_table,
    stage_counts,
    verdict_counts,
)
from portal.printing.schedule_table import schedule_table
from portal.printing.tables import PrintedTable, shortened
from portal.printing.words import Source

MOST_BARS = 8  # policies that the page has room for
HEIGHT = 18  # pixels of a bar
MILLION = 1_000  # thousand yen
AMOUNTS = {"settled": "決算額", "budget": "予算額", "estimate": "見積額"}  # the surest first
# How an empty table is told; 該当なし for the others.
NONE = {"費用": "記載なし", "工程": "原本から読み取れず"}


@dataclass(frozen=True)
class Fact:
    """A number in the strip; `small` stands beside it, `note` beneath its label."""

    number: str
    small: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class BarLine:
    """One bar. `is_last` ends a group: the whole plan, then the policies."""

    id: str
    label: str
    bar: StateBar
    count: int
    is_bold: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class SummaryPart:
    over: str
    marks: Sequence[str]
    title: str
    lead: Sequence[str]
    facts: Sequence[Fact]
    unit: str
    key: Sequence[StandingCount]
    bars: Sequence[BarLine]
    highlights: Sequence[Highlights]
    tables: Sequence[PrintedTable]
    judged: Sequence[PrintedTable]
    missing: str
    template: ClassVar[str] = "print/_annual_summary.html"


def summary_part(report: AnnualReport, year_name: str, over: str, marks: Sequence[str]) -> SummaryPart:
    found, lead, lists = report.achievement, list(_lead(report)), highlights(report)
    bars, room = list(_bars(report)), Room()
    room.take(HEAD + height_of_lead(lead) + FACTS + height_of_lists([one.entries for one in lists]))
    room.take(BARS_HEAD + len(bars) * BAR if bars else 0)
    tables, judged = _tables(report, room)
    lacking = [f"{name} {NONE.get(name, '該当なし')}" for name, made in tables.items() if not made]
    return SummaryPart(
        over=over,
        marks=marks,
        title=f"1ページでみる{year_name}",
        lead=lead,
        facts=list(_facts(report)),
        unit=report.unit,
        key=_key(found) if found else [],
        bars=bars,
        highlights=lists,
        tables=[made for made in tables.values() if made],
        judged=judged,
        missing="　".join(lacking),
    )


def _key(found: Achievement) -> list[StandingCount]:
    """Return what the bars are made of, each standing once."""
    return list({count.code: count for year in found.whole.bars for count in year.counts}.values())


def _tables(report: AnnualReport, room: Room) -> tuple[dict[str, PrintedTable | None], list[PrintedTable]]:
    """Return the tables by name, as long as the room lets them be, and those that stand side by side."""
    money = money_by_policy(report)
    tables: dict[str, PrintedTable | None] = {} if report.chosen else _planned(report)
    room.take(sum(height_of_table(made) for made in (money, *tables.values()) if made) + FOOT)
    late = sum(year.result.is_late for year in report.years if year.result)
    slipped = len(report.slips.lines) if report.slips else 0
    halved = room.left / 2 if late and slipped else 0
    room.left -= halved
    if late or _is_all_told(report):
        tables["遅れ"] = late_table(report, room.rows(late, ROW))
    room.left += halved
    if report.initial is not None:
        tables["当初計画からの後ろ倒し"] = slip_table(report, room.rows(slipped, ROW))
    tables["費用"] = money
    judged = [made for made in (verdict_counts(report), condition_counts(report)) if made and report.chosen]
    return tables, judged if judged and room.take(height_of_halves(judged)) else []


def _lead(report: AnnualReport) -> Iterator[str]:
    """Yield what happened in whole sentences; nothing is said of what is not known."""
    year = show_fiscal_year(report.fiscal_year)
    if report.chosen is None:
        yield f"{year}の実績の報告は、まだ確認されていません。計画に書かれていることを印刷しています。"
        return
    results, unit = report.chosen.results, report.unit
    good, late, whole = report.achievement.good, len(results.late), len(results.rows)
    if not results.reported:
        yield f"{year}は、{whole}{unit}のうち確認した報告がまだありません。"
        return
    asked = "すべて" if results.reported == whole else f"うち{results.reported}{unit}"
    share = f"（{'' if results.reported == whole else '報告の'}{good / results.reported:.0%}）"
    yield f"{year}は、{whole}{unit}の{asked}の報告を確認しました。{good}{unit}{share}が順調または完了です。"
    if late:
        yield f"遅れは{late}{unit}で、理由と対応は施策別の実績にあります。"
    elif _is_all_told(report):
        yield "遅れの報告はありませんでした。"


def _facts(report: AnnualReport) -> Iterator[Fact]:
    if report.achievement:
        yield from _standings(report)
    elif report.years:
        priorities = sum(map(has_priority, report.years))
        note = f"うち{mark_of_priority(report)} {priorities}" if priorities else ""
        yield Fact(str(len(report.years)), "", report.unit, note)
    yield from _targets(report)
    yield from _money(report)
    renewed = renewed_in(report.told, report.fiscal_year, is_over=report.chosen is not None)
    if renewed.told and not report.achievement:
        yield Fact(str(len(renewed.due)), "", "更新を控えたシステム", f"{renewed.months}か月以内")


def _standings(report: AnnualReport) -> Iterator[Fact]:
    years = report.achievement.whole.bars
    before = {count.code: count.count for count in years[1].counts} if len(years) > 1 else None
    word = before_word(report)
    is_told = report.chosen.results.reported > 0
    for count in years[0].counts:
        if not is_told and count.code != NO_ANSWER:
            continue
        note = f"{word} {before.get(count.code, 0)}" if before is not None else ""
        yield Fact(str(count.count), "", count.label, note)


def _targets(report: AnnualReport) -> Iterator[Fact]:
    counted = Counter(row.judgement.code for row in report.targets)
    whole = sum(counted.values()) - counted["not-judged"]
    if not whole:
        return
    if counted[UNREPORTED] == whole:
        yield Fact(str(whole), "", "目標のある指標", "実績は未報告" if report.chosen else "")
        return
    rest = [("集計中", counted[COUNTING]), ("未報告", counted[UNREPORTED])]
    note = "　".join(f"{word} {count}" for word, count in rest if count)
    yield Fact(str(counted[ACHIEVED]), f"/ {whole}", "目標を達した指標", note)


def _money(report: AnnualReport) -> Iterator[Fact]:
    whole = report.money_by_policy(report.fiscal_year)[-1]
    kind = next((kind for kind in AMOUNTS if whole.amount(kind) is not None), None)
    if kind is None:
        return
    number, unit = _in_words(whole.amount(kind))
    planned = whole.amount("budget") if kind == "settled" else None
    word = "決算見込額" if kind == "settled" and whole.has_expected else AMOUNTS[kind]
    word += "" if kind != "settled" or is_all_settled(whole) else "（報告分）"
    yield Fact(number, unit, word, f"予算 {''.join(_in_words(planned))}" if planned is not None else "")


def _in_words(thousands: int) -> tuple[str, str]:
    if thousands < 10 * MILLION:
        return f"{thousands:,}", "千円"
    return f"{thousands / MILLION:,.0f}", "百万円"


def _bars(report: AnnualReport) -> Iterator[BarLine]:
    """Yield the whole plan the year before and now, then the policies now."""
    found = report.achievement
    if found is None:
        return
    rounds = [one.round for one in (report.rounds.chosen, report.rounds.before) if one]
    years = list(zip(found.whole.bars, rounds, strict=True))
    for place, (year, one) in enumerate(reversed(years), 1):
        is_now = place == len(years)
        label = f"全体　{year_of(one)}"
        yield BarLine(f"bar-{place}", label, _bar(label, year), _whole(year), is_bold=is_now, is_last=is_now)
    for place, line in enumerate(found.lines[:MOST_BARS], 1):
        year = line.bars[0]
        yield BarLine(f"policy-{place}", shortened(line.label, 17), _bar(line.label, year), _whole(year))


def _whole(year: YearBar) -> int:
    return sum(count.count for count in year.counts)


def _bar(title: str, year: YearBar) -> StateBar:
    parts = [Part(count.code, count.label, count.count) for count in year.counts]
    return state_bar(title=title, parts=parts, height=HEIGHT)


def _is_all_told(report: AnnualReport) -> bool:
    """Say whether it is known that nothing is late: everything was reported, beside a schedule."""
    results = report.chosen.results if report.chosen else None
    return results is not None and results.reported == len(results.rows) and report.table.prints_schedule


def _planned(report: AnnualReport) -> dict[str, PrintedTable | None]:
    """Return what a plan nobody reported on consists of: by policy, by phase and year, by when it is due."""
    found = schedule_table(Source(report.told.document))
    rows = [(row.label, row.counts) for row in found.counts] if found else []
    tables = {report.table.policy_word: policy_counts(report)}
    if rows:
        is_read = all(row.blank != "unreadable" for row in report.table.rows)
        tables["工程"] = stage_counts(rows, report.table.plan.fiscal_years) if is_read else None
    if report.targets:
        tables["目標の期限"] = due_counts(report.targets)
    return tables
