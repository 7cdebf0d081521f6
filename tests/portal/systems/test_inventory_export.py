"""The list of systems in Excel: exactly what the page shows, with or without what stays within the city."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_plan, make_system
from tests.portal.systems.parts import LIST, end_support, head, list_of, names_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan()
    for name, segment, cost in [
        ("住民記録", "my-number", 1200),
        ("税", "", None),
        ("図書館", "internet", 30),
    ]:
        system = make_system(plan=plan, name=name, segment=segment, yearly_cost=cost, product="製品甲")
        head(system, "個別" if name == "図書館" else "基幹系")
    return plan


def sheets(client, plan, **params) -> dict[str, list[tuple]]:
    response = client.get(reverse("portal:information_system_export", args=[plan.municipality.code]), params)
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_internal_edition_holds_the_rows_and_columns_of_the_page(client_as, plan):
    asked = {"column": ["segment", "cost"], "sort": "name", "group": "none"}
    client = client_as("viewer")
    head_row, *rows = sheets(client, plan, edition="internal", **asked)["情報システム"]
    assert head_row == ("情報システム", "ネットワーク", "年間経費（千円）")
    assert [row[0] for row in rows] == names_in(list_of(client, plan, **asked))
    assert ("税", "記載なし", "記載なし") in rows
    assert ("住民記録", "マイナンバー利用事務系", 1200) in rows


def test_groups_become_a_column(client_as, plan):
    rows = sheets(client_as("viewer"), plan, column="cost")["情報システム"]
    assert rows[0][:2] == ("計画の見出し", "情報システム")
    assert [row[0] for row in rows[1:]] == ["基幹系", "基幹系", "個別"]


def test_the_public_edition_leaves_out_what_stays_within_the_city(client_as, plan):
    public = sheets(client_as("viewer"), plan, column=["segment", "product", "cost"], edition="public")
    assert public["情報システム"][0] == ("計画の見出し", "情報システム", "年間経費（千円）")
    assert "製品甲" not in str(public)


def test_an_exception_of_one_system_withholds_one_cell(client_as, plan):
    make_system(plan=plan, name="秘密", yearly_cost=77, disclosure={"yearly_cost": "internal"})
    rows = sheets(client_as("viewer"), plan, column="cost", group="none", edition="public")["情報システム"]
    assert ("秘密", "非公開") in rows
    assert ("住民記録", 1200) in rows


@pytest.mark.parametrize(
    "asked",
    [
        {"segment": "my-number"}, {"hosting": "none"}, {"personal": "yes"}, {"support_within": "12"},
        {"q": "製品甲"}, {"bcp": "A"},
    ],
)  # fmt: skip
def test_conditions_on_what_stays_within_the_city_are_refused_in_the_public_edition(client_as, plan, asked):
    secret = make_system(
        plan=plan, name="秘密", has_personal_information=True, bcp_priority="A", product="製品甲",
        disclosure={"bcp_priority": "internal"},
    )  # fmt: skip
    end_support(secret, date(2020, 1, 1))
    client = client_as("viewer")
    address = reverse("portal:information_system_export", args=[plan.municipality.code])
    for edition in ({"edition": "public"}, {}):
        response = client.get(address, asked | edition, follow=True)
        assert response.redirect_chain[0][0].startswith(reverse(LIST, args=[plan.municipality.code]) + "?")
        (said,) = response.context["messages"]
        assert str(said).startswith("公表用のExcelは出せません。")
        assert str(said) in response.content.decode()
    page = list_of(client, plan, **asked).content.decode()
    assert "edition=public" not in page
    assert "この条件を外してください。" in page
    assert sheets(client, plan, edition="internal", **asked)["情報システム"][1:]


def test_public_words_and_conditions_make_a_public_edition(client_as, plan):
    rows = sheets(client_as("viewer"), plan, q="住民", shared="", edition="public")["情報システム"]
    assert [row[1] for row in rows[1:]] == ["住民記録"]


def test_the_public_edition_stands_under_no_heading_and_in_no_order_that_is_internal(client_as, plan):
    end_support(make_system(plan=plan, name="先"), date(2020, 1, 1))
    book = sheets(client_as("viewer"), plan, edition="public", group="segment", sort="support", column="cost")
    assert [row[0] for row in book["情報システム"]] == ["情報システム", "住民記録", "税", "図書館", "先"]
    assert "マイナンバー" not in str(book)
    told = dict(book["条件"])
    assert (told["まとめ方"], told["並び順"]) == ("まとめない", "計画書の順")
    assert "公表用では使っていません" in told["注"]
    book = sheets(client_as("viewer"), plan, edition="public", group="segment", sort="name", column="cost")
    assert [row[0] for row in book["情報システム"]][1:] == ["住民記録", "先", "図書館", "税"]


def test_the_edition_is_the_public_one_unless_asked_otherwise(client_as, plan):
    for asked in ({}, {"edition": "other"}):
        told = dict(sheets(client_as("viewer"), plan, **asked)["条件"])
        assert told["区分"] == "公表用"
    assert dict(sheets(client_as("viewer"), plan, edition="internal")["条件"])["区分"] == "内部用"


def test_the_conditions_stand_on_a_sheet_of_their_own(client_as, plan):
    told = dict(sheets(client_as("viewer"), plan, q="図書")["条件"])
    assert told["条件：言葉"] == "「図書」"
    assert told["件数"] == "3 システムのうち 1 システム"


def test_the_page_leads_to_the_file_with_its_own_conditions(client_as, plan):
    html = list_of(client_as("viewer"), plan, q="図書", column="cost").content.decode()
    address = reverse("portal:information_system_export", args=[plan.municipality.code])
    assert f'href="{address}?q=%E5%9B%B3%E6%9B%B8&amp;column=cost&amp;edition=internal"' in html
    assert reverse(LIST, args=[plan.municipality.code]) in html
