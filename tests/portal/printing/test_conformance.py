"""Every kind of paper is accessible: tags, heads, words for pictures, language, title, outline, fonts."""

import os
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from portal.papers.options import VARIANTS
from portal.papers.registry import KINDS
from portal.printing.html import book_css
from portal.printing.pdf import pdf_bytes
from tests.portal.printing.conformance import Tree, complaints
from tests.portal.printing.conftest import bare

pytestmark = [pytest.mark.once, pytest.mark.django_db]  # one database is enough
FONTS = {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic", "BIZ-UDGothic-Bold"}
PAGE = """<!doctype html><html lang="ja"><head><title>一</title></head><body><h1>一</h1>{}</body></html>"""


def reader_of(html, css="", **options):
    return PdfReader(BytesIO(pdf_bytes(html, css, **options)))


def roles(reader):
    return [element["/S"] for element, _ in Tree(reader).elements]


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_accessible(code, every_paper):
    assert complaints(every_paper[code].printed.reader) == []


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_our_fonts_alone(code, every_paper):
    printed = every_paper[code].printed
    assert set(printed.fonts) <= FONTS
    assert all(printed.fonts.values())


@pytest.mark.parametrize("code", KINDS)
def test_the_outline_has_the_headings_in_their_order(code, every_paper):
    printed = every_paper[code].printed
    names = [name for _, name in printed.headings]
    assert printed.outline
    assert [name for _, name in printed.outline if name in names] == names


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_book_of_each_variant_says_what_it_is(variant, full):
    reader = reader_of(full.html, book_css(), variant=variant)
    assert complaints(reader) == []
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert ('pdfuaid:part="1"' in metadata) == (variant == "pdf/ua-1")
    assert ('pdfaid:part="3"' in metadata) == (variant == "pdf/a-3a")
    assert ("/OutputIntents" in reader.trailer["/Root"]) == (variant == "pdf/a-3a")


def test_metadata_say_edition_digest_and_day(full):
    imprint = full.book.imprint
    info = full.reader.metadata
    assert (info["/edition"], info["/digest"]) == ("印刷の時点の計画", imprint.digest)
    assert info.modification_date.date() == imprint.day
    xmp = full.reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert f"<dc:identifier>sha256:{imprint.digest}</dc:identifier>" in xmp
    assert "<xmpMM:VersionID>印刷の時点の計画</xmpMM:VersionID>" in xmp
    assert f"<dc:date><rdf:Seq><rdf:li>{imprint.day}</rdf:li></rdf:Seq></dc:date>" in xmp
    assert f"識別{imprint.digest[:12]}" in full.pages[-1]


def test_running_heads_are_not_read_aloud(full):
    held = {mark for marks in Tree(full.reader).owned.values() for mark in marks}
    assert held
    marks = [
        operands
        for operands, operator in ContentStream(full.reader.pages[4].get_contents(), full.reader).operations
        if operator == b"BDC" and operands[0] == "/Artifact"
    ]
    assert len(marks) >= 3
    assert all(properties == {"/Type": "/Pagination"} for _, properties in marks)


def test_heads_of_tables_say_what_they_head():
    table = """<table><thead><tr><td></td><th colspan="2">年度</th></tr></thead>
    <tbody><tr><th colspan="3">一</th></tr><tr><th>施策</th><td>1</td><td>2</td></tr></tbody></table>"""
    reader = reader_of(PAGE.format(table))
    heads = [one for one, _ in Tree(reader).elements if one["/S"] == "/TH"]
    assert [one["/A"]["/Scope"] for one in heads] == ["/Column", "/Column", "/Column", "/Row"]
    assert complaints(reader) == []


def test_a_table_that_only_places_things_is_none():
    reader = reader_of(PAGE.format("<table><tr><td><p>一</p></td><td>二</td></tr></table>"))
    assert "/Table" not in roles(reader)
    assert complaints(reader) == []


def test_a_chart_is_told_in_words_and_an_ornament_is_not():
    drawing = '<svg width="9" height="9"{}><rect width="9" height="9"/></svg>'
    told = drawing.format("").replace("<rect", "<title>棒</title><rect", 1)
    reader = reader_of(PAGE.format(f"<p>{told}</p><p>{drawing.format('')}</p>"))
    figures = [one for one, _ in Tree(reader).elements if one["/S"] == "/Figure"]
    assert [one["/Alt"] for one in figures] == ["棒"]
    assert complaints(reader) == []


def test_charts_of_a_book_are_told_in_words(full):
    words = [str(one["/Alt"]) for one, _ in Tree(full.reader).elements if one["/S"] == "/Figure"]
    assert any("帯は、" in one for one in words)
    assert len(words) >= 2


def test_a_link_is_one_annotation_with_its_words():
    link = '<p><a href="#x"><span>1</span> <b>電子申請</b></a></p><h2 id="x">二</h2>'
    reader = reader_of(PAGE.format(link), "a::after { content: target-counter(attr(href), page) }")
    (note,) = reader.pages[0]["/Annots"]
    assert note.get_object()["/Contents"] == "1 電子申請"
    assert complaints(reader) == []


def test_other_processes_make_the_same_bytes(full_document, print_book):
    """The order of sets and dictionaries has no say, whatever the seed of their hashes."""
    printed = print_book(bare(full_document))
    code = (
        "import sys, django; django.setup()\n"
        "from portal.printing.pdf import pdf_bytes; from portal.printing.html import book_css\n"
        "sys.stdout.buffer.write(pdf_bytes(sys.stdin.read(), book_css()))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "config.settings"}
    found = subprocess.run(
        [sys.executable, "-c", code],
        input=printed.html.encode(),
        capture_output=True,
        env=environment,
        check=True,
    )
    assert found.stdout == printed.pdf
