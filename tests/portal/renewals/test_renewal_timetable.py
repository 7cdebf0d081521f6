"""システム更新の工程: what is drawn, given and computed apart; conditions, costs, counts, Excel."""

import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from portal.renewals.entries import Entry
from portal.renewals.spans import spans_of
from portal.renewals.timetable import Window, timetable
from systems.findings.facts import RenewalFacts, SystemFacts
from tests.factories import make_department, make_plan
from tests.portal.renewals.rows import CODE, NOON, TODAY, accept, make_mixed_city, make_renewed, month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def url(name="renewal_timetable"):
    return reverse(f"portal:{name}", args=[CODE])


def ask(client, **params):
    return client.get(url(), params).context["page"]


def entry_of(started_on=None, **dates) -> Entry:
    facts = SystemFacts(1, 1, "住民記録システム", started_on=started_on, renewal=RenewalFacts(**dates))
    return Entry(facts, [], "")


def drawn(entry) -> list[tuple]:
    return [(span.kind, span.start, span.stop, span.is_computed) for span in spans_of(entry, TODAY)]


def names(page) -> list[str]:
    return [row.entry.name for row in page.chart.rows]


def test_what_the_plan_gives_and_what_is_counted_back_are_drawn_apart():
    assert drawn(entry_of(next_start=month(2029, 4), build_start=month(2028, 10))) == [
        ("current", None, month(2029, 4), True),
        ("review", month(2027, 4), month(2028, 1), True),
        ("specification", month(2028, 1), month(2028, 4), True),
        ("procurement", month(2028, 4), month(2028, 10), True),
        ("build", month(2028, 10), month(2029, 3), False),
        ("parallel", month(2029, 3), month(2029, 4), True),
        ("next", month(2029, 4), None, False),
    ]


def test_a_hole_between_old_and_new_is_drawn_as_such():
    entry = entry_of(current_end=month(2028, 3), next_start=month(2029, 4))
    assert ("gap", month(2028, 4), month(2029, 4), False) in drawn(entry)
    next_door = entry_of(current_end=month(2029, 3), next_start=month(2029, 4))
    assert "gap" not in [kind for kind, *_ in drawn(next_door)]


def test_what_nobody_wrote_is_drawn_as_unknown_and_not_left_blank():
    assert [kind for kind, *_ in drawn(entry_of())] == ["unknown", "unknown"]
    assert drawn(entry_of(started_on=month(2020, 4))) == [
        ("current", month(2020, 4), month(2027, 6), False),
        ("unknown", month(2027, 6), None, False),
        ("unknown", month(2027, 6), None, False),
    ]


def test_a_system_that_outlives_its_end_without_a_successor_is_drawn_so():
    assert ("gap", month(2027, 4), month(2027, 7), False) in drawn(entry_of(current_end=month(2027, 3)))


def test_how_long_the_next_one_runs_is_unknown_once_it_runs():
    assert drawn(entry_of(current_end=month(2026, 3), next_start=month(2026, 4)))[-2:] == [
        ("next", month(2026, 4), month(2027, 6), False), ("unknown", month(2027, 6), None, False),
    ]  # fmt: skip


def test_a_computed_step_gives_way_to_a_given_one():
    entry = entry_of(next_start=month(2028, 4), review_start=month(2027, 10))
    steps = {kind: (start, is_computed) for kind, start, _, is_computed in drawn(entry)}
    assert steps["review"] == (month(2027, 10), False)
    assert all(start >= month(2027, 10) for kind, (start, _) in steps.items() if kind != "current")


def test_a_step_known_by_its_year_alone_leaves_room_for_what_comes_before():
    entry = entry_of(next_start=month(2028, 10), review_start=month(2028, 4), procurement_fiscal_year=2028)
    steps = {kind: start for kind, start, *_ in drawn(entry)}
    assert (steps["review"], steps["procurement"]) == (month(2028, 4), month(2028, 7))


def test_bars_are_cut_at_the_edges_of_the_five_years():
    entry = entry_of(current_end=month(2040, 3), started_on=month(2010, 4))
    (row,) = timetable([entry], 2026, TODAY).rows
    assert [(bar.x, bar.width) for bar in row.bars if bar.kind == "current"] == [(0, 100)]
    assert Window(2026).x(month(2028, 10)) == 50


def test_old_and_new_side_by_side_for_long_are_framed():
    (row,) = timetable([entry_of(current_end=month(2029, 8), next_start=month(2029, 4))], 2026, TODAY).rows
    assert (row.overlap.x, row.overlap.text) == (60, "？ 並行稼働 5か月")


