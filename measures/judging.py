"""Judging an indicator in a fiscal year: 達成・順調・遅れ・未達, by a rule that is told in words.

What is missing is never zero: what nobody reported is 未報告, what is still counted 集計中, and what no
rule can judge 判定対象外, with the reason why. A person's own judgement (`IndicatorValue.judgement`) goes
before the rule's; the rule's is told beside it.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from measures.models import Indicator, IndicatorValue
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.text import normalise_width
from plans.models import Plan, Word

ACHIEVED, ON_TRACK, BEHIND, MISSED, NOT_JUDGED, COUNTING, UNREPORTED = (
    "achieved", "on-track", "behind", "missed", "not-judged", "counting", "unreported"
)  # fmt: skip
WORDS = {
    ACHIEVED: "達成",
    ON_TRACK: "順調",
    BEHIND: "遅れ",
    MISSED: "未達",
    NOT_JUDGED: "判定対象外",
    COUNTING: "集計中",
    UNREPORTED: "未報告",
}
COMMON_WORDS = {word: code for code, word in Word.ACHIEVEMENTS.items()} | {"完了": "achieved"}
DONE, SILENT = ("achieved",), (None, "not-assessable")
RANGE = re.compile(r"(\d+(?:\.\d+)?)\D{0,4}?[~～〜\-](\d+(?:\.\d+)?)")
CERTAINTY = {"確定": 3, "速報": 2, "見込み": 1}
Kind, Bound, Direction, Basis = Indicator.Kind, Indicator.Bound, Indicator.Direction, Indicator.Basis


@dataclass(frozen=True)
class Judgement:
    """How an indicator stands in a year. `rule` tells in a sentence why; `target` is what `value` was held
    against, in the indicator's own unit; `state` how sure the value is (見込み, 速報, 確定), `words`
    what was reported beside or instead of a figure. `is_own`: a person judged otherwise than the rule.
    """

    code: str
    rule: str
    value: float | None = None
    target: float | None = None
    state: str = ""
    words: str = ""
    is_own: bool = False

    @property
    def word(self) -> str:
        return WORDS[self.code]


@dataclass(frozen=True)
class Case:
    """One indicator in one fiscal year: the year's rows (the surest first) and when its target is due."""

    indicator: Indicator
    year: int
    rows: Sequence[IndicatorValue]
    earlier: Sequence[IndicatorValue]
    due: int | None
    words: Mapping[str, str]

    @property
    def reported(self) -> IndicatorValue | None:
        """The row that says what was reached; None where none does. A text beside a target may tell that."""
        return next((row for row in self.rows if _says_something(row)), None)

    @property
    def year_target(self) -> float | None:
        return next((row.target for row in self.rows if row.target is not None), None)

    @property
    def is_due(self) -> bool:
        return self.due is not None and self.year >= self.due

    @property
    def named_due(self) -> str:
        """The due year as a person reads it: one nobody wrote is the plan's last."""
        written = "" if self.indicator.due_fiscal_year else "（期限の記載がないため計画の最終年度）"
        return show_fiscal_year_by_era(self.due) + written

    @property
    def named_year(self) -> str:
        return show_fiscal_year_by_era(self.year)

    @property
    def aim(self) -> float | None:
        """What this year is held against: its own target, else the indicator's."""
        return self.indicator.target if self.year_target is None else self.year_target

    def figure(self, value: float) -> str:
        return show_figure(value, self.indicator.unit)

    def judged(self, code: str, because: str, target: float | None = None) -> Judgement:
        """Return the judgement with its rule: 令和5年度の目標40％以上に対し実績41.2％の + ため順調."""
        row = self.reported
        aim = self.aim if target is None else target
        told = f"{because}ため{WORDS[code]}"
        if row is None:
            return Judgement(code, told, target=aim)
        return Judgement(code, told, row.value, aim, row.state, row.achievement or row.text)


