"""施策別の実績: an entry a measure or policy, what was planned beside what was reached, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year_by_era, show_fiscal_year_short
from portal.annual_report.report import AnnualReport, SubjectYear
from portal.dashboard.results import DONE, LATE, ON_TRACK, STANDINGS, UNKNOWN, UNREPORTED
from portal.measure_table import BLANKS, Badge
from portal.printing.annual_room import is_tall
from portal.printing.annual_tables import (
    by_policy,
    condition_table,
    first_sentence,
    money_of_subject,
    target_table,
    verdict_table,
)
from portal.printing.annual_tracks import TrackLine, track_lines
from portal.printing.numbered import Numbered
from portal.printing.schedule_table import year_heads
from portal.printing.tables import PrintedTable
from portal.targets import TargetRow
from reviews.subjects import SubjectKey

SIGNS = {DONE: "◎", ON_TRACK: "○", LATE: "！", UNKNOWN: "…", UNREPORTED: "―"}
NO_REPORT = "確認済の報告はありません。"


@dataclass(frozen=True)
class SheetYear:
    """A year in the head of a schedule; the report's own is marked. `word` is 年度, where it has room."""

    era: str
    word: str
    is_current: bool


@dataclass(frozen=True)
class YearSheet(Numbered):
    """One measure or policy. `deeds` stand in two columns (label, planned, reached), `texts` in one."""

    id: str
    number: str
    name: str
    badges: Sequence[Badge]
    department: str
    standing: str
    standing_code: str
    before: str
    late: Sequence[str]
    tracks: Sequence[TrackLine]
    remark: str
    deeds: Sequence[tuple[str, str, str]]
    texts: Sequence[tuple[str, str]]
    tables: Sequence[PrintedTable]
    next_year: tuple[str, str]
    conditions: PrintedTable | None
    missing: str

    @property
    def is_tall(self) -> bool:
        """Say whether it may break between its blocks: kept together it would leave half a page empty."""
        texts = [*(max(told[1:], key=len) for told in self.deeds), *(text for _, text in self.texts)]
        return is_tall(len(self.tracks), texts, [*self.tables, *filter(None, [self.conditions])])


@dataclass(frozen=True)
class PolicySection:
    """The entries of one uppermost policy; without a name where the plan has no policies."""

    name: str
    sheets: Sequence[YearSheet]


@dataclass(frozen=True)
class SheetsPart:
    title: str
    plan: str
    heads: Sequence[str]
    years: Sequence[SheetYear]
    sections: Sequence[PolicySection]
    template: ClassVar[str] = "print/_annual_sheets.html"


def sheets_part(report: AnnualReport, year_name: str) -> SheetsPart:
    plan, before = report.table.plan, before_of(report)
    return SheetsPart(
        title=f"{year_name} 施策別の{'実績' if report.chosen else '計画'}",
        plan=plan.title,
        heads=[f"{year_name}の計画", f"{year_name}の実績" if report.chosen else ""],
        years=[
            SheetYear(head.era, head.word, head.western == report.fiscal_year)
            for head in year_heads(plan.fiscal_years)
        ],
        sections=[
            PolicySection(name, [sheet_of(report, year, before) for year in years])
            for name, years in by_policy(report).items()
        ],
    )


def before_of(report: AnnualReport) -> Mapping[int, TargetRow]:
    """Return what is known of each indicator in the year before."""
    return {
        row.indicator.pk: row
        for row in report.told.judged(report.fiscal_year - 1)
        if row.judgement.value is not None or row.judgement.words
    }


def before_word(report: AnnualReport) -> str:
    """Return what the round is held against is called: 前年度, 前回 within one year, else its year."""
    before = report.rounds.before
    if before is None:
        return ""
    apart = report.fiscal_year - before.round.fiscal_year
    if apart > 1:
        return f"{show_fiscal_year_short(before.round.fiscal_year)}年度"
    return "前年度" if apart else "前回"


def sheet_id(key: SubjectKey) -> str:
    return f"{key[0]}-{key[1]}"


