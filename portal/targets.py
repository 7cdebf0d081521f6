"""目標: every indicator of a plan in a fiscal year, judged, counted and narrowed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from measures.judging import WORDS, Judgement, achievement_words, judge, show_figure
from measures.models import Indicator, IndicatorValue
from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era
from plans.models import Plan
from portal.dashboard_charts import Meter, meter
from portal.measure_groups import Choice, Group, Groups, lead_groups, policy_groups, query_of
from portal.measure_table import MeasureRow, MeasureTable, measure_table

Kind = Indicator.Kind
UNKNOWN = "記載なし"
STATES = {  # how a judgement looks: a class of state.css and an icon
    "achieved": ("done", "done"),
    "on-track": ("on-track", "ok"),
    "behind": ("late", "late"),
    "missed": ("late", "late"),
    "not-judged": ("unanswered", "none"),
    "counting": ("draft", "clock"),
    "unreported": ("unanswered", "none"),
}


@dataclass(frozen=True)
class TargetRow:
    """One indicator in the page's fiscal year; texts as they are shown."""

    indicator: Indicator
    measure: MeasureRow
    policy: Group
    department: Group
    judgement: Judgement
    meter: Meter | None

    @property
    def look(self) -> tuple[str, str]:
        return STATES[self.judgement.code]

    @property
    def value(self) -> str:
        """What was reached, or why no figure says it."""
        value, words = self.judgement.value, self.judgement.words
        if value is not None and self.indicator.kind == Kind.MILESTONE and self.indicator.target is None:
            return "到達" if value >= 1 else "未到達"
        if value is not None:
            return show_figure(value, self.indicator.unit)
        if words:
            return words
        return self.judgement.word if self.judgement.code in ("counting", "unreported") else UNKNOWN

    @property
    def aim(self) -> str:
        """What the year is held against."""
        if self.judgement.target is not None:
            return show_figure(self.judgement.target, self.indicator.unit)
        return self.indicator.target_text or UNKNOWN

    @property
    def last_aim(self) -> str:
        """The target of the plan as it prints it."""
        if self.indicator.target_text:
            return self.indicator.target_text
        return (
            UNKNOWN
            if self.indicator.target is None
            else show_figure(self.indicator.target, self.indicator.unit)
        )

    @property
    def due(self) -> str:
        if self.indicator.due_text:
            return self.indicator.due_text
        year = self.indicator.due_fiscal_year
        return show_fiscal_year_by_era(year) if year else "期限の記載なし"


@dataclass(frozen=True)
class Count:
    """How many indicators stand so; `url` leads to exactly these. Without a code it is all of them."""

    code: str
    word: str
    count: int
    url: str
    is_current: bool

    @property
    def look(self) -> tuple[str, str]:
        return STATES[self.code]


@dataclass(frozen=True)
class TargetList:
    """What the page shows. `year` is the western fiscal year that is judged."""

    plan: Plan
    year: int
    rows: Sequence[TargetRow]
    counts: Sequence[Count]
    total: int
    choices: Sequence[Choice]
    query: str
    clear_url: str

    @property
    def year_name(self) -> str:
        return show_fiscal_year(self.year)

    @property
    def facts(self) -> int:
        """How many of the rows only record a figure."""
        return sum(row.indicator.kind == Kind.FACT for row in self.rows)


def target_list(
    plan: Plan, params: Mapping[str, str], *, this_year: int, table: MeasureTable | None = None
) -> TargetList:
    """Return the indicators of `plan` as the URL narrows them (ten queries, however many; four where its
    `table` is read already).

    Conditions are `year` (a western fiscal year of the plan, else `this_year`), `judgement` (a code of
    WORDS), `policy` (code of an uppermost one) and `department` (primary key of a lead).
    """
    year = params.get("year", "")
    year = int(year) if year.isdecimal() and int(year) in plan.fiscal_years else this_year
    every = _rows(table or measure_table(plan), year)
    groups = {
        "policy": list(dict.fromkeys(row.policy for row in every)),
        "department": list(dict.fromkeys(row.department for row in every)),
    }
    offered = {name: {group.key for group in found} for name, found in groups.items()}
    offered["judgement"] = set(WORDS)
    given = {
        name: value for name, keys in offered.items() if (value := params.get(name, "")) and value in keys
    }
    grouped = [row for row in every if _fits(row, given)]
    rows = [row for row in grouped if given.get("judgement", row.judgement.code) == row.judgement.code]
    return TargetList(
        plan=plan,
        year=year,
        rows=rows,
        counts=_counts(plan, year, grouped, given),
        total=len(every),
        choices=_choices(plan, year, groups, given),
        query=query_of(year=year, **given),
        clear_url=targets_url(plan, year=year) if given else "",
    )


