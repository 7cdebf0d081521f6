"""The tables on a measure's sheet: indicators, their values, costs, systems."""

from collections.abc import Sequence

from organizations.fiscal_years import (
    show_fiscal_year_by_era,
    show_fiscal_year_by_letter,
    show_fiscal_year_short,
)
from portal.printing.tables import NOTHING, Cell, Column, Group, PrintedTable, Row, decimals_of, shown, table
from portal.printing.words import Part, Source, short_month

KINDS = {"milestone": "到達点", "recurring": "毎年度", "fact": "実績のみ"}
DIRECTIONS = {"up": "増やす", "down": "減らす", "range": "範囲に収める", "keep": "保つ"}
COUNTINGS = {"cumulative": "累計", "yearly": "年度ごと", "level": "時点の値"}
MOST_WIDE_YEARS = 7  # columns of figures with room around them
BOUNDS = {"at-least": "以上", "at-most": "以下", "exact": ""}
COSTS = [
    ("initial", "初期費用"),
    ("running", "運用費用"),
    ("total", "計"),
    ("specific_funding", "うち特定財源"),
    ("budget", "予算額"),
    ("settled", "決算額"),
]


def indicator_table(indicators: Sequence[Part], name: str) -> PrintedTable | None:
    """Return what each indicator without values by year aims at and until when."""
    untold = [part for part in indicators if not part.get("values")]
    if not untold:
        return None
    columns = [Column("指標", 40), Column("目標", 24), Column("期限", 20), Column("基準", 16)]
    rows = [(_indicator_name(part), target_text(part), _due(part), _baseline(part)) for part in untold]
    return table(columns, rows, name=name)


def _indicator_name(part: Part) -> str:
    return "\n".join(filter(None, [_grouped_name(part), "、".join(_details(part))]))


def _grouped_name(part: Part) -> str:
    return "　".join(filter(None, [part.get("group"), part["name"]]))


def _details(part: Part) -> list[str]:
    details = [
        KINDS.get(part["kind"]),
        COUNTINGS.get(part.get("basis", "")),
        DIRECTIONS.get(part.get("direction", "")),
        part.get("numerator") and f"分子：{part['numerator']}",
        part.get("denominator") and f"分母：{part['denominator']}",
    ]
    return [detail for detail in details if detail]


def target_text(part: Part) -> str:
    text = part.get("target_text", "")
    if "target" not in part or shown(part["target"]) in text:
        return text or NOTHING
    number = f"{shown(part['target'])}{part.get('unit', '')}{BOUNDS.get(part.get('bound', ''), '')}"
    return "\n".join(filter(None, [number, text]))


def _due(part: Part) -> str:
    years = [
        show_fiscal_year_by_era(part[key]) if part.get(key) else ""
        for key in ("from_fiscal_year", "due_fiscal_year")
    ]
    span = f"{years[0]}から\n{years[1]}" if years[0] else years[1]
    return part.get("due_text") or span or NOTHING


def _baseline(part: Part) -> str:
    if "baseline" not in part:
        return NOTHING
    on = short_month(part.get("baseline_on"))
    return f"{shown(part['baseline'])}{part.get('unit', '')}" + (f"（{on}）" if on else "")


