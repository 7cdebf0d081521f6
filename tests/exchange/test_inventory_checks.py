import pytest

from exchange.checks import validate
from tests.exchange.sample import LEFT_OUT, inventory_document, lines

END = {"kind": "database", "name": "DB 19", "on": "2027-04-30"}
LEASE = "住民記録システム機器賃貸借"
REFUSED = [  # what is changed where, and what is said of it
    ("systems[0].contracts[0]", "ない契約", "「ない契約」は contracts の key にありません。"),
    ("systems[0].contracts[1]", "jukki-lease", "「jukki-lease」が2回書かれています。"),
    ("systems[0].contracts[0]", LEASE, f"「{LEASE}」は contracts の key にありません。"),
    ("procedures[0].department", "ない課", "「ない課」は departments にありません。"),
    ("procedures[0].system", "ない", "「ない」は systems にありません。"),
    ("systems[0].migrations[1].business", "住民基本台帳", "「住民基本台帳」は systems[0].migrations[0]"),
    ("systems[0].renewal.costs[1].fiscal_year", 2027, "「2027」は systems[0].renewal.costs[0]"),
    ("contracts[0].amounts[1].fiscal_year", 2025, "「2025」は contracts[0].amounts[0]"),
    ("procedures[0].uses[1].fiscal_year", 2024, "「2024」は procedures[0].uses[0]"),
    ("systems[0].ended_on", "2020-12", "started_on（2021-01）より前です。"),
    ("contracts[0].first_end", "2020-12-31", "first_start（2021-01-01）より前です。"),
    ("contracts[0].terminated_on", "2020-12-31", "first_start（2021-01-01）より前です。"),
    ("procedures[0].uses[0].online", 2101, "申請の総件数（2,100件）より多くなっています。"),
    ("systems[0].hosting", "庁内", "「庁内」は選べません。on-premises・data-center・cloud・"),
    ("systems[0].segment", "x", "「x」は選べません。my-number・lgwan・internet のどれかに"),
    ("systems[0].bcp_priority", "あ" * 51, "50字を超えています（51字）。"),
    ("systems[0].users", -1, "0以上の数にしてください。"),
    ("systems[0].support_ends[0].on", "2027-04", "「2027-04」は日ではありません。"),
    ("systems[0].disclosure.price", "internal", "「price」は選べません。"),
    ("systems[0].disclosure.vendor", "secret", "「secret」は選べません。public・internal"),
    ("systems[0].renewal.costs[0].basis", "x", "「x」は選べません。estimate・request・budget・settled"),
    ("contracts[0].renewal_months", 0, "1以上の数にしてください。"),
    ("contracts[0].kind", "リース", "「リース」は選べません。lease・maintenance・use・service"),
    ("contracts[0].counterparty", "x", "「counterparty」というキーはこの場所にありません。「counterpart」"),
    ("procedures[0].uses[0].target_rate", 12.34, "小数は1桁までです。"),
    ("procedures[0].uses[0].target_rate", 101, "100以下の数にしてください。"),
]
ACCEPTED = [
    {"systems[0].ended_on": "2021-01"},
    {"systems[0].support_ends[1]": END | {"name": "DB 12"}},
    {"contracts[0].first_end": "2021-01-01"},
    {"procedures[0].uses[0].online": 2100},
    {"procedures[0].uses[0].applications": LEFT_OUT},
    {"contracts[0].notice_days": 0},
    {"systems[0].renewal.next_start": "2020-04"},
]


@pytest.mark.parametrize(("path", "value", "start"), REFUSED, ids=lambda value: str(value)[:40])
def test_an_inventory_that_cannot_be_is_refused_once_with_its_place(path, value, start):
    (error,) = lines(validate(inventory_document({path: value})).errors)
    assert error.startswith(f"{path}: {start}")
    assert error.endswith("。")


def test_a_support_end_told_twice_is_refused():
    (error,) = lines(validate(inventory_document({"systems[0].support_ends[1]": END})).errors)
    assert error.startswith("systems[0].support_ends[1].kind: ")


def test_two_contracts_with_one_key_are_refused():
    (error,) = lines(validate(inventory_document({"contracts[+]": {"name": "jukki-lease"}})).errors)
    assert error.startswith("contracts[2].name: 「jukki-lease」は contracts[0].key と同じです。")


@pytest.mark.parametrize("changes", ACCEPTED, ids=str)
def test_an_inventory_that_may_be_is_accepted(changes):
    assert lines(validate(inventory_document(changes)).errors) == []


def test_a_contract_no_system_names_is_noted():
    found = validate(inventory_document({"contracts[+]": {"name": "庁内LAN保守"}}))
    assert found.errors == []
    assert lines(found.warnings) == [
        "contracts[2]: 契約「庁内LAN保守」を挙げるシステムがありません。取り込みますが、計画文書を出力しても"
        "載りません。systems の contracts に書いてください。"
    ]


def test_misshapen_contracts_do_not_hide_the_rest():
    changes = {"contracts": "なし", "procedures[0].system": "x", "systems[0].support_ends": {"kind": "os"}}
    found = lines(validate(inventory_document(changes)).errors)
    places = [line.split(": ")[0] for line in found]
    assert places == ["systems[0].support_ends", "contracts", "procedures[0].system"]