def targets_url(plan: Plan, **conditions: Any) -> str:
    """Return the address of the page narrowed to `year`, `judgement`, `policy` and `department`."""
    return reverse("portal:target_list", args=plan.url_args) + query_of(**conditions)


def _rows(table: MeasureTable, year: int) -> list[TargetRow]:
    words, leads = achievement_words(table.plan), lead_groups(table)
    found: dict[int, list[Indicator]] = {}
    for indicator in Indicator.objects.filter(measure__plan=table.plan).prefetch_related("values"):
        found.setdefault(indicator.measure_id, []).append(indicator)
    values = {row.pk: row.values.all() for rows in found.values() for row in rows}
    return judged_rows(table, year, found, values, words=words, leads=leads)


def judged_rows(
    table: MeasureTable,
    year: int,
    found: Mapping[int, Sequence[Indicator]],
    values: Mapping[int, Iterable[IndicatorValue]],
    *,
    words: Mapping[str, str],
    leads: Groups,
) -> list[TargetRow]:
    """Judge indicators by their measure in a fiscal year (western), in the order of the measures. No query.

    `values` are the rows of each indicator by its key, `words` the plan's words of achievement.
    """
    plan, policies, rows = table.plan, policy_groups(table), []
    for measure in table.rows:
        for indicator in found.get(measure.pk, []):
            judgement = judge(
                indicator,
                year,
                values=values.get(indicator.pk, ()),
                last_fiscal_year=plan.end_fiscal_year,
                words=words,
            )
            rows.append(
                TargetRow(
                    indicator=indicator,
                    measure=measure,
                    policy=policies.of_measure[measure.pk],
                    department=leads.of_measure[measure.pk],
                    judgement=judgement,
                    meter=_meter(indicator, judgement),
                )
            )
    return rows


def _meter(indicator: Indicator, judgement: Judgement) -> Meter | None:
    """Draw what is counted; a milestone and what recurs are done or not."""
    if indicator.kind != Kind.NUMERIC:
        return None
    return meter(
        title=indicator.name,
        value=judgement.value,
        target=judgement.target,
        last=indicator.target,
        unit=indicator.unit,
        unknown=judgement.word if judgement.value is None else "",
    )


def _fits(row: TargetRow, given: Mapping[str, str]) -> bool:
    return all(given.get(name, group.key) == group.key for name, group in _groups_of(row).items())


def _groups_of(row: TargetRow) -> dict[str, Group]:
    return {"policy": row.policy, "department": row.department}


def _counts(plan: Plan, year: int, rows: Sequence[TargetRow], given: Mapping[str, str]) -> list[Count]:
    counted = Counter(row.judgement.code for row in rows)
    rest = {name: value for name, value in given.items() if name != "judgement"}
    return [
        Count(
            code, word, counted[code], targets_url(plan, year=year, judgement=code, **rest),
            given.get("judgement") == code,
        )
        for code, word in WORDS.items()
    ]  # fmt: skip


def _choices(
    plan: Plan, year: int, groups: Mapping[str, Sequence[Group]], given: Mapping[str, str]
) -> list[Choice]:
    years = [(str(of), show_fiscal_year(of)) for of in plan.fiscal_years]
    words = {"policy": (plan.policy_levels or ["基本方針"])[0], "department": plan.words["departments"]}
    return [
        Choice("year", "年度", str(year), years),
        Choice("judgement", "判定", given.get("judgement", ""), list(WORDS.items())),
        *(
            Choice(name, words[name], given.get(name, ""), [(group.key, group.label) for group in found])
            for name, found in groups.items()
            if len(found) > 1
        ),
    ]


def target_rows(targets: TargetList) -> list[list[Any]]:
    """Return the indicators as the rows of a sheet, its head first; an unknown figure is an empty cell."""
    head = ["番号", "施策", "基本方針", "主担当", "指標", "種類", "単位", "年度", "年度の目標", "実績",
            "確かさ", "判定", "判定の根拠", "目標", "期限"]  # fmt: skip
    rows: list[list[Any]] = [head]
    for row in targets.rows:
        indicator, judgement = row.indicator, row.judgement
        rows.append(
            [
                row.measure.number, row.measure.name, row.policy.label, row.department.label, indicator.name,
                indicator.get_kind_display(), indicator.unit, show_fiscal_year_by_era(targets.year),
                judgement.target, judgement.value, judgement.state, judgement.word, judgement.rule,
                row.last_aim, row.due,
            ]
        )  # fmt: skip
    return rows
