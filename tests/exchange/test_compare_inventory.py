"""The inventory in a 新旧対照表: every new key in Japanese, nothing said twice."""

from exchange.comparing import compare
from tests.exchange.sample import LEFT_OUT, inventory_document

INVENTORY = {
    "systems[0].vendor": "別の会社",
    "systems[0].segment": "lgwan",
    "systems[0].yearly_cost": LEFT_OUT,
    "systems[0].disclosure": {"users": "internal"},
    "systems[0].support_ends[0].on": "2028-04-30",
    "systems[0].migrations[1].state": "migrated",
    "systems[0].renewal.build_start": "2028-02",
    "systems[0].renewal.costs[0].amount": 4000,
}


def told(changes):
    found = {}
    for entry in compare(inventory_document(), inventory_document(changes)).rest:
        for change in entry.changes:
            about = (entry.noun, entry.name, change.label)
            found[about] = change.remark or [(line.label, line.old, line.new) for line in change.lines]
    return found


def test_what_changed_of_a_system_is_told_in_japanese():
    about = ("情報システム", "住民記録システム")
    assert told(INVENTORY) == {
        (*about, "事業者"): [("", "架空システム株式会社", "別の会社")],
        (*about, "ネットワーク"): [("", "マイナンバー利用事務系", "LGWAN接続系")],
        (*about, "年間経費（千円）"): [("", "48,000", "")],
        (*about, "標準化の移行　印鑑登録"): [("移行の状況", "移行中", "移行済")],
        (*about, "サポート終了　データベース DB 19"): [
            ("サポート終了日", "令和9年4月30日（2027年4月30日）", "令和10年4月30日（2028年4月30日）")
        ],
        (*about, "更新計画"): [
            ("構築の開始", "令和10年1月（2028年1月）", "令和10年2月（2028年2月）"),
            ("更新の経費　令和9年度　金額（千円）", "3,000", "4,000"),
        ],
        (*about, "公開区分"): [
            ("公開区分　設置形態", "公開", ""),
            ("公開区分　事業者", "内部", ""),
            ("公開区分　利用者数", "", "内部"),
        ],
    }


def test_a_contract_that_is_renamed_and_moves_in_time_differs_only_by_itself():
    changes = {"contracts[0].name": "機器賃貸借", "contracts[0].first_start": "2024-05-01"}
    assert told(changes) == {
        ("契約", "機器賃貸借", "契約名"): [("", "住民記録システム機器賃貸借", "機器賃貸借")],
        ("契約", "機器賃貸借", "契約期間の始まり"): [
            ("", "令和3年1月1日（2021年1月1日）", "令和6年5月1日（2024年5月1日）")
        ],
    }


def test_the_use_of_a_procedure_is_told_by_year():
    assert told({"procedures[0].uses[1].online": 800, "procedures[0].national_group": "care"}) == {
        ("オンライン手続", "転出届", "国の優先手続"): [("", "子育て", "介護")],
        ("オンライン手続", "転出届", "利用の実績　令和7年度"): [("オンラインの件数", "720", "800")],
    }


def test_a_system_renamed_is_the_same_to_its_procedures():
    changes = {"systems[0].key": "住民記録システム", "systems[0].name": "住基システム"}
    changes |= {"measures[0].systems": ["住基システム"], "procedures[0].system": "住基システム"}
    assert set(told(changes)) == {("情報システム", "住基システム", "情報システム名")}
