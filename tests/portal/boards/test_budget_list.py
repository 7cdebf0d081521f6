"""次の予算で要求するもの: what is in a year and why, what it adds up to, what nobody wrote an amount for."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_department, make_municipality, make_system, make_user
from tests.portal.boards.rows import budget, cover, end_support, lines, place
from tests.portal.renewals.rows import CODE, NOON, accept, make_contract, make_renewed, month
from tests.systems.consulting import make_consultation

pytestmark = pytest.mark.django_db


def summed(part) -> tuple[int, int | None, int]:
    return len(part.items), part.amount, part.untold


def make_year():
    """Make what 令和10年度 has to bear: two renewals, one without an amount, a contract, a new system."""
    told = make_renewed(
        "戸籍情報システム", "市民課", next_start=month(2029, 4), procurement_fiscal_year=2028,
        costs={2028: (30_000, "estimate")},
    )  # fmt: skip
    make_renewed("学校情報システム", "指導課", next_start=month(2028, 10))
    make_renewed("図書館システム", "図書館", next_start=month(2031, 4))
    make_contract(told, amounts={2028: 5_000}, first_start=date(2025, 4, 1), first_end=date(2029, 3, 31))
    make_consultation(
        name="生成AIの導入", kind="new", fiscal_year=2028, department=make_department("情報管理課"),
        costs=((2_000, 500),),
    )  # fmt: skip
    return told


def test_the_next_budget_is_asked_for_unless_another_year_is_chosen():
    assert [budget().fiscal_year, budget(year="令和12年度").fiscal_year] == [2028, 2030]
    assert budget(as_of="2030-04-01").fiscal_year == 2031


def test_renewals_contracts_and_consultations_of_the_year_are_listed_with_why():
    make_year()
    found = {name: [(one.kind, one.why) for one in line.items] for name, line in lines(budget()).items()}
    assert found == {
        "戸籍情報システム": [("renewal", "調達の年度"), ("contract", "令和11年3月31日に満了")],
        "学校情報システム": [("renewal", "次期の稼働は令和10年10月")],
        "": [("consultation", "新規、作成中")],
    }


def test_sums_tell_their_parts_and_never_take_the_unknown_for_nothing():
    make_year()
    page = budget()
    assert summed(page.whole) == (4, 37_500, 1)
    assert [summed(part) for part in page.parts] == [(2, 30_000, 1), (1, 5_000, 0), (1, 2_500, 0)]
    assert sum(part.amount for part in page.parts) == page.whole.amount
    assert {group.name: group.sum.amount for group in page.groups}["指導課"] is None
    assert "金額の記載がない1件は、合計に入っていません" in "".join(page.sentences)


def test_departments_stand_in_their_own_order():
    for order, name in enumerate(["図書館", "指導課", "市民課"]):
        make_department(name, order=order)
    for name in ("市民課", "図書館", "指導課"):
        make_renewed(f"{name}のシステム", name, next_start=month(2028, 10))
    make_renewed("所管のないシステム", next_start=month(2028, 10))
    assert [group.name for group in budget().groups] == ["図書館", "指導課", "市民課", "所管課の記載なし"]


@pytest.mark.parametrize(
    ("requested", "costs", "total", "uncounted"),
    [(28_000, (), 28_000, "renewal"), (None, ((9_000, None),), 9_000, "renewal"),
     (None, (), 30_000, "consultation")],
)  # fmt: skip
def test_a_renewal_and_its_consultation_are_the_same_money(requested, costs, total, uncounted):
    system = make_renewed(
        "戸籍情報システム", "市民課", next_start=month(2028, 10), costs={2028: (30_000, "estimate")}
    )
    make_consultation(system=system, fiscal_year=2028, requested=requested, costs=costs)
    page = budget()
    assert summed(page.whole) == (2, total, 0)
    assert [one.kind for one in page.whole.items if not one.is_counted] == [uncounted]


def test_what_was_withdrawn_or_is_of_another_year_is_not_asked_for():
    make_consultation(fiscal_year=2028, state="withdrawn")
    make_consultation(fiscal_year=2029)
    make_renewed("図書館システム", "図書館", next_start=month(2030, 4), costs={2029: (1, "estimate")})
    assert budget().total == 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"first_end": date(2028, 9, 30)}, ["令和10年9月30日に満了"]),
        ({"first_end": date(2027, 3, 31), "renews_automatically": True, "renewal_months": 12},
         ["令和11年3月31日に満了、自動更新"]),
        ({"first_end": date(2032, 3, 31)}, ["令和14年3月31日まで"]),
        ({"first_end": date(2028, 3, 31)}, ["令和10年3月31日に満了し、次の契約の記載なし"]),
        ({"first_end": date(2027, 3, 31)}, []),
        ({"first_start": date(2029, 4, 1), "first_end": date(2034, 3, 31)}, []),
        ({"first_end": date(2032, 3, 31), "terminated_on": date(2028, 6, 30)}, ["令和10年6月30日に解約"]),
        ({"first_end": date(2028, 3, 31), "terminated_on": date(2028, 1, 31)}, []),
        ({}, ["契約期間の記載なし"]),
    ],
)  # fmt: skip
def test_a_contract_is_asked_for_where_its_term_touches_the_year(fields, why):
    make_contract(make_renewed("文書管理システム", "総務課"), amounts={}, **fields)
    assert [one.why for line in lines(budget()).values() for one in line.items] == why


def test_a_contract_that_another_one_follows_needs_no_new_one():
    system = make_renewed("文書管理システム", "総務課")
    make_contract(system, amounts={}, first_end=date(2028, 3, 31))
    follower = make_contract(
        make_system(name="旧システム"),
        amounts={2028: 10},
        first_start=date(2028, 4, 1),
        first_end=date(2033, 3, 31),
    )
    cover(follower, system)
    assert [one.amount for line in lines(budget()).values() for one in line.items] == [10]


def test_a_contract_of_many_systems_is_money_once():
    first, second = (make_renewed(name, "総務課") for name in ("文書管理システム", "電子決裁システム"))
    cover(make_contract(first, amounts={2028: 8_000}, first_end=date(2030, 3, 31)), second)
    page = budget()
    assert [one.name for line in lines(page).values() for one in line.items] == [
        "文書管理システムの賃貸借（ほか1システム）"
    ]
    assert page.whole.amount == 8_000


def test_what_speaks_against_a_start_stands_beside_it_until_it_is_accepted():
    system = make_renewed(
        "戸籍情報システム", "市民課", next_start=month(2028, 10), review_start=month(2027, 12)
    )
    end_support(system, date(2028, 1, 31))
    assert [one.rule.code for one in lines(budget())["戸籍情報システム"].findings] == [
        "review-late", "support-ends-first",
    ]  # fmt: skip
    accept(system, "review-late")
    assert [one.rule.code for one in lines(budget())["戸籍情報システム"].findings] == ["support-ends-first"]


@pytest.mark.parametrize(
    ("role", "department", "seen", "scope"),
    [("planning", None, 1, ""), ("department", "情報管理課", 1, "自課のものだけ"),
     ("department", "市民課", 0, "自課のものだけ"), ("committee", None, 0, "載せていません")],
)  # fmt: skip
def test_who_may_not_see_a_consultation_finds_the_list_without_it(role, department, seen, scope):
    make_year()
    user = make_user(role, department=make_department(department) if department else None)
    page = budget(user)
    assert len(page.parts[2].items) == seen
    assert scope in page.consultation_scope


@time_machine.travel(NOON, tick=False)
def test_every_chip_and_department_leads_to_as_many_lines_as_it_tells(client_as):
    make_year()
    client, url = client_as(), reverse("portal:budget_list", args=[CODE])
    page = client.get(url).context["page"]
    for chip in page.chips:
        assert len(client.get(url + chip.query).context["page"].whole.items) == chip.count
    for value, name in page.choices[1].options:
        (group,) = client.get(url, {"department": value}).context["page"].groups
        assert group.name == name


@time_machine.travel(NOON, tick=False)
def test_a_finding_leads_to_those_of_its_system(client_as):
    make_renewed("戸籍情報システム", "市民課", next_start=month(2028, 10), review_start=month(2027, 12))
    make_renewed("学校情報システム", "指導課", next_start=month(2028, 10), review_start=month(2027, 12))
    page = client_as().get(lines(budget())["戸籍情報システム"].findings_url).context["page"]
    assert {item.finding.system.name for item in page.items} == {"戸籍情報システム"}


@time_machine.travel(NOON, tick=False)
def test_the_page_says_unknown_and_what_is_wrong_with_a_condition(client_as):
    make_year()
    client, url = client_as(), reverse("portal:budget_list", args=[CODE])
    shown = client.get(url, {"year": "来年", "view": "none"}).content.decode()
    assert "年度の「来年」は使えないため、外して示します。" in shown
    assert "表示の「none」はここにはないため、外して示します。" in shown
    assert "令和10年度予算で要求するもの" in shown
    assert 'class="board__untold">記載なし' in shown


@time_machine.travel(NOON, tick=False)
def test_excel_tells_the_same_with_the_parts_and_what_is_left_out(client_as):
    make_year()
    answer = client_as().get(reverse("portal:budget_export", args=[CODE]))
    book = load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["予算で要求するもの"].iter_rows()]
    assert [(row[1], row[5]) for row in rows[1:]] == [
        ("戸籍情報システム", 30_000), ("戸籍情報システム", 5_000), ("学校情報システム", "記載なし"),
        ("（システムの登録なし）", 2_500), (None, 37_500),
    ]  # fmt: skip
    parts = {row[0].value: [cell.value for cell in row[1:4]] for row in book["内訳"].iter_rows(min_row=2)}
    assert parts["更新の経費"] == [2, 30_000, 1]
    assert parts["計"] == [4, 37_500, 1]


@pytest.mark.parametrize("count", [2, 30])
@time_machine.travel(NOON, tick=False)
def test_the_list_costs_as_many_queries_however_long(count, client_as, django_assert_num_queries):
    for n in range(count):
        system = make_renewed(
            f"第{n}システム", f"第{n}課", next_start=month(2028, 10), costs={2028: (n, "estimate")}
        )
        make_contract(system, amounts={2028: 1}, first_end=date(2030, 3, 31))
        make_consultation(
            name=f"協議{n}", fiscal_year=2028, department=make_department(f"第{n}課"), system=system
        )
    client = client_as()
    with django_assert_num_queries(27):
        client.get(reverse("portal:budget_list", args=[CODE]))


def test_another_citys_systems_and_contracts_are_not_in_it():
    place()
    other = make_municipality("132039", "武蔵野市")
    system = make_system(municipality=other, name="よその住民記録")
    make_contract(system, amounts={2028: 1_000}, first_end=date(2030, 3, 31))
    assert budget().total == 0
