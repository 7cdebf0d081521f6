import pytest

from exchange.checks import validate
from tests.exchange.sample import LEFT_OUT, full_document, lines, minimal_document

REFUSED = [
    # required
    ("format", LEFT_OUT, "必須です。"),
    ("format", "ict-plan/2", "「ict-plan/2」という書式は読めません。「ict-plan/1」の文書にしてください。"),
    ("municipality.code", LEFT_OUT, "必須です。"),
    ("municipality.name", LEFT_OUT, "必須です。"),
    ("plan.title", LEFT_OUT, "必須です。"),
    ("plan.code", "", "必須です。"),
    ("plan.start_fiscal_year", None, "必須です。"),
    ("plan.end_fiscal_year", LEFT_OUT, "必須です。"),
    ("measures[0].name", LEFT_OUT, "必須です。"),
    ("measures[1].number", LEFT_OUT, "必須です。"),
    ("plan.phases[0].stage", LEFT_OUT, "必須です。"),
    ("plan.rules[0].text", LEFT_OUT, "必須です。"),
    ("plan.evaluation_bodies[0].verdicts[0].code", LEFT_OUT, "必須です。"),
    ("plan.criteria[0].good_end", LEFT_OUT, "必須です。"),
    ("plan.criteria[0].labels", LEFT_OUT, "必須です。"),
    ("tables[0].rows[0].label", LEFT_OUT, "必須です。"),
    # words and scales of the evaluation
    ("plan.evaluation_bodies[0].verdicts", [{"label": "否認", "code": "rejected"}], "「了承」に当たる言葉"),
    ("plan.evaluation_bodies[0].verdicts", [{"label": "可", "code": "approved"}] * 2, "同じ評価の言葉が"),
    ("plan.evaluation_bodies[0].verdicts[0].code", "ok", "approved・commented・rejected のどれか"),
    ("plan.criteria[0].labels", ["高い"], "段階は二つ以上にしてください。"),
    ("plan.criteria[0].labels", ["高い", "高い"], "同じ段階の名前が二つあります。"),
    ("plan.criteria[0].good_end", "best", "first・last のどれか"),
    ("making[0].subject", LEFT_OUT, "必須です。"),
    ("notes[0].kind", LEFT_OUT, "必須です。"),
    # unknown keys
    ("plan.titel", "x", "「titel」というキーはこの場所にありません。「title」の誤りではありませんか。"),
    ("measures[0].schedule[0].phase", "x", "「phase」というキーはこの場所にありません。"),
    ("licences", None, "「licences」というキーはこの場所にありません。"),
    # codes
    ("municipality.code", "132208", "検査数字（6桁目）が合いません。"),
    ("municipality.code", "13220", "半角数字6桁で書いてください。"),
    ("municipality.code", "１３２２０９", "半角数字6桁で書いてください。"),
    ("plan.code", "ICT-2022", "「ict-2022」の形で書いてください。"),
    ("plan.code", "ict2022", "「ict-2022」の形で書いてください。"),
    ("plan.code", "a" * 26 + "-2022", "30字を超えています（31字）。"),
    ("plan.predecessor", "2019", "「ict-2022」の形で書いてください。"),
    ("measures[0].continues[0].ref", "7", "「ict-2019/7」の形で書いてください。"),
    ("measures[0].continues[0].ref", "ict-2019/" + "7" * 192, "200字を超えています（201字）。"),
    ("measures[0].number", "1/2", "「/」は使えません。"),
    ("measures[0].key", "a/b", "「/」は使えません。"),
    # types
    ("plan.title", 3, "文字列で書いてください"),
    ("measures[0].number", 1, "文字列で書いてください"),
    ("plan.start_fiscal_year", "2022", "整数で書いてください"),
    ("plan.start_fiscal_year", 2022.5, "整数で書いてください"),
    ("plan.start_fiscal_year", True, "整数で書いてください"),
    ("measures[0].is_new", "false", "true か false で書いてください。"),
    ("measures[0].is_new", 0, "true か false で書いてください。"),
    ("surveys[0].items[0].satisfaction", "28.5", "数値で書いてください"),
    ("surveys[0].items[0].satisfaction", True, "数値で書いてください"),
    ("measures", {}, "一覧（[ ]）で書いてください。"),
    ("measures[0].departments", "総務課", "一覧（[ ]）で書いてください。"),
    ("measures[0].outcome", "達成", "オブジェクト（{ }）で書いてください。"),
    ("measures[0].categories", ["1"], "オブジェクト（{ }）で書いてください。"),
    ("measures[0].departments[0]", None, "文字列で書いてください"),
    ("tables[0].rows[0].values[0]", True, "数値、文字列、null のどれかで書いてください。"),
    ("tables[0].rows[0].values[0]", [1], "数値、文字列、null のどれかで書いてください。"),
    ("chapters[0].insert", ["glossary"], "文字列で書いてください"),
    # choices
    (
        "municipality.kind",
        "郡",
        "「郡」は選べません。市・区・町・村・都道府県・広域 のどれかにしてください。",
    ),
    ("plan.phases[0].stage", "検討", "consider・build・implement・operate のどれか"),
    ("measures[0].schedule_state", "lost", "given・partly・unreadable・none のどれか"),
    ("measures[0].costs[0].funding[0].source", "都", "国・都道府県・市債・使用料・その他・一般財源 のどれか"),
    ("notes[0].kind", "remark", "reading・conflict・unclear・footnote・editor のどれか"),
    ("surveys[0].items[0].quadrant", "E", "A・B・C・D のどれか"),
    # texts
    ("measures[0].name", "あ" * 201, "200字を超えています（201字）。"),
    ("measures[0].name", "電子\n申請", "改行は使えません。"),
    ("measures[0].name", "電子申請\n", "改行は使えません。"),
    ("measures[0].name", "　", "空白だけです。"),
    ("measures[0].content", "あ" * 20_001, "20,000字を超えています（20,001字）。"),
    ("tables[0].rows[0].values[0]", "あ" * 20_001, "20,000字を超えています（20,001字）。"),
    # dates and years
    ("plan.start_on", "2022-13", "「2022-13」は月ではありません。"),
    ("plan.start_on", "2022-10-01", "「2022-10-01」は月ではありません。"),
    ("systems[0].renewal.next_start", "2024/04", "「2024/04」は月ではありません。"),
    ("plan.issued_on", "令和4年9月", "「令和4年9月」は月や日ではありません。"),
    ("plan.issued_on", "2022", "「2022」は月や日ではありません。"),
    ("making[0].on", "2022-02-30", "「2022-02-30」は月や日ではありません。"),
    ("making[0].until", "2022-5-31", "「2022-5-31」は月や日ではありません。"),
    ("plan_costs[0].fiscal_year", 4, "1868以上の数にしてください。"),
    ("plan_costs[0].fiscal_year", 20223, "2999以下の数にしてください。"),
    ("measures[0].schedule[0].years.R4", "検討", "「R4」は年度ではありません。"),
    ("measures[0].schedule[0].years.2022", 1, "文字列で書いてください"),
    ("measures[0].year_plans.22", "x", "「22」は年度ではありません。"),
    # money, counts and shares
    ("measures[0].costs[0].initial", -1, "0以上の数にしてください。"),
    ("measures[0].costs[0].initial", 0.5, "整数で書いてください"),
    ("measures[0].costs[0].funding[0].settled", -1, "0以上の数にしてください。"),
    ("plan_costs[0].amount", -1, "0以上の数にしてください。"),
    ("plan_costs[0].amount", 10**13, "999,999,999,999以下の数にしてください。"),
    ("surveys[0].sample", -1, "0以上の数にしてください。"),
    ("surveys[0].sample", 10**9, "999,999,999以下の数にしてください。"),
    ("surveys[0].rate", 100.1, "100以下の数にしてください。"),
    ("generations[0].rate", -0.1, "0以上の数にしてください。"),
    ("plan.renewal_lead_months", -1, "0以上の数にしてください。"),
]

