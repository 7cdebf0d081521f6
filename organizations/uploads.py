"""Files from outside: refused before they are read. What is not dangerous becomes rows of plain cells."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from organizations.exceptions import FileRefused

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 10 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_MEMBERS = 500
MAX_RATIO = 200  # unpacked to packed size of one member
MAX_ROWS = 5_000
MAX_COLUMNS = 60
ENCODINGS = ["utf-8-sig", "cp932"]
NO_CHARACTERS = set("\uf8f0\uf8f1\uf8f2\uf8f3")  # what CP932 makes of bytes that are none of its own
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NAMED_REFUSALS = {
    ".xls": "古い形式のExcelファイル（.xls）",
    ".xlsm": "マクロ有効ブック（.xlsm）",
    ".xlsb": "バイナリブック（.xlsb）",
}
SAVE_AGAIN = "Excelで開き、「Excelブック（.xlsx）」で保存し直してください。"
NOT_A_WORKBOOK = f"Excelブック（.xlsx）として読み込めません。{SAVE_AGAIN}"


@dataclass(frozen=True)
class Table:
    """The rows of an uploaded file as plain cells: a head, then rows of the same width."""

    head: list[Any]
    rows: list[list[Any]]


def check_size(size: int) -> None:
    """Raise FileRefused for more bytes than an upload may have."""
    if size > MAX_UPLOAD:
        raise FileRefused(
            f"ファイルが大きすぎます（上限{MAX_UPLOAD // MEGABYTE}MB）。"
            "不要な列や画像を除くか、分けてください。"
        )
    if size == 0:
        raise FileRefused("ファイルが空です。")


def check_name(name: str) -> None:
    """Raise FileRefused for the kinds of Excel file that are not taken, with the way out."""
    for ending, kind in NAMED_REFUSALS.items():
        if name.lower().endswith(ending):
            raise FileRefused(f"{kind}は読み込めません。{SAVE_AGAIN}")


def check_workbook(content: bytes) -> None:
    """Raise FileRefused unless `content` is a plain .xlsx: no bomb, no macro, no link to other files."""
    check_size(len(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise FileRefused(NOT_A_WORKBOOK) from None
    names = {member.filename.lower() for member in members}
    if "xl/workbook.xml" not in names:
        raise FileRefused(NOT_A_WORKBOOK)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(f"マクロを含むファイルは読み込めません。{SAVE_AGAIN}")
    if any("externallinks/" in name for name in names):
        raise FileRefused(
            "ほかのファイルへのリンクを含むファイルは読み込めません。「リンクの解除」をしてから保存し直してください。"
        )
    _check_unpacked(members)


def _check_unpacked(members: list[zipfile.ZipInfo]) -> None:
    too_large = sum(member.file_size for member in members) > MAX_UNPACKED
    too_dense = any(member.file_size > MAX_RATIO * max(member.compress_size, 1) for member in members)
    if too_large or too_dense or len(members) > MAX_MEMBERS:
        raise FileRefused(
            "展開すると大きくなりすぎるため読み込めません。必要な表だけの新しいブックにしてください。"
        )


def read_workbook(content: bytes) -> Table:
    """Read the first sheet of a checked .xlsx. Raise FileRefused for what cannot be read safely."""
    check_workbook(content)
    return _read_sheet(content, None)


def read_sheets(content: bytes, names: Iterable[str]) -> dict[str, Table]:
    """Read some sheets of a checked .xlsx by name. Raise FileRefused, naming the sheet, where one is missing
    or cannot be read safely.
    """
    check_workbook(content)
    names = list(names)
    if missing := [name for name in names if name not in _sheet_names(content)]:
        raise FileRefused(f"シート「{'」「'.join(missing)}」がありません。様式を出力し直して使ってください。")
    tables = {}
    for name in names:
        try:
            tables[name] = _read_sheet(content, name)
        except FileRefused as refusal:
            raise FileRefused(f"シート「{name}」：{refusal}") from refusal
    return tables


def _read_sheet(content: bytes, name: str | None) -> Table:
    """Read one sheet, the first where no name is given."""
    values = _cells(content, name, data_only=True)
    formulas = _cells(content, name, data_only=False)
    for number, (row, written) in enumerate(zip(values, formulas, strict=True), start=1):
        for column, (value, cell) in enumerate(zip(row, written, strict=True), start=1):
            if value.value is None and cell.data_type == "f":
                raise FileRefused(
                    f"セル {get_column_letter(column)}{number} の数式に計算結果がありません。"
                    "Excelで開いて保存し直すか、値を貼り付けてください。"
                )
    return _table([[cell.value for cell in row] for row in values])


def _sheet_names(content: bytes) -> list[str]:
    try:
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False).sheetnames
    except Exception as error:  # noqa: BLE001  whatever a broken or hostile file makes the reader raise
        raise FileRefused(NOT_A_WORKBOOK) from error


def _cells(content: bytes, name: str | None, *, data_only: bool) -> list[tuple]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        sheet = book.worksheets[0] if name is None else book[name]
        return list(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1))
    except Exception as error:  # noqa: BLE001  whatever a broken or hostile file makes the reader raise
        raise FileRefused(NOT_A_WORKBOOK) from error


def read_csv(content: bytes) -> Table:
    """Read CSV in UTF-8 or CP932 (Windows's Shift_JIS), both strictly. Raise FileRefused for all else."""
    check_size(len(content))
    reader = csv.reader(io.StringIO(decode(content), newline=""), strict=True)
    try:
        rows = [list(row) for row in reader]
    except csv.Error:
        raise FileRefused(
            f"CSVの{reader.line_num}行目の引用符（\"）が正しくないため読み込めません。直して保存し直してください。"
        ) from None
    return _table(rows)


def decode(content: bytes) -> str:
    """Return the text of strict UTF-8 (with mark or without), else strict CP932; nothing is guessed."""
    if not content.startswith(UTF16_MARKS) and b"\x00" not in content:
        for encoding in ENCODINGS:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not NO_CHARACTERS & set(text):
                return text
    raise FileRefused("文字コードを読み取れません。UTF-8（BOM付き）かShift_JISのCSVで保存し直してください。")


def _table(rows: list[list[Any]]) -> Table:
    """Cut what is blank at the end; refuse more rows or columns than the limit, and cells beside the head."""
    while rows and all(_is_blank(cell) for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise FileRefused("ファイルに表がありません。1行目に列の見出しを置いてください。")
    head = rows[0]
    while head and _is_blank(head[-1]):
        head = head[:-1]
    if len(head) > MAX_COLUMNS:
        raise FileRefused(f"列が多すぎます（上限{MAX_COLUMNS}列）。")
    if len(rows) > MAX_ROWS + 1:
        raise FileRefused(f"行が多すぎます（上限{MAX_ROWS}行）。ファイルを分けてください。")
    return Table(head, [_fitted(row, len(head), number) for number, row in enumerate(rows[1:], start=2)])


def _fitted(row: list[Any], width: int, number: int) -> list[Any]:
    if not all(_is_blank(cell) for cell in row[width:]):
        raise FileRefused(f"{number}行目に、見出しのない列の値があります。1行目の見出しを確かめてください。")
    return [*row[:width], *[None] * (width - len(row))]


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
