"""年次報告 on paper: its parts in the order wanted, composed of the figures of `portal.annual_report`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from organizations.fiscal_years import show_day, show_fiscal_year_by_era
from portal.annual_report.renewed import renewed_in
from portal.annual_report.report import AnnualReport
from portal.dashboard.rounds import year_of
from portal.printing.annual_results import results_part
from portal.printing.annual_sheets import sheets_part
from portal.printing.annual_summary import summary_part
from portal.printing.annual_tables import condition_table, renewal_table
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.tables import PrintedTable
from reviews.models import ReviewRound

SUMMARY, RESULTS, SHEETS, CONDITIONS, SYSTEMS = "summary", "results", "sheets", "conditions", "systems"
PARTS = {
    SUMMARY: "1ページでみる",
    RESULTS: "方針ごとの結果",
    SHEETS: "施策別の実績",
    CONDITIONS: "付帯意見とその対応",
    SYSTEMS: "情報システムの更新",
}
SAMPLE, NOT_FINAL = "サンプル", "確定前"


@dataclass(frozen=True)
class ListPart:
    """Tables under one heading; `empty` where there is none."""

    year: str
    title: str
    tables: Sequence[PrintedTable]
    empty: str
    template: ClassVar[str] = "print/_annual_list.html"


@dataclass(frozen=True)
class AnnualPaper:
    title: str
    city: str
    year: str
    description: str
    created: str
    marks: Sequence[str]
    parts: Sequence[Any]
    remarks: Sequence[str]
    imprint: Imprint


def annual_paper(
    report: AnnualReport, *, parts: Sequence[str] = (), edition: str = "", is_internal: bool = False
) -> AnnualPaper:
    """Return the paper; `parts` are codes of PARTS in the order wanted, () all of them.

    `edition` names the 確定版 that the figures come from.
    """
    plan, year = report.table.plan, year_name(report)
    wanted = list(parts) or list(PARTS)
    makers = _makers(report, year, wanted)
    return AnnualPaper(
        title=report_title(report),
        city=plan.municipality.name,
        year=year,
        description=f"{plan.title} {year}の実績{_as_of(report, brackets=True)}",
        created=report.day.isoformat(),
        marks=_marks(report),
        parts=[makers[code]() for code in wanted],
        remarks=_remarks(report, is_internal=is_internal),
        imprint=imprint_of(report.whole, report.day, edition=edition),
    )


def report_title(report: AnnualReport) -> str:
    return title_of(report.table.plan.title, report.round, report.fiscal_year)


def title_of(plan_title: str, chosen: ReviewRound | None, fiscal_year: int) -> str:
    """Return the title of the report of a round, before any round that of a fiscal year."""
    return f"{plan_title} {_year(chosen, fiscal_year)} 年次報告"


def year_name(report: AnnualReport) -> str:
    return _year(report.round, report.fiscal_year)


def _year(chosen: ReviewRound | None, fiscal_year: int) -> str:
    return year_of(chosen) if chosen else show_fiscal_year_by_era(fiscal_year)


def _makers(report: AnnualReport, year: str, wanted: Sequence[str]) -> Mapping[str, Callable[[], Any]]:
    plan = report.table.plan
    over = f"{plan.municipality.name}　{plan.title}　{year} 年次報告{_as_of(report)}"
    renewed = renewed_in(report.told, report.fiscal_year, is_over=report.chosen is not None)
    systems = [
        renewal_table(renewed.done, f"{year}に次期の稼働を計画したシステム"),
        renewal_table(renewed.due, f"更新を控えたシステム（{renewed.months}か月以内に稼働）"),
    ]
    conditions = condition_table(report.conditions, report.day, report.subjects)
    return {
        SUMMARY: lambda: summary_part(report, year, over, _marks(report)),
        RESULTS: lambda: results_part(report, year, has_pages=SHEETS in wanted),
        SHEETS: lambda: sheets_part(report, year),
        CONDITIONS: lambda: ListPart(year, PARTS[CONDITIONS], [conditions] if conditions else [], "該当なし"),
        SYSTEMS: lambda: ListPart(
            year,
            PARTS[SYSTEMS],
            [made for made in systems if made],
            "該当なし" if renewed.told else "記載なし",
        ),
    }


def _as_of(report: AnnualReport, *, brackets: bool = False) -> str:
    if report.round is None or report.round.as_of is None:
        return ""
    told = f"基準日 {show_day(report.round.as_of).partition('（')[0]}"
    return f"（{told}）" if brackets else f"　{told}"


def _marks(report: AnnualReport) -> list[str]:
    """Return what a reader has to know first: made-up figures, answers that may still change."""
    marks = [SAMPLE] if report.chosen and report.chosen.is_sample else []
    return marks if report.is_final else [*marks, NOT_FINAL]


def _remarks(report: AnnualReport, *, is_internal: bool) -> list[str]:
    remarks = ["内部用です。市の外へ配らないでください。"] if is_internal else []
    if report.left_out:
        kept = f"情報システムの記載のうち{report.left_out}項目は、市の内部にとどめ、載せていません。"
        remarks.append(f"公表用です。{kept}")
    if not report.is_final:
        remarks.append("受付中の調査の、確認済の報告をもとにした途中の内容です。")
    return remarks
