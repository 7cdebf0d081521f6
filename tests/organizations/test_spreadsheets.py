import io

import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from organizations.exceptions import FileRefused
from organizations.spreadsheets import (
    LONGEST_CELL,
    CsvFormat,
    ExcelFormat,
    WindowsCsvFormat,
    escape,
    unescape,
)

FORMULAS = ["=cmd|1", "+A1", "-A1", "@SUM(1)", "＝1+1", "　=1", "\t=1", "\r=1", "\n=1", "\x00", "-1-1"]
TEXTS = ["窓口", "", "-5", "+1,234", "-1.5", "a=b", "'引用", "「=」"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_escaped(text):
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_plain_text_and_plain_numbers_stay_as_they_are(text):
    assert escape(text) == text


@given(st.text(alphabet="'=+-@１1,.\t\n a窓", max_size=8))
def test_escaping_and_unescaping_changes_no_text_at_all(text):
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("format_class", [ExcelFormat, CsvFormat])
def test_a_round_trip_changes_nothing(format_class):
    texts = [[text.replace("\r", "").replace("\x00", "")] for text in [*FORMULAS, *TEXTS] if text]
    data = format_class().export_data(tablib.Dataset(*texts, headers=["名称"]))
    read = format_class().create_dataset(data)
    assert [[cell or ""] for (cell,) in read] == texts


def test_no_cell_of_a_workbook_is_a_formula_and_keys_keep_their_zeros():
    data = ExcelFormat().export_data(tablib.Dataset(["007", "=1+1", None, 5], headers=list("abcd")))
    cells = load_workbook(io.BytesIO(data)).active[2]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n"]
    assert [cell.value for cell in cells] == ["007", "=1+1", None, 5]
    assert [cell.number_format for cell in cells[:2]] == ["@", "@"]
    assert [cell.quotePrefix for cell in cells[:2]] == [False, True]


def test_what_excel_cannot_hold_is_refused_or_marked():
    with pytest.raises(FileRefused, match="上限32,767字"):
        ExcelFormat().export_data(tablib.Dataset(["あ" * (LONGEST_CELL + 1)], headers=["名称"]))
    data = ExcelFormat().export_data(tablib.Dataset(["窓\x0b口"], headers=["名称"]))
    assert ExcelFormat().create_dataset(data)[0] == ("窓\N{REPLACEMENT CHARACTER}口",)


def test_csv_has_a_mark_for_excel_and_line_breaks_inside_cells():
    data = CsvFormat().export_data(tablib.Dataset(["一行目\n二行目", None], headers=["内容", "注"]))
    assert data.startswith(b"\xef\xbb\xbf")
    assert CsvFormat().create_dataset(data)[0] == ("一行目\n二行目", "")


@pytest.mark.parametrize("character", ["𠮟", "—", "〜"])
def test_shift_jis_is_refused_naming_what_it_cannot_write(character):
    with pytest.raises(FileRefused, match=character):
        WindowsCsvFormat().export_data(tablib.Dataset([f"令和{character}"], headers=["名称"]))


def test_shift_jis_is_written_on_request_and_read_by_the_other_csv():
    data = WindowsCsvFormat().export_data(tablib.Dataset(["㈱窓口"], headers=["名称"]))
    assert data.decode("cp932") == "名称\r\n㈱窓口\r\n"
    assert CsvFormat().create_dataset(data)[0] == ("㈱窓口",)
    assert not WindowsCsvFormat().can_import()
