"""The tables of the 年次報告. Each returns None where there is nothing to put into it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from measures.judging import ACHIEVED
from organizations.fiscal_years import show_day, show_fiscal_year_by_era, show_fiscal_year_short, show_month
from portal.annual_report.report import AnnualReport, SubjectYear
from portal.annual_report.rounds import Asked
from portal.dashboard.renewals import RenewalLine
from portal.dashboard.results import TrackGap
from portal.measure_table import bare
from portal.money import MoneyLine, MoneyTotal
from portal.printing.tables import Column, PrintedTable, shortened, table
from portal.targets import TargetRow
from reviews.models import Condition, Evaluation
from reviews.subjects import SubjectKey

UNKNOWN, UNCLEAR = "記載なし", "方針のはっきりしないもの"
SILENT = ("unreported", "counting")  # judgements whose word says all
LONGEST_NAME, LONGEST_REASON, LONGEST_CAUSE = 17, 26, 19  # characters of one line
LONGEST_AIM = 120  # characters of a target in words: the column is narrow, the plan has all of it
WIDEST_MONEY = 6  # policies that stand side by side


def slip_table(report: AnnualReport, most: int) -> PrintedTable | None:
    """Return what begins later or earlier than 当初, the largest slip first, and why; at most so many."""
    if report.slips is None or not report.slips.lines:
        return None
    columns = [
        Column("番号", 6, "number"), Column(report.table.plan.words["measure"], 28, "label"),
        Column("始まり", 22), Column("差", 11), Column("理由", 33),
    ]  # fmt: skip
    lines = report.slips.lines[:most]
    rows = [
        (
            line.measure.number,
            shortened(line.measure.name, LONGEST_NAME),
            f"{line.stage} {_from_to(line.was, line.now)}",
            line.in_words,
            _reason(report, ("measure", line.measure.pk), LONGEST_CAUSE),
        )
        for line in lines
    ]
    more = len(report.slips.lines) - len(lines)
    named = "当初計画からの後ろ倒し・前倒し"
    return table(columns, rows, name=named, remark=_moved(report), foot=f"ほか{more}件" if more else "")


def _reason(report: AnnualReport, key: SubjectKey, longest: int) -> str:
    return shortened(first_sentence(report.reason(key)), longest) or "報告に記載なし"


def late_table(report: AnnualReport, most: int) -> PrintedTable | None:
    """Return what is late, with a priority mark first: planned and actual phase, and why; at most so many."""
    late = [year for year in report.years if year.result and year.result.is_late]
    if not late:
        return None
    late.sort(key=lambda year: not has_priority(year))
    columns = [
        Column("番号", 6, "number"), Column("対象", 28, "label"), Column("予定と実績", 24),
        Column("課題・対応", 42),
    ]  # fmt: skip
    rows = [
        (
            year.subject.number,
            shortened(year.subject.name, LONGEST_NAME),
            _gap(year.result.gaps),
            _reason(report, year.subject.key, LONGEST_REASON),
        )
        for year in late[:most]
    ]
    foot = f"ほか{len(late) - len(rows)}件" if len(late) > len(rows) else ""
    return table(columns, rows, name="遅れと理由", remark=f"{len(late)}{report.unit}", foot=foot)


def _gap(gaps: Sequence[TrackGap]) -> str:
    """Return the first track's planned and actual phase: 予定 実施、実績 検討; 報告による without one."""
    told = [f"予定 {gap.planned.label}、実績 {gap.actual.label}" for gap in gaps]
    return shortened(told[0], 15) if told else "報告による"


def condition_counts(report: AnnualReport) -> PrintedTable | None:
    """Return how many conditions stand how, as of the report's day."""
    counted = Counter(condition_state(one.condition, report.day) for one in report.conditions)
    if not counted:
        return None
    columns = [Column(word, 20, "figure") for word in counted]
    return table(columns, [list(counted.values())], name="付帯意見の状況", remark="件")


