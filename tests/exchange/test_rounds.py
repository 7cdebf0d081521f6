"""Rounds, reports and meetings in the document: what is refused, warned about and compared."""

import copy

import pytest

from exchange.canonical import canonical_bytes, ordered
from exchange.checks import validate
from exchange.comparing import Kind, compare
from tests.exchange.sample import LEFT_OUT, full_document, lines

ROUND = "rounds[0]"
REPORT = "measures[0].reports[0]"
VERDICT = f"{REPORT}.evaluations[0]"


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({f"{ROUND}.key": "r4"}, f"{ROUND}.key", "（2022年度）・第1回の調査のキーは「2022-1」です。"),
        ({"rounds[1].kind": LEFT_OUT}, "rounds[1].key", "のキーは「2023-1」です。"),
        ({"rounds[1]": full_document()["rounds"][0]}, "rounds[1].key", "「2022-1」は rounds[0].key と同じ"),
        ({"rounds[2].previous": "2021-1"}, "rounds[2].previous", "「2021-1」は rounds の key にありません。"),
        ({"rounds[2].previous": "2023-2"}, "rounds[2].previous", "自分自身を指しています。"),
        ({f"{ROUND}.final_on": "2023-04-01"}, f"{ROUND}.final_on", "opened_on（2023-04-24）より前です。"),
        ({f"{ROUND}.as_of": "2023-03"}, f"{ROUND}.as_of", "「2023-03」は日ではありません。"),
        ({f"{ROUND}.answer_due": "2023-02-30"}, f"{ROUND}.answer_due", "暦にある日を書いてください。"),
        ({f"{ROUND}.asks[0]": "all"}, f"{ROUND}.asks[0]", "done・issues・achievement"),
        ({f"{ROUND}.part": 0}, f"{ROUND}.part", "1以上の数にしてください。"),
        ({f"{REPORT}.round": "2019-1"}, f"{REPORT}.round", "「2019-1」は rounds の key にありません。"),
        ({f"{REPORT}.round": "2023-2", f"{REPORT}.late": LEFT_OUT}, "measures[0].reports[2].round",
         "「2023-2」は measures[0].reports[0].round と同じです。"),
        ({f"{REPORT}.situation": "遅れ"}, f"{REPORT}.situation", "on-track・late・done"),
        ({f"{REPORT}.achievement": "不明"}, f"{REPORT}.achievement", "plan.achievements の label にありま"),
        ({"measures[1].reports[0].phases": {"窓口": "実施"}}, "measures[1].reports[0].phases.窓口",
         "「窓口」という内訳は schedule にありません。"),
        ({"measures[1].reports[0].phases": {"案内": "完成"}}, "measures[1].reports[0].phases.案内",
         "「完成」は plan.phases の label にありません。"),
        ({f"{REPORT}.departments[1]": "庶務係"}, f"{REPORT}.departments[1]", "departments に2つ以上あり"),
        ({f"{REPORT}.departments[1]": "総務課"}, f"{REPORT}.departments[1]", "2回書かれています。"),
        ({f"{REPORT}.late": LEFT_OUT}, f"{REPORT}.late", "提出期限（2023-05-31）より後の提出です。"),
        ({f"{REPORT}.submitted_on": "2023-05-31"}, f"{REPORT}.late", "遅れた提出と分かりません。"),
        ({f"{REPORT}.proxy_source": "fax"}, f"{REPORT}.proxy_source", "paper・mail・phone・other"),
        ({f"{VERDICT}.comment": LEFT_OUT}, VERDICT, "comment に意見を書いてください。"),
        ({f"{VERDICT}.body": "別の会議"}, f"{VERDICT}.body", "plan.evaluation_bodies の name にありません。"),
        ({f"{VERDICT}.body": "本部会議"}, f"{REPORT}.evaluations[1].body", "evaluations[0].body と同じ"),
        ({f"{VERDICT}.direction": "縮小"}, f"{VERDICT}.direction", "plan.directions の label にありません。"),
        ({f"{REPORT}.conditions[0].state": "済"}, f"{REPORT}.conditions[0].state", "open・answered・met"),
        ({f"{REPORT}.conditions[0].department": "庶務係"}, f"{REPORT}.conditions[0].department", "2つ以上"),
        ({f"{REPORT}.additions[0].department": "庶務係"}, f"{REPORT}.additions[0].department", "2つ以上"),
        ({f"{REPORT}.submitted_by_name": "職員"}, f"{REPORT}.submitted_by_name", "この場所にありません。"),
        ({"meetings[0].round": "2020-1"}, "meetings[0].round", "「2020-1」は rounds の key にありません。"),
        ({"meetings[0].held_on": LEFT_OUT}, "meetings[0].held_on", "必須です。"),
        ({"meetings[0].attendance[0].name": "職員"}, "meetings[0].attendance[0].name", "この場所にありま"),
        ({"policies[0].children[0].reports[0].round": "x"}, "policies[0].children[0].reports[0].round",
         "「x」は rounds の key にありません。"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(changes, path, sentence):
    errors = lines(validate(full_document(changes)).errors)
    assert [line for line in errors if line.startswith(f"{path}: ") and sentence in line], errors


def test_errors_stand_in_document_order():
    changes = {
        f"{VERDICT}.body": "別の会議",
        "rounds[2].previous": "x",
        "policies[0].children[0].reports[0].round": "x",
    }
    errors = validate(full_document(changes)).errors
    assert [problem.path[0] for problem in errors] == ["policies", "rounds", "measures"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"plan.end_fiscal_year": 2022, "plan.end_on": LEFT_OUT, "measures[0].schedule[0].years": {},
          "measures[0].year_plans": {}}, "rounds[1].fiscal_year"),
        ({f"{VERDICT}.ratings": {"達成度": "順調"}}, f"{VERDICT}.ratings.達成度"),
        ({f"{VERDICT}.ratings": {"効率性": "高い"}}, f"{VERDICT}.ratings.効率性"),
        ({"policies[0].children[0].reportable": False}, "policies[0].children[0].reports"),
    ],
)  # fmt: skip
def test_what_the_plan_has_otherwise_since_is_odd_but_possible(changes, path):
    found = validate(full_document(changes))
    assert found.errors == []
    assert [line for line in lines(found.warnings) if line.startswith(f"{path}: ")]


