"""Excelで回答: a sheet goes out, comes back whole or not at all, and says which cell does not fit."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from reviews.models import ReportDraft
from reviews.services import report_draft_save
from tests.factories import make_department
from tests.reviews.answering import a_round, sign_in
from tests.reviews.cast import (
    NOW,
    answerer,
    by,
    confirmed_round,
    head,
    make_indicator,
    make_measures,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
FIRST_ROW = 2


@pytest.fixture
def client(client):
    return sign_in(client)


def address(found, verb, department="市民課"):
    return reverse(f"reviews:answer_sheet_{verb}", args=[*found.url_args, make_department(department).pk])


def sheet_of(client, found, department="市民課"):
    response = client.get(address(found, "export", department))
    return load_workbook(io.BytesIO(response.content))


def rows(book) -> dict[tuple[str, str], int]:
    """Return the row of each question by the measure's number and the question's name."""
    sheet = book["回答"]
    return {
        (sheet.cell(row, 2).value, sheet.cell(row, 4).value): row
        for row in range(FIRST_ROW, sheet.max_row + 1)
    }


def fill(book, **answers):
    """Write answers, named `n1_実績`, into the sheet."""
    places = rows(book)
    for name, text in answers.items():
        number, _, label = name.removeprefix("n").partition("_")
        book["回答"].cell(places[number, label], 6).value = text


def send(client, found, book, action="submit", department="市民課", **typed):
    target = io.BytesIO()
    book.save(target)
    upload = SimpleUploadedFile("回答.xlsx", target.getvalue())
    return client.post(
        address(found, "import", department), {"file": upload, "action": action} | typed, follow=True
    )


def test_a_sheet_asks_what_the_form_asks_with_last_year_beside_it(client):
    measures = make_measures(4)
    confirmed_round(measures, fiscal_year=2022)
    found = a_round(measures)
    submit(report_of(found, "3"))
    book = sheet_of(client, found)
    sheet = book["回答"]
    assert {number for number, _ in rows(book)} == {"1"}
    row = rows(book)["1", "実績"]
    assert sheet.cell(row, 5).value == "窓口に端末を3台置いた。"
    assert sheet.cell(rows(book)["1", "実際の工程"], 6).value == "構築"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert any(f"F{rows(book)['1', '状況']}" in cells for cells in lists)


def test_filled_answers_are_handed_in_and_the_others_left_alone(client):
    found = a_round(make_measures(4))
    book = sheet_of(client, found)
    fill(book, n1_状況="順調", n1_実績="端末を3台置いた。")
    html = send(client, found, book).content.decode()
    assert "Excelの 1 件を提出しました" in html
    assert [report_of(found, number).status for number in ("1", "3")] == ["submitted", "unanswered"]
    assert [row.phase.label for row in report_of(found, "1").phases.all()] == ["構築"]


def test_one_cell_that_does_not_fit_keeps_everything_out_and_is_named(client):
    found = a_round(make_measures(4))
    book = sheet_of(client, found)
    fill(book, n1_状況="順調", n1_実績="済。", n3_状況="遅れ", n3_実績="済。")
    html = send(client, found, book).content.decode()
    row = rows(book)["3", "課題・対応"]
    assert (
        f"F{row}（3 施策その3 課題・対応）：遅れのときは、理由と、いつまでに何をするかを入力してください。"
        in html
    )
    assert report_of(found, "1").status == "unanswered"
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("状況", "まあまあ", "「まあまあ」は選べません。順調・遅れ・完了から選んでください。"),
        ("利用率", "約四割", "「約四割」を数として読めません。"),
    ],
)
def test_a_word_that_cannot_be_chosen_is_told_by_its_cell(label, text, said, client):
    (measure,) = make_measures(1)
    make_indicator(measure)
    found = a_round([measure], asks=["done", "targets"])
    book = sheet_of(client, found)
    fill(book, n1_状況="順調", n1_実績="済。")
    fill(book, **{f"n1_{label}": text})
    html = send(client, found, book).content.decode()
    assert f"F{rows(book)['1', label]}" in html
    assert said in html


def test_a_sheet_may_be_taken_over_as_drafts_first(client):
    found = a_round(make_measures(1))
    book = sheet_of(client, found)
    fill(book, n1_実績="書きかけ")
    send(client, found, book, action="save")
    report = report_of(found)
    assert (report.status, report.draft.data["done"]) == ("draft", "書きかけ")


def test_what_was_typed_in_the_browser_since_is_not_overwritten(client):
    found = a_round(make_measures(1))
    book = sheet_of(client, found)
    report_draft_save(
        report=report_of(found), data={"done": "課長が書いた。"}, revision=0, author=by(head()), now=NOW
    )
    fill(book, n1_状況="順調", n1_実績="済。")
    assert "市民課長さんがこの下書きを保存しました" in send(client, found, book).content.decode()
    assert ReportDraft.objects.get().data == {"done": "課長が書いた。"}


def test_another_file_is_refused(client):
    found = a_round()
    book = sheet_of(client, found)
    book["回答"].cell(1, 1).value = "番号札"
    assert "この調査の回答様式ではありません。" in send(client, found, book).content.decode()
    old = SimpleUploadedFile("回答.xls", b"\xd0\xcf\x11\xe0")
    html = client.post(address(found, "import"), {"file": old, "action": "submit"}).content.decode()
    assert "古い形式のExcelファイル（.xls）は読み込めません。" in html


def test_rows_of_other_departments_and_copied_rows_are_refused(client):
    found = a_round()
    mine, theirs = sheet_of(client, found), sheet_of(sign_in(client, planner()), found, "税務課")
    sign_in(client)
    mine["回答"].cell(FIRST_ROW, 1).value = theirs["回答"].cell(FIRST_ROW, 1).value
    mine["回答"].cell(FIRST_ROW + 2, 1).value = mine["回答"].cell(FIRST_ROW + 1, 1).value
    html = send(client, found, mine).content.decode()
    assert f"F{FIRST_ROW}：この調査で、いま回答を待っている施策の行ではありません。" in html
    assert f"F{FIRST_ROW + 2}：この様式にない行です。" in html


def test_the_planning_section_takes_over_a_sheet_that_came_by_mail(client):
    found = a_round(make_measures(1))
    sign_in(client, planner())
    book = sheet_of(client, found)
    fill(book, n1_状況="順調", n1_実績="済。")
    send(client, found, book, proxy_source="mail")
    assert (report_of(found).status, report_of(found).proxy_source) == ("submitted", "mail")


def test_a_department_gets_its_own_sheet_alone(client):
    found = a_round()
    sign_in(client, answerer("税務課"))
    assert client.get(address(found, "export")).status_code == 403
    assert client.get(address(found, "import")).status_code == 403


def test_a_text_that_looks_like_a_formula_stays_a_text(client):
    found = a_round(make_measures(1))
    report_draft_save(
        report=report_of(found), data={"done": "=1+1"}, revision=0, author=by(answerer()), now=NOW
    )
    book = sheet_of(client, found)
    cell = book["回答"].cell(rows(book)["1", "実績"], 6)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