ACCEPTED = [
    ("measures[0].name", "あ" * 200),
    ("measures[0].content", "あ" * 20_000),
    ("measures[0].content", "1行目\n2行目"),
    ("measures[1].printed_number", "A-2②"),
    ("plan.issued_on", "2022-09-30"),
    ("making[0].until", "2022-05"),
    ("measures[0].costs[0].running", 0),
    ("surveys[0].items[0].satisfaction", -28.5),
    ("generations[0].rate", 0),
    ("generations[0].rate", 100),
    ("plan_costs[0].amount", 999_999_999_999),
    ("plan.renewal_lead_months", 0),
    ("measures[0].is_new", None),
    ("measures[0].schedule_state", ""),
    ("measures[0].schedule[0].years.2022", None),
    ("plan.labels", {}),
    ("glossary", []),
    ("tables[0].rows[0].values", [None, "未定"]),
    ("measures[0].continues[0].ref", "ict-2019/1-3"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSED, ids=str)
def test_what_does_not_fit_the_schema_is_refused_with_path_and_remedy(path, value, sentence):
    document, errors, _ = validate(full_document({path: value}))
    assert document is None
    found = [line for line in lines(errors) if line.startswith(f"{path}: ")]
    assert len(found) == 1
    assert sentence in found[0]
    assert found[0].endswith(("。", "か。"))


@pytest.mark.parametrize(("path", "value"), ACCEPTED, ids=str)
def test_what_just_fits_the_schema_is_accepted(path, value):
    assert lines(validate(full_document({path: value})).errors) == []


def test_every_error_comes_at_once_in_document_order():
    document = full_document(
        {
            "glossary[0].term": LEFT_OUT,
            "measures[1].ended.into": "99",
            "measures[0].number": 1,
            "plan.end_fiscal_year": 2021,
            "policies[1].code": "1",
            "municipality.name": LEFT_OUT,
            "format": "x",
        }
    )
    paths = [line.split(": ")[0] for line in lines(validate(document).errors)]
    assert paths == [
        "format",
        "municipality.name",
        "plan.end_fiscal_year",
        "plan.end_on",
        "policies[1].code",
        "measures[0].number",
        "measures[1].ended.into",
        "measures[1].policy_candidates[1]",
        "carried_over[0].policy",
        "glossary[0].term",
    ]


def test_an_absent_member_stands_where_the_schema_puts_it():
    document = minimal_document({"municipality": {}, "plan": {"title": "x", "vision": 3}})
    assert [line.split(": ")[0] for line in lines(validate(document).errors)] == [
        "municipality.code",
        "municipality.name",
        "plan.code",
        "plan.start_fiscal_year",
        "plan.end_fiscal_year",
        "plan.vision",
    ]


def test_the_rest_is_checked_where_the_shape_has_errors():
    document = full_document({"measures[0].departments": ["情報管理課", 3, "ない課"], "systems": "なし"})
    assert lines(validate(document).errors) == [
        'measures[0].departments[1]: 文字列で書いてください（値を「"」で囲みます）。',
        "measures[0].departments[2]: 「ない課」は departments にありません。"
        "そこに加えるか、ここを直してください。",
        "systems: 一覧（[ ]）で書いてください。",
    ]
