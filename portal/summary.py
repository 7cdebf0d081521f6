"""The strip above a list of measures: how many stand where, each number leading to exactly these."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from measures.models import Indicator, Outcome
from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era
from plans.models import Plan, Word
from portal.bars import SYMBOLS
from portal.measure_filters import UNDATED
from portal.measure_selection import query_of
from portal.measure_table import BLANKS, MeasureTable
from portal.place import Place


@dataclass(frozen=True)
class Count:
    """A number of measures and where they are listed; `code` is their stage, if they are counted by it."""

    label: str
    count: int
    url: str
    code: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Summary:
    """Numbers of measures under one title."""

    title: str
    counts: Sequence[Count]
    note: str = ""
    year_remark: str = ""

    @property
    def is_of_stages(self) -> bool:
        return any(count.code for count in self.counts)

    @property
    def told(self) -> list[Count]:
        """The counts that are known: while some could not be read, nobody knows that a stage is empty."""
        is_unclear = any(count.code == "unreadable" for count in self.counts)
        return [count for count in self.counts if count.count or not is_unclear]

    @property
    def drawn(self) -> int:
        return sum(count.count for count in self.counts)

    @property
    def stretches(self) -> list[tuple[int, Count]]:
        """The counts above zero, each with the sum of those before it: a bar divided among them."""
        start, found = 0, []
        for count in self.counts:
            if count.count:
                found.append((start, count))
            start += count.count
        return found


def measure_list_url(plan: Plan, **conditions: object) -> str:
    """Return the address of the list narrowed to some conditions (names of MeasureFilter)."""
    return _measure_list(*plan.url_args) + query_of(conditions)


@lru_cache(maxsize=256)
def _measure_list(*args: str) -> str:
    """Return the address of a plan's list: pages with hundreds of numbers ask for it for each."""
    return reverse("portal:measure_list", args=args)


def summary_of(table: MeasureTable, place: Place) -> Summary | None:
    """Summarise what the plan prints: schedules, else the years of targets, else how its measures ended."""
    if table.prints_schedule:
        return stage_summary(table, place.this_year, place.this_year_remark)
    return due_summary(table) or _achievement_summary(table)


def stage_summary(table: MeasureTable, fiscal_year: int, year_remark: str = "") -> Summary:
    """Count the measures by stage in a fiscal year (western), then those without a phase in it.

    A measure with several tracks counts in each of their stages. `year_remark` says which year it is.
    """
    counts: dict[str, int] = dict.fromkeys(Word.Stage.values, 0) | dict.fromkeys(BLANKS, 0)
    for row in table.rows:
        for code in {phase.stage for phase in row.phases_of(fiscal_year)} or {row.blank}:
            counts[code] += 1
    used = {word.code for word in table.words if word.kind == Word.Kind.PHASE}
    labels = dict(Word.Stage.choices) | BLANKS
    shown = [
        Count(
            label=labels[code],
            count=count,
            url=measure_list_url(table.plan, year=fiscal_year, stage=code),
            code=code,
            symbol=SYMBOLS.get(code, ""),
        )
        for code, count in counts.items()
        if count or code in used
    ]
    is_counted_twice = sum(counts.values()) > len(table.rows)
    return Summary(
        f"{show_fiscal_year(fiscal_year)}の工程",
        shown,
        "内訳のあるものは、それぞれの段階に数えます。" if is_counted_twice else "",
        year_remark,
    )


def due_summary(table: MeasureTable) -> Summary | None:
    """Count the measures by the years in which their targets are due; one may count in several."""
    due = defaultdict(set)
    targets = Indicator.objects.filter(measure__plan=table.plan).exclude(kind=Indicator.Kind.FACT)
    for measure, year in targets.order_by().values_list("measure_id", "due_fiscal_year"):
        due[year].add(measure)
    if not due:
        return None
    counts = [
        Count(show_fiscal_year_by_era(year), len(due[year]), measure_list_url(table.plan, due=year))
        for year in sorted(year for year in due if year is not None)
    ]
    if None in due:
        counts.append(Count("期限の記載なし", len(due[None]), measure_list_url(table.plan, due=UNDATED)))
    is_counted_twice = sum(count.count for count in counts) > len(table.rows)
    note = "目標が複数あるものは、それぞれの年度に数えます。" if is_counted_twice else ""
    return Summary("目標の年度", counts, note)


def _achievement_summary(table: MeasureTable) -> Summary | None:
    """Count the measures of an earlier plan by how they ended, in the plan's own words."""
    outcomes = Outcome.objects.filter(measure__plan=table.plan, achievement__isnull=False)
    counts = Counter(outcomes.order_by().values_list("achievement__label", flat=True))
    if not counts:
        return None
    labels = [word.label for word in table.words if word.kind == Word.Kind.ACHIEVEMENT]
    return Summary(
        "最終の達成状況",
        [Count(label, counts[label], measure_list_url(table.plan, achievement=label)) for label in labels],
    )
