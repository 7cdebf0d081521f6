"""What is changed in the inventory is read in Japanese and undone: a test a kind of row."""

from datetime import date

import pytest

from organizations.models import ChangeSet
from organizations.undo import change_set_undo
from systems.exceptions import SystemHeld
from systems.models import (
    Contract,
    ContractAmount,
    ContractSystem,
    InformationSystem,
    PlanListing,
    RenewalCost,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)
from tests.factories import COMMAND, freeze, make_department, make_municipality, make_plan
from tests.systems.editing import CODE, Page, a_system

pytestmark = pytest.mark.django_db
FEED = "/132209/ict-2022/history/"
KINDS = [
    InformationSystem, SystemDepartment, SystemShare, SupportEnd, StandardMigration, Contract, ContractSystem,
    ContractAmount, PlanListing, RenewalPlan, RenewalCost,
]  # fmt: skip


@pytest.fixture
def system():
    return a_system()


@pytest.fixture
def client(client_as):
    return client_as("planning")


def rows() -> dict[str, list[dict]]:
    """Return every row of the inventory but for its search column."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "search"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in KINDS
    }


def last() -> ChangeSet:
    return ChangeSet.objects.latest("pk")


def said(client, system) -> list[tuple[str, str, str]]:
    """Return what the newest entry of a system's feed says: kind, noun and name of each changed row."""
    entry = client.get(FEED, {"system": system.pk}).context["feed"].entries[0]
    changes = [line.change for group in entry.groups for line in group.lines]
    return [(change.kind, change.noun, change.name) for change in changes]


def edit_system(client, system):
    make_municipality("133035", "隣の市")
    Page(client, "information_system_edit", CODE, system.pk).save(
        vendor="A社",
        partners="133035",
        departments__0__department=str(make_department("税務課").pk),
        migrations__0__business="印鑑登録",
        migrations__0__state="migrating",
        support_ends__0__kind="database",
        support_ends__0__ends_on="R9.10.12",
    )


def add_contract(client, system):
    Page(client, "contract_create", CODE, query=f"?system={system.pk}").save(
        name="機器の賃貸借", amounts__0__fiscal_year="R8", amounts__0__amount="1,200"
    )


def plan_renewal(client, system):
    Page(client, "renewal_edit", CODE, "ict-2022", system.pk).save(
        next_start="R10.4", costs__0__fiscal_year="R9", costs__0__amount="52,000"
    )


def end_system(client, system):
    page = Page(client, "information_system_end", CODE, system.pk)
    page.save(ended_on="R9.3", reason_category="decision", reason_text="移行が済んだ")


@pytest.mark.parametrize("change", [edit_system, add_contract, plan_renewal, end_system])
def test_a_save_is_undone_whole_and_done_again(client, system, change):
    make_municipality("133035", "隣の市")
    before = rows()
    change(client, system)
    done, after = last(), rows()
    assert after != before
    html = client.get(f"{FEED}{done.pk}/undo/").content.decode()
    assert "変更を取り消す</button>" in html
    client.post(f"{FEED}{done.pk}/undo/", {"reason_category": "other", "reason_text": "誤り"})
    assert rows() == before
    client.post(f"{FEED}{last().pk}/undo/", {"reason_category": "other", "reason_text": "やり直し"})
    assert rows() == after


def test_a_deleted_contract_comes_back_with_its_systems_and_amounts(client, system):
    add_contract(client, system)
    before = rows()
    Page(client, "contract_delete", CODE, Contract.objects.get().pk).save()
    client.post(f"{FEED}{last().pk}/undo/")
    assert rows() == before


def test_the_feed_names_each_row_in_japanese(client, system):
    edit_system(client, system)
    detail = client.get(f"{FEED}{last().pk}/").context["detail"]
    lines = [line.change for group in detail.entry.groups for line in group.lines]
    assert {(line.kind, line.noun, line.name) for line in lines} == {
        ("変更", "情報システム", "住民記録システム"),
        ("追加", "共同利用", "隣の市"),
        ("追加", "標準化の移行", "印鑑登録"),
        ("追加", "サポート終了", "データベース"),
        ("追加", "システムの所管課", "税務課"),
        ("削除", "システムの所管課", "市民課"),
    }
    assert {group.subject.name for group in detail.entry.groups} == {"住民記録システム"}


def test_the_feed_of_a_system_tells_of_its_contracts_and_renewals(client, system):
    add_contract(client, system)
    assert said(client, system)[0] == ("追加", "契約", "機器の賃貸借")
    plan_renewal(client, system)
    assert ("追加", "更新計画", "住民記録システム") in said(client, system)
    other = a_system("税務システム", "税務課")
    entries = client.get(FEED, {"system": other.pk}).context["feed"].entries
    assert last() not in {entry.change_set for entry in entries}


def test_what_was_changed_since_keeps_a_save_from_being_undone(client, system):
    edit_system(client, system)
    done = last()
    Page(client, "information_system_edit", CODE, system.pk).save(vendor="B社")
    html = client.get(f"{FEED}{done.pk}/undo/").content.decode()
    assert "この変更のあとで、同じ項目がまた変更されています：事業者。" in html


def test_a_system_that_an_edition_holds_is_not_undone_away(client):
    plan = make_plan()
    Page(client, "information_system_create", CODE).save(name="税務システム")
    made = last()
    system = InformationSystem.objects.get()
    plan_renewal(client, system)
    listed = last()
    freeze(plan)
    change_set_undo(change_set=listed, author=COMMAND)
    with pytest.raises(SystemHeld, match="税務システム"):
        change_set_undo(change_set=made, author=COMMAND)
    assert InformationSystem.objects.get().started_on is None


def test_a_renewal_that_was_moved_goes_back_to_its_month(client, system):
    plan_renewal(client, system)
    Page(client, "renewal_edit", CODE, "ict-2022", system.pk).save(next_start="R11.4")
    client.post(f"{FEED}{last().pk}/undo/")
    assert RenewalPlan.objects.get().next_start == date(2028, 4, 1)
