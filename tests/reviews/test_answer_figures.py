"""What an answer says in figures: values, money, wishes, carried over money, files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_plan
from tests.reviews.answering import a_round, post, sign_in
from tests.reviews.cast import make_budget_line, make_indicator, make_measures, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    return sign_in(client)


def test_a_value_is_read_as_people_write_it(client):
    (measure,) = make_measures(1)
    indicator = make_indicator(measure, due_fiscal_year=2026)
    report = report_of(a_round([measure], asks=["done", "issues", "targets"]))
    typed = {f"value_{indicator.pk}": "４１．２％", f"state_{indicator.pk}": "速報"}
    assert post(client, report, situation="on-track", done="済。", **typed).status_code == 302
    assert [(row.value, row.state) for row in report.values.all()] == [(41.2, "速報")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("約四割", "「約四割」を数として読めません。"),
        ("nan", "「nan」を数として読めません。"),
        ("", "値を入力するか、「集計中」を選んでください。"),
    ],
)
def test_a_value_that_is_no_number_is_refused_beside_it(typed, said, client):
    (measure,) = make_measures(1)
    indicator = make_indicator(measure)
    report = report_of(a_round([measure], asks=["done", "targets"]))
    response = post(client, report, situation="on-track", done="済。", **{f"value_{indicator.pk}": typed})
    assert said in response.content.decode()
    assert not report.values.exists()


def test_a_value_that_is_still_counted_needs_no_figure(client):
    (measure,) = make_measures(1)
    indicator = make_indicator(measure)
    report = report_of(a_round([measure], asks=["done", "targets"]))
    post(client, report, situation="on-track", done="済。", **{f"state_{indicator.pk}": "集計中"})
    assert [(row.value, row.state) for row in report.values.all()] == [(None, "集計中")]


def test_a_value_below_its_target_asks_why(client):
    (measure,) = make_measures(1)
    indicator = make_indicator(measure, due_fiscal_year=2023)
    report = report_of(a_round([measure], asks=["done", "issues", "targets"]))
    typed = {f"value_{indicator.pk}": "38", f"state_{indicator.pk}": "確定"}
    response = post(client, report, situation="on-track", done="済。", **typed)
    assert "目標に届かない値があります。" in response.content.decode()
    assert (
        post(client, report, situation="on-track", done="済。", issues="案内を増やす。", **typed).status_code
        == 302
    )


def test_what_was_settled_is_read_in_thousand_yen(client):
    (measure,) = make_measures(1)
    line = make_budget_line(measure)
    report = report_of(a_round([measure], asks=["done", "costs"]))
    refused = post(client, report, situation="on-track", done="済。", **{f"settled_{line.pk}": "-5"})
    assert "千円単位の0以上の整数で入力してください" in refused.content.decode()
    post(client, report, situation="on-track", done="済。", **{f"settled_{line.pk}": "１，２３４千円"})
    assert [(row.settled, row.state) for row in report.costs.all()] == [(1234, "見込")]


def test_a_wish_names_the_year_it_is_about(client):
    (measure,) = make_measures(1)
    track = measure.tracks.get()
    report = report_of(a_round([measure], asks=["done", "next_schedule"]))
    words = {word.label: str(word.pk) for word in make_plan().word_set.phases()}
    nothing = post(client, report, situation="on-track", done="済。", wish="change")
    assert "変えたい年度の工程を選んでください。" in nothing.content.decode()
    cell = {f"wish_{track.pk}_2024": words["構築"]}
    silent = post(client, report, situation="on-track", done="済。", wish="change", wish_reason="", **cell)
    assert "工程を変えたい理由を入力してください。" in silent.content.decode()
    post(
        client,
        report,
        situation="on-track",
        done="済。",
        wish="change",
        wish_reason="部品が遅れるため",
        **cell,
    )
    report.refresh_from_db()
    assert report.wish == "asked"
    assert [(w.fiscal_year, w.phase.label) for w in report.wishes.all()] == [(2024, "構築")]


def test_money_that_goes_on_into_the_next_year_says_why(client):
    report = report_of(a_round())
    refused = post(client, report, situation="on-track", done="済。", carries_over="on")
    assert "繰越の理由を入力してください。" in refused.content.decode()
    post(
        client,
        report,
        situation="on-track",
        done="済。",
        carries_over="on",
        carry_over_reason="納入が6月のため",
    )
    report.refresh_from_db()
    assert (report.carries_over, report.carry_over_reason) == (True, "納入が6月のため")


def test_files_are_known_by_their_content(client):
    report = report_of(a_round(asks=["done", "files"]))
    bad = SimpleUploadedFile("実績.pdf", b"MZ not a pdf")
    refused = post(client, report, action="save", done="途中", uploads=bad)
    assert "付けられません" in refused.content.decode()
    post(client, report, action="save", uploads=SimpleUploadedFile("実績.pdf", b"%PDF-1.7"))
    assert [(file.name, file.is_scan) for file in report.files.all()] == [("実績.pdf", False)]
    post(client, report, action="save", remove=[str(report.files.get().pk)])
    assert not report.files.exists()


def test_a_refused_answer_keeps_no_file_so_that_none_is_there_twice(client):
    report = report_of(a_round(asks=["done", "issues", "files"]))
    upload = SimpleUploadedFile("実績.pdf", b"%PDF-1.7")
    refused = post(client, report, situation="late", done="済。", uploads=upload)
    assert refused.status_code == 200
    assert not report.files.exists()
    again = SimpleUploadedFile("実績.pdf", b"%PDF-1.7")
    post(client, report, situation="on-track", done="済。", uploads=again)
    assert report.files.count() == 1
