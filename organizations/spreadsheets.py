"""Excel and CSV files of tables: written so that no cell becomes a formula, read back without a change."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import tablib
from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from organizations import uploads
from organizations.exceptions import FileRefused

FORMULA_STARTS = "=+-@"
CONTROL_STARTS = "\t\r\n\x00"
PLAIN_NUMBER = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?")
LONGEST_CELL = 32_767
UNWRITABLE = "\N{REPLACEMENT CHARACTER}"
WIDEST_COLUMN = 60


def is_dangerous(text: str) -> bool:
    """Say whether a spreadsheet could take `text` for a formula (OWASP ASVS 1.2.10); `-5` is a number."""
    if text.startswith(tuple(CONTROL_STARTS)):
        return True
    start = unicodedata.normalize("NFKC", text).strip()
    return start.startswith(tuple(FORMULA_STARTS)) and not PLAIN_NUMBER.fullmatch(text)


def escape(text: str) -> str:
    """Put `'` before what could be a formula, and before what `unescape` would otherwise shorten."""
    return f"'{text}" if is_dangerous(text.lstrip("'")) else text


def unescape(text: str) -> str:
    """Take off the `'` that `escape` put there."""
    return text[1:] if text.startswith("'") and is_dangerous(text.lstrip("'")) else text


class PlainFormat(Format):
    """A kind of file without settings of its own; `native` says whether numbers stay numbers in it."""

    title = ""
    extension = ""
    content_type = ""
    native = False

    def __init__(self, encoding: str | None = None):
        """Take what the package hands to its formats; ours find the encoding themselves."""

    def get_title(self):
        return self.title

    def get_extension(self):
        return self.extension

    def get_content_type(self):
        return self.content_type

    def can_import(self):
        return True

    def can_export(self):
        return True


class ExcelFormat(PlainFormat):
    """Excelブック. Text is stored as text, so that a formula stays the characters it is."""

    title = "Excelブック（.xlsx）"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    native = True

    def create_dataset(self, content: bytes) -> tablib.Dataset:
        table = uploads.read_workbook(content)
        return tablib.Dataset(*table.rows, headers=table.head)

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        return workbook_of({"": [dataset.headers, *dataset]})


def workbook_of(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """Return an .xlsx of some tables by name, each with its head first; "" leaves the sheet its own name."""
    book = Workbook()
    for place, (name, rows) in enumerate(sheets.items()):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name or sheet.title
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _write_cell(sheet.cell(number, column), value)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(cell.column)].width = _width(sheet, cell.column)
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_cell(cell, value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise FileRefused(
                f"Excelの1セルに入らない長さの値があります（上限{LONGEST_CELL:,}字）。CSVで出力してください。"
            )
        cell.value = ILLEGAL_CHARACTERS_RE.sub(UNWRITABLE, value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = is_dangerous(value)
        cell.alignment = Alignment(vertical="top", wrap_text="\n" in value)
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top")


def _width(sheet, column: int) -> int:
    """Return a width that fits the column's longest line, two units a full-width character."""
    texts = [str(cell.value or "") for (cell,) in sheet.iter_rows(min_col=column, max_col=column)]
    longest = max(len(line.encode("cp932", "replace")) for text in texts for line in text.split("\n"))
    return min(longest + 2, WIDEST_COLUMN)


class CsvFormat(PlainFormat):
    """CSV in UTF-8 with a mark, which Excel reads; what could be a formula begins with `'`."""

    title = "CSV（UTF-8）"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"
    encoding = "utf-8-sig"

    def create_dataset(self, content: bytes) -> tablib.Dataset:
        table = uploads.read_csv(content)
        rows = [[unescape(cell) if cell else cell for cell in row] for row in table.rows]
        return tablib.Dataset(*rows, headers=table.head)

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        target = io.StringIO(newline="")
        writer = csv.writer(target, lineterminator="\r\n")
        for row in [dataset.headers, *dataset]:
            writer.writerow([escape(_as_text(value)) for value in row])
        return self.encode(target.getvalue())

    def encode(self, text: str) -> bytes:
        return text.encode(self.encoding)


class WindowsCsvFormat(CsvFormat):
    """CSV in CP932 for older software. Refused, naming them, where characters have no code there."""

    title = "CSV（Shift_JIS）"
    content_type = "text/csv; charset=Shift_JIS"
    encoding = "cp932"

    def encode(self, text: str) -> bytes:
        unwritable = sorted({character for character in text if not _survives_cp932(character)})
        if unwritable:
            raise FileRefused(
                f"Shift_JISで書けない文字があります：{' '.join(unwritable[:20])}。"
                "CSV（UTF-8）で出力してください。"
            )
        return super().encode(text)

    def can_import(self):
        return False  # the other CSV reads both encodings


def _survives_cp932(character: str) -> bool:
    try:
        return character.encode("cp932").decode("cp932") == character
    except UnicodeEncodeError:
        return False


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case _:
            return str(value)


FORMATS = [ExcelFormat, CsvFormat, WindowsCsvFormat]