def test_the_page_shows_five_years_from_the_one_before_this(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"))
    assert list(page.chart.window.years) == [2026, 2027, 2028, 2029, 2030]
    assert [head.is_now for head in page.chart.heads] == [False, True, False, False, False]
    assert page.back_url == "?from=2025"
    assert list(ask(client_as("viewer"), **{"from": "R7"}).chart.window.years)[0] == 2025


def test_the_gravest_stands_first_and_what_was_accepted_after_what_stands(client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap")
    assert names(ask(client_as("viewer"))) == [
        "戸籍情報システム", "財務会計システム", "文書管理システム", "学校情報システム", "図書館システム",
    ]  # fmt: skip
    assert names(ask(client_as("viewer"), sort="start"))[0] == "戸籍情報システム"
    assert names(ask(client_as("viewer"), sort="list"))[2] == "図書館システム"


def test_each_chip_leads_to_as_many_systems_as_it_counts(client_as):
    make_mixed_city()
    client = client_as("viewer")
    chips = ask(client).chips
    assert [(chip.label, chip.count) for chip in chips] == [
        ("すべて", 5), ("確認事項あり", 4), ("24か月以内に稼働", 2), ("BCP優先業務", 1),
    ]  # fmt: skip
    for chip in chips:
        assert len(client.get(url() + chip.query).context["page"].chart.rows) == chip.count


def test_a_department_is_offered_its_own_systems(client_as):
    make_mixed_city()
    client = client_as("department", department=make_department("図書館"))
    own = next(chip for chip in ask(client).chips if chip.label == "自課")
    assert names(client.get(url() + own.query).context["page"]) == ["図書館システム"]


def test_each_count_of_findings_leads_to_just_these(client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap")
    client = client_as("viewer")
    for params in ({}, {"view": "bcp"}, {"department": systems["hole"].departments.get().pk}):
        for count in ask(client, **params).counts:
            assert len(client.get(count.url).context["page"].items) == count.count


def test_costs_are_told_by_basis_and_never_as_nothing(client_as):
    make_mixed_city()
    client = client_as("viewer")
    costs = {cost.fiscal_year: cost for cost in ask(client).costs}
    assert costs[2027].parts_shown == "当初予算 120,000"
    assert costs[2028].parts_shown == "見積 42,000"
    assert (costs[2026].total_shown, costs[2026].url) == ("記載なし", "")
    listed = client.get(costs[2028].url.partition("#")[0]).context["page"].year.cost
    assert [line.amount for line in listed.lines] == [30_000, 12_000]
    column = ask(client).cost_chart.columns[2]
    assert (column.text, column.below) == ("42", "見積（次の予算要求）")


def test_a_city_that_gives_no_dates_is_told_what_is_missing(client_as):
    make_renewed("住民記録システム", system={"started_on": month(2024, 4)})
    html = client_as("viewer").get(url()).content.decode()
    assert "1システムのうち、次期の稼働 1、現行の終了 1、検討の開始 1システムが記載なしです。" in html
    assert "問題がないという意味ではありません" in html


def test_a_city_without_systems_is_told_so(client_as):
    make_plan()
    html = client_as("viewer").get(url()).content.decode()
    assert "東大和市の情報システムの一覧は記載なしのため、更新の時期を判定できません。" in html
    assert "0システム" not in html


def test_a_general_footnote_of_the_plan_accepts_nothing(client_as):
    note = {"kind": "footnote", "field": "systems", "printed": "リース延長を想定するものもある", "text": "注"}
    plan = make_plan(code="ict-2026", start=2026, end=2030, document_notes=[note])
    make_renewed("学校情報システム", plan=plan, current_end=month(2028, 3), next_start=month(2029, 4))
    response = client_as("viewer").get(url())
    html = response.content.decode()
    assert "注「リース延長を想定するものもある」があります。" in html
    assert "全体にかかる注だけでは、どの確認事項も了承したことになりません。" in html
    assert [item.code for item in response.context["page"].items] == ["ACT"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"as_of": "1868-01-01"}, "（1990年4月1日）から"),
        ({"as_of": "昨日"}, "基準日の「昨日」は使えないため、今日の時点で示します。"),
        ({"department": "0"}, "主管課の「0」はここにはないため、外して示します。"),
        ({"from": "令和"}, "年度の「令和」は使えないため、外して示します。"),
    ],
)
def test_a_condition_that_means_nothing_is_left_out_and_said(params, sentence, client_as):
    make_mixed_city()
    response = client_as("viewer").get(url(), params)
    assert sentence in response.content.decode()
    assert len(response.context["page"].chart.rows) == 5


def test_the_day_asked_for_is_kept_in_every_link(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"), as_of="2027-01-15")
    assert page.conditions.day_name == "基準日"
    links = [page.back_url, page.query, *(chip.query for chip in page.chips), *(c.url for c in page.counts)]
    assert all("as_of=2027-01-15" in link for link in links)


def test_the_timetable_is_told_in_excel_with_computed_months_marked(client_as):
    make_mixed_city()
    content = client_as("viewer").get(url("renewal_timetable_export"), {"view": "bcp"}).content
    book = load_workbook(io.BytesIO(content))
    rows = list(book["更新の工程"].iter_rows(values_only=True))
    assert rows[0][:4] == ("情報システム", "主管課", "確認事項", "検討の開始")
    assert rows[1][:6] == (
        "戸籍情報システム", "市民課", "要対応", "令和8年12月", "令和8年12月（計算）", "令和9年度（計算）",
    )  # fmt: skip
    assert len(rows) == 2
    costs = list(book["更新の経費"].iter_rows(values_only=True))
    assert costs[1][:2] == ("令和8年度（2026年度）", "記載なし")
    assert costs[2][:4] == ("令和9年度（2027年度）", 120_000, None, 120_000)


@pytest.mark.parametrize("count", [2, 30])
def test_the_timetable_costs_as_many_queries_however_many_systems(
    count, client_as, django_assert_num_queries
):
    for number in range(count):
        make_renewed(f"第{number}システム", f"第{number}課", next_start=month(2028, 4),
                     costs={2027: (100, "estimate")})  # fmt: skip
    client = client_as("planning")
    with django_assert_num_queries(22):
        client.get(url())