def sheet_of(report: AnnualReport, year: SubjectYear, before: Mapping[int, TargetRow]) -> YearSheet:
    measure, result = year.subject.measure, year.result
    standing = result.standing if result else UNREPORTED
    asked = [one for one in report.conditions if one.subject == year.subject.key]
    tables = {
        "目標": target_table(year.targets, before, is_told=report.chosen is not None),
        "費用": money_of_subject(year.money),
    }
    if report.chosen is not None:
        tables["評価"] = verdict_table(year.answer.evaluations if year.answer else ())
    following = next_year(report, year)
    lacking = [name for name, made in tables.items() if made is None]
    lacking += [] if following[1] else [following[0]]
    return YearSheet(
        id=sheet_id(year.subject.key),
        number=year.subject.number,
        name=year.subject.name,
        badges=measure.badges if measure else (),
        department=year.department or "記載なし",
        standing=f"{SIGNS[standing]} {STANDINGS[standing]}" if report.chosen else "",
        standing_code=standing,
        before=f"{before_word(report)}　{STANDINGS[year.before.standing]}" if year.before else "",
        late=[
            f"{f'{gap.label}：' if gap.label else ''}予定 {gap.planned.label}、実績 {gap.actual.label}"
            for gap in (result.gaps if result else ())
        ],
        tracks=track_lines(report, year),
        remark=_remark(year),
        deeds=list(_deeds(report, year)),
        texts=list(_texts(report, year)),
        tables=[made for made in tables.values() if made],
        next_year=following,
        conditions=condition_table(asked, report.day),
        missing="・".join(lacking),
    )


def _remark(year: SubjectYear) -> str:
    """Say what stands beneath the schedule: how it moved since 当初, why there is none."""
    measure = year.subject.measure
    if year.move:
        return f"当初との差　{'　'.join(year.move.sentences) or year.move.in_words}"
    return BLANKS[measure.blank] if measure and not measure.tracks and measure.blank != "nothing" else ""


def _deeds(report: AnnualReport, year: SubjectYear) -> Iterator[tuple[str, str, str]]:
    """Yield what was planned for the year and, in a round, what was reached."""
    planned, answer = year.aim or _phases(year, report.fiscal_year), year.answer
    if answer is None:
        if planned:
            yield "取組", planned, ""
        return
    planned = planned or year.part.get("goal") or first_sentence(year.part.get("content", ""))
    done = answer.text("done") or ("記載なし" if answer.is_told else NO_REPORT)
    yield "取組", planned or "記載なし", done
    if answer.text("year_plan") or answer.text("achievement"):
        yield "達成状況", answer.text("year_plan") or "―", answer.text("achievement") or "―"


def _phases(year: SubjectYear, fiscal_year: int) -> str:
    """Return the phases of a year by track: 工程 構築, 工程 窓口 実施・案内 検討."""
    tracks = year.subject.measure.tracks if year.subject.measure else ()
    told = [
        f"{track.label} {track.cells[fiscal_year].label}".strip()
        for track in tracks
        if fiscal_year in track.cells
    ]
    return f"工程　{'、'.join(told)}" if told else ""


def _texts(report: AnnualReport, year: SubjectYear) -> Iterator[tuple[str, str]]:
    answer, words = year.answer, report.table.plan.words
    if answer is None:
        yield from ((words[name], text) for name in ("content", "goal") if (text := year.part.get(name)))
        return
    for label, name in (("課題・対応", "issues"), ("効果", "effect"), ("繰越", "carry_over_reason")):
        if text := answer.text(name):
            yield label, text
    for department, text in answer.additions:
        yield f"補足（{department}）", text


def next_year(report: AnnualReport, year: SubjectYear) -> tuple[str, str]:
    """Return the heading of next year's plan and what it says; "" where the document does not tell."""
    following = report.fiscal_year + 1
    return f"{show_fiscal_year_by_era(following)}の計画", year.next_aim or _phases(year, following)
