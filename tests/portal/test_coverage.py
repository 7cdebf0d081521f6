"""分類の対応: measures × categories; each number leads to as many measures, and what is unknown is not 0."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from measures.models import MeasureCategory
from organizations.history import change_set
from plans.models import Axis, Category
from tests.factories import COMMAND, make_department, make_measure, make_plan, make_policy, recorded
from tests.portal.printing.printed import squeezed
from tests.portal.test_measure_chronicle import text_of

pytestmark = pytest.mark.django_db


@recorded
def make_axis(plan, code="law", name="官民データ法", labels=("手続", "公開", "人材")) -> Axis:
    axis = Axis.objects.create(plan=plan, code=code, name=name, order=plan.axes.count())
    for order, label in enumerate(labels):
        Category.objects.create(axis=axis, code=str(order + 1), label=label, order=order)
    return axis


@recorded
def tie(measure, *labels):
    for label in labels:
        MeasureCategory.objects.create(
            measure=measure, category=Category.objects.get(label=label, axis__plan=measure.plan)
        )


@pytest.fixture
def plan():
    """Three measures: two categories, one, and none on the axis of the law; nobody answers to 人材."""
    plan = make_plan()
    make_axis(plan)
    policy = make_policy(plan=plan)
    tie(make_measure(plan=plan, number="1", policy=policy), "手続", "公開")
    tie(make_measure(plan=plan, number="2", policy=policy, is_new=True), "手続")
    make_measure(plan=plan, number="3")
    return plan


def url(plan, name="coverage"):
    return reverse(f"portal:{name}", args=plan.url_args)


def ask(client, plan, **params):
    return client.get(url(plan), params).context["page"]


def numbers(column):
    return [row.number for row in column.rows]


def test_each_measure_has_its_marks_under_its_policy(client_as, plan):
    matrix = ask(client_as("viewer"), plan).matrix
    assert [(group.label, [line.measure.number for line in group.lines]) for group in matrix.groups] == [
        ("1 市民サービスの向上", ["1", "2"]), ("はっきりしないもの", ["3"]),
    ]  # fmt: skip
    cells = [line.cells for group in matrix.groups for line in group.lines]
    assert cells == [["●", "●", "", ""], ["●", "", "", ""], ["", "", "", "―"]]


def test_what_nothing_covers_is_said_and_marked(client_as, plan):
    response = client_as("viewer").get(url(plan))
    matrix = response.context["page"].matrix
    assert matrix.sentence == "3項目のうち1項目（「人材」）に当たる施策がありません。"
    assert [column.is_uncovered for column in matrix.columns] == [False, False, True, False]
    assert "該当なし</span>" in response.content.decode()


def test_every_count_leads_to_as_many_measures(client_as, plan):
    plan.measures.filter(number="2").update(categories_unclear=["law"])
    client = client_as("viewer")
    columns = ask(client, plan).matrix.columns
    assert [(column.label, column.count) for column in columns] == [
        ("手続", 2), ("公開", 1), ("人材", None), ("不明", 1), ("該当の記載なし", 1),
    ]  # fmt: skip
    for column in columns:
        selection = client.get(column.url).context["selection"]
        assert [row.number for row in selection.rows] == numbers(column)


def test_unclear_and_unsaid_are_two_things_and_neither_is_zero(client_as, plan):
    plan.measures.filter(number="3").update(categories_unclear=["law"])
    matrix = ask(client_as("viewer"), plan).matrix
    assert [column.label for column in matrix.columns if column.gap] == ["不明"]
    assert matrix.columns[2].shown == "不明"
    assert "見つかっていません" in matrix.sentence
    assert "1施策に含まれるかもしれません" in matrix.sentence


def test_an_axis_that_no_measure_is_tied_to_tells_nothing(client_as, plan):
    make_axis(plan, "sdgs", "SDGs", ("貧困", "飢餓"))
    matrix = ask(client_as("viewer"), plan, axis="sdgs").matrix
    assert matrix.sentence == "どの施策がどの項目に当たるかは、分かっていません（資料に記載がありません）。"
    assert [column.shown for column in matrix.columns] == ["記載なし", "記載なし", "3"]


@pytest.mark.parametrize(
    ("asked", "shown"), [("", "官民データ法"), ("sdgs", "SDGs"), ("<x>", "官民データ法")]
)
def test_the_axis_stands_in_the_address(asked, shown, client_as, plan):
    make_axis(plan, "sdgs", "SDGs", ("貧困",))
    page = ask(client_as("viewer"), plan, axis=asked)
    assert page.matrix.axis.name == shown
    assert [axis.label for axis in page.axes if axis.is_current] == [shown]


def test_a_plan_without_axes_says_so_everywhere(client_as):
    plan = make_plan()
    make_measure(plan=plan)
    client = client_as("viewer")
    assert "この計画には分類軸の記載がありません。" in client.get(url(plan)).content.decode()
    book = load_workbook(io.BytesIO(client.get(url(plan, "coverage_export")).content))
    assert book.active["A1"].value == "この計画には分類軸がありません。"
    paper = text_of(client.post(url(plan, "coverage_print")).content)
    assert "この計画には分類軸の記載がありません。" in paper


def test_the_workbook_has_a_sheet_an_axis_the_chosen_first(client_as, plan):
    make_axis(plan, "sdgs", "SDGs", ("貧困",))
    response = client_as("viewer").get(url(plan, "coverage_export"), {"axis": "sdgs"})
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["SDGs", "官民データ法"]
    rows = list(book["官民データ法"].iter_rows(values_only=True))
    assert rows[0] == ("方針", "番号", "施策", "手続", "公開", "人材", "該当の記載なし")
    assert rows[4][3:] == (2, 1, 0, 1)


def test_the_paper_keeps_the_column_that_nothing_covers(client_as, plan):
    response = client_as("viewer").post(url(plan, "coverage_print"), {"axis": "law"})
    text = text_of(response.content)
    assert "人材（該当なし）" in text
    assert "3項目のうち1項目（「人材」）に当たる施策がありません。" in text


def test_the_command_prints_an_axis_and_refuses_another(plan, tmp_path):
    def print_it(**options):
        call_command(
            "print_report", "coverage", municipality="132209", output=tmp_path / "c.html", html=True,
            stdout=io.StringIO(), **options,
        )  # fmt: skip

    print_it(axis="law")
    assert "官民データ法" in squeezed((tmp_path / "c.html").read_text())
    with pytest.raises(CommandError, match="分類軸「none」がありません"):
        print_it(axis="none")


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_many_measures(rows, client_as, django_assert_num_queries):
    plan = make_plan()
    make_axis(plan)
    make_axis(plan, "sdgs", "SDGs", ("貧困", "飢餓"))
    with change_set(author=COMMAND):
        for number in range(rows):
            measure = make_measure(plan=plan, number=str(number), department=make_department(f"第{number}課"))
            tie(measure, "手続", "飢餓")
    client = client_as("viewer")
    with django_assert_num_queries(16):
        client.get(url(plan))
