"""方針ごとの結果: every subject in a line with its page, and what changed since the year before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from portal.annual_report.report import AnnualReport, SubjectYear
from portal.dashboard.results import DONE, LATE, ON_TRACK, STANDINGS, UNREPORTED
from portal.printing.annual_sheets import SIGNS, before_word, sheet_id
from portal.printing.annual_tables import amount, by_policy, reached

GOOD = (DONE, ON_TRACK)
MOST_NAMED = 8


@dataclass(frozen=True)
class ResultLine:
    """One subject: where it stood the year before and stands now, targets reached, money, its page."""

    href: str
    number: str
    name: str
    department: str
    before: str
    standing: str
    code: str
    targets: str
    money: str


@dataclass(frozen=True)
class ResultGroup:
    name: str
    remark: str
    lines: Sequence[ResultLine]

    @property
    def is_kept(self) -> bool:
        return len(self.lines) <= 12


@dataclass(frozen=True)
class ResultsPart:
    """`changes` say in words what moved between the two rounds. Of `before` (the earlier one), `now` and the
    words for targets and money each heads a column, "" where there is none.
    """

    year: str
    title: str
    word: str
    measure_word: str
    before: str
    now: str
    target_word: str
    money_word: str
    names_departments: bool
    has_pages: bool
    changes: Sequence[tuple[str, str]]
    groups: Sequence[ResultGroup]
    template: ClassVar[str] = "print/_annual_results.html"

    @property
    def columns(self) -> int:
        words = (self.before, self.now, self.target_word, self.money_word)
        return 2 + sum(map(bool, words)) + self.names_departments + self.has_pages


def results_part(report: AnnualReport, year_name: str, *, has_pages: bool) -> ResultsPart:
    kinds = ("settled", "budget", "estimate")
    kind = next((one for one in kinds if any(_amount(year, one) is not None for year in report.years)), "")
    return ResultsPart(
        year=year_name,
        title="方針ごとの結果" if report.chosen else "方針ごとの一覧",
        word=report.table.policy_word,
        measure_word=report.table.plan.words["measure"],
        before=before_word(report),
        now="本年度" if report.chosen else "工程" if report.table.prints_schedule else "",
        target_word=("目標の達成" if report.chosen else "指標") if report.targets else "",
        money_word={"settled": "決算", "budget": "予算", "estimate": "見積"}.get(kind, ""),
        names_departments=any(year.department for year in report.years),
        has_pages=has_pages,
        changes=list(_changes(report)) if report.rounds.before else [],
        groups=[
            ResultGroup(name, _counted(report, years), [_line(report, year, kind) for year in years])
            for name, years in by_policy(report).items()
        ],
    )


def _amount(year: SubjectYear, kind: str) -> int | None:
    known = [found for line in year.money if (found := line.amount(kind)) is not None]
    return sum(known) if known else None


def _counted(report: AnnualReport, years: Sequence[SubjectYear]) -> str:
    if report.chosen is None:
        return f"{len(years)}{report.unit}"
    counted = Counter(year.result.standing for year in years)
    told = [f"{word} {counted[code]}" for code, word in STANDINGS.items() if counted[code]]
    return f"{len(years)}{report.unit}　{'　'.join(told)}"


def _line(report: AnnualReport, year: SubjectYear, kind: str) -> ResultLine:
    standing = year.result.standing if year.result else ""
    phases = year.subject.measure.phases_of(report.fiscal_year) if year.subject.measure else ()
    spent = _amount(year, kind) if kind else None
    return ResultLine(
        href=f"#{sheet_id(year.subject.key)}",
        number=year.subject.number,
        name=year.subject.name,
        department=year.department,
        before=_shown(year.before.standing) if year.before else "―",
        standing=_shown(standing) if standing else "、".join(f"{p.symbol} {p.label}" for p in phases) or "―",
        code=standing,
        targets=(reached(year.targets) if report.chosen else str(len(year.targets) or "")) or "―",
        money="―" if spent is None else amount(spent),
    )


def _shown(standing: str) -> str:
    return f"{SIGNS[standing]} {STANDINGS[standing]}"


def _changes(report: AnnualReport) -> Iterator[tuple[str, str]]:
    """Yield what became of each subject since the round before: recovered, newly late, late again, done."""
    both = [year for year in report.years if year.before and year.result]
    pairs = [(year, year.before.standing, year.result.standing) for year in both]
    kinds = [
        ("遅れから回復", lambda was, now: was == LATE and now in GOOD),
        ("新たに遅れ", lambda was, now: was in GOOD and now == LATE),
        ("続けて遅れ", lambda was, now: was == now == LATE),
        ("新たに完了", lambda was, now: was != DONE and now == DONE),
        ("今回は未報告", lambda was, now: was != UNREPORTED and now == UNREPORTED),
    ]
    for label, holds in kinds:
        if found := [year for year, was, now in pairs if holds(was, now)]:
            yield f"{label} {len(found)}", _named(found)
    if added := [year for year in report.years if year.result and not year.before]:
        yield f"新たに対象 {len(added)}", _named(added)


def _named(years: Sequence[SubjectYear]) -> str:
    """Name some subjects; many of them by their numbers alone."""
    names = [year.subject.title for year in years]
    return "、".join(names if len(names) <= MOST_NAMED else [year.subject.number for year in years])
