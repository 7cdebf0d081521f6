"""From a letter to a Word document with styles of its own, so that a city can go on writing in it."""

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table

from portal.printing.letter import FORM_NAME, SITUATIONS, BlankForm, LetterPaper
from portal.printing.word_file import MINCHO, file_bytes, name_stand_in, set_facts, set_font

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Align = WD_ALIGN_PARAGRAPH
STYLES = {
    "文書番号": Align.RIGHT, "日付": Align.RIGHT, "宛名": Align.LEFT, "発信者": Align.RIGHT,
    "件名": Align.CENTER, "本文": Align.JUSTIFY, "記": Align.CENTER, "記の項目": Align.LEFT,
    "以上": Align.RIGHT, "様式の題": Align.CENTER,
}  # fmt: skip


def letter_docx(paper: LetterPaper) -> bytes:
    """Return the letter as .docx: A4, number and date at the right, the subject centred, 記 and 以上."""
    book = Document()
    _set_up(book, paper)
    _write(book, "文書番号", paper.document_number)
    _write(book, "日付", paper.sent_on)
    _write(book, "宛名", paper.addressee)
    _write(book, "発信者", paper.sender)
    book.add_paragraph(paper.subject, style="件名")
    for paragraph in paper.paragraphs:
        book.add_paragraph(paragraph, style="本文")
    if paper.has_items:
        book.add_paragraph("記", style="記")
        for item in paper.items:
            book.add_paragraph(item, style="記の項目")
        book.add_paragraph("以上", style="以上")
    _add_forms(book, paper)
    return file_bytes(book)


def _write(book: WordDocument, style: str, text: str) -> None:
    if text:
        book.add_paragraph(text, style=style)


def _set_up(book: WordDocument, paper: LetterPaper) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    set_font(book.styles["Normal"], 11, MINCHO)
    for name, alignment in STYLES.items():
        style = book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = book.styles["Normal"]
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_after = Pt(0)
    for name, before, after in [("宛名", 12, 12), ("件名", 24, 18), ("記", 18, 12), ("以上", 12, 0)]:
        book.styles[name].paragraph_format.space_before = Pt(before)
        book.styles[name].paragraph_format.space_after = Pt(after)
    set_facts(book, title=paper.title, author=paper.city, created=paper.created)
    name_stand_in(book, MINCHO)


def _add_forms(book: WordDocument, paper: LetterPaper) -> None:
    """Add the blank forms in one table on pages across, department by department."""
    if not paper.forms:
        return
    section = book.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    book.add_paragraph(FORM_NAME, style="様式の題")
    book.add_paragraph(paper.round_name, style="様式の題")
    table = book.add_table(rows=1, cols=paper.width, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, ["対象", *paper.columns], strict=True):
        cell.text = name
    for form in paper.forms:
        _add_form(table, paper, form)


def _add_form(table: Table, paper: LetterPaper, form: BlankForm) -> None:
    band = table.add_row().cells
    band[0].merge(band[-1]).text = f"回答課　{form.department}"
    for subject in form.rows:
        row = table.add_row()
        row.height = Mm(20)
        row.cells[0].text = subject
        if paper.columns[0] == "状況":
            row.cells[1].text = SITUATIONS.replace("　", "\n")
