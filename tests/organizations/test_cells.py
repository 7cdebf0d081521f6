from datetime import date, datetime

import pytest

from organizations.cells import (
    ChoiceCell,
    FiscalYearCell,
    FlagCell,
    LinesCell,
    MonthCell,
    TextCell,
    WholeNumberCell,
)

CHOICES = ChoiceCell([("given", "記載あり"), ("none", "工程の記載なし")])
READ = [
    (TextCell(), 7, "7"),
    (TextCell(), 7.0, "7"),
    (TextCell(), 1.5, "1.5"),
    (TextCell(), "007", "007"),
    (TextCell(), None, ""),
    (TextCell(), "一\r\n二\r三", "一\n二\n三"),
    (TextCell(one_line=True), " 窓口 ", "窓口"),
    (WholeNumberCell(), "1,234", 1234),
    (WholeNumberCell(), "１２", 12),
    (WholeNumberCell(), "１，２３４", 1234),
    (WholeNumberCell(), 3.0, 3),
    (WholeNumberCell(), "−5", -5),
    (WholeNumberCell(), None, None),
    (FlagCell(), "○", True),
    (FlagCell(), "はい", True),
    (FlagCell(), "１", True),
    (FlagCell(), 1.0, True),
    (FlagCell(), True, True),
    (FlagCell("重点"), "重点", True),
    (FlagCell(), "いいえ", False),
    (FlagCell(), "×", False),
    (FlagCell(), 0, False),
    (FlagCell(), " ", None),
    (FiscalYearCell(), "令和4年度（2022年度）", 2022),
    (FiscalYearCell(), 2022, 2022),
    (FiscalYearCell(), 2022.0, 2022),
    (FiscalYearCell(), "Ｈ２６", 2014),
    (FiscalYearCell(), "", None),
    (MonthCell(), "平成31年7月", date(2019, 7, 1)),
    (MonthCell(), datetime(2022, 7, 1), date(2022, 7, 1)),  # noqa: DTZ001  as openpyxl gives it
    (MonthCell(), None, None),
    (CHOICES, "記載あり", "given"),
    (CHOICES, "none", "none"),
    (CHOICES, "", ""),
    (LinesCell(), "住民記録\n\n 税 ", ["住民記録", "税"]),
]
REFUSED = [
    (TextCell(), True, "論理値"),
    (TextCell(), date(2022, 1, 2), "日付として保存"),
    (TextCell(one_line=True), "一\n二", "1行に"),
    (WholeNumberCell(), "1.9", "整数ではありません"),
    (WholeNumberCell(), 1.9, "整数ではありません"),
    (WholeNumberCell(), "1,9", "整数ではありません"),
    (WholeNumberCell(), "△5", "整数ではありません"),
    (WholeNumberCell(), "十二", "整数ではありません"),
    (FlagCell(), "重点", "「はい」「いいえ」"),
    (FlagCell(), "2", "「はい」「いいえ」"),
    (FiscalYearCell(), "令和0年", "令和元年"),
    (FiscalYearCell(), "2022.5", "読み取れません"),
    (FiscalYearCell(), "令和4年度（2021年度）", "一致しません"),
    (MonthCell(), "2022年", "読み取れません"),
    (MonthCell(), date(2022, 7, 15), "15日"),
    (CHOICES, "なし", "記載あり、工程の記載なしのどれか"),
]


@pytest.mark.parametrize(("cell", "written", "value"), READ)
def test_a_cell_is_read_as_people_write_it(cell, written, value):
    assert cell.clean(written) == value


@pytest.mark.parametrize(("cell", "written", "sentence"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(cell, written, sentence):
    with pytest.raises(ValueError, match=sentence):
        cell.clean(written)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (FlagCell(), True), (FlagCell(), False), (FlagCell(), None), (FiscalYearCell(), 2019),
        (FiscalYearCell(), None), (MonthCell(), date(2019, 4, 1)), (WholeNumberCell(), -12),
        (WholeNumberCell(), None), (CHOICES, "given"), (CHOICES, ""), (LinesCell(), ["住民記録", "税"]),
    ],
)  # fmt: skip
def test_what_is_written_is_read_back(cell, value):
    assert cell.clean(cell.render(value)) == value


def test_numbers_go_into_excel_as_numbers_and_into_csv_as_text():
    assert WholeNumberCell().render(12, force_native_type=True) == 12
    assert WholeNumberCell().render(12) == "12"
