"""進んだこと and 次年度の重点: a few sentences of the answers themselves, the most telling first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era
from portal.annual_report.report import AnnualReport, SubjectYear
from portal.dashboard.results import DONE, ON_TRACK
from portal.printing.annual_sheets import next_year
from portal.printing.annual_tables import by_policy, first_sentence, has_priority
from portal.printing.tables import shortened

MOST, LONGEST = 4, 46
TextOf = Callable[[SubjectYear], str]


@dataclass(frozen=True)
class Highlights:
    """A list under its title: number and sentence; `empty` where there is none."""

    title: str
    entries: Sequence[tuple[str, str]]
    empty: str = "該当なし"


def highlights(report: AnnualReport) -> list[Highlights]:
    """Return what went forward and what comes next; of a plan nobody reported on, what the year brings."""
    following = f"{show_fiscal_year_by_era(report.fiscal_year + 1)}の重点"
    if report.chosen is None:
        return _planned(report)
    coming = _entries(sorted(report.years, key=_need), lambda year: _of_next(report, year))
    return [
        Highlights("進んだこと", _entries(sorted(_good(report), key=_gain), _gained)),
        Highlights(following, coming, "記載なし"),
    ]


def _planned(report: AnnualReport) -> list[Highlights]:
    """Return what the year brings; where the plan does not say it by year, what it is about."""
    year = show_fiscal_year_by_era(report.fiscal_year)
    by_year = [
        Highlights(f"{year}の予定", _entries(sorted(report.years, key=_need), lambda one: one.aim)),
        Highlights(f"{year}に始まるもの", _entries(report.years, lambda one: _starting(report, one))),
    ]
    words, first = report.table.plan.words, _one_a_policy(report)
    whole = [
        Highlights(words[name], _entries(first, lambda one, name=name: one.part.get(name, "")))
        for name in ("goal", "content")
    ]
    found = [one for one in by_year if one.entries] or [one for one in whole if one.entries]
    return found or [Highlights(f"{year}の予定", [], "記載なし")]


def _entries(years: Sequence[SubjectYear], text_of: TextOf) -> list[tuple[str, str]]:
    told = [(year.subject.number, first_sentence(text_of(year))) for year in years]
    return [(number, shortened(text, LONGEST)) for number, text in told if text][:MOST]


def _one_a_policy(report: AnnualReport) -> list[SubjectYear]:
    """Return the first subject of each policy, then the second ones, and so on."""
    placed = [found for years in by_policy(report).values() for found in enumerate(years)]
    return [year for _, year in sorted(placed, key=lambda found: found[0])]


def _good(report: AnnualReport) -> list[SubjectYear]:
    return [year for year in report.years if year.result and year.result.standing in (DONE, ON_TRACK)]


def _gained(year: SubjectYear) -> str:
    return year.answer.text("effect") or year.answer.text("done")


def _gain(year: SubjectYear) -> tuple[bool, bool, bool]:
    """Sort what is done first, then what tells an effect, then what has a priority mark."""
    return year.result.standing != DONE, not year.answer.text("effect"), not has_priority(year)


def _need(year: SubjectYear) -> tuple[bool, bool]:
    """Sort what is late first, then what has a priority mark."""
    return not (year.result and year.result.is_late), not has_priority(year)


def _of_next(report: AnnualReport, year: SubjectYear) -> str:
    """Return next year's aim; the phase alone says enough of what is late or has a priority mark."""
    planned = "" if all(_need(year)) else next_year(report, year)[1]
    return year.next_aim or (f"{year.subject.name}（{planned}）" if planned else "")


def _starting(report: AnnualReport, year: SubjectYear) -> str:
    measure = year.subject.measure
    phases = measure.phases_starting(report.fiscal_year) if measure else ()
    return f"{measure.name}（{'、'.join(phase.label for phase in phases)}）" if phases else ""
