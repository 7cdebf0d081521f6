"""年次報告: figures read in few queries, printed with its texts, honest where nothing was reported."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from portal.annual_report.reading import annual_report
from portal.place import place_of
from portal.printing.annual_report_press import annual_report_css, annual_report_html
from portal.printing.pdf import pdf_bytes
from reviews.answers import CostAnswer, ValueAnswer
from tests.factories import freeze, make_municipality, make_plan
from tests.reviews.cast import (
    confirm,
    confirmed_round,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)


def read(round_key=""):
    return annual_report(place_of(make_municipality(), "ict-2022", today=DAY), None, DAY, round_key=round_key)


def printed(report) -> str:
    content = pdf_bytes(annual_report_html(report), annual_report_css())
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_what_was_planned_reached_and_decided_stands_in_the_report(caplog):
    late, measure = make_measures(2)
    indicator, line = make_indicator(measure), make_budget_line(measure)
    freeze(make_plan())
    found = opened_round([late, measure], asks=["done", "issues", "targets", "costs"])
    words = {word.label: word for word in make_plan().word_set.phases()}
    confirm(
        submit(
            report_of(found, "1"), situation="late", issues="部品の納入が遅れた。9月に設置する。",
            phases={late.tracks.get(): words["検討"]},
        ),
        submit(
            report_of(found, "2"), situation="done", done="端末を3台置いた。",
            values=[ValueAnswer(indicator, 61.0, "", "速報")], costs=[CostAnswer(line, 950, "見込")],
        ),
    )  # fmt: skip
    text = printed(read("2023-1"))
    assert "令和5年度（2023年度）は、2施策のうち2施策の報告を確認しました。" in text
    assert "1施策が順調または完了です。" in text
    assert "遅れは1施策で" in text
    assert "予定構築、実績検討" in text
    assert "部品の納入が遅れた。9月に設置する。" in text
    assert "端末を3台置いた。" in text
    assert "窓口改善事業" in text
    assert not [record.message for record in caplog.records if record.name == "weasyprint"]


def test_a_plan_nobody_reported_on_prints_what_is_planned():
    make_measures(1)
    text = printed(read())
    assert "実績の報告は、まだ確認されていません。" in text
    assert "未報告" in text
    assert "遅れは" not in text


def test_an_answer_that_is_not_confirmed_stays_out():
    found = opened_round(make_measures(2))
    confirm(submit(report_of(found, "1"), done="確認した文章。"))
    submit(report_of(found, "2"), done="まだ確認していない文章。")
    text = printed(read())
    assert "確認した文章。" in text
    assert "まだ確認していない文章。" not in text
    assert "確認済の報告はありません。" in text


@pytest.mark.parametrize("count", [2, 40])
def test_reading_costs_the_same_however_many_measures(count, django_assert_max_num_queries):
    confirmed_round(make_measures(count))
    with django_assert_max_num_queries(50):
        report = read()
    assert len(report.years) == count


def test_the_same_day_prints_the_same_bytes():
    confirmed_round(make_measures(2))
    pages = [pdf_bytes(annual_report_html(read()), annual_report_css()) for _ in range(2)]
    assert pages[0] == pages[1]


def test_the_command_refuses_a_round_that_does_not_exist(tmp_path):
    make_measures(1)
    with pytest.raises(CommandError, match="始まった調査「1999-1」がありません"):
        call_command(
            "print_report", "annual-report", municipality="132209", round_key="1999-1",
            output=tmp_path / "report.pdf",
        )  # fmt: skip


def test_the_button_prints_in_the_background_and_notes_where_the_texts_went(
    client_as, django_capture_on_commit_callbacks
):
    found = confirmed_round(make_measures(1))
    client = client_as("planning")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/132209/ict-2022/annual-report/", {"round": found.key})
    assert answer.status_code == 302
    assert "年次報告" in client.get(answer.url).content.decode()
    assert [(m.get_kind_display(), m.subjects) for m in found.materials.all()] == [("年次報告", ["1"])]


def test_the_report_is_somebodys_own_city(client_as):
    confirmed_round(make_measures(1), name="調査")
    stranger = make_municipality("132039", "武蔵野市")
    client = client_as("planning", municipality=stranger)
    assert client.post("/132209/ict-2022/annual-report/").status_code == 404
