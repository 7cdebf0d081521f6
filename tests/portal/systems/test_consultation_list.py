"""The list of 事前協議 for a budget: what it shows to whom, adds up, exports and prints."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.consultations.listing import consultation_list
from portal.consultations.owed import filings_of
from portal.consultations.page import consultation_page
from portal.place import place_of
from portal.printing.consultation_press import consultation_html, consultation_list_html
from systems.models import Consultation, EffectCheck
from systems.services import consultations as services
from tests.factories import make_department, make_plan, make_user, recorded
from tests.systems.consulting import TODAY, brought_to, make_consultation, make_rule, planner

pytestmark = pytest.mark.django_db
CODE = "132209"


@pytest.fixture(autouse=True)
def city():
    return make_plan().municipality


def url(name: str, *args) -> str:
    return reverse(f"portal:{name}", args=[CODE, *args])


def listed(user=None, **params):
    city = make_plan().municipality
    return consultation_list(city, user or make_user("planning"), params, this_year=2026)


def names(page) -> list[str]:
    return [line.consultation.name for line in page.lines]


def test_amounts_are_added_up_without_what_was_withdrawn_or_is_unknown():
    make_consultation(name="一つ目")
    make_consultation(name="二つ目", costs=((None, None), (500, None)))
    gone = make_consultation(name="三つ目")
    services.consultation_withdraw(consultation=gone, author=planner(), today=TODAY)
    page = listed()
    assert page.sums == [30000, 18500, None, None, None, 48500, None, None]
    assert page.sum_texts[2] == "―"
    assert "取り下げた1件は合計に入っていません" in page.remark


def test_a_consultation_without_costs_is_unknown_and_not_zero():
    make_consultation(costs=())
    page = listed()
    assert page.lines[0].amounts == ["―"] * 8
    assert "経費の記載がない1件は合計に入っていません" in page.remark


def test_the_latest_budget_stands_first_and_another_is_a_step_away():
    make_consultation(name="今度", fiscal_year=2027)
    make_consultation(name="前の年", fiscal_year=2026)
    assert names(listed()) == ["今度"]
    assert names(listed(year="2026")) == ["前の年"]
    assert names(listed(year="二千")) == ["今度"]


def test_states_narrow_the_list_and_count_what_they_show():
    brought_to("advised", name="意見付きのもの")
    make_consultation(name="作成中のもの")
    page = listed(state="list")
    assert names(page) == ["意見付きのもの"]
    assert [(chip.label, chip.count) for chip in page.states] == [
        ("すべて", 2), ("財政課への一覧", 1), ("作成中", 1), ("意見付き", 1),
    ]  # fmt: skip


def test_a_department_sees_its_own_and_others_see_none(client):
    make_consultation(name="市民課のもの")
    make_consultation(name="税務課のもの", department=make_department("税務課"))
    own = make_user("department", department=make_department("市民課"))
    assert names(listed(own)) == ["市民課のもの"]
    viewer = make_user("viewer")
    assert names(listed(viewer)) == []
    client.force_login(viewer)
    page = client.get(url("consultation_list")).content.decode()
    assert "事前協議の内容は、所管課と計画主管課だけが見られます。" in page
    assert "協議を始める" not in page


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_costs_the_same_for_many(rows, client, django_assert_num_queries):
    for n in range(rows):
        make_consultation(name=f"協議{n}", department=make_department(f"第{n}課"))
    client.force_login(make_user("planning"))
    with django_assert_num_queries(9):
        client.get(url("consultation_list"))


def test_excel_has_every_word_and_figure_and_no_formula(client):
    make_consultation(name="=1+1", opinion="妥当。")
    client.force_login(make_user("planning"))
    sheet = load_workbook(io.BytesIO(client.get(url("consultation_export")).content)).active
    head, row, whole = sheet.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["件名"], told["令和9年度（千円）"], told["5年間の計（千円）"]) == ("=1+1", 30000, 48000)
    assert told["要求額（千円）"] is None
    assert sheet["B2"].data_type == "s"
    assert whole[head.index("5年間の計（千円）")] == 48000


def test_the_printed_list_asks_for_the_first_year_and_leaves_room_for_the_answer():
    brought_to("advised")
    place = place_of(make_plan().municipality, today=TODAY)
    page = consultation_list_html(place, listed(state="list"), TODAY)
    assert "令和9年度予算 情報システム事前協議一覧" in page
    assert page.count("30,000") == 4  # of the line and of the sum: the first year, and what is asked for
    assert "査定額" in page


@pytest.mark.once
def test_both_prints_are_downloaded(client):
    row = brought_to("decided")
    client.force_login(make_user("planning"))
    for answer in (
        client.post(url("consultation_list_print"), {"year": "2027"}),
        client.post(url("consultation_print", row.pk)),
    ):
        assert answer.content.startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"]


def sheet(row: Consultation) -> str:
    row = Consultation.objects.select_related("municipality", "department", "system").get(pk=row.pk)
    return consultation_html(consultation_page(row, make_user("planning"), TODAY), TODAY)


def test_the_sheet_bears_the_citys_name_of_the_form_and_what_was_decided():
    make_rule(name="情報システム協議書")
    shown = sheet(brought_to("decided"))
    for words in (
        "情報システム協議書",
        "☑ 更新",
        "48,000",
        "妥当。",
        "25,000 千円",
        "稼働後5年",
        "令和14年度",
    ):
        assert words in shown


def test_the_sheet_of_a_draft_has_boxes_to_fill_in():
    shown = sheet(make_consultation(estimate_source=""))
    assert "提出　　　　年　　月　　日" in shown
    assert "記載なし" in shown
    assert "paper__box--blank" in shown


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (None, "この市では、効果を検証する金額が決まっていません。"),
        (48_000, "5年間の経費 48,000千円は、検証する金額 48,000千円を超えないため、効果の検証はありません。"),
        (10_000, "稼働した年度の1年・3年・5年後（令和10年度、令和12年度、令和14年度）に効果を検証します。"),
    ],
)
def test_the_page_says_why_its_effect_is_checked_or_not(threshold, said, client):
    make_rule(threshold=threshold)
    client.force_login(make_user("planning"))
    assert said in client.get(make_consultation().get_absolute_url()).content.decode()


@pytest.mark.parametrize("years", [1, 5])
def test_the_page_costs_the_same_however_much_it_shows(years, client, django_assert_num_queries):
    make_rule(checked_after=range(1, years + 1))
    row = brought_to("decided", costs=[(3000, 500)] * years + [(20000, None)] * (5 - years))
    client.force_login(make_user("planning"))
    with django_assert_num_queries(11):
        client.get(row.get_absolute_url())


@recorded
def make_check(due: int, **fields) -> EffectCheck:
    row = make_consultation(state="decided", name=f"{due}年度のもの")
    return EffectCheck.objects.create(consultation=row, after_years=1, due_fiscal_year=due, **fields)


def test_a_department_owes_due_checks_and_what_came_back():
    make_consultation(name="戻ったもの", return_reason="経費を直す。")
    make_consultation(name="作成中のもの")
    for due in (2025, 2026, 2027):
        make_check(due)
    make_check(2024, verdict="met", text="済み。")
    make_consultation(name="他課のもの", return_reason="直す。", department=make_department("税務課"))
    owed = filings_of(make_department("市民課"), date(2026, 8, 3))
    assert [(one.name, one.word, one.is_over) for one in owed] == [
        ("戻ったもの", "差戻し", False), ("2025年度のもの", "期限超過", True),
        ("2026年度のもの", "今年度", False),
    ]  # fmt: skip


def test_home_and_my_answers_lead_to_what_is_owed(client):
    row = make_consultation(return_reason="経費を直す。")
    client.force_login(make_user("department", department=make_department("市民課")))
    for page in (url("municipality_home"), reverse("portal:my_updates", args=make_plan().url_args)):
        shown = client.get(page).content.decode()
        assert row.get_absolute_url() in shown
        assert "事前協議：住民記録システムの更新" in shown


def test_the_history_tells_others_nothing_of_it(client):
    brought_to("submitted")
    page = reverse("portal:change_set_list", args=make_plan().url_args)
    client.force_login(make_user("viewer"))
    assert "住民記録システムの更新" not in client.get(page).content.decode()
    client.force_login(make_user("planning"))
    assert "住民記録システムの更新" in client.get(page).content.decode()