def _moved(report: AnnualReport) -> str:
    told = [("後ろ倒し", report.slips.later.count), ("前倒し", report.slips.earlier.count)]
    return "、".join(f"{word} {count}" for word, count in told if count)


def _from_to(was: int, now: int) -> str:
    return f"{show_fiscal_year_short(was)}⇒{show_fiscal_year_short(now)}年度"


def first_sentence(text: str) -> str:
    """Return a text up to the end of its first sentence, its lines as one."""
    return " ".join(text.split()).partition("。")[0]


def money_by_policy(report: AnnualReport) -> PrintedTable | None:
    """Return what was budgeted and spent in the year by uppermost policy, in thousand yen."""
    totals = report.money_by_policy(report.fiscal_year)
    whole, before = totals[-1], report.money_by_policy(report.fiscal_year - 1)[-1]
    kinds = [kind for kind in ("estimate", "budget", "settled") if whole.amount(kind) is not None]
    if not kinds:
        return None
    shown = totals if len(totals) <= WIDEST_MONEY + 1 else [whole]
    width = 64 // (len(shown) + 1)
    columns = [Column("", 20, "label"), *(Column(_short(total.label), width, "figure") for total in shown)]
    has_before = any(before.amount(kind) is not None for kind in kinds)
    columns += [Column("前年度の計", width, "figure")] if has_before else []
    last = [before] if has_before else []
    rows = [
        (_money_word(kind, whole), *(amount(total.amount(kind)) for total in [*shown, *last]))
        for kind in kinds
    ]
    if {"budget", "settled"} <= set(kinds):
        rows.append(("執行率", *(_rate(total) for total in [*shown, *last])))
    return table(columns, rows, name="費用", remark="千円")


def _short(label: str) -> str:
    """Return the printed code of a policy, its name cut where it has none."""
    code, _, name = label.partition(" ")
    return code if name and len(code) <= 4 else shortened(label, 9)


def _money_word(kind: str, whole: MoneyTotal) -> str:
    if kind == "settled":
        named = "決算見込" if whole.has_expected else "決算"
        return named if is_all_settled(whole) else f"{named}（報告分）"
    return {"estimate": "計画書の見積", "budget": "予算"}[kind]


def amount(thousands: int | None) -> str:
    return UNKNOWN if thousands is None else f"{thousands:,}"


def _rate(total: MoneyTotal) -> str:
    budget, settled = total.amount("budget"), total.amount("settled")
    is_known = budget and settled is not None and is_all_settled(total)
    return f"{settled / budget:.1%}" if is_known else "―"


def is_all_settled(total: MoneyTotal) -> bool:
    """Say whether every budgeted line has its settled amount: only then a rate means something."""
    budgeted = [line for line in total.lines if line.amount("budget") is not None]
    return all(line.amount("settled") is not None for line in budgeted)


def target_table(
    rows: Sequence[TargetRow], before: Mapping[int, TargetRow], *, is_told: bool
) -> PrintedTable | None:
    """Return the targets of one measure; where a round is told, judged beside the year before (by
    indicator).
    """
    if not rows:
        return None
    columns = [
        Column("指標", 30, "label"), Column("前年度の実績", 13, "figure"), Column("目標", 15, "figure"),
        Column("実績", 15, "figure"), Column("目標に対する比", 11, "figure"), Column("判定", 11),
        Column("最終目標", 15),
    ]  # fmt: skip
    lines = [
        (
            row.indicator.name,
            before[row.indicator.pk].value if row.indicator.pk in before else "",
            shortened(row.aim, LONGEST_AIM),
            shortened(_value(row), LONGEST_AIM) if is_told else "",
            ratio(row),
            row.judgement.word if is_told else "",
            f"{shortened(row.last_aim, LONGEST_AIM)}\n{row.due}" if row.last_aim != row.aim else row.due,
        )
        for row in rows
    ]
    rules = dict.fromkeys(row.judgement.rule for row in rows if row.judgement.code not in SILENT)
    return table(columns, lines, name="目標と実績" if is_told else "目標", foot="\n".join(rules))


