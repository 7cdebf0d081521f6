"""年次報告 on paper: a page of summary, results by policy, one entry a measure, conditions, systems."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import (
    show_day,
    show_fiscal_year,
    show_fiscal_year_by_era,
    show_fiscal_year_short,
)
from portal.annual_report.reading import AnnualReport, SubjectYear
from portal.bars import SYMBOLS
from portal.dashboard.panels import Fact
from portal.dashboard.results import STANDINGS, UNREPORTED
from portal.dashboard.rounds import year_of
from portal.dashboard.strip import strip_of
from portal.measure_table import BLANKS, Badge
from portal.printing.annual_tables import (
    condition_table,
    counts_table,
    money_of_subject,
    money_table_of,
    policy_table,
    renewal_table,
    slip_table,
    stage_table,
    target_summary,
    target_table,
    verdict_table,
)
from portal.printing.annual_tracks import TrackLine, track_lines
from portal.printing.schedule_table import YearHead, year_heads
from portal.printing.tables import PrintedTable, shortened

NO_REPORT = "確認済の報告はありません。"


@dataclass(frozen=True)
class YearSheet:
    """One measure or policy: what was planned, what was reached, and what follows."""

    number: str
    name: str
    badges: Sequence[Badge]
    department: str
    standing: str
    standing_code: str
    late: Sequence[str]
    tracks: Sequence[TrackLine]
    remark: str
    texts: Sequence[tuple[str, str]]
    tables: Sequence[PrintedTable]

    @property
    def full_name(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def running_head(self) -> str:
        return shortened(self.full_name)


@dataclass(frozen=True)
class PolicySection:
    """The entries of one uppermost policy; without a name where the plan has no policies."""

    name: str
    sheets: Sequence[YearSheet]


@dataclass(frozen=True)
class AnnualPaper:
    """The paper; `key` and tables of the summary are left out where nothing is known."""

    title: str
    city: str
    plan: str
    year: str
    round_name: str
    as_of: str
    created: str
    is_sample: bool
    lead: Sequence[str]
    facts: Sequence[Fact]
    report: AnnualReport
    halves: Sequence[PrintedTable]
    summary: Sequence[PrintedTable]
    lists: Sequence[tuple[str, PrintedTable]]
    years: Sequence[YearHead]
    legend: Sequence[tuple[str, str, str]]
    sections: Sequence[PolicySection]

    @property
    def achievement(self):
        return self.report.figures.achievement


def annual_paper(report: AnnualReport) -> AnnualPaper:
    chosen, plan = report.round, report.plan
    year = year_of(chosen) if chosen else show_fiscal_year_by_era(report.fiscal_year)
    return AnnualPaper(
        title=f"{plan.title} {year} 年次報告",
        city=plan.municipality.name,
        plan=plan.title,
        year=year,
        round_name=chosen.name if chosen else "",
        as_of=f"基準日 {show_day(chosen.as_of)}" if chosen and chosen.as_of else "",
        created=report.day.isoformat(),
        is_sample=bool(chosen and chosen.is_sample),
        lead=list(_lead(report)),
        facts=strip_of(report.figures, report.place, report.day),
        report=report,
        halves=[made for made in (counts_table(report), money_table_of(report.figures)) if made],
        summary=[made for made in _summary(report) if made],
        lists=[(name, made) for name, made in _lists(report) if made],
        years=year_heads(plan.fiscal_years),
        legend=[
            (SYMBOLS[word.code], word.label, word.code)
            for word in report.table.words
            if word.kind == word.Kind.PHASE
        ],
        sections=list(_sections(report)),
    )


def _lead(report: AnnualReport) -> Iterator[str]:
    """Yield what happened in whole sentences; nothing is said of what is not known."""
    result, unit = report.figures.result, report.figures.unit
    year = show_fiscal_year(report.fiscal_year)
    if result is None:
        yield f"{year}の実績の報告は、まだ確認されていません。計画に書かれていることを印刷しています。"
        return
    unit = result.unit(unit)
    good = report.figures.achievement.good if report.figures.achievement else 0
    yield (
        f"{year}は、{len(result.rows)}{unit}のうち{result.reported}{unit}の報告を確認しました。"
        f"{good}{unit}が順調または完了です。"
    )
    if result.late:
        yield f"遅れは{len(result.late)}{unit}で、理由と対応は次のページからの各欄にあります。"
    elif report.table.prints_schedule and result.reported == len(result.rows):
        yield "遅れの報告はありませんでした。"


def _summary(report: AnnualReport) -> Iterator[PrintedTable | None]:
    figures = report.figures
    yield policy_table(figures)
    if report.round is None:
        yield stage_table(figures)
    yield slip_table(figures)
    yield target_summary(figures)


def _lists(report: AnnualReport) -> Iterator[tuple[str, PrintedTable | None]]:
    yield "付帯意見とその対応", condition_table(report.earlier_conditions, report.day)
    yield "更新を控えた情報システム", renewal_table(report.figures)


def _sections(report: AnnualReport) -> Iterator[PolicySection]:
    """Yield the entries under the uppermost policies, each where its first entry stands."""
    found: dict[str, list[YearSheet]] = {}
    for year in report.years:
        path = report.table.policy_path(year.subject.policy_id)
        name = str(path[0]) if path else ("方針のはっきりしないもの" if report.table.policies else "")
        found.setdefault(name, []).append(_sheet(report, year))
    for name, sheets in found.items():
        yield PolicySection(name, sheets)


def _sheet(report: AnnualReport, year: SubjectYear) -> YearSheet:
    measure = year.subject.measure
    standing = year.result.standing if year.result else UNREPORTED
    return YearSheet(
        number=year.subject.number,
        name=year.subject.name,
        badges=measure.badges if measure else (),
        department=year.department,
        standing=STANDINGS[standing],
        standing_code=standing,
        late=[
            f"{f'{gap.label}：' if gap.label else ''}予定 {gap.planned.label}、実績 {gap.actual.label}"
            for gap in (year.result.gaps if year.result else ())
        ],
        tracks=track_lines(report, measure) if measure else (),
        remark=_remark(year),
        texts=list(_texts(report, year)),
        tables=[
            made
            for made in (
                target_table(year.targets),
                money_of_subject(year.money),
                verdict_table(year.evaluations, year.conditions),
            )
            if made
        ],
    )


def _remark(year: SubjectYear) -> str:
    """Say what stands beneath the schedule: how it moved since 当初, why there is none."""
    measure = year.subject.measure
    if year.move:
        return f"当初との差　{'　'.join(year.move.sentences) or year.move.in_words}"
    return BLANKS[measure.blank] if measure and not measure.tracks and measure.blank != "nothing" else ""


def _texts(report: AnnualReport, year: SubjectYear) -> Iterator[tuple[str, str]]:
    """Yield the texts in the order in which a year goes by: the aim first, next year last."""
    answer = report.round is not None
    told = year.report
    if year.aim:
        yield "到達目標" if answer else "本年度実施予定", year.aim
    if told is None:
        if answer:
            yield "実績", NO_REPORT
    else:
        achievement = told.achievement.label if told.achievement else ""
        carried = told.carry_over_reason if told.carries_over else ""
        pairs = [
            ("達成状況", achievement), ("実績", told.done), ("課題・対応", told.issues),
            ("効果", told.effect), ("繰越", carried),
        ]  # fmt: skip
        yield from ((label, text) for label, text in pairs if text)
        for addition in told.additions.all():
            yield f"補足（{addition.department.name}）", addition.text
        yield from _wished(year)
    if year.next_aim:
        yield f"{show_fiscal_year_short(report.fiscal_year + 1)}年度", year.next_aim


def _wished(year: SubjectYear) -> Iterator[tuple[str, str]]:
    told = year.report
    if told.wish:
        cells = "、".join(
            f"{show_fiscal_year_by_era(wish.fiscal_year)} {wish.phase.label if wish.phase else '空欄'}"
            for wish in told.wishes.all()
        )
        yield "工程の変更", f"{told.get_wish_display()}：{cells}。{told.wish_reason}"
