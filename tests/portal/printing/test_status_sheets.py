"""実施状況確認シート read back: what is asked, how it is grouped, one A4 blank, and whole however long."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exchange.canonical import ordered
from portal.printing.pdf import pdf_bytes
from portal.printing.status_press import status_css, status_html
from portal.printing.status_room import Head, ruled_lines
from portal.printing.status_sheets import NothingToAsk, status_sheets
from portal.printing.status_subjects import Call, call_of_part, usual_call
from portal.printing.words import Source
from reviews.models import ReviewRound
from reviews.questions import questions_of
from tests.portal.printing.conftest import DAY, sample
from tests.portal.printing.printed import Printed, squeezed

PLAN = {
    "code": "ict-2022",
    "title": "情報化計画",
    "start_fiscal_year": 2022,
    "end_fiscal_year": 2026,
    "phases": [{"label": "検討", "stage": "consider"}, {"label": "構築", "stage": "build"}],
    "achievements": [{"label": "達成", "code": "achieved"}, {"label": "一部達成", "code": "partly"}],
}
ROUND = {
    "key": "2024-1", "name": "令和6年度 調査", "fiscal_year": 2024, "as_of": "2025-03-31",
    "answer_due": "2025-05-30",
    "asks": ["done", "issues", "achievement", "targets", "costs", "next_schedule"],
}  # fmt: skip
BEFORE = ROUND | {"key": "2023-1", "name": "令和5年度 調査", "fiscal_year": 2023}
SCHEDULE = [{"years": {"2023": "検討", "2024": "検討", "2025": "構築"}}]
INDICATOR = {
    "name": "電子化した手続", "kind": "numeric", "unit": "件",
    "values": [{"fiscal_year": 2024, "target": 40, "value": 38, "state": "確定"}],
}  # fmt: skip
LINE = {"fiscal_year": 2024, "initial": 9800, "settled": 9500, "settled_state": "見込"}
ANSWER = {
    "round": "2024-1", "situation": "late", "achievement": "一部達成", "done": "2部署で試した。",
    "issues": "人手が足りない。", "phases": {"-": "構築"}, "departments": ["市民課"],
    "submitted_on": "2025-05-20",
}  # fmt: skip


def document(*measures, rounds=(ROUND,), plan=PLAN, **parts):
    whole = {
        "format": "ict-plan/1",
        "municipality": {"code": "132209", "name": "東大和市", "kind": "city"},
        "plan": plan,
        "rounds": list(rounds),
        "measures": list(measures),
    }
    return ordered(whole | parts)


def measure(number="1", **parts):
    return {"number": number, "name": f"施策{number}の名"} | parts


def whole_measure(**parts):
    figures = {"indicators": [INDICATOR], "budget_lines": [LINE]}
    return measure(departments=["市民課"], schedule=SCHEDULE, **figures) | parts


def call(told, part=ROUND, **changed):
    return replace(call_of_part(Source(told), part), **changed)


def sheets(told, asked=None, *, is_blank=True, **options):
    return status_sheets(told, DAY, asked or call(told, subjects=None), is_blank=is_blank, **options)


def on_paper(book) -> Printed:
    html = status_html(book)
    return Printed(book, html, pdf_bytes(html, status_css()))


def labels(book) -> list[str]:
    [sheet] = book.offices[0].sheets
    return [one.field.label for one in sheet.fields]


def test_a_blank_sheet_has_the_words_of_plan_and_round():
    book = sheets(document(whole_measure()))
    assert labels(book) == [
        "状況", "到達した工程", "達成状況", "令和6年度の実績", "課題・対応", "指標の実績", "決算見込額",
        "令和7年度の予定", "工程の変更の希望", "繰越",
    ]  # fmt: skip
    paper = on_paper(book)
    assert len(paper.pages) == 1
    for words in (
        "令和6年度調査基準日令和7年3月31日", "提出期限令和7年5月30日（金）", "□順調□遅れ□完了",
        "□◇検討□▲構築□未着手", "□達成□一部達成", "電子化した手続目標40件", "当初予算9,800千円",
        "▲構築", "課長確認", "画面からの回答、Excelでの提出もできます。",
    ):  # fmt: skip
        assert words in paper.pages[0]
    for answer in ("38件", "9,500"):
        assert answer not in paper.text


def test_what_a_round_does_not_ask_is_not_on_its_sheets():
    short = ROUND | {"asks": ["done"]}
    told = document(whole_measure(), rounds=[short])
    assert labels(sheets(told, call(told, short, subjects=None))) == [
        "状況", "到達した工程", "令和6年度の実績", "繰越",
    ]  # fmt: skip


def test_a_round_of_year_plans_asks_for_the_year_alone():
    part = {"key": "2024-plan", "name": "年度計画", "kind": "year-plan", "fiscal_year": 2024}
    told = document(whole_measure(reports=[{"round": "2024-plan", "year_plan": "5手続。"}]), rounds=[part])
    book = sheets(told, call(told, part), is_blank=False)
    assert labels(book) == ["令和6年度の到達目標"]
    assert "5手続。" in on_paper(book).text


def test_a_filled_sheet_ticks_and_tells_in_the_same_form():
    book = sheets(document(whole_measure(reports=[ANSWER])), is_blank=False)
    text = on_paper(book).pages[0]
    for words in (
        "□順調□✓遅れ□完了", "□◇検討□✓▲構築", "□達成□✓一部達成", "2部署で試した。", "人手が足りない。",
        "実績38件（確定）", "決算9,500千円（見込）", "提出日令和7年5月20日", "□✓なし",
    ):  # fmt: skip
        assert words in text


def test_what_nobody_answered_is_unreported_and_never_zero():
    bare = measure(schedule=SCHEDULE, indicators=[{"name": "件数", "kind": "numeric"}])
    text = on_paper(sheets(document(bare), is_blank=False)).pages[0]
    assert "令和6年度の実績未報告" in text
    assert "実績未報告" in text
    assert "✓" not in text
    assert "0" not in text.partition("繰越")[0].partition("件数")[2]


def test_last_time_stands_beside_the_lines_and_above_the_fields():
    said = ANSWER | {"round": "2023-1", "done": "先進3市を視察した。", "phases": {"-": "検討"}}
    told = document(whole_measure(reports=[said]), rounds=[BEFORE, ROUND])
    book = sheets(told, call(told, subjects=None))
    [sheet] = book.offices[0].sheets
    assert [row.label for row in sheet.rows] == ["計画", "前回までの実績"]
    assert sheet.rows[1].cells[1].text == "◇ 検討"
    assert "令和5年度先進3市を視察した。" in on_paper(book).pages[0]


def test_a_plan_without_a_schedule_has_its_targets_instead():
    told = document(measure(indicators=[INDICATOR | {"target_text": "40件以上"}]))
    book = sheets(told)
    [sheet] = book.offices[0].sheets
    assert "到達した工程" not in labels(book)
    assert "工程" not in on_paper(book).pages[0].replace("工程の変更", "")
    assert [(fact.label, fact.text) for fact in sheet.facts] == [("達成目標", "電子化した手続 40件以上")]


def test_a_round_on_policies_has_sheets_of_policies():
    policy = {
        "code": "1-1", "name": "窓口の改革", "reportable": True,
        "reports": [{"round": "2024-1", "situation": "done", "done": "終えた。"}],
    }  # fmt: skip
    told = document(measure(), policies=[{"code": "1", "name": "市民のために", "children": [policy]}])
    book = sheets(told, call(told), is_blank=False)
    [sheet] = book.offices[0].sheets
    assert (sheet.number, sheet.name) == ("1-1", "窓口の改革")
    assert "□✓完了" in on_paper(book).text


def test_sheets_lie_by_department_in_the_order_of_the_plan_and_are_listed():
    told = document(
        measure("1", departments=["福祉課"]),
        measure("2", departments=["市民課"]),
        measure("3"),
        measure("4", departments=["福祉課"]),
        departments=[{"name": "市民課"}, {"name": "福祉課"}],
    )
    book = sheets(told)
    assert [office.name for office in book.offices] == ["市民課", "福祉課", "担当課の記載なし"]
    paper = on_paper(book)
    assert [page[:2] for page in paper.outline] == [
        (1, "市民課"), (2, "2 施策2の名"), (1, "福祉課"), (2, "1 施策1の名"), (2, "4 施策4の名"),
        (1, "担当課の記載なし"), (2, "3 施策3の名"),
    ]  # fmt: skip
    assert "1施策1の名□44施策4の名□5" in paper.pages[2]
    assert "施策4の名" in paper.pages[4]


@pytest.mark.parametrize(
    ("options", "numbers", "has_divider"),
    [
        ({"departments": ["福祉課"]}, ["1"], False),
        ({"departments": ["市民課"]}, ["1", "2"], True),
        ({"measures": ["1", "2"]}, ["1", "2"], False),
        ({"measures": ["2"]}, ["2"], False),
        ({}, ["1", "2"], True),
    ],
)
def test_a_department_or_a_measure_can_be_printed_alone(options, numbers, has_divider):
    told = document(measure("1", departments=["市民課", "福祉課"]), measure("2", departments=["市民課"]))
    book = sheets(told, usual_call(Source(told), 2024), **options)
    assert [sheet.number for office in book.offices for sheet in office.sheets] == numbers
    assert book.offices[0].has_divider is has_divider


def test_a_single_sheet_has_a_page_before_it_only_in_a_pile_for_many_departments():
    told = document(measure("1", departments=["市民課"]), measure("2", departments=["福祉課"]))
    for is_blank, pages in [(True, 4), (False, 2)]:
        book = sheets(told, usual_call(Source(told), 2024), is_blank=is_blank)
        paper = on_paper(book)
        assert len(paper.pages) == pages
        assert {level for level, *_ in paper.outline} == ({1, 2} if is_blank else {1})


def test_nothing_to_print_is_said():
    with pytest.raises(NothingToAsk, match="条件に合う施策がありません。"):
        sheets(document(measure()), departments=["幻の課"])


def test_the_department_that_answers_goes_before_the_printed_ones():
    told = document(measure("1", departments=["市民課"]))
    book = sheets(told, call(told, subjects=None, leads={"1": "情報課"}, offices=["情報課", "市民課"]))
    assert book.offices[0].name == "情報課"
    assert "計画の担当課" in [fact.label for fact in book.offices[0].sheets[0].facts]


def test_a_text_of_900_characters_runs_on_under_the_repeated_head():
    long = "".join(f"{number:03d}件目の手続を見直した。" for number in range(120))
    book = sheets(document(whole_measure(reports=[ANSWER | {"done": long}])), is_blank=False)
    paper = on_paper(book)
    assert len(long) > 900
    assert len(paper.pages) == 2
    assert "続き" not in paper.pages[0]
    assert "1施策1の名続き" in paper.pages[1]
    assert all(f"{number:03d}件目" in paper.text for number in range(120))


def test_900_characters_of_last_time_do_not_push_a_blank_sheet_over_its_page():
    told = document(
        whole_measure(
            reports=[ANSWER | {"round": "2023-1", "done": "長い実績。" * 180, "issues": "課題" * 400}]
        ),
        rounds=[BEFORE, ROUND],
    )
    assert len(on_paper(sheets(told, call(told, subjects=None), measures=["1"])).pages) == 1


def test_twelve_tracks_over_ten_years_fit_one_page():
    plan = PLAN | {"end_fiscal_year": 2031}
    years = {str(year): "検討" if year < 2026 else "構築" for year in range(2022, 2032)}
    tracks = [{"label": f"工程の内訳{n}", "key": str(n), "years": years} for n in range(12)]
    told = document(
        whole_measure(name="とても長い施策の名称" * 8, schedule=tracks, goal="長い目標。" * 60), plan=plan
    )
    book = sheets(told, measures=["1"])
    assert len(on_paper(book).pages) == 1
    [sheet] = book.offices[0].sheets
    assert len(sheet.rows) == 12
    assert "到達した工程" not in [one.field.label for one in sheet.fields]  # it is a column of the schedule


def test_the_room_is_shared_in_proportion_and_used_up():
    ask = ReviewRound(asks=["done", "issues"])
    told = document(measure())
    book = sheets(told, Call("", 2024, questions_of(ask)))
    [sheet] = book.offices[0].sheets
    done, issues = (one.ruled for one in sheet.fields if one.ruled)
    assert done > issues >= 6
    fields = [one.field for one in sheet.fields]
    assert sum(ruled_lines(Head("名", [], []), fields)) > sum(
        ruled_lines(Head("名", [], ["計画"] * 6), fields)
    )


def test_wishes_are_for_the_city_alone_and_counted():
    told = document(whole_measure(reports=[ANSWER]))
    public = sheets(told, call(told, kept_back=2), is_blank=False)
    assert "工程の変更の希望2件は、内部用だけに載せています。" in on_paper(public).text
    internal = sheets(told, call(told, wishes={"1": "令和8年度 構築"}), is_blank=False)
    assert "工程の変更の希望令和8年度構築" in on_paper(internal).text


def test_a_document_that_has_every_part_prints_its_rounds():
    told = ordered(sample("full"))
    for part in told["rounds"]:
        assert on_paper(sheets(told, call(told, part), is_blank=False)).pages


def test_the_foot_says_where_the_words_come_from():
    book = sheets(document(measure()), edition="第1回改定")
    assert squeezed(book.imprint.line) in on_paper(book).pages[0]
    assert "版 第1回改定" in book.imprint.line


CITIES = ["132021-ict-2020", "132039-ict-2014", "132152-ict-2023", "132209-ict-2022", "132233-ict-2021"]
MOST = 12  # sheets a city: those with the most above and in their fields


@pytest.mark.once
@pytest.mark.parametrize("name", CITIES)
def test_every_blank_sheet_of_the_five_cities_is_one_a4(name):
    told = ordered(json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8")))
    last = told["plan"]["end_fiscal_year"]
    usual = usual_call(Source(told), last)
    book = status_sheets(told, DAY, replace(usual, key="x", due=date(last + 1, 5, 31)), is_blank=True)
    found = [sheet for office in book.offices for sheet in office.sheets]
    assert len(found) >= len(told["measures"])
    fullest = sorted(found, key=lambda sheet: sum(one.ruled for one in sheet.fields))[:MOST]
    office = replace(book.offices[0], sheets=fullest, has_divider=False)
    paper = on_paper(replace(book, offices=[office]))
    assert len(paper.pages) == len(fullest)
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in paper.reader.pages} == {
        (595, 842)
    }
