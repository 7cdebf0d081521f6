"""山谷図: renewals by month and fiscal year, amounts with their source, each number with its list."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_department, recorded
from tests.portal.renewals.rows import CODE, NOON, make_contract, make_mixed_city, make_renewed, month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june_2027():
    with time_machine.travel(NOON):
        yield


def url():
    return reverse("portal:renewal_calendar", args=[CODE])


def ask(client, **params):
    return client.get(url(), params).context["page"]


def test_systems_stand_in_the_month_and_year_their_successor_starts(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"))
    cells = {
        (row.label, head.fiscal_year): [entry.name for entry in cell]
        for row in page.rows
        for head, cell in zip(page.heads, row.cells, strict=True)
        if cell
    }
    assert cells == {
        ("1月", 2027): ["戸籍情報システム"],
        ("4月", 2029): ["学校情報システム"],
        ("2月", 2029): ["図書館システム"],
    }


def test_each_number_of_a_year_leads_to_the_systems_it_counts(client_as):
    make_mixed_city()
    client = client_as("viewer")
    heads = ask(client).heads
    assert [head.count for head in heads] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0]
    for head in heads:
        listed = client.get(url() + head.url.partition("#")[0]).context["page"].year
        assert len(listed.renewals) == head.count


def test_years_in_which_nothing_starts_lead_to_the_first_in_which_something_does(client_as):
    make_mixed_city()
    client = client_as("viewer")
    assert ask(client).elsewhere is None
    words, address = ask(client, **{"from": "2040"}).elsewhere
    assert words == "令和9年度"
    assert "令和9年度からの10年を見る" in client.get(url(), {"from": "2040"}).content.decode()
    assert client.get(url() + address).context["page"].dated == 3


def test_amounts_add_contracts_and_renewals_and_name_their_source(client_as):
    systems = make_mixed_city()
    make_contract(systems["late"], amounts={2027: 24_000}, first_start=date(2020, 4, 1))
    client = client_as("viewer")
    page = ask(client)
    assert page.costs[0].parts_shown == "契約 24,000、当初予算 120,000"
    assert page.money_rows[0] == ("契約金額", ["24,000", *["記載なし"] * 9])
    year = client.get(url() + page.costs[0].url.partition("#")[0]).context["page"].year
    assert sum(line.amount for line in year.cost.lines) == page.costs[0].total == 144_000


def test_a_year_without_amounts_says_so_instead_of_nothing(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"), **{"from": "2030"})
    assert {cost.total_shown for cost in page.costs} == {"記載なし"}
    assert page.chart is None
    html = client_as("viewer").get(url(), {"from": "R12"}).content.decode()
    assert "契約金額と更新の経費は記載なし" in html


def test_what_has_no_date_or_lies_outside_is_listed_apart(client_as):
    make_mixed_city()
    page = ask(client_as("viewer"), **{"from": "2028"})
    assert [entry.name for entry in page.undated] == ["文書管理システム", "財務会計システム"]
    assert [entry.name for entry in page.outside] == ["戸籍情報システム"]
    assert page.dated + len(page.undated) + len(page.outside) == page.total == 5


def test_a_department_sees_the_amounts_of_its_own_systems_alone(client_as):
    systems = make_mixed_city()
    make_contract(systems["late"], amounts={2027: 24_000})
    page = ask(client_as("viewer"), department=systems["well"].departments.get().pk)
    assert [cost.total for cost in page.costs[:2]] == [None, 12_000]


def test_a_contract_of_two_departments_counts_for_either(client_as):
    systems = make_mixed_city()
    contract = make_contract(systems["late"], amounts={2027: 24_000})
    recorded(contract.contract_systems.create)(system=systems["well"])
    for name, office in (("late", "市民課"), ("well", "図書館")):
        page = ask(client_as("viewer"), department=make_department(office).pk, year=2027)
        (line,) = [line for line in page.year.cost.lines if line.basis == "contract"]
        assert (line.amount, line.url) == (
            24_000, f"{systems[name].get_absolute_url()}#contract-{contract.pk}"
        )  # fmt: skip


@pytest.mark.parametrize("count", [2, 30])
def test_the_calendar_costs_as_many_queries_however_many_systems(count, client_as, django_assert_num_queries):
    for number in range(count):
        made = make_renewed(f"第{number}システム", f"第{number}課", next_start=month(2028, 4),
                            costs={2027: (100, "estimate")})  # fmt: skip
        make_contract(made, amounts={2027: 24_000})
    client = client_as("planning")
    with django_assert_num_queries(22):
        client.get(url(), {"year": "2027"})
