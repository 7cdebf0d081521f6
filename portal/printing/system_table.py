"""情報システム: the inventory a plan lists, with its renewals drawn over quarters of the fiscal years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_letter
from portal.bars import SYMBOLS
from portal.printing.sheet_tables import renewal_dates
from portal.printing.tables import NOTHING, Cell, Column, Group, PrintedTable, Row, in_percent, shown
from portal.printing.words import Part, Source, short_month

QUARTERS = 4  # of a fiscal year
MOST_YEARS = 8
MIGRATES = "次期へ\n移行"
RENEWAL_LABELS = ("現行\n終了", "検討\n開始", "調達\n年度", "次期\n開始")
QUARTER_SHARE = 0.85  # of the table's width, in percent
LETTERS = "年月の記号は、H＝平成、R＝令和。"
TEXTS = {
    "システム名": (30, ""),
    "主管課": (17, "soft"),
    "業務の内容": (50, "soft"),
}  # weight, class of the cells
FIXED = {"優先": (5, "mark"), MIGRATES: (7, "mark")}  # percent of the table, class
DATE = (7, "date")


@dataclass(frozen=True)
class SystemTable:
    """The table; `heads` are the years of the drawn renewals, none where the document gives no dates."""

    table: PrintedTable
    heads: Sequence[str]
    count: int
    foot: str
    template: ClassVar[str] = "print/_systems.html"

    @property
    def column_count(self) -> int:
        return len(self.table.columns) + QUARTERS * len(self.heads)

    @property
    def quarters(self) -> range:
        return range(QUARTERS * len(self.heads))


def system_table(source: Source) -> SystemTable | None:
    """Return the inventory, None where the document lists no system."""
    systems = source.parts("systems")
    if not systems:
        return None
    years = _years(source, systems)
    lines = [[cell(part) for cell in _cells(systems).values()] for part in systems]
    labels = list(_cells(systems))
    columns = _columns(labels, round(100 - QUARTER_SHARE * QUARTERS * len(years)))
    groups = _groups(systems, lines, columns, years)
    name = "情報システムの更新計画" if years else "情報システム一覧"
    return SystemTable(
        table=PrintedTable(columns, groups, name, f"{len(systems)}システム", kind="systems"),
        heads=[show_fiscal_year_by_letter(year).removesuffix("年度") for year in years],
        count=len(systems),
        foot=_foot(systems, has_years=bool(years), left_out=source.left_out),
    )


def _foot(systems: Sequence[Part], *, has_years: bool, left_out: int) -> str:
    keys = {key for part in systems for key in part}
    parts = [
        "●は該当、空欄は非該当、―は記載なし。" if keys & {"is_priority", "migrates_to_next"} else "",
        "優先は、業務継続のうえで優先するシステム。" if "is_priority" in keys else "",
        "帯は、検討開始から次期システムの運用開始までを四半期ごとに示す。" if has_years else "",
        LETTERS,
        f"公表しない事項{left_out}件は載せていない。" if left_out else "",
    ]
    return "".join(parts)


def _columns(labels: Sequence[str], room: int) -> list[Column]:
    """Give dates and marks what they need of `room` percent; the texts share the rest."""
    fixed = {label: FIXED.get(label, DATE) for label in labels if label not in TEXTS}
    rest = room - sum(share for share, _ in fixed.values())
    texts = [label for label in labels if label in TEXTS]
    shared = in_percent([TEXTS[label][0] for label in texts])
    widths = {label: max(1, share * rest // 100) for label, share in zip(texts, shared, strict=True)}
    return [
        Column(label, widths[label], TEXTS[label][1]) if label in TEXTS else Column(label, *fixed[label])
        for label in labels
    ]


def _cells(systems: Sequence[Part]) -> dict[str, Callable[[Part], str]]:
    """Return the columns that some system has something for, each with how its cell is read."""
    keys = {key for part in systems for key in part}
    known = [
        ("システム名", {"name"}, lambda part: part["name"]),
        ("主管課", {"departments"}, lambda part: shown(part.get("departments", []))),
        ("業務の内容", {"outline", "standard_businesses", "shared_with", "successor"}, _outline),
        ("優先", {"is_priority"}, lambda part: _mark(part.get("is_priority"))),
        ("稼働", {"started_on"}, _started),
        (MIGRATES, {"migrates_to_next"}, lambda part: _mark(part.get("migrates_to_next"))),
    ]
    for place, label in enumerate(RENEWAL_LABELS):
        known.append((label, {"renewal"}, partial(_renewal_date, place)))
    return {label: read for label, wanted, read in known if keys & wanted}


def _renewal_date(place: int, part: Part) -> str:
    return shown(renewal_dates(part.get("renewal", {}))[place])


def _outline(part: Part) -> str:
    lines = [
        part.get("outline"),
        part.get("standard_businesses") and f"標準化対象：{'、'.join(part['standard_businesses'])}",
        part.get("shared_with") and f"共同利用：{'、'.join(part['shared_with'])}",
        part.get("successor") and f"後継：{part['successor']}",
    ]
    return "\n".join(filter(None, lines)) or NOTHING


def _started(part: Part) -> str:
    mark = "\n更新" if part.get("started_kind") == "renewal" else ""
    return f"{shown(short_month(part.get('started_on')))}{mark}"


def _mark(value: bool | None) -> str:
    return {True: "●", False: ""}.get(value, NOTHING)


def _years(source: Source, systems: Sequence[Part]) -> list[int]:
    """Return the fiscal years to draw: the plan's, and on until the last renewal."""
    ends = [_quarter(part["renewal"]["next_start"]) // QUARTERS for part in systems if _is_dated(part)]
    if not ends:
        return []
    first = source.years[0]
    return list(range(first, min(max(source.years[-1], *ends), first + MOST_YEARS - 1) + 1))


def _is_dated(part: Part) -> bool:
    return "next_start" in part.get("renewal", {})


def _quarter(month: str) -> int:
    """Return a month as a count of quarters of fiscal years: 2016-04 is 4 * 2016."""
    day = date.fromisoformat(f"{month}-01")
    return QUARTERS * fiscal_year_of(day) + (day.month - 4) % 12 // 3


def _groups(
    systems: Sequence[Part], lines: Sequence[Sequence[str]], columns: Sequence[Column], years: Sequence[int]
) -> list[Group]:
    groups: list[tuple[str, list[Row]]] = []
    for part, texts in zip(systems, lines, strict=True):
        band = part.get("group", "")
        if not groups or groups[-1][0] != band:
            groups.append((band, []))
        cells = [Cell(text, column.kind) for text, column in zip(texts, columns, strict=True)]
        groups[-1][1].append(Row(cells + (_renewal_cells(part, years) if years else [])))
    return [Group(rows, band, f"{len(rows)}システム") for band, rows in groups]


def _renewal_cells(part: Part, years: Sequence[int]) -> list[Cell]:
    """Return review, procurement and the next system's running as bars over quarters."""
    first, last = QUARTERS * years[0], QUARTERS * (years[-1] + 1)
    if not _is_dated(part):
        return [Cell("", "", last - first)]
    renewal = part["renewal"]
    start = _quarter(renewal["next_start"])
    build = QUARTERS * renewal["procurement_fiscal_year"] if "procurement_fiscal_year" in renewal else start
    review = _quarter(renewal["review_start"]) if "review_start" in renewal else build
    edges = [first, review, max(review, min(build, start)), max(review, start), last]
    edges = [min(max(edge, first), last) for edge in edges]
    stages = ["", "consider", "build", "operate"]
    return [
        Cell(SYMBOLS.get(stage, ""), f"bar bar--{stage} bar--small" if stage else "", end - begin)
        for stage, begin, end in zip(stages, edges, edges[1:], strict=False)
        if end > begin
    ]