def _value(row: TargetRow) -> str:
    return f"{row.value}（{row.judgement.state}）" if row.judgement.state else row.value


def ratio(row: TargetRow) -> str:
    """Return how much of the year's target was reached, where more is better."""
    value, target = row.judgement.value, row.judgement.target
    is_counted = row.indicator.kind == "numeric" and row.indicator.direction in ("", "up")
    if value is None or not target or not is_counted:
        return ""
    return f"{value / target:.0%}"


def reached(rows: Sequence[TargetRow]) -> str:
    """Return 2／3: targets reached among those that could be judged; "" without any."""
    counted = Counter(row.judgement.code for row in rows)
    judged = sum(count for code, count in counted.items() if code != "not-judged")
    return f"{counted[ACHIEVED]}／{judged}" if judged else ""


def money_of_subject(lines: Sequence[MoneyLine]) -> PrintedTable | None:
    """Return the year's money of one measure, in thousand yen."""
    if not lines:
        return None
    columns = [
        Column("予算事業", 34, "label"), Column("見積", 13, "figure"), Column("当初予算", 13, "figure"),
        Column("補正", 12, "figure"), Column("予算計", 14, "figure"), Column("決算", 14, "figure"),
        Column("確かさ", 10),
    ]  # fmt: skip
    kinds = ("estimate", "initial", "supplementary", "budget", "settled")
    rows = [
        (
            f"{line.name}　{line.account}".strip(),
            *("" if line.amount(kind) is None else f"{line.amount(kind):,}" for kind in kinds),
            line.settled_state,
        )
        for line in lines
    ]
    return table(columns, rows, name="費用", remark="千円")


def verdict_table(evaluations: Sequence[Evaluation]) -> PrintedTable | None:
    """Return what the bodies decided on one measure: the verdict, and on other axes where they judge them."""
    rows = [
        (one.body.name, _day(one.decided_on), one.verdict_label, _axes(one), one.comment or "なし")
        for one in evaluations
    ]
    columns = [
        Column("会議体", 34, "label"), Column("決定日", 18), Column("評価", 14), Column("方向性・観点", 18),
        Column("意見", 40),
    ]  # fmt: skip
    return table(columns, rows, name="評価") if rows else None


def _axes(one: Evaluation) -> str:
    told = [str(one.direction)] if one.direction else []
    told += filter(None, [one.get_goal_change_display(), one.get_resources_display()])
    return "\n".join([*told, *(f"{name} {label}" for name, label in one.ratings.items())])


def _day(day: date | None) -> str:
    return show_day(day).partition("（")[0] if day else UNKNOWN


def verdict_counts(report: AnnualReport) -> PrintedTable | None:
    """Return how each body judged what was asked about in the round, in its own words."""
    told = [one for year in report.years if year.answer for one in year.answer.evaluations]
    if not told:
        return None
    bodies = list(dict.fromkeys(one.body.name for one in told))
    told.sort(key=lambda one: _ORDER[one.verdict])
    words = list(dict.fromkeys(one.verdict_label for one in told))
    counted = Counter((one.body.name, one.verdict_label) for one in told)
    columns = [Column("会議体", 44, "label"), *(Column(word, 14, "figure") for word in words)]
    columns.append(Column("計", 12, "figure"))
    rows = [
        (
            body,
            *(counted[body, word] for word in words),
            sum(count for (name, _), count in counted.items() if name == body),
        )
        for body in bodies
    ]
    return table(columns, rows, name="会議体の評価", remark=report.unit)


_ORDER = {"approved": 0, "commented": 1, "rejected": 2}


