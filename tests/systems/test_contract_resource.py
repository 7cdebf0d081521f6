"""契約 in Excel and CSV: all that a contract says, by natural keys, all or nothing."""

from datetime import date

import pytest
import tablib

from organizations.history import change_set
from organizations.models import ChangeSet
from organizations.resources import problems_of
from organizations.spreadsheets import CsvFormat, ExcelFormat
from systems.models import Contract, ContractAmount, ContractSystem, SystemShare
from systems.resources import ContractResource
from tests.factories import COMMAND, make_municipality, make_system, make_user

pytestmark = pytest.mark.django_db
HEAD = ["団体コード", "識別名", "契約名"]
WHOLE = [
    *HEAD, "対象のシステム", "契約の種類", "契約の相手方", "契約期間の始まり", "当初の契約期間の終わり",
    "自動更新", "更新1回の月数", "解約の申出（日前まで）", "予算上の扱い", "知らせる時期（か月前）",
    "契約金額（千円）",
]  # fmt: skip
LEASE = [
    "132209", "lease", "機器賃貸借", "住民記録、税務", "賃貸借", "架空リース", "令和3年1月1日",
    date(2025, 12, 31), "はい", "12", 90, "債務負担行為", "6、18", "令和7年度：24,000\nR8:12000",
]  # fmt: skip


@pytest.fixture
def planner():
    make_system(name="住民記録"), make_system(name="税務")
    return make_user("planning")


def run(user, dataset):
    resource = ContractResource(user=user)
    with change_set(author=COMMAND):
        result = resource.import_data(dataset, use_transactions=True, rollback_on_validation_errors=True)
    return [(p.number, p.column, p.sentence) for p in problems_of(resource, result)]


def table(head, *rows):
    return tablib.Dataset(*rows, headers=head)


def test_a_contract_is_read_with_its_systems_days_and_amounts(planner):
    assert run(planner, table(WHOLE, LEASE)) == []
    contract = Contract.objects.get(key="lease")
    assert (contract.kind, contract.obligation, contract.renews_automatically) == (
        "lease",
        "obligation",
        True,
    )
    assert (contract.first_start, contract.first_end) == (date(2021, 1, 1), date(2025, 12, 31))
    assert (contract.notice_days, contract.alert_months) == (90, [18, 6])
    assert {system.key for system in contract.systems.all()} == {"住民記録", "税務"}
    assert dict(contract.amounts.values_list("fiscal_year", "amount")) == {2025: 24000, 2026: 12000}


@pytest.mark.parametrize("kind", [ExcelFormat, CsvFormat])
def test_a_round_trip_changes_nothing(kind, planner):
    run(planner, table(WHOLE, LEASE, ["132209", "保守", "保守", *[""] * 11]))
    before = ChangeSet.objects.count()
    content = kind().export_data(ContractResource(user=planner).export())
    again = kind().create_dataset(content)
    assert again.headers[:5] == ["団体コード", "識別名", "契約名", "対象のシステム", "契約の種類"]
    assert run(planner, again) == []
    assert ChangeSet.objects.count() == before


def test_systems_and_amounts_become_what_the_file_says(planner):
    run(planner, table(WHOLE, LEASE))
    head = [*HEAD, "対象のシステム", "契約金額（千円）"]
    assert run(planner, table(head, ["132209", "lease", "機器賃貸借", "税務", "令和8年度：15,000"])) == []
    assert list(ContractSystem.objects.values_list("system__key", flat=True)) == ["税務"]
    assert list(ContractAmount.objects.values_list("fiscal_year", "amount")) == [(2026, 15000)]


def test_a_file_without_these_columns_leaves_them_alone(planner):
    run(planner, table(WHOLE, LEASE))
    assert run(planner, table(HEAD, ["132209", "lease", "新しい名前"])) == []
    contract = Contract.objects.get(name="新しい名前")
    assert (contract.amounts.count(), contract.systems.count()) == (2, 2)


def test_every_bad_cell_is_named_and_nothing_is_written(planner):
    head = [
        *HEAD,
        "契約の種類",
        "対象のシステム",
        "契約期間の始まり",
        "知らせる時期（か月前）",
        "契約金額（千円）",
    ]
    good = ["132209", "good", "よい契約", "保守", "住民記録", "2024-04-01", "12", "R7：1"]
    bad = ["132209", "bad", "悪い契約", "リース", "ない", "昨年", "0", "R7：1\nR7：2"]
    found = run(planner, table(head, good, bad))
    assert {(number, column) for number, column, _ in found} == {(3, column) for column in head[3:]}
    assert all(sentence.endswith("。") for _, _, sentence in found)
    assert not Contract.objects.exists()


@pytest.mark.parametrize("amounts", ["24,000", "R7：x", "R7：-1", "昨年：1"])
def test_amounts_that_cannot_be_read_are_refused_with_an_example(amounts, planner):
    head = [*HEAD, "契約金額（千円）"]
    ((number, column, sentence),) = run(planner, table(head, ["132209", "a", "a", amounts]))
    assert (number, column) == (2, "契約金額（千円）")
    assert "「令和7年度：24,000」のように" in sentence


def test_a_contract_that_ends_before_it_starts_is_refused(planner):
    head = [*HEAD, "契約期間の始まり", "当初の契約期間の終わり"]
    ((_, _, sentence),) = run(planner, table(head, ["132209", "a", "a", "2024-04-01", "2024-03-31"]))
    assert sentence == "契約期間の終わりは、始まり以降の日にしてください。"


def test_a_shared_system_is_found_but_another_citys_own_is_not(planner):
    keeper = make_municipality("132039", "武蔵野市")
    shared = make_system(municipality=keeper, name="三市クラウド")
    make_system(municipality=keeper, name="武蔵野だけ")
    with change_set(author=COMMAND):
        SystemShare.objects.create(system=shared, municipality=planner.municipality)
    head = [*HEAD, "対象のシステム"]
    assert run(planner, table(head, ["132209", "負担金", "負担金", "三市クラウド"])) == []
    ((_, _, sentence),) = run(planner, table(head, ["132209", "a", "a", "武蔵野だけ"]))
    assert sentence == "識別名「武蔵野だけ」の情報システムはありません。先に登録してください。"


@pytest.mark.parametrize("rows", [2, 30])
def test_an_export_costs_no_more_queries_for_more_contracts(rows, planner, django_assert_num_queries):
    for n in range(rows):
        run(planner, table(WHOLE, ["132209", f"c{n}", *LEASE[2:]]))
    with django_assert_num_queries(5):
        ContractResource(user=planner).export()
