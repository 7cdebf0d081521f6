"""Charts of counts: geometry from figures."""

import pytest

from portal.charts import COLUMN_HEIGHT, HEAD_ROOM, Part, Stack, divided_bar, in_words, stacked_columns


def parts(*counts):
    return [Part(f"code-{place}", f"名{place}", count) for place, count in enumerate(counts)]


def test_columns_stand_on_one_ground_in_one_scale():
    chart = stacked_columns(
        title="数", stacks=[Stack("令和4", "2022", parts(10)), Stack("令和5", "2023", parts(5))]
    )
    high, low = (column.blocks[0] for column in chart.columns)
    assert (high.height, low.height) == (COLUMN_HEIGHT, COLUMN_HEIGHT / 2)
    assert high.y == HEAD_ROOM
    assert high.y + high.height == low.y + low.height == chart.ground


def test_the_parts_of_a_column_lie_one_on_the_other_without_gap():
    chart = stacked_columns(title="数", stacks=[Stack("令和4", "2022", parts(3, 0, 7))])
    lower, upper = chart.columns[0].blocks
    assert upper.y + upper.height == pytest.approx(lower.y, abs=0.1)
    assert [block.code for block in (lower, upper)] == ["code-0", "code-2"]


def test_columns_share_the_width_and_stay_inside():
    chart = stacked_columns(title="数", stacks=[Stack(str(year), "", parts(1)) for year in range(7)])
    edges = [(column.x, column.x + column.width) for column in chart.columns]
    assert edges == sorted(edges)
    assert edges[0][0] > 0
    assert edges[-1][1] < 100
    assert all(left[1] < right[0] for left, right in zip(edges, edges[1:], strict=False))


def test_a_number_that_would_not_fit_is_left_to_the_table():
    chart = stacked_columns(title="数", stacks=[Stack("令和4", "2022", parts(1, 99))])
    assert [block.text for block in chart.columns[0].blocks] == ["", "99"]


def test_nothing_is_drawn_of_nothing():
    assert stacked_columns(title="数", stacks=[Stack("令和4", "2022", parts(0, 0))]) is None
    assert stacked_columns(title="数", stacks=[]) is None
    assert divided_bar(parts(0)) == []


def test_the_chart_says_in_words_what_it_draws():
    chart = stacked_columns(
        title="数", stacks=[Stack("令和4", "2022", parts(3, 0)), Stack("令和5", "2023", parts(0, 0))]
    )
    assert chart.description == "令和4は名03。令和5はなし。"
    assert in_words(parts(2, 1)) == "名02、名11"


def test_a_bar_is_divided_in_proportion():
    first, second = divided_bar(parts(1, 3))
    assert (first.x, first.width) == (0, 25)
    assert (second.x, second.width, second.middle) == (25, 75, 62.5)


def test_a_bar_can_be_a_share_of_a_larger_whole():
    (block,) = divided_bar(parts(5), whole=20)
    assert block.width == 25
