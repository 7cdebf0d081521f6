"""One sheet a measure: everything the document says of it, but for the notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era, show_partial_date
from portal.measure_table import Badge
from portal.printing.budget_tables import budget_table
from portal.printing.grouping import badges, group_title
from portal.printing.indicator_chart import IndicatorChart, indicator_chart
from portal.printing.last_results import last_result
from portal.printing.numbered import Numbered
from portal.printing.schedule_table import BarCell, YearHead, measure_bars, year_heads
from portal.printing.sheet_tables import cost_table, indicator_table, system_table_of, value_table
from portal.printing.tables import Column, PrintedTable, table, text_width
from portal.printing.wide_tables import in_width
from portal.printing.words import Part, Source, department_names, measure_number, short_month

BASES = {
    "printed": "（原本の記載による）",
    "same-name": "（名称が同じ）",
    "editor": "（内容から編集者が推定）",
}
THIS_YEAR = "本年度実施予定"
PROSE = ("issues", "approach", "content", "goal")
FACTS_LINE, MOST_FACTS = 32, 40  # half-width characters of a line beside the texts, lines of all facts
FULL_SHEET = 20  # lines from which a measure has a page of its own


@dataclass(frozen=True)
class Entry:
    """A heading and what stands under it, line by line."""

    label: str
    text: str


@dataclass(frozen=True)
class Item:
    """One numbered point; `remark` is its mark and month."""

    number: str
    name: str
    text: str
    remark: str


@dataclass(frozen=True)
class Prose:
    label: str
    text: str
    items: Sequence[Item] = ()


@dataclass(frozen=True)
class TrackLine:
    label: str
    cells: Sequence[BarCell]


@dataclass(frozen=True)
class Sheet(Numbered):
    """A measure as printed. `level` is that of its heading in the book."""

    id: str
    level: int
    number: str
    name: str
    kicker: str
    badges: Sequence[Badge]
    department_word: str
    departments: str
    prose: Sequence[Prose]
    facts: Sequence[Entry]
    schedule_word: str
    years: Sequence[YearHead]
    tracks: Sequence[TrackLine]
    charts: Sequence[IndicatorChart]
    tables: Sequence[PrintedTable]
    outcome: Prose | None
    template: ClassVar[str] = "print/_sheet.html"

    @property
    def has_track_labels(self) -> bool:
        return any(track.label for track in self.tracks)

    @property
    def has_long_facts(self) -> bool:
        """Say whether the facts stand above the texts: beside them they have to end on the same page."""
        texts = [line for entry in self.facts for line in entry.text.split("\n")]
        return len(self.facts) + sum(1 + text_width(line) // FACTS_LINE for line in texts) > MOST_FACTS

    @property
    def lines(self) -> int:
        """Estimate how many lines the sheet takes beside its head."""
        texts = sum(
            text_width(text) // 84 + 2 for entry in self.prose for text in [entry.text, *entry_lines(entry)]
        )
        facts = sum(text_width(entry.text) // 32 + 2 for entry in self.facts)
        rows = sum(len(group.rows) + 3 for table in self.tables for group in table.groups)
        return max(texts, facts) + 2 * len(self.tracks) + rows + 8 * len(self.charts)


def entry_lines(entry: Prose) -> list[str]:
    return [f"{item.name}{item.text}" for item in entry.items]


def measure_sheets(source: Source, measures: Sequence[Part], level: int) -> list[Sheet]:
    return [_sheet(source, measure, level) for measure in measures]


def fills_pages(sheets: Sequence[Sheet]) -> bool:
    """Say whether the sheets of a plan are long enough for a page each; shorter ones share a page."""
    return bool(sheets) and median(sheet.lines for sheet in sheets) >= FULL_SHEET


def _sheet(source: Source, measure: Part, level: int) -> Sheet:
    indicators = measure.get("indicators", [])
    indicator_word = _indicator_word(source, measure)
    tables = [
        _year_plans(source, measure),
        indicator_table(indicators, indicator_word),
        value_table(indicators, indicator_word),
        cost_table(measure.get("costs", [])),
        budget_table(measure.get("budget_lines", [])),
        system_table_of(source, measure.get("systems", [])),
    ]
    return Sheet(
        id=source.sheet_ids[measure["number"]],
        level=level,
        number=measure_number(measure),
        name=measure["name"],
        kicker=group_title(source, measure, source.policies.get(measure.get("policy"), ())),
        badges=badges(source, measure),
        department_word=source.word("departments"),
        departments=department_names(measure),
        prose=[*_prose(source, measure), *_last_result(source, measure)],
        facts=list(_facts(source, measure)),
        schedule_word=source.word("schedule"),
        years=year_heads(source.years),
        tracks=_tracks(source, measure),
        charts=[chart for chart in map(indicator_chart, indicators) if chart],
        tables=[piece for table in tables if table for piece in in_width(table)],
        outcome=_outcome(measure.get("outcome")),
    )


def _indicator_word(source: Source, measure: Part) -> str:
    return "指標" if measure.get("goal") else source.plan.get("labels", {}).get("goal", "指標")


def _tracks(source: Source, measure: Part) -> list[TrackLine]:
    if measure.get("schedule_state") == "none":
        return []
    return [TrackLine(label, cells) for label, cells in measure_bars(source, measure)]


def _prose(source: Source, measure: Part) -> Iterator[Prose]:
    for key in PROSE:
        found = items(measure) if key == "content" else []
        if measure.get(key) or found:
            yield Prose(source.word(key), measure.get(key, ""), found)


def _last_result(source: Source, measure: Part) -> Iterator[Prose]:
    if told := last_result(source, measure):
        yield Prose(*told)


def items(part: Part) -> list[Item]:
    """Return the numbered points of a measure, policy, outcome or generation."""
    return [
        Item(
            number=item.get("number", "・"),
            name=item["name"],
            text=item.get("text", ""),
            remark="、".join(filter(None, [item.get("mark"), short_month(item.get("on"))])),
        )
        for item in part.get("items", [])
    ]


def _facts(source: Source, measure: Part) -> Iterator[Entry]:
    related = "、".join(measure.get("related_departments", []))
    yield from (entry for entry in [Entry("関係課", related)] if related)
    yield from _categories(source, measure)
    if measure.get("parent_plan_ref"):
        yield Entry("上位計画の該当箇所", measure["parent_plan_ref"])
    if measure.get("grounds"):
        yield Entry("根拠・関連計画", "\n".join(measure["grounds"]))
    if measure.get("related_measures"):
        yield Entry(f"関連する{source.word('measure')}", "\n".join(_related(source, measure)))
    if measure.get("continues"):
        yield Entry("計画間のつながり", "\n".join(_lineage(source, measure)))
    if added := measure.get("added"):
        year = show_fiscal_year_by_era(added["fiscal_year"]) if added.get("fiscal_year") else ""
        line = "　".join(filter(None, [year, added.get("label")]))
        yield Entry("追加", "\n".join(filter(None, [line, _decision(added)])))
    if ended := measure.get("ended"):
        yield Entry("終了", _end(source, ended))


def _categories(source: Source, measure: Part) -> Iterator[Entry]:
    chosen, unclear = measure.get("categories", {}), measure.get("categories_unclear", [])
    for axis in source.parts("axes"):
        labels = [c["label"] for c in axis.get("categories", []) if c["code"] in chosen.get(axis["code"], [])]
        labels += ["原本から読み取れず"] if axis["code"] in unclear else []
        labels = ["該当" if label == axis["name"] else label for label in labels]  # an axis of one mark
        if labels:
            yield Entry(axis["name"], "\n".join(labels))


def _related(source: Source, measure: Part) -> Iterator[str]:
    by_number = {part["number"]: part for part in source.parts("measures")}
    for link in measure["related_measures"]:
        other = by_number.get(link["number"])
        name = f"{measure_number(other)} {other['name']}" if other else link["number"]
        yield "：".join(filter(None, [name, link.get("text")]))


def _lineage(source: Source, measure: Part) -> Iterator[str]:
    plan = source.predecessor.get("plan", {})
    before = {part["number"]: part for part in source.predecessor.get("measures", [])}
    for link in measure["continues"]:
        code, _, number = link["ref"].partition("/")
        found = before.get(number) if code == plan.get("code") else None
        if found:
            result = found.get("outcome", {}).get("achievement")
            name = f"{plan['title']} {measure_number(found)} {found['name']}" + (
                f"（{result}）" if result else ""
            )
        else:
            name = f"{code} {number}"
        yield "\n".join(filter(None, [name, BASES.get(link.get("basis", ""))]))


def _end(source: Source, ended: Part) -> str:
    year = show_fiscal_year(ended["fiscal_year"]) if ended.get("fiscal_year") else ""
    into = f"{source.word('measure')}{ended['into']}へ" if ended.get("into") else ""
    line = "　".join(filter(None, [year, ended.get("kind"), into]))
    return "\n".join(filter(None, [line, ended.get("reason"), _decision(ended)]))


def _decision(part: Part) -> str:
    """Say by whose decision a measure was added or ended: 情報化推進委員会　令和5年10月2日　5情第12号."""
    on = show_partial_date(part.get("on", ""))
    return "　".join(filter(None, [part.get("body"), on, part.get("document_number")]))


def _year_plans(source: Source, measure: Part) -> PrintedTable | None:
    """Return the plans by year, that of the year of printing first: 本年度実施予定."""
    plans = {int(year): text for year, text in measure.get("year_plans", {}).items()}
    if not plans:
        return None
    columns = [Column("年度", 22, "label"), Column("計画", 78)]
    rows = []
    if source.this_year in plans:
        year = show_fiscal_year(source.this_year)
        rows.append((f"{THIS_YEAR}\n{year}", plans.pop(source.this_year)))
    rows += [(show_fiscal_year(year), text) for year, text in plans.items()]
    return table(columns, rows, name="年度計画")


def _outcome(outcome: Part | None) -> Prose | None:
    if not outcome:
        return None
    facts = [
        ("達成状況", outcome.get("achievement")),
        ("今後の方向性", outcome.get("direction")),
        ("目標の工程", outcome.get("target_phase")),
        ("時点", short_month(outcome.get("as_of"))),
        ("報告", outcome.get("reported_fiscal_year") and show_fiscal_year(outcome["reported_fiscal_year"])),
    ]
    line = "　".join(f"{label}：{value}" for label, value in facts if value)
    return Prose("結果", "\n".join(filter(None, [line, outcome.get("summary")])), items(outcome))
