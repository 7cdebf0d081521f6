"""Figures become geometry: scales from zero, labels that stay apart, no invented numbers."""

import pytest

from portal.book_charts import (
    Text,
    figures_of,
    nice_top,
    scatter_chart,
    shown,
    spread_apart,
    table_chart,
)

COLUMNS = [{"label": "市"}, {"label": "国"}]


def rows(*values):
    return [{"label": f"第{n}行", "values": list(row)} for n, row in enumerate(values, 1)]


def chart(kind, columns, table_rows, unit="％"):
    return table_chart(kind=kind, title="図1", unit=unit, columns=columns, rows=table_rows)


def test_bars_start_at_zero_and_keep_their_proportion():
    bars = chart("bar", COLUMNS, rows((80, 40), (20, None))).marks
    assert len({bar.x for bar in bars}) == 1
    assert bars[0].width == pytest.approx(2 * bars[1].width, abs=0.2)
    assert bars[0].width == pytest.approx(4 * bars[2].width, abs=0.4)


def test_a_missing_value_gets_no_bar():
    bars = chart("bar", COLUMNS, rows((80, 40), (20, None))).marks
    assert [bar.text for bar in bars] == ["80％", "40％", "20％"]


def test_a_series_is_named_where_there_are_several():
    assert chart("bar", COLUMNS, rows((80, 40))).series == ("市", "国")
    assert chart("bar", COLUMNS[:1], rows((80,))).series == ()


@pytest.mark.parametrize("kind", ["table", "figure", ""])
def test_a_table_and_a_figure_have_no_chart(kind):
    assert chart(kind, COLUMNS, rows((80, 40))) is None


def test_texts_give_no_chart():
    assert chart("bar", COLUMNS[:1], rows(("約8割",), ("5割以上",))) is None


def test_more_series_than_colours_give_no_chart():
    columns = [{"label": str(n)} for n in range(6)]
    assert chart("bar", columns, rows((1, 2, 3, 4, 5, 6))) is None


def test_a_column_with_a_text_in_it_is_left_out():
    figures = figures_of("図1", "", COLUMNS, rows((80, "約4割"), (20, 3)))
    assert figures.columns == ("市",)


def test_lines_have_a_point_a_year_and_leave_gaps_out():
    years = [{"label": f"令和{n}年"} for n in (1, 2, 3)]
    drawn = chart("line", years, rows((10, None, 30), (5, 6, 7)))
    assert len(drawn.lines) == 2
    assert len(drawn.lines[0].points.split()) == 2
    assert len(drawn.marks) == 5


def test_labels_at_one_height_are_moved_apart():
    placed = spread_apart([Text(0, 100, "い"), Text(0, 98, "あ"), Text(0, 101, "う")])
    assert [text.text for text in placed] == ["あ", "い", "う"]
    assert [b.y - a.y for a, b in zip(placed, placed[1:], strict=False)] == [16, 16]


def test_a_point_right_of_another_has_more_of_what_lies_across():
    drawn = scatter_chart("図15", "満足度", "重要度", [("1", 10, 80), ("2", 40, 60)], (22.6, 65.2))
    first, second = drawn.marks
    assert first.x < second.x
    assert first.y < second.y
    assert [rule.kind for rule in drawn.rules].count("mean") == 2


def test_a_point_without_figures_is_not_drawn():
    assert len(scatter_chart("図", "満足度", "重要度", [("1", 10, 80), ("2", None, 60)]).marks) == 1


@pytest.mark.parametrize(("value", "text"), [(1234, "1,234"), (46.6, "46.6"), (100.0, "100"), (0, "0")])
def test_numbers_are_shown_as_people_write_them(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("largest", "top"), [(87.5, 90), (100, 100), (9, 9), (0, 1), (451875, 500000), (0.4, 1)]
)
def test_an_axis_ends_at_a_round_number(largest, top):
    assert nice_top(largest) == top