def judge(
    indicator: Indicator,
    fiscal_year: int,
    *,
    values: Iterable[IndicatorValue] | None = None,
    last_fiscal_year: int | None = None,
    words: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge `indicator` in `fiscal_year` by its rows (`values`, else the prefetched ones).

    `last_fiscal_year` is the plan's last, the due year of a target without one; `words` are the plan's own
    words of achievement with their common codes.
    """
    rows = list(indicator.values.all() if values is None else values)
    case = Case(
        indicator=indicator,
        year=fiscal_year,
        rows=sorted((row for row in rows if row.fiscal_year == fiscal_year), key=_certainty),
        earlier=sorted((row for row in rows if row.fiscal_year < fiscal_year), key=_newest_first),
        due=indicator.due_fiscal_year or last_fiscal_year,
        words=COMMON_WORDS | dict(words or {}),
    )
    by_rule = _by_rule(case)
    own = next((row for row in case.rows if row.judgement), None)
    if own is None:
        return by_rule
    told = f"担当者が{WORDS[own.judgement]}と判定（理由：{own.judgement_reason}）。規則では、{by_rule.rule}"
    return replace(by_rule, code=own.judgement, rule=told, is_own=True)


def judgements_of(plan: Plan, fiscal_year: int) -> dict[int, Judgement]:
    """Judge every indicator of `plan` in a fiscal year, by its primary key (three queries)."""
    words = achievement_words(plan)
    indicators = Indicator.objects.filter(measure__plan=plan).prefetch_related("values")
    return {
        indicator.pk: judge(indicator, fiscal_year, last_fiscal_year=plan.end_fiscal_year, words=words)
        for indicator in indicators
    }


def achievement_words(plan: Plan) -> dict[str, str]:
    """Return the plan's words of achievement with their common codes (one query)."""
    words = Word.objects.filter(plan=plan, kind=Word.Kind.ACHIEVEMENT)
    return dict(words.values_list("label", "code"))


def show_figure(value: float, unit: str = "") -> str:
    """Return a figure with its thousands parted and at most two decimals."""
    rounded = round(float(value), 2)
    return (f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,}") + unit


def _certainty(row: IndicatorValue) -> tuple:
    """Sort the surest first: final before preliminary, the later day before the earlier."""
    day = f"{row.as_of or '0000'}-00-00"[:10]
    return -CERTAINTY.get(row.state, 0), -int(day.replace("-", "")), row.order


def _newest_first(row: IndicatorValue) -> tuple:
    return -row.fiscal_year, *_certainty(row)


def _says_something(row: IndicatorValue) -> bool:
    if row.state == IndicatorValue.COUNTING:
        return False
    return row.value is not None or bool(row.achievement) or (bool(row.text) and row.target is None)


def _by_rule(case: Case) -> Judgement:
    indicator = case.indicator
    if indicator.kind == Kind.FACT:
        return case.judged(NOT_JUDGED, "目標を置かず実績だけを追う指標の")
    if case.reported is None:
        return _unreported(case)
    match indicator.kind:
        case Kind.MILESTONE:
            return _milestone(case)
        case Kind.RECURRING:
            return _recurring(case)
        case _:
            return _numeric(case)


def _unreported(case: Case) -> Judgement:
    since = case.indicator.from_fiscal_year
    if any(row.state == IndicatorValue.COUNTING for row in case.rows):
        return case.judged(COUNTING, f"{case.named_year}の実績を集計している")
    if before := _reached_before(case):
        because = f"{show_fiscal_year_by_era(before.fiscal_year)}に達成している"
        return replace(case.judged(ACHIEVED, because), value=before.value)
    if since and case.year < since:
        return case.judged(NOT_JUDGED, f"{show_fiscal_year_by_era(since)}から始まる指標の")
    return case.judged(UNREPORTED, f"{case.named_year}の実績が報告されていない")


def _reached_before(case: Case) -> IndicatorValue | None:
    """Return the row of an earlier year that reached the target, where what is reached stays reached:
    a milestone, or a figure that is counted up.
    """
    indicator = case.indicator
    told = [row for row in case.earlier if _says_something(row)]
    if indicator.kind == Kind.MILESTONE:
        return next((row for row in told if _is_done(case, row)), None)
    if indicator.kind != Kind.NUMERIC or indicator.basis != Basis.CUMULATIVE:
        return None
    limits = _limits(indicator, indicator.target)
    if limits is None or limits[0] is None or limits[1] is not None:
        return None
    return next((row for row in told if row.value is not None and _is_within(row.value, limits)), None)


def _milestone(case: Case) -> Judgement:
    row = case.reported
    match _is_done(case, row):
        case None:
            return case.judged(NOT_JUDGED, "節目を達成したかどうか（実績値1、または達成状況）の報告がない")
        case True:
            return case.judged(ACHIEVED, f"「{row.achievement}」と報告された" if row.achievement else
                               f"実績{case.figure(row.value)}で節目に達した")  # fmt: skip
    if case.is_due:
        return case.judged(MISSED, f"{case.named_due}までの節目に達していない")
    if case.year_target:
        return case.judged(BEHIND, f"{case.named_year}に予定した節目に達していない")
    return case.judged(
        NOT_JUDGED, f"節目の期限の{case.named_due}より前の" if case.due else "節目の期限がない"
    )


def _is_done(case: Case, row: IndicatorValue) -> bool | None:
    """Say whether a row tells of a milestone reached; None where it does not say."""
    if row.value is not None:
        return row.value >= (1 if case.indicator.target is None else case.indicator.target)
    code = case.words.get(row.achievement)
    return None if code in SILENT else code in DONE


def _recurring(case: Case) -> Judgement:
    """Each year is its own: what was to be done that year was done, or not."""
    row, aim = case.reported, 1 if case.aim is None else case.aim
    if row.value is not None:
        because = f"{case.named_year}の目標{case.figure(aim)}以上に対し実績{case.figure(row.value)}の"
        return case.judged(ACHIEVED if row.value >= aim else MISSED, because, aim)
    code = case.words.get(row.achievement)
    if code in SILENT:
        because = f"{case.named_year}に実施したかどうか（実績値、または達成状況）の報告がない"
        return case.judged(NOT_JUDGED, because)
    verdict = ACHIEVED if code in (*DONE, "ongoing") else MISSED
    return case.judged(verdict, f"{case.named_year}は「{row.achievement}」と報告された")


def _numeric(case: Case) -> Judgement:
    indicator, value = case.indicator, case.reported.value
    if value is None:
        return case.judged(NOT_JUDGED, "実績が数で報告されていない")
    limits = _limits(indicator, indicator.target)
    if limits and _is_within(value, limits):
        return case.judged(ACHIEVED, _against(case, "目標", limits), indicator.target)
    if limits and case.is_due:
        return case.judged(MISSED, _against(case, f"{case.named_due}までの目標", limits), indicator.target)
    year_limits = _limits(indicator, case.year_target)
    if year_limits:
        code = ON_TRACK if _is_within(value, year_limits) else BEHIND
        return case.judged(code, _against(case, f"{case.named_year}の目標", year_limits))
    if limits is None:
        return case.judged(NOT_JUDGED, _why_not(case))
    return _by_line(case)


def _by_line(case: Case) -> Judgement:
    """Hold the value against the straight line from the baseline to the target."""
    indicator, value = case.indicator, case.reported.value
    start = _year_of(indicator.baseline_on)
    if indicator.baseline is None or start is None:
        return case.judged(NOT_JUDGED, f"{case.named_year}の目標も、年の分かる基準値もない")
    if indicator.direction in (Direction.RANGE, Direction.KEEP) or indicator.bound == Bound.EXACT:
        return case.judged(NOT_JUDGED, f"範囲に収める指標で、{case.named_year}の目標がない")
    if case.due is None or not start < case.year < case.due:
        return case.judged(NOT_JUDGED, f"{case.named_year}が基準の年度と期限の間になく、年度の目標もない")
    share = (case.year - start) / (case.due - start)
    expected = indicator.baseline + (indicator.target - indicator.baseline) * share
    limits = _limits(indicator, expected)
    ends = f"基準{case.figure(indicator.baseline)}から{case.named_due}の目標{case.figure(indicator.target)}"
    because = _against(case, f"{ends}までを結ぶ線の{case.named_year}", limits)
    return case.judged(ON_TRACK if _is_within(value, limits) else BEHIND, because, round(expected, 2))


Limits = tuple[float | None, float | None]


def _limits(indicator: Indicator, target: float | None) -> Limits | None:
    """Return the lowest and highest value that meet `target`; None where the indicator does not say."""
    if indicator.direction == Direction.RANGE and not indicator.bound:
        return _range_in(indicator.target_text)
    if target is None:
        return None
    match indicator.bound or _bound_by_direction(indicator):
        case Bound.AT_LEAST:
            return target, None
        case Bound.AT_MOST:
            return None, target
        case Bound.EXACT:
            return target, target
        case _:
            return None


def _bound_by_direction(indicator: Indicator) -> str:
    """Return the bound of a target that is written without one: more is better, or less is."""
    match indicator.direction:
        case Direction.UP:
            return Bound.AT_LEAST
        case Direction.DOWN:
            return Bound.AT_MOST
        case "" if None not in (indicator.baseline, indicator.target):
            return Bound.AT_LEAST if indicator.target > indicator.baseline else Bound.AT_MOST
        case _:
            return ""


def _range_in(text: str) -> Limits | None:
    """Read the two ends of a range like 40～60％."""
    found = RANGE.search(normalise_width(text).replace(",", ""))
    if found is None:
        return None
    low, high = float(found[1]), float(found[2])
    return (low, high) if low <= high else None


def _is_within(value: float, limits: Limits) -> bool:
    low, high = limits
    return (low is None or value >= low or math.isclose(value, low)) and (
        high is None or value <= high or math.isclose(value, high)
    )


def _against(case: Case, named: str, limits: Limits) -> str:
    """Return 令和5年度の目標40％以上に対し実績41.2％の."""
    low, high = limits
    if low is not None and high is not None:
        aim = case.figure(low) if low == high else f"{case.figure(low)}～{case.figure(high)}"
    else:
        aim = f"{case.figure(low)}以上" if high is None else f"{case.figure(high)}以下"
    return f"{named}{aim}に対し実績{case.figure(case.reported.value)}の"


def _why_not(case: Case) -> str:
    """Say what the target lacks to be held against."""
    indicator = case.indicator
    if indicator.direction == Direction.RANGE:
        return "収める範囲（40～60のような目標の表記、または以上・以下）の記載がない"
    if case.aim is None:
        return "目標値が数で書かれていない"
    return "目標値に、以上・以下の別も増やす・減らすの別もない"


def _year_of(partial: str) -> int | None:
    """Return the fiscal year of a stored date `2022`, `2022-03` or `2022-03-25`; a bare one is fiscal."""
    if not partial:
        return None
    year, *rest = (int(part) for part in partial.split("-"))
    return fiscal_year_of(date(year, rest[0], 1)) if rest else year
