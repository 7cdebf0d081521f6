"""年次報告 of a plan: read in few queries, printed with its texts, honest where nothing was reported."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from organizations.exceptions import PortalError
from organizations.history import Reason, change_set, save_changed
from portal.papers.kinds.annual_report import KIND
from portal.printing.annual_report import NOT_FINAL, SAMPLE, report_title
from reviews.answers import CostAnswer, ValueAnswer
from reviews.services import review_round_finalise
from tests.factories import COMMAND, freeze, make_municipality, make_plan
from tests.portal.annual.sheets import asked, figures, made, text_of
from tests.reviews.cast import (
    by,
    confirm,
    confirmed_round,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


def change(row, **fields) -> None:
    """Change a row of an adopted plan, whatever it is."""
    for name, value in fields.items():
        setattr(row, name, value)
    reason = Reason("other", "試験のため。")
    with change_set(author=COMMAND, municipality=make_municipality(), reason=reason):
        save_changed(row)


def finalised(found):
    return review_round_finalise(review_round=found, author=by(planner()), today=date(2024, 6, 30))


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
    text = text_of(made(round="2023-1"))
    for words in [
        "令和5年度（2023年度）は、2施策のすべての報告を確認しました。1施策（50%）が順調または完了です。",
        "遅れは1施策で", "予定構築、実績検討", "部品の納入が遅れた。9月に設置する。", "端末を3台置いた。",
        "窓口改善事業", "61％（速報）", "決算見込", "950", "令和6年度の計画工程実施", NOT_FINAL,
    ]:  # fmt: skip
        assert words in text, words
    assert not [record.message for record in caplog.records if record.name == "weasyprint"]


def test_a_plan_nobody_reported_on_prints_what_is_planned():
    make_measures(1)
    text = text_of(made())
    assert "実績の報告は、まだ確認されていません。" in text
    assert "施策別の計画" in text
    assert "遅れは" not in text
    assert "未報告" not in text


def test_an_answer_that_is_not_confirmed_stays_out():
    found = opened_round(make_measures(2))
    confirm(submit(report_of(found, "1"), done="確認した文章。"))
    submit(report_of(found, "2"), done="まだ確認していない文章。")
    text = text_of(made())
    assert "確認した文章。" in text
    assert "まだ確認していない文章。" not in text
    assert "確認済の報告はありません。" in text
    assert NOT_FINAL in text


def test_a_round_in_which_nobody_answered_claims_nothing():
    opened_round(make_measures(2))
    text = text_of(made(round="2023-1"))
    assert "2施策のうち確認した報告がまだありません。" in text
    assert "2未報告" in text
    assert "0遅れ" not in text
    assert "遅れ該当なし" not in text


@pytest.mark.parametrize("count", [2, 12])
def test_making_it_costs_the_same_however_many_measures(count, django_assert_num_queries):
    confirmed_round(make_measures(count))
    wanted = asked()
    with django_assert_num_queries(QUERIES):
        report = figures()
    assert len(report.years) == count
    assert wanted.place.plan == make_plan()


QUERIES = 57


def test_the_same_day_makes_the_same_page():
    confirmed_round(make_measures(2))
    assert made().html == made().html


def test_an_edition_prints_the_same_after_rows_have_changed():
    measures = make_measures(2)
    freeze(make_plan())
    finalised(confirmed_round(measures))
    freeze(make_plan(), kind="year-end", label="令和5年度末")
    before = made(edition=2)
    assert "版令和5年度末" in text_of(before)
    assert make_plan().editions.get(number=2).digest in before.html
    change(measures[0], name="名前を変えた施策")
    change(make_plan(), title="題名を変えた計画")
    assert made(edition=2).html == before.html
    assert made(edition=2).file_name == "132209-ict-2022-annual-report-2023-1-edition-2"
    assert "名前を変えた施策" in made().html


def test_an_edition_that_does_not_tell_of_the_round_is_refused():
    measures = make_measures(1)
    freeze(make_plan())
    finalised(confirmed_round(measures))
    with pytest.raises(PortalError, match="文書に調査「2023-1」がありません"):
        made(edition=1, round="2023-1")


@pytest.mark.parametrize("options", [{}, {"round": "2023-1"}, {"edition": 1}, {"edition": 2}])
def test_its_title_is_told_without_reading_the_plan(options, django_assert_max_num_queries):
    measures = make_measures(1)
    freeze(make_plan())
    finalised(confirmed_round(measures))
    freeze(make_plan(), kind="year-end", label="令和5年度末")
    change(make_plan(), title="題名を変えた計画")
    wanted = asked(**options)
    with django_assert_max_num_queries(3):
        title = KIND.title(wanted)
    assert title == report_title(KIND.make(wanted).told)


def test_what_moved_since_the_first_edition_stands_there_with_the_reason_of_the_answer():
    (measure,) = make_measures(1)
    freeze(make_plan())
    track = measure.tracks.get()
    words = {word.label: word for word in make_plan().word_set.phases()}
    change(track.entries.get(fiscal_year=2023), phase=words["検討"])
    change(track.entries.get(fiscal_year=2024), phase=words["構築"])
    found = opened_round([measure])
    confirm(submit(report_of(found), situation="late", issues="入札が不調だった。秋に公告する。"))
    text = text_of(made())
    for words in ["後ろ倒し1", "構築令和5⇒令和6年度", "入札が不調だった", "当初との差", "変更後"]:
        assert words in text, words


def test_a_sample_says_so_on_every_page(monkeypatch):
    found = confirmed_round(make_measures(1))
    change(found, is_sample=True)
    paper = made()
    assert f"年次報告（{SAMPLE}）" in paper.html
    assert f'badge--warn">{SAMPLE}' in paper.html


def test_the_command_refuses_a_round_that_does_not_exist(tmp_path):
    make_measures(1)
    with pytest.raises(CommandError, match="始まった調査「1999-1」がありません"):
        call_command(
            "print_report", "annual-report", municipality="132209", round="1999-1",
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
