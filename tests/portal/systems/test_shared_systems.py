"""三市クラウド: one system of several made-up cities; each sees the system and its own part, no other's."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from measures.models import JournalEntry
from organizations.history import change_set, save_changed
from organizations.models import ChangeSet, Department, Municipality
from plans.models import Plan
from portal.dashboard.renewals import renewals
from portal.handover.systems import systems_of
from portal.place import place_of
from systems.following import system_links
from systems.models import ContractAmount, InformationSystem, OnlineProcedure, PlanListing, SystemFile
from tests.factories import (
    COMMAND,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_system,
    make_user,
    recorded,
)
from tests.portal.systems.parts import (
    end_support,
    give,
    list_of,
    make_contract,
    make_renewal,
    names_in,
    page_of,
    share,
)
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
NAME = "三市クラウド"
CODES = {"東": "132021", "西": "132047", "南": "132128"}


@dataclass
class Member:
    """One of the cities: each of its words begins with its sign."""

    sign: str
    city: Municipality
    plan: Plan
    office: Department
    client: Client


@recorded
def make_member(sign: str) -> Member:
    city = make_municipality(CODES[sign], f"{sign}の市")
    plan = make_plan(municipality=city, title=f"{sign}計画")
    client = Client()
    planner = make_user("planning", municipality=city, name=f"{sign}の担当")
    client.force_login(planner, backend="organizations.backends.PortalBackend")
    return Member(sign, city, plan, make_department(f"{sign}情報課", municipality=city), client)


@pytest.fixture
def east():
    return make_member("東")


@pytest.fixture
def west():
    return make_member("西")


@pytest.fixture
def south():
    return make_member("南")


@recorded
def take_part(member: Member, system: InformationSystem, other: InformationSystem) -> None:
    """Give a city everything of its own that it can have of a system."""
    sign, plan = member.sign, member.plan
    give(system, member.office)
    make_renewal(system, plan, next_start=date(2026, 3, 1), notes=[{"kind": "editor", "text": f"{sign}の注"}])
    contract = make_contract(system, other, city=member.city, name=f"{sign}契約")
    ContractAmount.objects.create(contract=contract, fiscal_year=2026, amount=1234)
    make_measure(plan=plan, name=f"{sign}施策").systems.add(system)
    OnlineProcedure.objects.create(plan=plan, name=f"{sign}手続", system=system)
    JournalEntry.objects.create(
        municipality=member.city, system=system, on=date(2026, 4, 1), text=f"{sign}メモ", author_name=sign
    )


@pytest.fixture
def system(east, west):
    """A system kept by the east, shared with the west; either has a part of its own."""
    kept = make_system(
        municipality=east.city, plan=east.plan, name=NAME, user_count=111, yearly_cost=11100,
        successor=make_system(municipality=east.city, name="東後継"),
    )  # fmt: skip
    SystemFile.objects.create(system=kept, name="東構成図.pdf", content_type="application/pdf", content=b"-")
    end_support(kept, date(2027, 1, 12))
    share(kept, west.city, user_count=222, yearly_cost=22200)
    for member in (east, west):
        other = make_system(municipality=member.city, name=f"{member.sign}の別システム")
        take_part(member, kept, other)
    return kept


def body(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_both_cities_list_the_system_and_mark_it(system, east, west):
    for member in (east, west):
        response = list_of(member.client, member.plan, shared="1")
        assert names_in(response) == [NAME]
        assert '<span class="tag">共同利用</span>' in body(response)


def test_a_city_without_part_in_it_does_not_list_it(system, south):
    assert NAME not in body(list_of(south.client, south.plan))


COLUMNS = ["department", "users", "cost", "contract", "next_start", "shared"]


def test_each_list_tells_the_own_part_alone(system, east, west):
    for member, other, users in ((east, west, "111"), (west, east, "222")):
        html = body(list_of(member.client, member.plan, column=COLUMNS))
        assert users in html
        assert f"{member.sign}契約" in html
        assert f"{other.sign}情報課" not in html
        assert f"{other.sign}契約" not in html


def test_each_page_tells_the_own_part_alone(system, east, west):
    parts = ("情報課", "契約", "施策", "手続", "メモ", "の注", "の別システム", "後継", "構成図")
    for member, other, cost in ((east, west, "11,100千円"), (west, east, "22,200千円")):
        html = body(page_of(member.client, system, member.city))
        assert cost in html
        for part in parts[:7]:
            assert f"{member.sign}{part}" in html, part
        for part in parts:
            assert f"{other.sign}{part}" not in html, part
        assert "令和9年1月12日" in html  # the support end is a fact of the system


def test_the_administrator_reads_at_each_address_what_that_city_reads(system, east, west, client_as):
    client = client_as("administrator")
    html = body(page_of(client, system, west.city))
    assert "西契約" in html
    for theirs in ("東契約", "東メモ", "東施策", "東構成図"):
        assert theirs not in html


def test_a_third_city_finds_nothing_at_any_address(system, east, south):
    for city in (east.city, south.city):
        assert page_of(south.client, system, city).status_code == 404


def test_a_partner_finds_nothing_at_the_address_of_the_other(system, east, west):
    assert page_of(west.client, system, east.city).status_code == 404


def test_the_partner_changes_its_part_and_not_the_entry(system, east, west):
    html = body(page_of(west.client, system, west.city))
    assert reverse("systems:system_share_edit", args=[west.city.code, system.pk]) in html
    assert reverse("systems:information_system_edit", args=[west.city.code, system.pk]) not in html
    kept = body(page_of(east.client, system, east.city))
    assert reverse("systems:information_system_edit", args=[east.city.code, system.pk]) in kept


def test_only_the_keeper_is_led_to_the_entry_to_mend_a_finding(system, east, west):
    recorded(system.migrations.create)(business="住民記録")
    for member, is_kept in ((east, True), (west, False)):
        for html in (
            body(page_of(member.client, system, member.city)),
            body(member.client.get(reverse("portal:finding_list", args=[member.city.code]))),
        ):
            assert "移行の状況を記入する" in html
            assert ("台帳は東の市が管理しています。" in html) is not is_kept
            address = reverse("systems:information_system_edit", args=[member.city.code, system.pk])
            assert (f'href="{address}">日付を直す' in html) is is_kept


def test_a_partner_without_any_date_is_led_to_its_own_renewal(east, west):
    kept = make_system(municipality=east.city, plan=east.plan, name="日付のないもの")
    share(kept, west.city)
    html = body(page_of(west.client, kept, west.city))
    address = reverse("systems:renewal_edit", args=[*west.plan.url_args, kept.pk])
    assert f'href="{address}">日付を直す' in html
    assert west.client.get(address).status_code == 200


def test_a_procedure_leads_to_the_system_at_the_address_of_the_own_city(system, east, west):
    for member in (east, west):
        html = body(member.client.get(reverse("portal:online_procedure_list", args=member.plan.url_args)))
        assert f'href="/{member.city.code}/systems/{system.pk}/"' in html


def test_the_search_finds_it_in_both_cities_at_their_own_address(system, east, west, south):
    for member in (east, west):
        html = body(member.client.get(reverse("portal:search", args=[member.city.code]), {"q": "クラウド"}))
        assert reverse("portal:information_system_detail", args=[member.city.code, system.pk]) in html
    html = body(south.client.get(reverse("portal:search", args=[south.city.code]), {"q": "クラウド"}))
    assert f"/systems/{system.pk}/" not in html


def test_it_stands_on_the_page_of_each_department(system, east, west):
    for member in (east, west):
        html = body(member.client.get(member.office.get_absolute_url()))
        assert reverse("portal:information_system_detail", args=[member.city.code, system.pk]) in html
        html = body(member.client.get(reverse("portal:department_list", args=[member.city.code])))
        assert f"{member.sign}情報課" in html


def test_the_handover_of_a_department_has_it_with_the_own_dates(system, west):
    place = place_of(west.city, today=date(2024, 4, 1))
    (held,) = systems_of(place, west.office, date(2024, 4, 1))
    assert held.row.url == f"/{west.city.code}/systems/{system.pk}/"
    assert [contract.name for contract in held.row.contracts] == ["西契約"]
    assert [deadline.what for deadline in held.ahead] == ["次期の開始"]


def test_the_dashboard_names_the_own_departments_alone(system, east, west):
    for member in (east, west):
        panel = renewals(place_of(member.city, today=date(2024, 4, 1)), date(2024, 4, 1))
        assert [line.departments for line in panel.lines] == [f"{member.sign}情報課"]


def test_a_save_of_one_city_is_not_in_the_history_of_the_other(system, east, west):
    with change_set(author=COMMAND, municipality=east.city):
        system.outline = "東の概要"
        save_changed(system)
    number = ChangeSet.objects.latest("pk").pk
    for member, is_told in ((east, True), (west, False)):
        address = reverse("portal:change_set_list", args=member.plan.url_args)
        response = member.client.get(address, {"system": system.pk})
        assert not response.context["feed"].refused
        assert (f"/history/{number}/" in body(response)) is is_told


def test_a_note_written_by_the_partner_is_the_partners(system, east, west):
    address = reverse("measures:system_journal_create", args=[west.city.code, system.pk])
    shown = west.client.get(address)
    assert f"/{west.city.code}/systems/{system.pk}/" in body(shown)
    answer = west.client.post(address, posted_fields(shown) | {"text": "西だけの事情"})
    assert answer.url == f"/{west.city.code}/systems/{system.pk}/#journal"
    assert "西だけの事情" in body(page_of(west.client, system, west.city))
    assert "西だけの事情" not in body(page_of(east.client, system, east.city))


def test_a_measure_of_the_partner_can_be_tied_to_it(system, west, south):
    recorded(PlanListing.objects.create)(plan=west.plan, system=system)
    for member, is_offered in ((west, True), (south, False)):
        measure = make_measure(plan=member.plan, number="9", name="新しい施策")
        address = reverse("measures:measure_edit", args=[*member.plan.url_args, measure.key])
        assert (NAME in body(member.client.get(address))) is is_offered


def test_a_reorganisation_moves_the_links_of_the_own_departments(system, east, west):
    for member in (east, west):
        links = system_links(member.city, date(2026, 4, 1))
        assert [link.department for link in links] == [member.office]
