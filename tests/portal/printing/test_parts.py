"""The parts of the book as values: bars, widths, titles, structure, renewals, targets, charts."""

from dataclasses import replace

import pytest

from portal.printing.cover import cover, title_lines
from portal.printing.data_tables import data_table
from portal.printing.indicator_chart import indicator_chart
from portal.printing.measure_sheets import fills_pages, measure_sheets
from portal.printing.schedule_table import schedule_table
from portal.printing.structure import LARGEST_BOX, structure
from portal.printing.system_table import system_table
from portal.printing.tables import LINE, in_percent, shares, shown
from portal.printing.target_table import target_table
from portal.printing.words import Source, short_month

PLAN = {
    "code": "ict-2022",
    "title": "情報化計画",
    "start_fiscal_year": 2022,
    "end_fiscal_year": 2024,
    "phases": [{"label": "検討", "stage": "consider"}, {"label": "調達・構築", "stage": "build"}],
}


def source(plan=None, **parts) -> Source:
    return Source(
        {"municipality": {"code": "132209", "name": "東大和市"}, "plan": PLAN | (plan or {})} | parts
    )


def measure(number="1", **parts) -> dict:
    return {"number": number, "name": f"施策{number}"} | parts


def scheduled(years: dict, **parts) -> dict:
    return measure(schedule=[{"years": years}], **parts)


@pytest.mark.parametrize(
    ("years", "cells"),
    [
        ({"2022": "検討", "2023": "検討", "2024": "調達・構築"},
         [("◇ 検討", "bar bar--consider bar--runs", 2), ("▲ 調達・構築", "bar bar--build", 1)]),
        ({"2024": "検討"}, [("―", "none", 2), ("◇ 検討", "bar bar--consider", 1)]),
        ({}, [("記載なし", "none", 3)]),
    ],
)  # fmt: skip
def test_a_phase_is_one_bar_over_its_years(years, cells):
    [row] = schedule_table(source(measures=[scheduled(years)])).groups[0].rows
    assert [(cell.text, cell.kind, cell.span) for cell in row.cells] == cells


@pytest.mark.parametrize(
    ("state", "said"), [("unreadable", "原本から読み取れず"), ("none", "工程の記載なし")]
)
def test_a_measure_without_a_schedule_says_why(state, said):
    measures = [scheduled({"2022": "検討"}), measure("2", schedule_state=state)]
    rows = schedule_table(source(measures=measures)).groups[0].rows
    assert [cell.text for cell in rows[1].cells] == [said]


def test_a_plan_that_prints_no_schedule_has_no_table():
    assert schedule_table(source(measures=[measure(schedule_state="none")])) is None
    assert schedule_table(source(measures=[])) is None


def test_a_track_has_a_row_of_its_own_with_its_label():
    tracks = [{"label": "申請", "years": {"2022": "検討"}}, {"label": "決済"}]
    rows = schedule_table(source(measures=[measure(schedule=tracks)])).groups[0].rows
    assert [(row.number, row.name) for row in rows] == [("1", "施策1　申請"), ("", "決済")]


def test_measures_are_counted_by_phase_and_year():
    measures = [
        scheduled({"2022": "検討", "2023": "検討"}),
        measure("2", schedule=[{"years": {"2023": "検討"}}]),
    ]
    table = schedule_table(source(measures=measures))
    assert [(row.label, row.counts) for row in table.counts] == [("◇ 検討", [1, 2, 0])]


def test_a_plan_without_a_schedule_shows_the_years_its_targets_are_due():
    indicators = [{"name": "手続", "kind": "numeric", "target": 27, "unit": "手続", "due_fiscal_year": 2023}]
    table = target_table(source(measures=[measure(indicators=indicators)]))
    texts = [cell.text for cell in table.groups[0].rows[0].cells]
    assert texts == ["1", "施策1", "手続", "27手続", "", "●", ""]
    assert target_table(source(measures=[measure()])) is None


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("第四次総合情報化基本計画", ["第四次", "総合情報化", "基本計画"]),
        ("第五次東大和市情報化推進計画", ["第五次", "東大和市情報化", "推進計画"]),
        ("武蔵村山市第五次情報化基本計画", ["武蔵村山市第五次", "情報化基本計画"]),
        ("立川市第３次情報化計画", ["立川市第３次", "情報化計画"]),
        ("国立市DX推進計画", ["国立市DX", "推進計画"]),
        ("計画", ["計画"]),
    ],
)
def test_a_title_is_cut_where_a_reader_pauses(title, lines):
    assert title_lines(title) == lines


def test_the_cover_draws_the_schedule_over_the_whole_width():
    drawn = cover(source(measures=[scheduled({"2022": "検討", "2023": "検討", "2024": "調達・構築"})]))
    assert [(band.x, band.width, band.fill) for band in drawn.bands] == [
        (0.0, 139.3, "consider"),
        (140.0, 69.3, "build"),
    ]
    assert "1の施策の3年間の工程" in drawn.caption


def test_a_cover_without_measures_has_no_bands():
    assert (cover(source()).bands, cover(source()).caption) == ([], "")


