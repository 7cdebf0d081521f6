"""From the table of results to a Word document that the next plan's editors go on writing in."""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from portal.printing.result_rows import Share
from portal.printing.results_table import PlanResults, ResultsTable
from portal.printing.tables import PrintedTable
from portal.printing.word_file import (
    GOTHIC,
    file_bytes,
    keep_whole,
    name_stand_in,
    repeat_on_pages,
    set_facts,
    set_font,
    shade,
)

HEAD, BAND = "E8F1FE", "F2F2F2"
LONG, SHORT, MARGIN = 297, 210, 14  # millimetres
SIZE, SMALL = 10, 8.5
LONG_CELL = 400  # characters from which a row may break over pages


def results_docx(paper: ResultsTable) -> bytes:
    """Return the chapters as .docx, A4 across or upright as the paper is."""
    book = Document()
    _set_up(book, paper)
    for place, chapter in enumerate(paper.chapters):
        if place:
            book.add_page_break()
        _add_chapter(book, paper, chapter)
    book.add_paragraph(paper.imprint.line, style="表の文字")
    return file_bytes(book)


def _set_up(book: WordDocument, paper: ResultsTable) -> None:
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(_width(paper)), Mm(SHORT if paper.is_wide else LONG)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(16)
    set_font(book.styles["Normal"], SIZE, GOTHIC)
    for name, size in (("Heading 1", 16), ("Heading 2", 11)):
        set_font(book.styles[name], size, GOTHIC)
    cells = book.styles.add_style("表の文字", book.styles["Normal"].type)
    cells.base_style = book.styles["Normal"]
    cells.font.size = Pt(SMALL)
    cells.paragraph_format.space_after = Pt(0)
    set_facts(book, title=paper.title, author=paper.city, created=paper.created)
    name_stand_in(book, GOTHIC)


def _width(paper: ResultsTable) -> int:
    return LONG if paper.is_wide else SHORT


def _add_chapter(book: WordDocument, paper: ResultsTable, chapter: PlanResults) -> None:
    book.add_heading(chapter.title, level=1)
    book.add_paragraph(chapter.lead)
    for name, shares in (("達成状況", chapter.achievements), ("今後の方向性", chapter.directions)):
        if shares:
            book.add_paragraph(f"{name}　{_in_words(shares)}")
    for table in (chapter.counts, chapter.policies, chapter.table):
        if table:
            _add_table(book, table, _width(paper) - 2 * MARGIN)


def _in_words(shares: Sequence[Share]) -> str:
    return "　".join(f"{share.label} {share.count}" for share in shares)


def _add_table(book: WordDocument, printed: PrintedTable, width: int) -> None:
    """Add a table under its name; the head repeats, rows stay whole unless they are long."""
    book.add_heading(f"{printed.name}{f'（{printed.remark}）' if printed.remark else ''}", level=2)
    table = book.add_table(rows=1, cols=len(printed.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, column in zip(table.rows[0].cells, printed.columns, strict=True):
        _write(cell, column.label, is_bold=True)
        shade(cell, HEAD)
    repeat_on_pages(table.rows[0])
    for group in printed.groups:
        if group.band:
            _add_band(table, group.band, group.remark)
        for line in group.rows:
            row = table.add_row()
            for cell, value in zip(row.cells, line.cells, strict=True):
                _write(cell, value.text, is_figure=value.kind == "figure", is_bold=value.kind == "label")
            if max(len(value.text) for value in line.cells) < LONG_CELL:
                keep_whole(row)
    _set_widths(table, printed, width)


def _add_band(table: Table, band: str, remark: str) -> None:
    cells = table.add_row().cells
    whole = cells[0].merge(cells[-1])
    _write(whole, f"{band}　{remark}".strip(), is_bold=True)
    shade(whole, BAND)


def _write(cell: _Cell, text: str, *, is_bold: bool = False, is_figure: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "表の文字"
    paragraph.add_run(text).bold = is_bold
    if is_figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_widths(table: Table, printed: PrintedTable, width: int) -> None:
    """Give every cell its width: Word goes by the cells, not by the grid."""
    wide = [Mm(width * column.width / 100) for column in printed.columns]
    for column, length in zip(table.columns, wide, strict=True):
        column.width = length
    for row in table.rows:
        cells = row._tr.tc_lst
        lengths = wide if len(cells) == len(wide) else [sum(wide)]
        for cell, length in zip(cells, lengths, strict=True):
            cell.width = length
