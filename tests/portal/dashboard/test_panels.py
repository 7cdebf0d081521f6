"""Pieces of a dashboard that need no page: money in words, sheets of paper, cells of tables."""

import pytest

from measures.models import BudgetLine, CostEstimate
from portal.dashboard.late import shortened
from portal.dashboard.money import money_panel, yen_in_words
from portal.dashboard.panels import Panel, in_rows
from portal.dashboard.tables import MOST_ON_PAGE, Amount, FigureTable, Number, Words, plain
from portal.measure_table import measure_table
from tests.factories import make_measure, make_plan, recorded


@pytest.mark.parametrize(
    ("thousands", "told"),
    [(0, "0円"), (3, "3千円"), (4123, "412万3千円"), (2_504_000, "25億400万円"), (100_000, "1億円")],
)
def test_money_is_told_as_people_do(thousands, told):
    assert yen_in_words(thousands) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [("部品が足りない。次年度に行う。", "部品が足りない"), ("あ" * 12, "あ" * 9 + "…"), ("", "")],
)
def test_a_reason_is_told_by_its_first_sentence(text, told):
    assert shortened(text, 10) == told


@pytest.mark.parametrize(
    ("wide", "rows"), [([0] * 3, [3]), ([0] * 6, [3, 3]), ([0] * 9, [5, 4]), ([0, 1, 0, 0, 0], [2, 3])]
)
def test_panels_fill_two_rows_of_a_sheet(wide, rows):
    panels = [Panel("x", "題", None, [], is_wide=bool(is_wide)) for is_wide in wide]
    assert [len(row) for row in in_rows(panels)] == rows


def test_a_cell_keeps_its_number_in_a_spreadsheet():
    cells = (Number(3), Number(None, text="不明"), Amount(1.5, "1.5％"), Words("名"))
    assert [plain(cell) for cell in cells] == [3, "不明", 1.5, "名"]
    assert plain(Amount(None, "記載なし")) == "記載なし"


def test_a_long_table_is_cut_on_the_page_and_says_so():
    table = FigureTable("題", ["名"], [[Words(str(n))] for n in range(MOST_ON_PAGE + 5)])
    assert (len(table.lines), table.more) == (MOST_ON_PAGE, 5)


@pytest.mark.django_db
def test_a_column_shows_the_surest_amount_of_its_year():
    plan, measure = make_plan(), make_measure()
    other = make_measure(number="2")
    make = recorded(lambda model, **row: model.objects.create(**row))
    make(BudgetLine, measure=measure, fiscal_year=2022, initial=100, settled=90, settled_state="見込")
    make(BudgetLine, measure=measure, fiscal_year=2023, initial=200, settled=150, settled_state="確定")
    make(BudgetLine, measure=other, fiscal_year=2023, initial=50)
    make(CostEstimate, measure=measure, fiscal_year=2024, total=300)
    found = money_panel(measure_table(plan))
    assert [(year.name, year.amount) for year in found.years] == [
        ("決算見込", 90), ("予算", 250), ("見積", 300), ("見積", None), ("見積", None),
    ]  # fmt: skip
    assert found.total == 640
    assert [row[1].text for row in found.table.rows] == ["決算見込", "予算", "見積", "記載なし", "記載なし"]


@pytest.mark.django_db
def test_without_amounts_of_measures_those_of_the_whole_plan_are_told():
    plan = make_plan()
    assert money_panel(measure_table(plan)) is None
    recorded(plan.costs.create)(fiscal_year=2022, amount=500, approximate=True, basis="全体")
    found = money_panel(measure_table(plan))
    assert (found.total, found.years[0].name, found.url) == (500, "約見積", "")
