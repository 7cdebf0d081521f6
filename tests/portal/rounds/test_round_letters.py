"""照会文, 再依頼, 結果通知: proposed, kept, printed as an official letter, and read back."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from pypdf import PdfReader

from portal.printing.letter import in_parts
from reviews.letters import addressee_of
from reviews.models import RoundLetter
from reviews.services import review_round_remind
from tests.factories import make_department, make_plan
from tests.portal.printing.printed import squeezed
from tests.portal.rounds.test_round_pages import on
from tests.posted import posted_fields
from tests.reviews.cast import by, make_measures, opened_round, planner, report_of, submit

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 7)


def url(name, *args):
    return reverse(name, args=["132209", "ict-2022", "2023-1", *args])


@pytest.fixture
def a_round():
    return opened_round(make_measures(3), contact="情報管理課 情報政策係\n内線 2345")


@pytest.fixture
def planning(client, a_round):
    client.force_login(planner(), backend="organizations.backends.PortalBackend")
    with on(TODAY):
        yield client


def write(client, kind="inquiry", **typed) -> RoundLetter:
    address = f"{url('reviews:round_letter_create')}?kind={kind}"
    response = client.post(address, posted_fields(client.get(address)) | typed)
    assert response.status_code == 302, response.content.decode()
    return RoundLetter.objects.latest("pk")


def pdf_of(client, letter) -> PdfReader:
    response = client.post(url("portal:round_letter_print", letter.pk))
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def pages_of(client, letter) -> list[str]:
    return [squeezed(page.extract_text()) for page in pdf_of(client, letter).pages]


def test_an_inquiry_is_proposed_whole(planning):
    letter = write(planning, document_number="6情第12号")
    assert (letter.kind, letter.department, letter.sent_on, letter.by_name) == (
        "inquiry", None, TODAY, "計画主管課",
    )  # fmt: skip
    assert (letter.addressee, letter.sender, letter.subject) == (
        "各課長　様", "情報管理課長", "令和5年度 進捗状況調査について（照会）",
    )  # fmt: skip
    paragraphs, items = in_parts(letter.text)
    assert "令和6年3月31日現在の実施状況を調査します。" in paragraphs[0]
    assert items == [
        "1　対象　　　情報化推進計画",
        "2　提出期限　令和6年5月28日（火）",
        "3　提出方法　ICT計画ポータルで回答（別紙の様式でも受け付けます）",
        "4　問合せ先　情報管理課　情報政策係　内線　2345",
    ]


def test_a_letter_to_one_department_is_addressed_to_its_head(planning):
    letter = write(planning, department=str(make_department("市民課").pk))
    assert (letter.department.name, letter.addressee) == ("市民課", "市民課長　様")


@pytest.mark.parametrize(
    ("name", "addressee"),
    [
        ("市民課", "市民課長　様"),
        ("図書館", "図書館長　様"),
        ("議会", "議会　御中"),
        ("危機管理室", "危機管理室長　様"),
    ],
)
def test_the_head_of_a_department_has_its_usual_title(name, addressee):
    assert addressee_of(make_department(name)) == addressee


def test_the_number_is_added_later(planning):
    letter = write(planning)
    address = url("reviews:round_letter_edit", letter.pk)
    planning.post(address, posted_fields(planning.get(address)) | {"document_number": "6情第12号"})
    letter.refresh_from_db()
    assert letter.document_number == "6情第12号"


def test_a_letter_needs_a_subject_a_text_and_a_day(planning):
    address = url("reviews:round_letter_create")
    typed = posted_fields(planning.get(address)) | {"subject": "", "text": "", "sent_on": "あす"}
    html = planning.post(address, typed).content.decode()
    assert html.count("このフィールドは必須です。") >= 2
    assert "「あす」は読み取れません。" in html
    assert not RoundLetter.objects.exists()


def test_the_pdf_is_an_official_letter_with_a_blank_form_a_department(planning):
    letter = write(planning, document_number="6情第12号")
    reader = pdf_of(planning, letter)
    first, *forms = [squeezed(page.extract_text()) for page in reader.pages]
    order = ["6情第12号", "令和6年5月7日", "各課長様", "情報管理課長", "進捗状況調査について（照会）", "記",
             "提出期限令和6年5月28日", "問合せ先情報管理課", "以上"]  # fmt: skip
    places = [first.index(text) for text in order]
    assert places == sorted(places)
    assert len(forms) == 1
    order = ["対象状況実績課題・対応", "回答課市民課", "1施策その1", "3施策その3", "回答課税務課",
             "2施策その2"]  # fmt: skip
    places = [forms[0].index(text) for text in order]
    assert places == sorted(places)
    assert "□順調" in forms[0]
    sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages]
    assert sizes == [(595, 842), (842, 595)]
    assert reader.metadata.title == "令和5年度 進捗状況調査について（照会）　各課長　様"


def test_the_same_letter_gives_the_same_bytes(planning, caplog):
    letter = write(planning)
    one, other = (planning.post(url("portal:round_letter_print", letter.pk)).content for _ in range(2))
    assert one == other
    assert [r for r in caplog.records if r.name == "weasyprint" and r.levelname == "WARNING"] == []


def test_a_reminder_brings_the_form_of_what_is_still_owed(planning, a_round):
    submit(report_of(a_round, "1"))
    review_round_remind(
        review_round=a_round, reports=a_round.reports.all(), author=by(planner()), today=date(2024, 6, 3)
    )
    letter = RoundLetter.objects.get(department__name="市民課")
    first, form = pages_of(planning, letter)
    assert "（再依頼）" in first
    assert "市民課長様" in first
    assert ("施策その3" in form, "施策その1" in form) == (True, False)


def test_a_result_has_no_form(planning):
    letter = write(planning, "result")
    pages = pages_of(planning, letter)
    assert len(pages) == 1
    assert "の結果について（通知）" in pages[0]


def test_a_letter_without_items_has_neither_mark_nor_end(planning):
    letter = write(planning, "result", text="　お知らせします。")
    assert "以上" not in pages_of(planning, letter)[0]


def test_the_word_file_has_styles_of_its_own_and_a_japanese_font(planning):
    letter = write(planning, document_number="6情第12号")
    response = planning.post(url("portal:round_letter_docx", letter.pk))
    book = Document(io.BytesIO(response.content))
    shown = [(p.style.name, p.text) for p in book.paragraphs if p.text]
    assert shown[:5] == [
        ("文書番号", "6情第12号"),
        ("日付", "令和6年5月7日"),
        ("宛名", "各課長　様"),
        ("発信者", "情報管理課長"),
        ("件名", "令和5年度 進捗状況調査について（照会）"),
    ]
    assert ("記", "記") in shown
    assert ("以上", "以上") in shown
    assert book.styles["文書番号"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert book.styles["件名"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    section = book.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fonts = book.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "BIZ UDMincho"
    table = next(r.target_part for r in book.part.rels.values() if r.reltype.endswith("fontTable"))
    assert "ＭＳ 明朝" in table.blob.decode()
    assert [cell.text for cell in book.tables[0].rows[0].cells] == ["対象", "状況", "実績", "課題・対応"]
    assert [row.cells[0].text for row in book.tables[0].rows[1:4]] == [
        "回答課　市民課", "1 施策その1", "3 施策その3",
    ]  # fmt: skip
    assert book.core_properties.title.startswith("令和5年度 進捗状況調査について（照会）")


def test_the_letters_stand_on_the_page_of_the_round(planning, a_round):
    write(planning, document_number="6情第12号")
    html = planning.get(a_round.get_absolute_url()).content.decode()
    assert "6情第12号" in html
    assert make_plan().title in html