def value_table(indicators: Sequence[Part], name: str = "指標") -> PrintedTable | None:
    """Return each indicator with what it aims at, and its targets and values by fiscal year."""
    years = sorted({value["fiscal_year"] for part in indicators for value in part.get("values", [])})
    if not years:
        return None
    wide, kind = max(3, 56 // len(years)), "figure" if len(years) <= MOST_WIDE_YEARS else "figure slim"
    columns = [Column("指標", 100 - 9 - wide * len(years)), Column("", 9, "soft")]
    columns += [Column(show_fiscal_year_short(year), wide, kind) for year in years]
    told = [part for part in indicators if part.get("values")]
    groups = [Group([Row(line) for line in _value_lines(part, years, kind)]) for part in told]
    return PrintedTable(columns, groups, name, foot=_sources(indicators))


def _value_lines(part: Part, years: Sequence[int], kind: str) -> list[list[Cell]]:
    values = {value["fiscal_year"]: value for value in part["values"]}
    decimals = max(decimals_of(value.get(key)) for value in part["values"] for key in ("target", "value"))
    targets = [shown(values.get(year, {}).get("target"), decimals) for year in years]
    last = max((year for year in values if _actual(values[year], decimals) != NOTHING), default=years[-1])
    lines = [("実績", [_actual(values.get(y, {}), decimals) if y <= last else "" for y in years])]
    if any(target != NOTHING for target in targets):
        lines.insert(0, ("目標", targets))
    cells = [[Cell(label, "soft"), *(Cell(text, kind) for text in texts)] for label, texts in lines]
    return [[Cell(_aim(part), rows=len(lines)), *cells[0]], *cells[1:]]


def _aim(part: Part) -> str:
    """Return an indicator's name and unit, and below it target, term and baseline in one line."""
    target, due, baseline = target_text(part), _due(part), _baseline(part)
    facts = [
        f"目標 {target}" if target != NOTHING else "",
        due if due != NOTHING else "",
        f"基準 {baseline}" if baseline != NOTHING else "",
        *_details(part),
    ]
    name = _grouped_name(part) + (f"（{part['unit']}）" if part.get("unit") else "")
    return "\n".join(filter(None, [name, "、".join(filter(None, facts)).replace("\n", " ")]))


def _actual(value: Part, decimals: int) -> str:
    figure = "" if value.get("value") is None else shown(value["value"], decimals)
    lines = [
        figure,
        value.get("text"),
        value.get("achievement"),
        value.get("state"),
        short_month(value.get("as_of")),
    ]
    return "\n".join(filter(None, lines)) or NOTHING


def _sources(indicators: Sequence[Part]) -> str:
    named = [
        value["source"] for part in indicators for value in part.get("values", []) if value.get("source")
    ]
    return f"資料：{'、'.join(dict.fromkeys(named))}" if named else ""


def cost_table(costs: Sequence[Part]) -> PrintedTable | None:
    """Return the costs by fiscal year in thousand yen, a line for each kind the document gives."""
    if not costs:
        return None
    years = [cost["fiscal_year"] for cost in costs]
    wide = max(8, 72 // (len(years) + 1))
    columns = [Column("", 100 - wide * (len(years) + 1))]
    columns += [Column(show_fiscal_year_by_era(year), wide, "figure") for year in years]
    columns.append(Column("計", wide, "figure"))
    lines = [(label, [cost.get(key) for cost in costs]) for key, label in COSTS] + _funding(costs)
    rows = [
        [label, *values, _sum(values)]
        for label, values in lines
        if any(value is not None for value in values)
    ]
    return table(columns, rows, name="費用", remark="千円")


def _funding(costs: Sequence[Part]) -> list[tuple[str, list[int | None]]]:
    sources = dict.fromkeys(part["source"] for cost in costs for part in cost.get("funding", []))
    by_year = [{part["source"]: part for part in cost.get("funding", [])} for cost in costs]
    return [
        (f"財源　{source}（{word}）", [found.get(source, {}).get(key) for found in by_year])
        for source in sources
        for key, word in (("budget", "予算"), ("settled", "決算"))
    ]


def _sum(values: Sequence[int | None]) -> int | None:
    return None if None in values else sum(value for value in values if value is not None)


def system_table_of(source: Source, names: Sequence[str]) -> PrintedTable | None:
    """Return the systems a measure names with the dates of their renewal."""
    if not names:
        return None
    by_name = {key: part for part in source.parts("systems") for key in (part["name"], part.get("key"))}
    columns = [
        Column("システム名", 34),
        Column("主管課", 22, "soft"),
        Column("現行終了", 11, "date"),
        Column("検討開始", 11, "date"),
        Column("調達年度", 11, "date"),
        Column("次期開始", 11, "date"),
    ]
    rows = []
    for name in names:
        part = by_name.get(name, {"name": name})
        rows.append(
            [part["name"], "、".join(part.get("departments", [])), *renewal_dates(part.get("renewal", {}))]
        )
    return table(columns, rows, name="関係する情報システム")


def renewal_dates(renewal: Part) -> list[str]:
    """Return current end, start of review, year of procurement and next start, short."""
    year = renewal.get("procurement_fiscal_year")
    return [
        short_month(renewal.get("current_end")),
        short_month(renewal.get("review_start")),
        show_fiscal_year_by_letter(year).removesuffix("年度") if year else "",
        short_month(renewal.get("next_start")),
    ]
