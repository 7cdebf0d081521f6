"""What an import does to the inventory a city keeps in the portal, and what a document says of it."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.exceptions import DocumentRefused
from exchange.freeze import edition_freeze
from exchange.load import plan_import
from organizations.history import bulk_write, change_set, save_changed
from organizations.models import ChangeSet
from plans.models import Plan
from systems.models import (
    Contract,
    ContractSystem,
    InformationSystem,
    OnlineProcedure,
    PlanListing,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)
from tests.exchange.sample import inventory_document
from tests.factories import COMMAND, make_department, make_municipality, make_plan, make_system

pytestmark = pytest.mark.django_db
FIRST = "住民記録システム"
INVENTORY_KEYS = (
    "vendor", "product", "hosting", "location", "segment", "bcp_priority", "has_personal_information",
    "users", "yearly_cost", "standard_businesses", "migrations", "support_ends", "contracts", "ended_on",
    "disclosure",
)  # fmt: skip


def load(document, **options):
    return plan_import(document=validate(document).document, author=COMMAND, fiscal_year=2026, **options)


def exported(plan):
    return json.loads(canonical_bytes(plan_document(Plan.objects.get(pk=plan.pk))))


def before_the_inventory(document):
    """Return the document as it was before there were inventory keys."""
    for system in document["systems"]:
        for key in INVENTORY_KEYS:
            system.pop(key, None)
    document.pop("contracts")
    return document


def saved(*rows):
    with change_set(author=COMMAND):
        for row in rows:
            save_changed(row)
    return rows[0]


def test_a_document_without_the_inventory_leaves_what_the_city_has_entered():
    plan = load(inventory_document()).plan
    imported = load(before_the_inventory(inventory_document()))
    assert imported.has_changes is False
    assert exported(plan) == inventory_document()


def test_of_the_inventory_only_what_a_document_says_is_written():
    load(inventory_document())
    changes = {"systems[0].vendor": "別の会社", "contracts[1].kind": "service"}
    document = before_the_inventory(inventory_document())
    document["systems"][0] |= {"vendor": "別の会社", "contracts": ["住民記録システム保守"]}
    document["contracts"] = [{"name": "住民記録システム保守", "kind": "service"}]
    plan = load(document).plan
    wanted = inventory_document(changes)
    wanted["systems"][0]["contracts"] = ["住民記録システム保守"]
    wanted["contracts"].pop(0)
    assert exported(plan) == wanted
    assert Contract.objects.get(key="jukki-lease").amounts.count() == 2


def test_a_list_a_document_gives_becomes_that_list():
    load(inventory_document())
    ends = [{"kind": "product", "on": "2030-03-31"}]
    load(inventory_document({"systems[0].support_ends": ends, "contracts[1].amounts": []}))
    rows = SupportEnd.objects.values_list("system__name", "kind", "ends_on")
    assert list(rows) == [(FIRST, "product", date(2030, 3, 31))]


def test_what_is_the_plans_becomes_equal_to_the_document():
    load(inventory_document())
    document = inventory_document()
    document["systems"][0]["renewal"] = {"next_start": "2029-01"}
    document["procedures"][0] = {"name": "転出届"}
    assert exported(load(document).plan) == document


def test_an_adopted_plan_takes_an_inventory_only_with_a_reason_but_leaves_it_without_one():
    plan = load(inventory_document()).plan
    edition_freeze(plan=plan, kind="initial", label="当初", author=COMMAND)
    before = ChangeSet.objects.count()
    load(before_the_inventory(inventory_document()))
    assert ChangeSet.objects.count() == before


def test_a_system_the_city_has_entered_facts_on_outlives_the_plans_list():
    load(inventory_document())
    document = inventory_document({"measures[0].systems": [], "procedures": []})
    document["systems"] = [{"name": "新しいシステム"}]
    document.pop("contracts")
    plan = load(document).plan
    assert [part["name"] for part in exported(plan)["systems"]] == ["新しいシステム"]
    kept = {FIRST, "文書管理システム", "次期住民記録システム"}
    assert set(InformationSystem.objects.exclude(listings__plan=plan).values_list("name", flat=True)) == kept
    assert ContractSystem.objects.filter(system__name=FIRST).count() == 2


def test_a_system_nobody_entered_anything_on_goes_with_the_list():
    document = before_the_inventory(inventory_document({"procedures": [], "measures[0].systems": []}))
    load(document)
    document["systems"] = [{"name": "新しいシステム"}]
    load(document)
    assert list(InformationSystem.objects.values_list("name", flat=True)) == ["新しいシステム"]


def test_a_successor_the_plan_does_not_list_is_not_told_and_not_taken_away():
    plan = load(inventory_document()).plan
    other = make_system(municipality=plan.municipality, name="全庁共通基盤")
    with change_set(author=COMMAND):
        system = InformationSystem.objects.get(name=FIRST)
        system.successor = other
        save_changed(system)
        procedure = OnlineProcedure.objects.get(name="罹災証明書の交付")
        procedure.system = other
        save_changed(procedure)
    document = exported(plan)
    assert "successor" not in document["systems"][0]
    assert "system" not in document["procedures"][1]
    assert load(document).has_changes is False
    assert InformationSystem.objects.get(name=FIRST).successor == other
    assert OnlineProcedure.objects.get(name="罹災証明書の交付").system == other


def test_a_measures_link_to_a_system_the_plan_stopped_listing_is_not_told_and_not_taken_away():
    plan = load(inventory_document()).plan
    with change_set(author=COMMAND):
        bulk_write(PlanListing, delete=PlanListing.objects.filter(plan=plan, system__name=FIRST))
    document = exported(plan)
    assert "systems" not in document["measures"][0]
    assert validate(document).errors == []
    assert exported(load(document).plan) == document
    assert plan.measures.get().systems.get().name == FIRST


def test_a_department_the_plan_does_not_print_is_listed_by_the_document_that_names_it():
    plan = load(inventory_document()).plan
    saved(
        SystemDepartment(
            system=InformationSystem.objects.get(name=FIRST),
            department=make_department("危機管理課", municipality=plan.municipality),
            order=2,
        )
    )
    document = exported(plan)
    assert validate(document).errors == []
    assert document["departments"][-1] == {"name": "危機管理課", "kind": "課"}
    assert exported(load(document).plan) == document
    assert load(document).has_changes is False


def test_a_document_that_contradicts_stored_dates_is_refused_by_name():
    load(inventory_document())
    changed = inventory_document({"systems[2].started_on": "2027-04"})
    changed["systems"][2].pop("ended_on")
    before = ChangeSet.objects.count()
    assert refused(changed) == [
        "systems[2].started_on: 「文書管理システム」に登録されている ended_on（2026-03）より後です。"
        "ended_on も書くか、どちらかを直してください。"
    ]
    lease = {"key": "jukki-lease", "name": "住民記録システム機器賃貸借", "first_start": "2026-01-01"}
    assert refused(inventory_document({"contracts[0]": lease})) == [
        "contracts[1].first_start: 「住民記録システム機器賃貸借」に登録されている first_end（2025-12-31）"
        "より後です。first_end も書くか、どちらかを直してください。"
    ]
    assert ChangeSet.objects.count() == before


def refused(document):
    with pytest.raises(DocumentRefused) as refusal:
        load(document)
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("more", [1, 25])
def test_an_inventory_costs_no_more_queries_for_more_systems(more, django_assert_max_num_queries):
    document = inventory_document()
    system, contract = document["systems"][0], document["contracts"][0]
    for n in range(more):
        document["systems"].append(
            system | {"name": f"システム{n}", "contracts": [f"c{n}"], "successor": FIRST}
        )
        document["contracts"].append(contract | {"key": f"c{n}"})
        document["procedures"].append(document["procedures"][0] | {"name": f"手続{n}"})
    with django_assert_max_num_queries(112):
        plan = load(document).plan
    with django_assert_max_num_queries(66):
        assert load(document).has_changes is False
    with django_assert_max_num_queries(50):
        plan_document(Plan.objects.get(pk=plan.pk))


def test_an_export_for_the_public_says_how_many_facts_it_leaves_out(capsys):
    plan = load(inventory_document()).plan
    call_command("export_plan", municipality="132993", public=True)
    out, err = capsys.readouterr()
    assert err == "公表用：内部の項目9件を省きました。\n"
    assert validate(out.encode()).errors == []
    assert "住基パッケージ" not in out
    call_command("export_plan", municipality="132993")
    assert json.loads(capsys.readouterr().out) == exported(plan)


@pytest.fixture
def partner():
    """となり市, whose plan lists the system that 見本市 keeps, beside one of its own of the same name."""
    keeper = load(inventory_document()).plan
    city = make_municipality("139980", "となり市")
    plan = make_plan(municipality=city, code="ict-2027", start=2027, end=2031)
    shared = InformationSystem.objects.get(name=FIRST)
    department = make_department("市民課", municipality=city)
    contract = Contract(municipality=city, key="負担金", name="負担金", first_start=date(2026, 4, 1))
    with change_set(author=COMMAND):
        save_changed(SystemShare(system=shared, municipality=city, user_count=30, yearly_cost=9000))
        save_changed(PlanListing(plan=plan, system=shared, order=0))
        save_changed(SystemDepartment(system=shared, department=department))
        save_changed(contract)
        save_changed(ContractSystem(contract=contract, system=shared))
    return keeper, plan


def test_each_city_tells_of_a_shared_system_with_its_own_departments_figures_and_contracts(partner):
    keeper, plan = partner
    assert exported(keeper) == inventory_document()
    document = exported(plan)
    (system,) = document["systems"]
    assert (system["departments"], system["users"], system["yearly_cost"]) == (["市民課"], 30, 9000)
    assert (system["contracts"], system["shared_with"]) == (["負担金"], ["見本市"])
    assert [contract["name"] for contract in document["contracts"]] == ["負担金"]
    assert system["product"] == "住基パッケージ V5"


def test_a_partners_document_is_read_onto_the_shared_system_and_changes_only_its_own_part(partner):
    keeper, plan = partner
    document = exported(plan)
    load(document)
    assert exported(plan) == document
    again = load(document)
    assert (again.has_changes, again.remarks) == (False, ())
    document["systems"][0] |= {"outline": "となり市の言い方", "vendor": "別の会社", "users": 40}
    document["systems"][0]["renewal"] = {"next_start": "2029-01"}
    assert [str(remark) for remark in load(document).remarks] == [
        "systems[0]: 共同利用の「住民記録システム」の内容は見本市が管理しているため、変えていません。"
        "所管課・利用者数・年間経費・契約・更新計画は取り込みました。"
    ]
    assert exported(keeper) == inventory_document()
    assert exported(plan)["systems"][0]["users"] == 40
    assert exported(plan)["systems"][0]["renewal"] == {"next_start": "2029-01"}
    assert InformationSystem.objects.filter(name=FIRST).count() == 1


def test_a_shared_system_beside_the_partners_own_of_that_name_keeps_apart(partner):
    keeper, plan = partner
    own = make_system(municipality=plan.municipality, name=FIRST)
    saved(PlanListing(plan=plan, system=own, order=1))
    document = exported(plan)
    assert [part.get("key", part["name"]) for part in document["systems"]] == [f"132993/{FIRST}", FIRST]
    load(document)
    assert load(document).has_changes is False
    assert exported(plan) == document


def test_a_partners_plan_that_stops_listing_a_shared_system_deletes_nothing_of_the_keepers(partner):
    keeper, plan = partner
    document = exported(plan)
    document.pop("systems"), document.pop("contracts")
    load(document)
    assert exported(keeper) == inventory_document()
    assert "systems" not in exported(plan)


def test_a_partners_document_makes_an_inventory_of_its_own_where_nothing_is_shared(partner):
    _, plan = partner
    document = exported(plan)
    document["municipality"] = {"code": "139912", "name": "よその市"}
    assert exported(load(document).plan)["systems"] == document["systems"]
    assert InformationSystem.objects.filter(name=FIRST).count() == 2
