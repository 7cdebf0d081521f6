"""市民調査: how it was asked, satisfaction against importance, the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_partial_date
from portal.book_charts import Chart
from portal.printing.data_tables import quadrants
from portal.printing.measure_sheets import Entry
from portal.printing.tables import Column, PrintedTable, decimals_of, shown, table
from portal.printing.words import Part


@dataclass(frozen=True)
class PrintedSurvey:
    name: str
    facts: Sequence[Entry]
    chart: Chart | None
    table: PrintedTable | None
    spread: str
    template: ClassVar[str] = "print/_survey.html"


def printed_survey(survey: Part, *, with_chart: bool = True) -> PrintedSurvey:
    """Return a survey; `with_chart` is off where the section has the same scatter as a figure of its own."""
    items, means = survey.get("items", []), survey.get("means", {})
    is_rated = any("satisfaction" in item or "importance" in item for item in items)
    chart = quadrants(
        survey["name"],
        "満足度（％）",
        "重要度（％）",
        [(item.get("number", "・"), item.get("satisfaction"), item.get("importance")) for item in items],
        (means.get("satisfaction"), means.get("importance")),
    )
    return PrintedSurvey(
        name=survey["name"],
        facts=_facts(survey),
        chart=chart if with_chart else None,
        table=_items(items, is_rated=is_rated),
        spread=_spread(items),
    )


def _facts(survey: Part) -> list[Entry]:
    since, until = (show_partial_date(survey.get(key, "")) for key in ("from", "until"))
    means = survey.get("means", {})
    found = [
        ("期間", "～".join(filter(None, [since, until]))),
        ("対象", survey.get("population", "")),
        ("方法", survey.get("method", "")),
        ("配布", shown(survey["sample"]) if "sample" in survey else ""),
        ("回収", shown(survey["returned"]) if "returned" in survey else ""),
        ("有効回答", shown(survey["valid"]) if "valid" in survey else ""),
        ("回収率", f"{shown(survey['rate'])}％" if "rate" in survey else ""),
        (
            "平均",
            "、".join(
                _mean(means, *pair)
                for pair in (("satisfaction", "満足度"), ("importance", "重要度"))
                if pair[0] in means
            ),
        ),
    ]
    return [Entry(label, text) for label, text in found if text]


def _mean(means: Part, key: str, word: str) -> str:
    return f"{word} {shown(means[key])}％"


def _items(items: Sequence[Part], *, is_rated: bool) -> PrintedTable | None:
    if not items:
        return None
    decimals = max(decimals_of(item.get(key)) for item in items for key in ("satisfaction", "importance"))
    if not is_rated:
        columns = [Column("番号", 8, "number"), Column("設問・項目", 92)]
        return table(columns, [(item.get("number", ""), _field(item)) for item in items], name="調査項目")
    columns = [
        Column("番号", 7, "number"),
        Column("分野", 21, "soft"),
        Column("項目", 44),
        Column("満足度", 10, "figure"),
        Column("重要度", 10, "figure"),
        Column("領域", 8, "mark"),
    ]
    rows = [
        (
            item.get("number", ""),
            item.get("field", ""),
            item["name"],
            *(shown(item.get(key), decimals) for key in ("satisfaction", "importance")),
            item.get("quadrant", ""),
        )
        for item in items
    ]
    return table(columns, rows, name="調査項目の評価", remark="満足度・重要度は％")


def _field(item: Part) -> str:
    return "　".join(filter(None, [item.get("field"), item["name"]]))


def _spread(items: Sequence[Part]) -> str:
    """Return how many items lie in each quadrant: A 7、B 3."""
    found = [item["quadrant"] for item in items if item.get("quadrant")]
    return "、".join(f"{letter} {found.count(letter)}件" for letter in sorted(set(found)))
