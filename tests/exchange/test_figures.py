"""予算・決算 and 判定 in the document: what is refused, warned about, kept and compared."""

import pytest

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.comparing import compare
from exchange.dump import plan_document
from exchange.load import plan_import
from measures.models import BudgetLine, IndicatorValue
from tests.exchange.sample import LEFT_OUT, full_document, lines
from tests.factories import COMMAND

LINE = "measures[0].budget_lines[0]"
VALUE = "measures[0].indicators[0].values[0]"


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({f"{LINE}.settled": LEFT_OUT}, LINE, "決算の見込・確定は、決算の額と一緒に入力してください。"),
        ({f"{LINE}.initial": -1}, f"{LINE}.initial", "0以上の数にしてください。"),
        ({f"{LINE}.supplementary": -(10**12)}, f"{LINE}.supplementary", "-999,999,999,999以上の数"),
        ({f"{LINE}.settled_state": "確定値"}, f"{LINE}.settled_state", "見込・確定 のどれか"),
        ({f"{LINE}.fiscal_year": LEFT_OUT}, f"{LINE}.fiscal_year", "必須です。"),
        ({f"{VALUE}.judgement_reason": LEFT_OUT}, VALUE, "判定を改めるときは、その理由も入力してください。"),
        ({f"{VALUE}.judgement": "順調"}, f"{VALUE}.judgement", "achieved・on-track・behind・missed・not"),
        ({f"{VALUE}.state": "計算中"}, f"{VALUE}.state", "見込み・速報・確定・集計中 のどれか"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(changes, path, sentence):
    errors = lines(validate(full_document(changes)).errors)
    assert [line for line in errors if line.startswith(f"{path}: ") and sentence in line]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({f"{LINE}.general": 400},
         "財源の計1,100千円が、予算1,300千円・決算1,200千円と一致しません。原本どおりか"),
        ({f"{LINE}.general": LEFT_OUT},
         "財源の計700千円（一般財源は記載なし）が、予算1,300千円・決算1,200千円と一致しません。"),
    ],
)  # fmt: skip
def test_sources_that_are_neither_budget_nor_settled_are_worth_a_warning(changes, sentence):
    (warning,) = lines(validate(full_document(changes)).warnings)
    assert warning.startswith(f"{LINE}: {sentence}")


@pytest.mark.parametrize(
    "changes",
    [
        {f"{LINE}.general": 600},  # the budget
        {f"{LINE}.{key}": LEFT_OUT for key in ("national", "prefectural", "other", "general")},
        {f"{LINE}.{key}": LEFT_OUT
         for key in ("initial", "supplementary", "carried_in", "settled", "settled_state")},
    ],
)  # fmt: skip
def test_sources_that_agree_or_have_nothing_beside_them_give_no_warning(changes):
    assert lines(validate(full_document(changes)).warnings) == []


@pytest.mark.django_db
def test_lines_and_judgements_come_in_and_go_out_as_they_are():
    twin = {"fiscal_year": 2023, "name": "電子申請事業", "account": "2款1項5目", "initial": 5}
    document = full_document({"measures[0].budget_lines[+]": twin, f"{VALUE}.state": "集計中"})
    plan = plan_import(document=document, fiscal_year=2023, author=COMMAND).plan
    assert canonical_bytes(plan_document(plan)) == canonical_bytes(document)
    assert BudgetLine.objects.get(order=0).supplementary == -300
    assert IndicatorValue.objects.get(fiscal_year=2022).state == "集計中"
    assert not plan_import(document=document, fiscal_year=2023, author=COMMAND).has_changes


def test_a_changed_line_is_a_change_of_costs_and_says_which():
    old, new = full_document(), full_document({f"{LINE}.initial": 1600})
    ((change,),) = [entry.changes for entry in compare(old, new).measures]
    assert (change.kind, change.label) == ("costs", "予算・決算　令和5年度 電子申請事業")
    assert [(line.label, line.old, line.new) for line in change.lines] == [("当初", "1,500千円", "1,600千円")]


def test_a_judgement_is_compared_in_words():
    old, new = full_document(), full_document({f"{VALUE}.judgement": "behind"})
    ((change,),) = [entry.changes for entry in compare(old, new).measures]
    assert [(line.old, line.new) for line in change.lines] == [("順調", "遅れ")]
