"""What every .docx of ours has in common: named fonts with a stand-in, facts of the file, repeated heads."""

import io
from datetime import datetime

from docx.document import Document as WordDocument
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row

MINCHO, GOTHIC = "BIZ UDMincho", "BIZ UDGothic"
STAND_INS = {MINCHO: ("ＭＳ 明朝", "roman"), GOTHIC: ("ＭＳ ゴシック", "modern")}


def set_font(style: ParagraphStyle, size: float, font: str) -> None:
    """Give a style a font for every script, and Japanese as its language."""
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="ja-JP"/>')
    style.element.get_or_add_rPr().append(language)


def name_stand_in(book: WordDocument, font: str) -> None:
    """Say in the table of fonts which one Word takes where ours is not installed."""
    stand_in, family = STAND_INS[font]
    for relation in book.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            table = parse_xml(relation.target_part.blob)
            table.append(
                parse_xml(
                    f'<w:font {nsdecls("w")} w:name="{font}"><w:altName w:val="{stand_in}"/>'
                    f'<w:charset w:val="80"/><w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
                )
            )
            relation.target_part._blob = serialize_part_xml(table)


def set_facts(book: WordDocument, *, title: str, author: str, created: str) -> None:
    """Write the facts of the file; `created` is a W3C day, so that the same input gives the same file."""
    properties = book.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.language = "ja-JP"
    properties.created = properties.modified = datetime.fromisoformat(f"{created}T00:00:00+00:00")


def repeat_on_pages(row: _Row) -> None:
    """Make a row a head that Word repeats on every page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Keep a row from breaking over pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: _Cell, fill: str) -> None:
    """Fill a cell; `fill` is six hex digits."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    )


def file_bytes(book: WordDocument) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
