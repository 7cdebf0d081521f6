"""The Excel template: out with today's departments and people, back with every bad cell named."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from organizations.exceptions import FileRefused, ReorganisationDoesNotFit
from organizations.models import Reorganisation
from organizations.reorganising.reading import blueprint_of
from organizations.reorganising.rows import DepartmentRow, LineRow, PersonRow
from organizations.reorganising.workbook import only_changes, read_template, template
from tests.factories import make_municipality, make_user
from tests.organizations.reorganised import DAY, EVE, make_small, rename

pytestmark = pytest.mark.django_db
PAGE = "organizations:reorganisation_create"


@pytest.fixture
def small():
    return make_small()


def filled(small, *changes) -> bytes:
    """Return the template after some cells were written: sheet, cell, value."""
    book = load_workbook(io.BytesIO(template(small.city, EVE)))
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def without(content: bytes, sheet: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    del book[sheet]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_template_holds_the_departments_and_people_of_today(small):
    make_user("viewer", municipality=make_municipality("133035", "隣の市"), username="neighbour")
    make_user("viewer", username="gone", is_active=False)
    book = load_workbook(io.BytesIO(template(small.city, EVE)))
    assert book.sheetnames == ["新しい部署", "職員", "旧課→新課", "書き方"]
    rows = {name: [list(row) for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames}
    assert rows["新しい部署"] == [
        ["名称", "種別", "上位", "建制順"], ["総務部", "部", None, 0], ["情報課", "課", "総務部", 1],
        ["文書課", "課", "総務部", 2],
    ]  # fmt: skip
    assert [row[0] for row in rows["職員"]] == ["ログイン名", "joho", "kikaku"]
    assert rows["旧課→新課"][1:] == [["総務部", "総務部"], ["情報課", "情報課"], ["文書課", "文書課"]]


def test_a_template_that_nobody_filled_in_changes_nothing(small):
    rows = only_changes(read_template(filled(small)), small.city, EVE)
    assert rows.is_empty


def test_what_was_written_into_it_comes_back(small):
    content = filled(
        small,
        ("新しい部署", "A3", "DX推進課"), ("職員", "C2", "文書課"), ("職員", "D2", "閲覧"),
        ("職員", "A4", "shinjin"), ("職員", "B4", "新人"), ("職員", "C4", "DX推進課"), ("職員", "E4", "新規"),
        ("旧課→新課", "B3", "DX推進課"),
    )  # fmt: skip
    rows = only_changes(read_template(content), small.city, EVE)
    assert rows.departments == [DepartmentRow("DX推進課", "課", "総務部", "1", 3)]
    assert rows.people == [
        PersonRow("joho", "情報 太郎", "文書課", "閲覧", "", 2),
        PersonRow("shinjin", "新人", "DX推進課", "", "新規", 4),
    ]
    assert rows.lines == [LineRow("情報課", "DX推進課", 3)]
    assert blueprint_of(small.city, rows, DAY).problems == []


def test_a_department_written_like_a_formula_stays_text(small):
    rename(small.archive, "=SUM(A1)")
    cell = load_workbook(io.BytesIO(template(small.city, EVE)))["新しい部署"]["A4"]
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")
    assert only_changes(read_template(filled(small)), small.city, EVE).is_empty


def test_cells_that_excel_took_for_dates_are_named_all_at_once(small):
    content = filled(small, ("新しい部署", "A3", EVE), ("旧課→新課", "B2", True))
    with pytest.raises(ReorganisationDoesNotFit) as refusal:
        read_template(content)
    assert [str(problem).partition("：Excel")[0] for problem in refusal.value.problems] == [
        "新しい部署 3行目：名称", "旧課→新課 2行目：新課"
    ]  # fmt: skip


@pytest.mark.parametrize("sheet", ["新しい部署", "職員", "旧課→新課"])
def test_a_book_without_one_of_the_sheets_is_refused(sheet, small):
    with pytest.raises(FileRefused, match=f"シート「{sheet}」がありません"):
        read_template(without(filled(small), sheet))


def test_a_sheet_without_a_column_is_refused(small):
    with pytest.raises(FileRefused, match="シート「職員」に列「役割」がありません"):
        read_template(filled(small, ("職員", "D1", "職名")))


def upload(client, content: bytes, name="組織改正.xlsx"):
    data = {
        "title": "春の組織改正",
        "takes_effect_on": "令和8年4月1日",
        "reason": "組織規則の改正",
        "do": "upload",
    }
    for table in ("departments", "people", "lines", "renames"):
        data |= {f"{table}-TOTAL_FORMS": 0, f"{table}-INITIAL_FORMS": 0}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(PAGE, args=["132209"]), data | {"file": file})


def test_an_upload_is_shown_whole_and_stored_only_when_it_is_confirmed(small, client_as):
    client = client_as("planning", username="kikaku")
    content = filled(small, ("新しい部署", "A3", "DX推進課"), ("旧課→新課", "B3", "DX推進課"))
    response = upload(client, content)
    html = response.content.decode()
    assert "情報課 → DX推進課" in html
    assert "まだ保存していません" in html
    assert not Reorganisation.objects.exists()


def test_every_problem_of_an_upload_is_listed_with_sheet_line_and_remedy(small, client_as):
    client = client_as("planning", username="kikaku")
    content = filled(
        small, ("新しい部署", "B3", "班"), ("職員", "C2", "電算課"), ("旧課→新課", "B4", "法務課")
    )  # fmt: skip
    html = upload(client, content).content.decode()
    assert "このままでは実施できません（4件）" in html
    for place in [
        "新しい部署 4行目：「文書課」は",
        "新しい部署 3行目：種別「班」",
        "職員 2行目：部署「電算課」",
        "旧課→新課 4行目：新課「法務課」",
    ]:
        assert place in html
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("a.xls", b"x", "古い形式のExcel"), ("a.xlsx", b"x", "として読み込めません"), ("a.xlsx", b"", "空です")],
    ids=["old", "broken", "empty"],
)
def test_a_file_that_is_no_workbook_is_refused_beside_its_field(name, content, sentence, small, client_as):
    html = upload(client_as("planning", username="kikaku"), content, name).content.decode()
    assert sentence in html


def test_the_template_of_another_city_is_not_found(small, client_as):
    make_municipality("133035", "隣の市")
    url = reverse("organizations:reorganisation_template", args=["133035"])
    assert client_as("planning", username="kikaku").get(url).status_code == 404
