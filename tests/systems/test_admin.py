"""Systems and contracts in the admin: rows and their parts in one save, days that stay days."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from systems.models import Contract, ContractAmount, ContractSystem
from tests.admin_pages import as_posted, errors_of, save
from tests.factories import make_municipality, make_system, make_user, recorded
from tests.systems.editing import a_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


@pytest.fixture
def contract():
    return make_contract(a_system())


@recorded
def make_contract(system) -> Contract:
    contract = Contract.objects.create(
        municipality=system.municipality, key="賃貸借", name="賃貸借", first_end=date(2027, 3, 31)
    )
    ContractSystem.objects.create(contract=contract, system=system)
    ContractAmount.objects.create(contract=contract, fiscal_year=2026, amount=1200)
    return contract


def url(row):
    return reverse(f"admin:systems_{row._meta.model_name}_change", args=[row.pk])


def test_a_contract_is_saved_with_its_amounts_in_one_change_set(boss, contract):
    before = ChangeSet.objects.count()
    shown = as_posted(boss.get(url(contract)))
    shown |= {"amounts-TOTAL_FORMS": "2", "amounts-1-fiscal_year": "令和9", "amounts-1-amount": "1300"}
    assert boss.post(url(contract), shown | {"notice_days": "90"}).status_code == 302
    contract.refresh_from_db()
    assert (contract.first_end, contract.notice_days) == (date(2027, 3, 31), 90)
    assert list(contract.amounts.values_list("fiscal_year", "amount")) == [(2026, 1200), (2027, 1300)]
    assert ChangeSet.objects.count() == before + 1


def test_a_day_is_read_however_it_is_written(boss, contract):
    save(boss, url(contract), first_start="R4.4.1")
    contract.refresh_from_db()
    assert contract.first_start == date(2022, 4, 1)
    assert "読み取れません" in errors_of(save(boss, url(contract), first_start="春"))[0]


def test_a_contract_takes_no_system_of_another_city(boss, contract):
    theirs = make_system(municipality=make_municipality("133035", "隣の市"), name="隣のシステム")
    save(boss, url(contract), contract_systems__0__system=str(theirs.pk))
    assert contract.systems.get().name == "住民記録システム"


def test_a_system_is_saved_with_its_support_ends_and_shares(boss):
    system, partner = a_system(), make_municipality("133035", "隣の市")
    shown = as_posted(boss.get(url(system)))
    shown |= {
        "support_ends-TOTAL_FORMS": "1", "support_ends-0-kind": "os", "support_ends-0-ends_on": "R9.10.12",
        "shares-TOTAL_FORMS": "1", "shares-0-municipality": str(partner.pk), "vendor": "A社",
    }  # fmt: skip
    assert boss.post(url(system), shown).status_code == 302
    system.refresh_from_db()
    assert (system.vendor, system.support_ends.get().ends_on) == ("A社", date(2027, 10, 12))
    assert system.shares.get().municipality == partner
