"""分類の対応表: which measures answer to which categories of an axis, and what nothing answers to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from measures.models import MeasureCategory
from plans.models import Axis, Category
from portal.measure_filters import GAPS
from portal.measure_groups import policy_groups
from portal.measure_selection import query_of
from portal.measure_table import MeasureRow, MeasureTable, measure_table
from portal.place import Place

MARK = "●"
UNKNOWN = "？"
UNTOLD = "―"
MARKS = {"unclear": UNKNOWN, "none": UNTOLD}


@dataclass(frozen=True)
class Column:
    """A column of the matrix: a category, or (`gap` a code of GAPS) what has none. `url` leads to its rows.

    `count` is None where the document does not let one say that nothing answers to the category; `untold`
    is what stands in its place.
    """

    label: str
    description: str
    mark: str
    url: str
    rows: Sequence[MeasureRow]
    count: int | None
    untold: str = ""
    gap: str = ""

    @property
    def is_uncovered(self) -> bool:
        """Say whether no measure is known to answer to this category."""
        return not self.gap and not self.rows

    @property
    def shown(self) -> str:
        return self.untold if self.count is None else str(self.count)


@dataclass(frozen=True)
class Line:
    """A measure with its cells, one a column: a mark, or nothing."""

    measure: MeasureRow
    cells: Sequence[str]


@dataclass(frozen=True)
class Group:
    """The measures of one uppermost policy, in the document's order."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Matrix:
    """One axis: measures by policy × categories."""

    axis: Axis
    columns: Sequence[Column]
    groups: Sequence[Group]
    total: int
    unit: str

    @property
    def uncovered(self) -> list[str]:
        return [column.label for column in self.columns if column.is_uncovered]

    @property
    def is_told(self) -> bool:
        """Say whether the document ties any measure to a category of the axis."""
        return any(column.rows for column in self.columns if not column.gap)

    @property
    def sentence(self) -> str:
        """Say what nothing covers, as far as the document lets one say so."""
        categories = sum(not column.gap for column in self.columns)
        unclear = sum(len(column.rows) for column in self.columns if column.gap == "unclear")
        if not categories:
            return f"「{self.axis}」には、分類の項目が記載されていません。"
        if not self.is_told:
            why = f"{unclear}{self.unit}は原本から読み取れません" if unclear else "資料に記載がありません"
            return f"どの{self.unit}がどの項目に当たるかは、分かっていません（{why}）。"
        if categories == 1 and not self.uncovered:
            return f"「{self.columns[0].label}」に当たる{self.unit}は{self.columns[0].shown}件です。"
        if not self.uncovered:
            return f"{categories}項目のすべてに、当たる{self.unit}があります。"
        named = "、".join(f"「{label}」" for label in self.uncovered)
        told = f"{categories}項目のうち{len(self.uncovered)}項目（{named}）に当たる{self.unit}"
        if unclear:
            return f"{told}は見つかっていません。分類が不明の{unclear}{self.unit}に含まれるかもしれません。"
        return f"{told}がありません。"


@dataclass(frozen=True)
class AxisChoice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Coverage:
    """The page: the axes of the plan, and the matrix of one; None where the plan has no axis."""

    axes: Sequence[AxisChoice]
    matrix: Matrix | None
    matrices: Sequence[Matrix]
    query: str


def coverage(place: Place, code: str = "") -> Coverage:
    """Read the matrices of all axes (ten queries); that of the axis `code` is chosen, else the first."""
    table = measure_table(place.plan)
    axes = list(place.plan.axes.prefetch_related("categories"))
    matrices = _matrices(table, axes) if axes else []
    chosen = next((one for one in matrices if one.axis.code == code), matrices[0] if matrices else None)
    path = reverse("portal:coverage", args=place.plan.url_args)
    return Coverage(
        axes=[
            AxisChoice(one.axis.name, path + query_of({"axis": one.axis.code}), one is chosen)
            for one in matrices
        ],
        matrix=chosen,
        matrices=matrices,
        query=query_of({"axis": chosen.axis.code} if chosen else {}),
    )


def _matrices(table: MeasureTable, axes: Iterable[Axis]) -> list[Matrix]:
    links = MeasureCategory.objects.filter(measure__plan=table.plan).values_list("measure", "category")
    of_category: dict[int, set[int]] = defaultdict(set)
    for measure, category in links:
        of_category[category].add(measure)
    unclear: dict[str, set[int]] = defaultdict(set)
    for measure, codes in table.plan.measures.values_list("pk", "categories_unclear"):
        for code in codes:
            unclear[code].add(measure)
    return [_matrix(table, axis, of_category, unclear[axis.code]) for axis in axes]


def _matrix(
    table: MeasureTable, axis: Axis, of_category: Mapping[int, set[int]], unclear: set[int]
) -> Matrix:
    categories = list(axis.categories.all())
    found = {category.pk: of_category.get(category.pk, set()) for category in categories}
    told = set().union(*found.values())
    untold = {row.pk for row in table.rows} - told - unclear
    nothing = "不明" if unclear else ("記載なし" if not told else "")
    columns = [_column(table, category, found[category.pk], nothing) for category in categories]
    columns += [
        _gap(table, axis, gap, members)
        for gap, members in (("unclear", unclear), ("none", untold))
        if members and categories
    ]
    return Matrix(axis, columns, list(_groups(table, columns)), len(table.rows), table.plan.words["measure"])


def _column(table: MeasureTable, category: Category, members: set[int], nothing: str) -> Column:
    rows = [row for row in table.rows if row.pk in members]
    return Column(
        label=category.label,
        description=category.description,
        mark=MARK,
        url=_list_url(table, category=f"{category.axis.code}:{category.code}"),
        rows=rows,
        count=len(rows) if rows or not nothing else None,
        untold=nothing,
    )


def _gap(table: MeasureTable, axis: Axis, gap: str, members: set[int]) -> Column:
    rows = [row for row in table.rows if row.pk in members]
    url = _list_url(table, uncategorised=f"{axis.code}:{gap}")
    return Column(GAPS[gap], "", MARKS[gap], url, rows, len(rows), gap=gap)


def _list_url(table: MeasureTable, **conditions: str) -> str:
    return reverse("portal:measure_list", args=table.plan.url_args) + query_of(conditions)


def _groups(table: MeasureTable, columns: Sequence[Column]) -> Iterable[Group]:
    members = [{row.pk for row in column.rows} for column in columns]
    groups = policy_groups(table)
    for group in groups.listed:
        lines = [
            Line(
                row,
                [column.mark if row.pk in of else "" for column, of in zip(columns, members, strict=True)],
            )
            for row in table.rows
            if groups.of_measure[row.pk] == group
        ]
        if lines:
            yield Group(group.label if table.sorts_by_policy else "", lines)