def condition_table(asked: Sequence[Asked], day: date, named: Mapping | None = None) -> PrintedTable | None:
    """Return conditions with what became of them, as of `day`; `named` says of what, by subject."""
    if not asked:
        return None
    columns = [
        Column("対象", 18, "label"), Column("付帯意見", 38), Column("期限", 20), Column("状況", 13),
        Column("対応", 30),
    ]  # fmt: skip
    rows = [
        (
            named[one.subject].title if named else "",
            "\n".join(filter(None, [one.condition.text, _given(one)])),
            _day(one.condition.due_on) if one.condition.due_on else "定めなし",
            condition_state(one.condition, day),
            "\n".join(filter(None, [one.condition.answer, one.department])) or "―",
        )
        for one in asked
    ]
    return table(columns, rows, name="" if named else "付帯意見の状況")


def condition_state(condition: Condition, day: date) -> str:
    return "期限超過" if condition.is_overdue(day) else condition.get_state_display()


def _given(one: Asked) -> str:
    told = [one.condition.body_name, show_fiscal_year_by_era(one.round.fiscal_year) + "の評価"]
    return "（" + "　".join(filter(None, told)) + "）"


def renewal_table(lines: Sequence[RenewalLine], name: str) -> PrintedTable | None:
    """Return systems with the month in which their next one starts."""
    if not lines:
        return None
    columns = [
        Column("情報システム", 26, "label"), Column("所管課", 14), Column("次期の稼働", 23),
        Column("手順", 39),
    ]  # fmt: skip
    rows = [
        (line.renewal.system.name, line.departments, show_month(line.renewal.next_start), line.steps)
        for line in lines
    ]
    return table(columns, rows, name=name, remark=f"{len(lines)}システム")


def policy_counts(report: AnnualReport) -> PrintedTable | None:
    """Return of what a plan nobody reported on consists, by uppermost policy."""
    columns = [
        Column(report.table.policy_word, 52, "label"), Column(report.unit, 16, "figure"),
        Column(f"うち{mark_of_priority(report)}", 16, "figure"), Column("指標", 16, "figure"),
    ]  # fmt: skip
    rows = [
        (
            name,
            len(years),
            sum(has_priority(year) for year in years) or "",
            sum(len(year.targets) for year in years) or "",
        )
        for name, years in by_policy(report).items()
    ]
    return table(columns, rows, name=f"{report.table.policy_word}ごとの数") if rows else None


def by_policy(report: AnnualReport) -> dict[str, list[SubjectYear]]:
    """Return the subjects under the uppermost policies, each policy where its first subject stands."""
    found: dict[str, list[SubjectYear]] = {}
    for year in report.years:
        path = report.table.policy_path(year.subject.policy_id)
        name = str(path[0]) if path else (UNCLEAR if report.table.policies else "")
        found.setdefault(name, []).append(year)
    return found


def has_priority(year: SubjectYear) -> bool:
    return year.subject.measure is not None and year.subject.measure.is_priority is True


def mark_of_priority(report: AnnualReport) -> str:
    """Return the plan's own word for what has priority, without brackets."""
    return bare(report.table.plan.words["is_priority"])


def due_counts(rows: Sequence[TargetRow]) -> PrintedTable | None:
    """Return how many targets are due in which year."""
    years = Counter(row.indicator.due_fiscal_year for row in rows)
    known = sorted(year for year in years if year)
    columns = [Column(f"{show_fiscal_year_short(year)}年度", 14, "figure") for year in known]
    columns += [Column("期限の記載なし", 16, "figure")] if years[None] else []
    counts = [*(years[year] for year in known), *([years[None]] if years[None] else [])]
    return table(columns, [counts], name="目標の期限", remark="指標の数")


def stage_counts(rows: Sequence[tuple[str, Sequence[int]]], years: Sequence[int]) -> PrintedTable | None:
    """Return how many measures stand in each phase, year by year."""
    columns = [Column("工程", 28, "label"), *(Column(show_fiscal_year_short(y), 12, "figure") for y in years)]
    found = [(label, *counts) for label, counts in rows]
    return table(columns, found, name="工程ごとの数") if found else None
