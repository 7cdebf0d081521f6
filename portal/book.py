"""The book on screen: chapters as a tree, tables and surveys with their charts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from plans.models import Chapter, DataTable, Plan, Survey, SurveyItem
from portal.book_charts import Chart, is_number, scatter_chart, shown, table_chart

UNKNOWN_CELL = "―"
FIRST_LEVEL = 2  # a chapter of the first level is an h2


@dataclass
class Node:
    """A chapter with its level of heading (2-6), what stands in it, and the chapters under it."""

    chapter: Chapter
    level: int
    places: tuple[tuple[str, str], ...]
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A table's row as shown: its label, its indent (0-), its cells as text."""

    label: str
    group: str
    level: int
    formula: str
    cells: tuple[tuple[str, bool], ...]
    notes: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class ShownTable:
    table: DataTable
    rows: tuple[Row, ...]
    chart: Chart | None

    @property
    def chart_id(self) -> str:
        return f"chart-{self.table.pk}"


def chapter_tree(plan: Plan) -> list[Node]:
    """Return the plan's chapters as a tree, in two queries."""
    links = insert_links(plan)
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    for chapter in plan.chapters.all():
        parent = nodes.get(chapter.parent_id)
        places = tuple(links[name] for name in chapter.inserts if name in links)
        node = Node(chapter, min(parent.level + 1, 6) if parent else FIRST_LEVEL, places)
        nodes[chapter.pk] = node
        (parent.children if parent else top).append(node)
    return top


def insert_links(plan: Plan) -> dict[str, tuple[str, str]]:
    """Return, by the word of `insert`, what stands there on screen: a label and its address (two queries)."""
    args = plan.url_args
    overview = reverse("portal:plan_detail", args=args)
    tables = reverse("portal:data_table_list", args=args)
    links = {
        "policies": ("施策体系", f"{overview}#policies"),
        "measures": (f"{plan.words['measure']}一覧", reverse("portal:measure_list", args=args)),
        "schedule": (plan.words["schedule"], reverse("portal:schedule_grid", args=args)),
        "systems": ("情報システム", reverse("portal:information_system_list", args=args[:1])),
        "results": ("前計画の結果", reverse("portal:previous_results", args=args)),
        "procedures": ("オンライン手続", reverse("portal:online_procedure_list", args=args)),
        "committees": ("会議体", f"{overview}#committees"),
        "making": ("策定経過", f"{overview}#making"),
        "glossary": ("用語", reverse("portal:glossary_term_list", args=args)),
    }
    links |= {
        f"table:{table.number}": (str(table), f"{tables}#table-{table.pk}") for table in plan.tables.all()
    }
    return links | {
        f"survey:{survey.name}": (survey.name, reverse("portal:survey_detail", args=[*args, survey.pk]))
        for survey in plan.surveys.all()
    }


def shown_tables(tables: Iterable[DataTable]) -> list[ShownTable]:
    return [_shown_table(table) for table in tables]


def _shown_table(table: DataTable) -> ShownTable:
    rows = tuple(_row(row, len(table.columns)) for row in table.rows)
    chart = table_chart(
        kind=table.kind, title=str(table), unit=table.unit, columns=table.columns, rows=table.rows
    )
    return ShownTable(table, rows, chart)


def _row(row: dict[str, Any], width: int) -> Row:
    values = [*(row.get("values") or []), *[None] * width][:width]
    return Row(
        label=row["label"],
        group=row.get("group", ""),
        level=row.get("level", 0),
        formula=row.get("formula", ""),
        cells=tuple((_cell(value), is_number(value)) for value in values),
        notes=tuple(row.get("notes") or []),
    )


def _cell(value: Any) -> str:
    """Return a cell as text: numbers with thousands apart and a negative one with △, as budgets print it."""
    if value is None or value == "":
        return UNKNOWN_CELL
    if not is_number(value):
        return str(value)
    return f"△{shown(-value)}" if value < 0 else shown(value)


def survey_chart(survey: Survey, items: Iterable[SurveyItem]) -> Chart | None:
    """Return satisfaction × importance as points numbered like the table beneath, None without figures."""
    points = [(item.number or str(n), item.satisfaction, item.importance) for n, item in enumerate(items, 1)]
    if not any(x is not None and y is not None for _, x, y in points):
        return None
    means = survey.means.get("satisfaction"), survey.means.get("importance")
    return scatter_chart(f"{survey.name}　満足度と重要度", "満足度", "重要度", points, means)
