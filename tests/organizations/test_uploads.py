import io
import zipfile

import pytest
from openpyxl import Workbook

from organizations import uploads
from organizations.exceptions import FileRefused


def workbook(rows, **parts) -> bytes:
    """Return an .xlsx of `rows`; `parts` are further members of the archive."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_sheet(xml: str) -> bytes:
    """Return an .xlsx whose first sheet is the given XML."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["識別名"]])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.infolist():
            is_sheet = member.filename == "xl/worksheets/sheet1.xml"
            archive.writestr(member.filename, xml if is_sheet else source.read(member))
    return target.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def test_a_workbook_is_read_as_plain_cells():
    table = uploads.read_workbook(workbook([["識別名", "年度"], ["1", 2022], [None, None]]))
    assert table == uploads.Table(["識別名", "年度"], [["1", 2022]])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です"),
        (b"x" * (uploads.MAX_UPLOAD + 1), "上限10MB"),
        (b"\xd0\xcf\x11\xe0 an old .xls", "として読み込めません"),
        (workbook([["a"]], **{"xl/vbaProject.bin": "x"}), "マクロ"),
        (workbook([["a"]], **{"xl/externalLinks/externalLink1.xml": "x"}), "ほかのファイルへのリンク"),
        (workbook([["a"]], **{"xl/media/bomb.xml": "0" * (uploads.MAX_UNPACKED + 1)}), "大きくなりすぎる"),
        (workbook([["a"]], **{f"xl/part{n}.xml": "x" for n in range(501)}), "大きくなりすぎる"),
    ],
    ids=["empty", "large", "xls", "macro", "links", "bomb", "members"],
)
def test_a_dangerous_workbook_is_refused_before_it_is_read(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        uploads.check_workbook(content)


def test_a_document_type_is_refused_so_that_no_entity_expands():
    xml = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    )
    with pytest.raises(FileRefused, match="として読み込めません"):
        uploads.read_workbook(with_sheet(xml))


def test_a_cell_far_away_does_not_make_a_huge_table():
    xml = SHEET.format('<row r="20000"><c r="XFD20000" t="inlineStr"><is><t>x</t></is></c></row>')
    with pytest.raises(FileRefused, match="ファイルに表がありません"):
        uploads.read_workbook(with_sheet(xml))


def test_more_rows_than_the_limit_are_refused_not_cut():
    rows = [["識別名"], *([str(n)] for n in range(uploads.MAX_ROWS + 1))]
    with pytest.raises(FileRefused, match="行が多すぎます"):
        uploads.read_workbook(workbook(rows))


def test_a_value_beside_the_head_is_refused():
    with pytest.raises(FileRefused, match="2行目に、見出しのない列"):
        uploads.read_workbook(workbook([["識別名"], ["1", "忘れ物"]]))


def test_a_formula_without_its_value_is_named_by_its_cell():
    with pytest.raises(FileRefused, match="セル B2 の数式"):
        uploads.read_workbook(workbook([["識別名", "名称"], ["1", "=1+1"]]))


@pytest.mark.parametrize("name", ["計画.xls", "計画.XLSM", "計画.xlsb"])
def test_other_kinds_of_excel_file_are_refused_by_name_with_a_way_out(name):
    with pytest.raises(FileRefused, match="「Excelブック（.xlsx）」で保存し直して"):
        uploads.check_name(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_the_encodings_towns_use(encoding):
    content = "識別名,名称\r\n1,窓口の改善\r\n".encode(encoding)
    assert uploads.read_csv(content) == uploads.Table(["識別名", "名称"], [["1", "窓口の改善"]])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("識別名,名称".encode("utf-16"), "文字コード"),
        ("識別名,名称".encode("euc-jp") + b"\xff", "文字コード"),
        (b"a\x00b", "文字コード"),
        ('識別名,名称\r\n1,"閉じない'.encode(), "引用符"),
        (b"\r\n\r\n", "ファイルに表がありません"),
        (",".join(str(n) for n in range(61)).encode(), "列が多すぎます"),
    ],
)
def test_what_is_no_plain_csv_is_refused(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        uploads.read_csv(content)


def test_short_lines_are_filled_and_blank_ones_at_the_end_dropped():
    table = uploads.read_csv("a,b\n1\n　\n,\n".encode())
    assert table.rows == [["1", None]]
