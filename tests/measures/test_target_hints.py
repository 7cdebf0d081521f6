"""Hints while a target is written: what cannot be measured is said, with what to do about it."""

import pytest
from django.urls import reverse

from measures.target_hints import hints
from tests.factories import make_measure, make_plan
from tests.figure_rows import make_indicator

GOOD = {"kind": "numeric", "target": "75", "unit": "％", "due_fiscal_year": "令和9年度", "direction": "up",
        "baseline": "46.6"}  # fmt: skip
ONCE = {"kind": "milestone", "name": "AI-OCR導入", "due_fiscal_year": "令和5年度"}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        GOOD,
        GOOD | {"target_text": "75％"},
        GOOD | {"target_text": "令和9(2027)年度末までに75％"},
        GOOD | {"direction": "", "bound": "at-least", "baseline": ""},
        ONCE,
        {"kind": "recurring", "target_text": "毎年度実施"},
        {"kind": "fact", "unit": "件"},
        GOOD | {"direction": "range", "bound": "at-most"},
    ],
)
def test_what_can_be_judged_needs_no_hint(typed):
    assert hints(**typed) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (GOOD | {"target": ""}, "目標値を数で入力してください"),
        (GOOD | {"target": "たくさん"}, "目標値を数で入力してください"),
        (GOOD | {"unit": ""}, "単位（％、件、手続など）"),
        (GOOD | {"target": "120"}, "割合の目標が100を超えています"),
        (GOOD | {"target": "120", "unit": "%"}, "割合の目標が100を超えています"),
        (GOOD | {"baseline": ""}, "基準値（今の値）とその時点を入力すると"),
        (GOOD | {"direction": "", "baseline": ""}, "増やすのか減らすのか（向き）"),
        (GOOD | {"direction": "range"}, "範囲（以上・以下・ちょうど）を選ぶか"),
        (GOOD | {"due_fiscal_year": ""}, "目標年度を入力してください"),
        (GOOD | {"target_text": "管理職80％、課50％"}, "目標の表記に数が二つ以上"),
        (GOOD | {"target": "", "target_text": "導入"}, "種類を「達成の節目」にすると"),
        (GOOD | {"target": "", "target_text": "毎年度実施"}, "種類を「毎年度の実施」にすると"),
        (ONCE | {"target_text": "毎年度実施"}, "種類を「毎年度の実施」にすると"),
        (ONCE | {"due_fiscal_year": ""}, "目標年度を入力してください"),
        (ONCE | {"name": "キャッシュレス決済導入の実現性の検討"}, "「実現性」は、どうなれば達成なのかが"),
        (ONCE | {"target_text": "利用の推進"}, "「推進」は、どうなれば達成なのかが"),
        (GOOD | {"target_text": "窓口の充実"}, "「充実」は、どうなれば達成なのかが"),
        ({"kind": "recurring", "target": "3"}, "単位（回、人など）"),
        ({"kind": "", "target": "3"}, "種類を選ぶと"),
    ],
)
def test_what_cannot_be_judged_is_said_with_its_remedy(typed, words):
    (hint,) = hints(**typed)
    assert words in hint
    assert hint.endswith("。")


@pytest.mark.django_db
def test_stored_indicators_show_their_hints_on_the_edit_page(client_as):
    measure = make_measure()
    make_indicator(measure=measure, unit="", baseline=10)
    url = reverse("measures:measure_edit", args=[*measure.plan.url_args, measure.key])
    page = client_as("planning").get(url).content.decode()
    assert page.count("何の数か分からなくなります") == 1
    assert "年度ごとの目標と実績は、指標を保存したあとに入力できます。" in page  # the empty row


@pytest.mark.django_db
def test_a_piece_of_the_page_answers_while_one_types(client_as):
    url = reverse("measures:target_hints", args=make_plan().url_args)
    typed = {"prefix": "indicators-3", "indicators-3-kind": "milestone", "indicators-3-name": "ＤＸの推進"}
    answer = client_as("planning").get(url, typed).content.decode()
    assert 'id="indicators-3-hints"' in answer
    assert "「推進」は" in answer
    assert "<html" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "x<script>", "indicators-99999999"])
def test_a_made_up_prefix_is_not_written_into_the_page(client_as, prefix):
    url = reverse("measures:target_hints", args=make_plan().url_args)
    answer = client_as("planning").get(url, {"prefix": prefix}).content.decode()
    assert 'id="indicators-0-hints"' in answer
