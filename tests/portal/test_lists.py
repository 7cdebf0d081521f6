"""用語, オンライン手続, 図表, 本文, 市民調査: the book on screen."""

import pytest
from django.urls import reverse

from plans.models import Chapter, DataTable, GlossaryTerm, Survey, SurveyItem
from systems.models import OnlineProcedure
from tests.factories import make_plan, recorded

pytestmark = pytest.mark.django_db


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def plan():
    return make_plan()


def page(client, name, plan, *args, **params):
    return client.get(reverse(f"portal:{name}", args=[*plan.url_args, *args]), params).content.decode()


def test_a_term_is_found_by_its_reading(client_as, plan):
    make(GlossaryTerm, plan=plan, term="Ｗｉ－Ｆｉ", reading="ワイファイ", explanation="無線の規格。")
    make(GlossaryTerm, plan=plan, term="ＬＧＷＡＮ", explanation="行政の網。")
    html = page(client_as("viewer"), "glossary_term_list", plan, q="わいふぁい")
    assert "Ｗｉ－Ｆｉ" in html
    assert "ＬＧＷＡＮ" not in html


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("glossary_term_list", "用語の説明はありません"),
        ("online_procedure_list", "オンライン手続の一覧はありません"),
        ("data_table_list", "図表はありません"),
        ("chapter_list", "記載なし"),
    ],
)
def test_what_the_plan_does_not_print_is_said_to_be_missing(name, sentence, client_as, plan):
    assert sentence in page(client_as("viewer"), name, plan)


def test_procedures_stand_under_their_channel(client_as, plan):
    make(OnlineProcedure, plan=plan, name="粗大ごみの申込み", channel="ぴったりサービス")
    html = page(client_as("viewer"), "online_procedure_list", plan)
    assert html.index("ぴったりサービス") < html.index("粗大ごみの申込み")


def test_a_chapter_shows_its_markdown_its_notes_and_what_stands_in_it(client_as, plan):
    make(DataTable, plan=plan, number="表1", title="進み具合")
    top = make(Chapter, plan=plan, number="第1章", title="はじめに", order=0)
    make(
        Chapter, plan=plan, parent=top, number="(1)", title="背景", order=1,
        body="- 一つ目\n- **二つ目**", insert="table:表1\nschedule",
        notes=[{"kind": "reading", "printed": "L2WAN", "text": "LGWAN と読んだ。"}],
    )  # fmt: skip
    html = page(client_as("viewer"), "chapter_list", plan)
    assert "<strong>二つ目</strong>" in html
    assert "原本の表記「L2WAN」。LGWAN と読んだ。" in html
    assert reverse("portal:schedule_grid", args=plan.url_args) in html
    assert "表1 進み具合" in html


def test_markup_in_a_chapter_is_text(client_as, plan):
    make(Chapter, plan=plan, title="章", body="<script>alert(1)</script> [x](javascript:alert(1))")
    html = page(client_as("viewer"), "chapter_list", plan)
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html


def test_a_table_shows_its_groups_negative_numbers_and_gaps(client_as, plan):
    make(
        DataTable, plan=plan, number="図9", title="財政収支", unit="百万円",
        columns=[{"label": "2020年度"}, {"label": "2021年度"}],
        rows=[{"label": "収支", "group": "一般", "formula": "C-D", "values": [-793, None]}],
    )  # fmt: skip
    html = page(client_as("viewer"), "data_table_list", plan)
    assert "△793" in html
    assert "―" in html
    assert "（C-D）" in html
    assert "単位：百万円" in html


def test_a_figure_without_data_says_that_it_could_not_be_read(client_as, plan):
    make(DataTable, plan=plan, number="図1", title="位置づけ", kind="figure")
    assert "原本から読み取れず" in page(client_as("viewer"), "data_table_list", plan)


def test_a_chart_has_its_figures_as_a_table_too(client_as, plan):
    make(
        DataTable, plan=plan, number="図8", title="普及率", kind="bar", unit="％",
        columns=[{"label": "普及率"}], rows=[{"label": "20～29歳", "values": [86.6]}],
    )  # fmt: skip
    html = page(client_as("viewer"), "data_table_list", plan)
    assert 'role="img"' in html
    assert html.count("86.6") >= 2


def test_a_survey_shows_its_quadrants(client_as, plan):
    survey = make(Survey, plan=plan, name="市民調査", sample=9000, means={"satisfaction": 22.6})
    make(SurveyItem, survey=survey, number="1", name="要援護者の支援", satisfaction=13.2, importance=87.6,
         quadrant="A")  # fmt: skip
    html = page(client_as("viewer"), "survey_detail", plan, survey.pk)
    assert "要援護者の支援" in html
    assert 'role="img"' in html
    assert "回収 記載なし" in html


def test_the_survey_of_another_plan_is_not_found(client_as, plan):
    survey = make(Survey, plan=make_plan(code="ict-2019", start=2019, end=2021), name="前の調査")
    url = reverse("portal:survey_detail", args=[*plan.url_args, survey.pk])
    assert client_as("viewer").get(url).status_code == 404


@pytest.mark.parametrize("rows", [2, 40])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("glossary_term_list", 7), ("online_procedure_list", 7), ("chapter_list", 9), ("data_table_list", 7)],
)
def test_lists_cost_the_same_however_long(rows, name, queries, client_as, plan, django_assert_num_queries):
    for n in range(rows):
        make(GlossaryTerm, plan=plan, term=f"用語{n}", order=n)
        make(OnlineProcedure, plan=plan, name=f"手続{n}", order=n)
        make(DataTable, plan=plan, number=f"表{n}", title=f"表の題{n}", order=n)
        make(Chapter, plan=plan, title=f"章{n}", insert=f"table:表{n}", order=n)
    client = client_as("viewer")
    with django_assert_num_queries(queries):
        page(client, name, plan)