def test_a_department_that_the_plan_does_not_print_may_answer():
    found = validate(full_document({f"{REPORT}.departments": ["水道課", "税務課"]}))
    assert found.errors == []


def test_rounds_and_reports_stand_in_one_order_and_say_nothing_twice():
    canonical = full_document()
    shuffled = copy.deepcopy(canonical)
    for key in ("rounds", "meetings"):
        shuffled[key].reverse()
    shuffled["rounds"][-1] |= {"kind": "progress", "part": 1}
    reports = shuffled["measures"][0]["reports"]
    reports.reverse()
    reports[-1]["evaluations"].reverse()
    shuffled["meetings"][-1]["by_document"] = False
    assert canonical_bytes(shuffled) == canonical_bytes(canonical)


def test_a_track_stands_in_the_order_of_its_measure():
    changes = {
        "measures[1].schedule": [{"label": "乙"}, {"label": "甲"}],
        "measures[1].reports[0].phases": {"甲": "検討", "乙": "実施"},
    }
    document = ordered(full_document(changes))
    assert list(document["measures"][1]["reports"][0]["phases"]) == ["乙", "甲"]


# --- Comparing ----------------------------------------------------------------------------------


def reported(old, new):
    """Return what is told of reports: by number of the measure and name of the place."""
    return {
        (entry.number, change.label): ([vars(line).values() for line in change.lines], change.remark)
        for entry in compare(old, new).measures
        for change in entry.changes
        if change.kind == Kind.REPORTS
    }


def told_of(number, old, new):
    told, remark = reported(old, new)[number, "実施状況報告　令和4年度 進捗状況調査"]
    return [tuple(line) for line in told], remark


def test_a_new_round_is_told_in_short_by_measure():
    old = full_document(
        {"measures[0].reports": LEFT_OUT, "measures[1].reports": LEFT_OUT, "rounds": LEFT_OUT,
         "policies[0].children[0].reports": LEFT_OUT, "meetings": LEFT_OUT}
    )  # fmt: skip
    told, remark = told_of("№1", old, full_document())
    assert remark == "追加"
    assert ("状況", "", "遅れ") in told
    assert ("評価　情報化推進本部　評価の言葉", "", "保留") in told
    assert ("評価　本部会議　評価の言葉", "", "了承") in told
    assert not [label for label, *_ in told if label in ("実績", "課題・対応", "提出日")]
    assert told_of("2", old, full_document())[0] == [("状況", "", "完了"), ("実際の工程　案内", "", "実施")]
    rest = {(entry.noun, entry.name) for entry in compare(old, full_document()).rest}
    assert {("進捗状況調査", "令和4年度 進捗状況調査"), ("会議", "令和5年度 臨時会")} <= rest


def test_a_changed_answer_is_told_in_full():
    new = full_document({f"{REPORT}.done": "9手続を電子化した。", f"{REPORT}.carry_over_reason": LEFT_OUT})
    told, remark = told_of("№1", full_document(), new)
    assert told == [
        ("実績", "8手続を電子化した。", "9手続を電子化した。"),
        ("繰越の理由", "納入の遅れのため。", ""),
    ]
    assert remark == ""


def test_a_round_that_was_renamed_changes_no_report():
    new = full_document({"rounds[0].name": "令和4年度 実施状況確認"})
    found = compare(full_document(), new)
    assert (found.measures, [entry.noun for entry in found.rest]) == ([], ["進捗状況調査"])


def test_a_bodys_word_that_was_renamed_changes_no_verdict():
    old = full_document({"plan.evaluation_bodies[1].verdicts": [{"label": "承認", "code": "approved"}]})
    assert reported(old, full_document()) == {}


def test_what_is_asked_reads_as_the_form_says_it():
    new = full_document({f"{ROUND}.asks": ["done", "costs"]})
    (entry,) = compare(full_document(), new).rest
    assert [(line.old, line.new) for line in entry.changes[0].lines] == [
        ("実績、課題・対応、効果", "実績、決算額")
    ]
