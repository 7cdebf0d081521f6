"""From a 市報原稿 to a Word document that the editor of the city's paper goes on writing in."""

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from portal.printing.bulletin import MOST, Article, Bulletin, lines_of
from portal.printing.word_file import MINCHO, file_bytes, name_stand_in, set_facts, set_font

MARGIN, SIZE, SMALL = 25, 11, 9
OWN_LINES = 3


def bulletin_docx(paper: Bulletin) -> bytes:
    """Return the drafts as .docx: A4, a page each, with the counts and lines for the editor's own words."""
    book = Document()
    _set_up(book, paper)
    for place, article in enumerate(paper.articles):
        if place:
            book.add_page_break()
        _add(book, paper, article)
    return file_bytes(book)


def _set_up(book: WordDocument, paper: Bulletin) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    set_font(book.styles["Normal"], SIZE, MINCHO)
    set_font(book.styles["Heading 1"], 16, MINCHO)
    set_font(book.styles["Heading 2"], 12, MINCHO)
    body = book.styles.add_style("記事本文", book.styles["Normal"].type)
    body.base_style = book.styles["Normal"]
    body.paragraph_format.first_line_indent = Pt(SIZE)
    body.paragraph_format.line_spacing = 1.6
    small = book.styles.add_style("注記", book.styles["Normal"].type)
    small.base_style = book.styles["Normal"]
    small.font.size = Pt(SMALL)
    set_facts(book, title=paper.title, author=paper.city, created=paper.imprint.day.isoformat())
    name_stand_in(book, MINCHO)


def _add(book: WordDocument, paper: Bulletin, article: Article) -> None:
    book.add_paragraph(f"市報原稿（案）　{article.kind}", style="注記")
    book.add_heading(article.title, level=1)
    for line in lines_of(article):
        book.add_paragraph(line, style="記事本文")
    told = (
        f"本文 {article.length}字（{MOST}字以内。題名は別。空白と記号も数える）　〔　〕は編集者が記入する。"
    )
    book.add_paragraph(told, style="注記")
    _add_counts(book, article)
    book.add_heading("編集者の追記", level=2)
    for _ in range(OWN_LINES):
        book.add_paragraph("＿" * 40)
    book.add_paragraph(paper.imprint.line, style="注記")


def _add_counts(book: WordDocument, article: Article) -> None:
    book.add_heading("件数", level=2)
    if not article.counts:
        book.add_paragraph("記載なし")
        return
    table = book.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "区分", "数"
    for label, count in article.counts:
        row = table.add_row().cells
        row[0].text, row[1].text = label, str(count)
