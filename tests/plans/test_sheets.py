"""The small sheet: how cells are read and shown, and how two people's changes of one sheet come together."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from plans.sheets import SURVEY_ITEMS, TABLE, Grid, Merge, Sheet
from plans.sheets.cells import (
    read_indent,
    read_line,
    read_number,
    read_quadrant,
    read_value,
    show_value,
)

pytestmark = pytest.mark.once  # no database

COLUMNS = [{"label": "令和3年度", "unit": "件"}, {"label": "令和4年度", "notes": [{"kind": "editor"}]}]
ROWS = [
    {"label": "申請", "group": "窓口", "values": [10, 12.5], "notes": [{"kind": "unclear", "text": "薄い"}]},
    {"label": "処理", "group": "窓口", "level": 1, "values": [None, "未定"]},
    {"label": "合計", "code": "a", "formula": "a＝b＋c", "values": [-3, 0]},
]
GRID = Grid(COLUMNS, ROWS)


def posted(sheet: Sheet, **changes: str | None) -> QueryDict:
    """Return what a browser posts from a sheet, with some cells changed (`s0_v1` is `sheet-0-v1`)."""
    prefix = sheet.kind.prefix
    data = QueryDict(mutable=True)
    data[f"initial-{prefix}"] = sheet.base.as_json()
    data[f"{prefix}-columns"], data[f"{prefix}-rows"] = str(len(sheet.columns)), str(len(sheet.rows))
    for name, text in sheet.remembered:
        data[name] = text
    for part, lines in (("c", sheet.columns), ("", sheet.rows)):
        for n, line in enumerate(lines):
            data[f"{prefix}-{part}{n}-at"] = "" if line.at is None else str(line.at)
    for cell in sheet.cells():
        data[cell.name] = cell.text
    for name, text in changes.items():
        name = name.replace("s", f"{prefix}-", 1).replace("_", "-")
        if text is None:
            data.pop(name, None)
        else:
            data[name] = text
    return data


def typed(grid: Grid = GRID, kind=TABLE, **changes: str) -> Sheet:
    return Sheet.posted(kind, posted(Sheet.of(kind, grid).with_room(), **changes))


def with_value(row: int, column: int, value) -> Grid:
    rows = [dict(entry, values=list(entry["values"])) for entry in ROWS]
    rows[row]["values"][column] = value
    return Grid(COLUMNS, rows)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1234", 1234), ("1,234", 1234), ("１，２３４", 1234), ("22.6", 22.6), ("△5", -5), ("▲1,000", -1000),
     ("-5", -5), ("－５", -5), ("", None), (" ", None), ("-", None), ("―", None), ("－", None),
     ("未定", "未定"), ("0123", "0123"), ("2013年6月", "2013年6月"), ("'123", "123"), ("12％", "12％"),
     ("9" * 20, "9" * 20), ("1,23", "1,23"), ("0", 0), ("0.50", 0.5)],
)  # fmt: skip
def test_a_cell_is_read_as_number_text_or_nothing(text, value):
    assert read_value(text) == value
    assert type(read_value(text)) is type(value)


@given(
    st.none()
    | st.integers(-(10**15), 10**15)
    | st.floats(-(10**9), 10**9, allow_nan=False)
    | st.text("0123456789,.-△'あ件 ", max_size=8).map(str.strip)
)
def test_what_a_cell_shows_is_read_back(value):
    assert read_value(show_value(value)) == value


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (read_number, "多い", "数ではありません"),
        (read_indent, "21", "0から20まで"),
        (read_indent, "1.5", "0から20まで"),
        (read_quadrant, "E", "A、B、C、D"),
        (read_line, "一\n二", "改行"),
        (read_line, "長" * 201, "200字"),
        (read_value, "a\x0bb", "表示できない文字"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_would_do(read, text, told):
    with pytest.raises(ValueError, match=told):
        read(text)


def test_an_untouched_sheet_changes_nothing():
    ragged = Grid([], [{"label": "一", "values": [1, None, "二"]}, {"label": "二"}])
    for grid in (GRID, ragged, Grid()):
        sheet = typed(grid)
        assert sheet.is_valid()
        assert Merge(sheet, grid).grid == grid


def test_a_changed_cell_leaves_the_notes_of_its_row_and_column():
    merge = Merge(typed(s0_v0="１，０００", s1_level=""), GRID)
    assert merge.grid.rows[0] == ROWS[0] | {"values": [1000, 12.5]}
    assert merge.grid.rows[1] == {"label": "処理", "group": "窓口", "values": [None, "未定"]}
    assert merge.grid.columns == COLUMNS


def test_a_row_and_a_column_are_added_in_the_room_at_the_end():
    merge = Merge(typed(sc2_label="令和5年度", s0_v2="7", s3_label="新しい行", s3_v1="-", s3_v2="多数"), GRID)
    assert merge.grid.columns[2] == {"label": "令和5年度"}
    assert [row["values"] for row in merge.grid.rows] == [
        [10, 12.5, 7], [None, "未定", None], [-3, 0, None], [None, None, "多数"],
    ]  # fmt: skip


def test_a_row_and_a_column_are_taken_away():
    merge = Merge(typed(s1_remove="on", sc0_remove="on"), GRID)
    assert [row["label"] for row in merge.grid.rows] == ["申請", "合計"]
    assert [row["values"] for row in merge.grid.rows] == [[12.5], [0]]
    assert [column["label"] for column in merge.grid.columns] == ["令和4年度"]


@pytest.mark.parametrize(
    ("command", "labels", "values"),
    [
        ("up:1", ["処理", "申請", "合計"], [10, 12.5]),
        ("down:0", ["処理", "申請", "合計"], [10, 12.5]),
        ("up:0", ["申請", "処理", "合計"], [10, 12.5]),
        ("right:0", ["申請", "処理", "合計"], [12.5, 10]),
        ("left:1", ["申請", "処理", "合計"], [12.5, 10]),
        ("insert:0", ["申請", "処理", "合計"], [10, 12.5]),
    ],
)
def test_rows_and_columns_are_moved_with_what_was_typed(command, labels, values):
    sheet = Sheet.posted(TABLE, posted(typed().arranged(command)))
    grid = Merge(sheet, GRID).grid
    assert [row["label"] for row in grid.rows] == labels
    assert next(row for row in grid.rows if row["label"] == "申請")["values"] == values


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"s0_label": ""}, "1行目 見出し"),
        ({"s3_v0": "1"}, "4行目 見出し"),
        ({"s0_v2": "1"}, "3列目 列の見出し"),
        ({"sc0_label": ""}, "1列目 列の見出し"),
        ({"s0_level": "x"}, "1行目 字下げ"),
    ],
)
def test_what_cannot_be_saved_is_said_with_its_place(changes, place):
    sheet = typed(**changes)
    assert not sheet.is_valid()
    assert [sentence.split("：")[0] for sentence in sheet.sentences()] == [place]


@pytest.mark.parametrize("shown", ["", "{}", "[]", '{"columns": [1], "rows": []}', "何か"])
def test_a_sheet_that_does_not_say_what_it_showed_is_refused(shown):
    data = posted(Sheet.of(TABLE, GRID))
    data["initial-sheet"] = shown
    assert not Sheet.posted(TABLE, data).is_valid()


# --- Two people ---------------------------------------------------------------------------------


def test_changes_of_different_cells_come_together():
    merge = Merge(typed(s2_v1="9"), with_value(0, 0, 99))
    assert merge.clashes == []
    assert [row["values"] for row in merge.grid.rows] == [[99, 12.5], [None, "未定"], [-3, 9]]


def test_both_changing_a_cell_alike_is_no_conflict():
    assert Merge(typed(s0_v0="99"), with_value(0, 0, 99)).clashes == []


def test_both_changing_a_cell_differently_is_told_and_picked():
    stored = with_value(0, 0, 99)
    merge = Merge(typed(s0_v0="11", s2_v1="9"), stored)
    assert [(c.name, c.label, c.was, c.theirs, c.mine) for c in merge.clashes] == [
        ("sheet-0-v0", "「申請」 「令和3年度」", "10", "99", "11")
    ]
    again = posted(merge.sheet_to_pick())
    assert again["initial-sheet-0-v0"] == "99"
    mine = Merge(Sheet.posted(TABLE, again), stored)
    assert [row["values"] for row in mine.grid.rows] == [[11, 12.5], [None, "未定"], [-3, 9]]
    again["sheet-0-v0"] = "99"
    theirs = Merge(Sheet.posted(TABLE, again), stored)
    assert [row["values"] for row in theirs.grid.rows] == [[99, 12.5], [None, "未定"], [-3, 9]]
    again["sheet-0-v0"], again["initial-sheet-0-v0"] = "11", "10"
    assert [clash.name for clash in Merge(Sheet.posted(TABLE, again), stored).clashes] == ["sheet-0-v0"]


def test_taking_away_a_row_that_somebody_changed_is_a_conflict():
    merge = Merge(typed(s0_remove="on"), with_value(0, 0, 99))
    assert [clash.label for clash in merge.clashes] == ["「申請」 の行"]
    merge = Merge(typed(sc0_remove="on"), with_value(0, 0, 99))
    assert [clash.label for clash in merge.clashes] == ["「令和3年度」 の列"]


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 1], [0, 1, 2, 2]])
def test_rows_that_somebody_moved_are_never_written_by_their_place(order):
    stored = Grid(COLUMNS, [ROWS[n] for n in order])
    merge = Merge(typed(s1_v0="5"), stored)
    assert [clash.name for clash in merge.clashes] == ["sheet-shape"]
    again = posted(merge.sheet_to_pick())
    again.setlist("clash", ["sheet-shape"])
    assert not Sheet.posted(TABLE, again).is_valid()
    again["pick-sheet-shape"] = "theirs"
    assert Merge(Sheet.posted(TABLE, again), stored).grid == stored
    again["pick-sheet-shape"] = "mine"
    grid = Merge(Sheet.posted(TABLE, again), stored).grid
    assert [(row["label"], row["values"]) for row in grid.rows] == [
        ("申請", [10, 12.5]), ("処理", [5, "未定"]), ("合計", [-3, 0]),
    ]  # fmt: skip
    assert grid.rows[0]["notes"] == ROWS[0]["notes"]


def test_an_untouched_sheet_takes_what_somebody_stored():
    stored = Grid(COLUMNS[:1], ROWS[:1])
    assert Merge(typed(), stored).grid == stored


def test_rows_with_a_key_are_told_apart_by_it():
    rows = [{"pk": 4, "name": "一", "satisfaction": 20.5}, {"pk": 5, "name": "一"}]
    sheet = typed(Grid([], rows), SURVEY_ITEMS, s1_satisfaction="３０．５")
    assert Merge(sheet, Grid([], rows)).grid.rows == [rows[0], rows[1] | {"satisfaction": 30.5}]
    assert [c.name for c in Merge(sheet, Grid([], rows[::-1])).clashes] == ["items-shape"]