def test_a_large_policy_is_cut_into_boxes_that_fit_a_page():
    policies = [{"code": "1", "name": "方針"}]
    many = [measure(str(n), policy="1") for n in range(1, 35)]
    boxes = structure(source(policies=policies, measures=many)).boxes
    assert [len(box.rows) for box in boxes] == [12, 12, 10]
    assert max(box.height for box in boxes) <= LARGEST_BOX
    assert [box.name for box in boxes] == ["方針", "方針（続き）", "方針（続き）"]
    assert [box.is_last for box in boxes] == [False, False, True]


def test_a_measure_between_two_policies_stands_under_both_names():
    policies = [{"code": "1", "name": "甲"}, {"code": "2", "name": "乙"}]
    boxes = structure(source(policies=policies, measures=[measure(policy_candidates=["1", "2"])])).boxes
    assert [(box.name, len(box.rows)) for box in boxes] == [("1 甲 または 2 乙", 1), ("甲", 0), ("乙", 0)]


def test_a_renewal_is_drawn_by_quarters():
    renewal = {
        "current_end": "2024-03",
        "review_start": "2022-07",
        "procurement_fiscal_year": 2023,
        "next_start": "2024-04",
    }
    table = system_table(source(systems=[{"name": "住民記録", "renewal": renewal}]))
    cells = table.table.groups[0].rows[0].cells[len(table.table.columns) :]
    assert [(cell.text, cell.span) for cell in cells] == [("", 1), ("◇", 3), ("▲", 4), ("■", 4)]
    assert table.heads == ["R4", "R5", "R6"]


def test_a_system_without_dates_is_not_drawn():
    table = system_table(
        source(
            systems=[
                {"name": "甲", "is_priority": False},
                {"name": "乙", "is_priority": True},
                {"name": "丙"},
            ]
        )
    )
    assert table.heads == []
    assert [row.cells[1].text for row in table.table.groups[0].rows] == ["", "●", "―"]


def test_short_sheets_share_a_page_and_long_ones_fill_one():
    short, long = (
        measure_sheets(source(measures=[part]), [part], 2)
        for part in (measure(content="短い"), measure(content="長い文章。" * 500))
    )
    assert not fills_pages(short)
    assert fills_pages(long)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "―"),
        ("", "―"),
        (0, "0"),
        (12345, "12,345"),
        (8.5, "8.5"),
        (9, "9"),
        (["甲", "乙"], "甲、乙"),
        ("約4割", "約4割"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("text", "short"),
    [("2016-08", "H28.8"), ("2019-05", "R元.5"), ("2016-08-31", "H28.8.31"), ("2016", "2016"), (None, "")],
)
def test_a_month_is_short_in_a_table(text, short):
    assert short_month(text) == short


@pytest.mark.parametrize(
    "columns",
    [
        [["短い"], ["とても長い文章" * 20], ["1,234"]],
        [["長い文章" * 20]] * 4,
        [[""], [""]],
        [["x" * (2 * LINE)], ["12"] * 3, *[["28"]] * 7],
    ],
)
def test_widths_add_up_and_starve_no_column(columns):
    widths = shares(columns)
    assert sum(widths) == 100
    assert min(widths) >= 3


def test_percents_add_up_when_they_are_odd():
    assert sum(in_percent([1, 1, 1])) == 100


def test_figures_of_a_column_have_the_same_decimals_and_bars_their_share():
    rows = [{"label": "甲", "values": [45]}, {"label": "乙", "values": [7.5]}, {"label": "丙"}]
    part = {
        "number": "図1",
        "title": "普及率",
        "kind": "bar",
        "unit": "％",
        "columns": [{"label": "率"}],
        "rows": rows,
    }
    cells = [row.cells for row in data_table(part).tables[0].groups[0].rows]
    assert [line[1].text for line in cells] == ["45.0", "7.5", "―"]
    assert [line[2].kind for line in cells] == ["meter meter-45", "meter meter-8", ""]


def test_a_figure_whose_data_are_lost_keeps_its_name():
    lost = data_table({"number": "図2", "title": "体系図", "kind": "figure"})
    assert (lost.name, lost.chart, lost.tables) == ("図2　体系図", None, [])


def test_an_indicator_with_two_years_is_drawn():
    values = [{"fiscal_year": 2022, "target": 60, "value": 62}, {"fiscal_year": 2024, "target": 180}]
    chart = indicator_chart({"name": "手続", "unit": "件", "kind": "numeric", "values": values})
    assert [mark.text for mark in chart.tops] == ["62"]
    assert [mark.text for mark in chart.targets] == ["", "180"]
    assert indicator_chart({"name": "手続", "kind": "numeric", "values": values[:1]}) is None


@pytest.mark.parametrize(
    ("this_year", "first"),
    [
        (2023, "本年度実施予定\n令和5年度（2023年度）"),
        (2030, "令和4年度（2022年度）"),
        (None, "令和4年度（2022年度）"),
    ],
)
def test_the_year_plan_of_the_year_of_printing_stands_first(this_year, first):
    told = measure(year_plans={"2022": "調べる。", "2023": "選ぶ。"})
    printed = replace(source(measures=[told]), this_year=this_year)
    (found,) = measure_sheets(printed, [told], 2)
    (plans,) = [table for table in found.tables if table.name == "年度計画"]
    rows = [row.cells[0].text for group in plans.groups for row in group.rows]
    assert (rows[0], len(rows)) == (first, 2)
