"""What a book says of the inventory: for the public without what the city keeps within itself."""

from datetime import date

import pytest

from exchange.canonical import ordered
from exchange.disclosing import public_document
from portal.printing.html import book_html
from portal.printing.inserts import of_list
from portal.printing.plan_book import plan_book
from portal.printing.words import Source
from tests.exchange.sample import LEFT_OUT, inventory_document

DAY = date(2026, 11, 28)
INTERNAL = ["住基パッケージ V5", "マイナンバー利用事務系", "個人情報あり", "サーバーOS 2019", "24,000"]
PUBLIC = ["都内のデータセンター", "ICT-BCP A", "利用者120人", "特定移行支援", "95,000（予算要求）"]


def printed(changes=None, **options):
    return book_html(plan_book(inventory_document(changes), DAY, **options))


def test_a_book_for_the_public_leaves_internal_facts_out_and_says_how_many():
    page = printed()
    assert [text for text in INTERNAL if text in page] == []
    assert [text for text in PUBLIC if text not in page] == []
    assert "公表しない事項9件は載せていない。" in page
    assert "内部用" not in page


def test_a_book_for_the_city_has_all_and_says_so():
    page = printed(is_internal=True)
    assert [text for text in [*INTERNAL, *PUBLIC, "架空システム株式会社"] if text not in page] == []
    assert "公表しない事項" not in page
    assert "（内部用）" in page


def test_a_systems_exceptions_go_before_the_defaults():
    page = printed()
    assert "データセンター\n都内" in page.replace("<br>", "\n")
    assert "架空システム株式会社" not in page
    assert "架空システム株式会社" in printed({"systems[0].disclosure": {"segment": "public"}})


def test_amounts_of_a_contract_stand_only_where_every_system_it_covers_shows_them():
    open_first = {"systems[0].disclosure": {"contract_amounts": "public"}}
    alone = inventory_document(open_first)
    assert "amounts" in public_document(alone).document["contracts"][0]
    both = inventory_document(open_first | {"systems[2].contracts": ["jukki-lease"]})
    assert "amounts" not in public_document(both).document["contracts"][0]


def test_a_contract_no_system_shows_is_left_out_with_the_notes_on_internal_facts():
    note = [{"kind": "editor", "field": "segment", "text": "秘密"}, {"kind": "editor", "text": "公開"}]
    changes = {"systems[0].notes": note, "systems[0].disclosure": {"contracts": "internal"}}
    before = inventory_document(changes)
    document, _ = public_document(before)
    assert [part["name"] for part in document["contracts"]] == ["住民記録システム保守"]
    assert document["systems"][0]["notes"] == note[1:]
    assert before == inventory_document(changes)


def test_costs_of_a_renewal_may_be_kept_within_the_city_alone():
    changes = {"systems[0].disclosure": {"renewal_costs": "internal"}}
    renewal = public_document(inventory_document(changes)).document["systems"][0]["renewal"]
    assert "costs" not in renewal
    assert renewal["next_start"] == "2029-01"


@pytest.mark.parametrize("kind", ["systems", "procedures"])
def test_a_document_without_an_inventory_prints_what_it_printed_before(kind):
    bare = {"systems": [{"name": "文書管理"}], "contracts": LEFT_OUT, "procedures": [{"name": "転出届"}]}
    changes = bare | {"measures[0].systems": []}
    (block,) = of_list(Source(ordered(inventory_document(changes))), kind)
    labels = [column.label for column in getattr(block, "table", block).columns]
    assert labels == {"systems": ["システム名"], "procedures": ["番号", "手続"]}[kind]


def test_the_use_of_a_procedure_is_that_of_the_last_year_told():
    (table,) = of_list(Source(ordered(inventory_document())), "procedures")
    rows = [[cell.text for cell in row.cells] for row in table.groups[0].rows]
    assert rows[0] == [
        "1", "転出届", "マイナポータル", "実施済み\nR5.2から", "子育て",
        "市民課\n住民記録システム", "R7年度 36.0％\n目標 35.5％",
    ]  # fmt: skip
    assert rows[1][3:] == ["未実施", "被災者支援", "―", "―"]
