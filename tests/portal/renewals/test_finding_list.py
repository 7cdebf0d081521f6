"""確認事項: every finding with its arithmetic, conditions, counts that lead on, what was accepted, Excel."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from systems.models import AcceptedFinding
from tests.factories import make_department, make_municipality, make_plan
from tests.portal.renewals.rows import CODE, NOON, accept, make_mixed_city, make_renewed, month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def url(name="finding_list"):
    return reverse(f"portal:{name}", args=[CODE])


def ask(client, **params):
    return client.get(url(), params).context["page"]


def found(page) -> list[tuple[str, str]]:
    return [(item.code, item.finding.rule.code) for item in page.items]


def test_each_finding_says_what_is_wrong_with_its_arithmetic_and_what_mends_it(client_as):
    make_mixed_city()
    html = client_as("viewer").get(url()).content.decode()
    assert "検討の開始が11か月遅い" in html
    assert "次期の稼働は令和10年1月。その24か月前は令和8年1月。" in html
    assert "検討の開始は令和8年12月で、稼働の13か月前です。24か月に11か月足りません。" in html
    assert "検討を早めるか" in html


def test_those_that_stand_come_first_the_gravest_before_the_others(client_as):
    systems = make_mixed_city()
    accept(systems["late"], "review-late")
    assert found(ask(client_as("viewer"))) == [
        ("ACT", "service-gap"), ("CHECK", "no-renewal-plan"), ("NOTE", "dates-missing"),
        ("NOTE", "start-without-end"), ("ACCEPTED", "review-late"),
    ]  # fmt: skip


@pytest.mark.parametrize("params", [{}, {"rule": "review-late"}, {"view": "bcp"}, {"severity": "NOTE"}])
def test_each_chip_leads_to_as_many_findings_as_it_counts(params, client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap")
    client = client_as("viewer")
    for chip in ask(client, **params).chips:
        assert len(client.get(url() + chip.query).context["page"].items) == chip.count


def test_a_department_is_offered_its_own(client_as):
    make_mixed_city()
    client = client_as("department", department=make_department("市民課"))
    own = next(chip for chip in ask(client).chips if chip.label == "自課")
    shown = client.get(url() + own.query).context["page"]
    assert (own.count, found(shown)) == (1, [("ACT", "review-late")])


def test_the_list_is_narrowed_by_department_system_and_rule(client_as):
    systems = make_mixed_city()
    client, school = client_as("viewer"), make_department("指導課")
    assert found(ask(client, department=school.pk)) == [("ACT", "service-gap")]
    assert found(ask(client, system=systems["dateless"].pk)) == [("NOTE", "dates-missing")]
    assert found(ask(client, rule="review-late")) == [("ACT", "review-late")]
    assert found(ask(client, severity="ACCEPTED")) == []


def test_what_was_accepted_is_shown_with_who_when_why_and_until(client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap", until=date(2027, 12, 31))
    html = client_as("viewer").get(url()).content.decode()
    assert "延長を協議中。" in html
    assert "計画主管課が令和9年6月3日（2027年6月3日）に了承、令和9年12月31日（2027年12月31日）まで。" in html


@pytest.mark.parametrize(
    ("role", "department", "counts"),
    [("planning", "", (5, 5)), ("department", "市民課", (1, 1)), ("viewer", "", (0, 0))],
)
def test_who_answers_for_a_system_finds_the_buttons(role, department, counts, client_as):
    make_mixed_city()
    fields = {"department": make_department(department)} if department else {}
    items = ask(client_as(role, **fields)).items
    assert (len([i for i in items if i.edit_url]), len([i for i in items if i.accept_url])) == counts


def test_dates_are_mended_where_they_stand(client_as):
    systems = make_mixed_city()
    edits = {item.finding.rule.code: item.edit_url for item in ask(client_as("planning")).items}
    late, dateless = systems["late"].pk, systems["dateless"].pk
    assert edits["review-late"] == reverse("systems:renewal_edit", args=[CODE, "ict-2026", late])
    assert edits["dates-missing"] == reverse("systems:information_system_edit", args=[CODE, dateless])


def test_on_another_day_other_things_are_found(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"), as_of="令和11年4月1日")
    assert ("NOTE", "review-late") in found(page)  # it runs by then: it cannot be mended any more
    html = client_as("viewer").get(url(), {"as_of": "2029-04-01"}).content.decode()
    assert "基準日は令和11年4月1日" in html


def test_a_city_without_findings_is_not_told_that_all_is_well(client_as):
    make_renewed("図書館システム", review_start=month(2028, 2), next_start=month(2030, 2),
                 current_end=month(2030, 1))  # fmt: skip
    html = client_as("viewer").get(url()).content.decode()
    assert "書かれていない日付は判定していません。" in html


def test_another_citys_acceptances_and_findings_do_not_show(client_as):
    other = make_municipality("132152", "国立市")
    make_renewed("よその学校情報", plan=make_plan(municipality=other, code="x", start=2026, end=2030),
                 current_end=month(2028, 3), next_start=month(2029, 4))  # fmt: skip
    make_mixed_city()
    assert "よその学校情報" not in client_as("viewer").get(url()).content.decode()


def test_the_list_is_told_in_excel(client_as):
    systems = make_mixed_city()
    accept(systems["hole"], "service-gap")
    content = client_as("viewer").get(url("finding_list_export")).content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][:5] == ("重さ", "情報システム", "主管課", "内容", "確認事項")
    assert rows[1][:4] == ("要対応", "戸籍情報システム", "市民課", "検討の開始が遅い")
    assert rows[-1][0] == "了承済"
    assert rows[-1][6:9] == ("延長を協議中。", "計画主管課", "令和9年6月3日（2027年6月3日）")


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_costs_as_many_queries_however_many_findings(count, client_as, django_assert_num_queries):
    for number in range(count):
        made = make_renewed(f"第{number}システム", f"第{number}課", next_start=month(2028, 4),
                            review_start=month(2027, 4))  # fmt: skip
    accept(made, "review-late")
    client = client_as("planning")
    with django_assert_num_queries(21):
        client.get(url())
    assert AcceptedFinding.objects.count() == 1
