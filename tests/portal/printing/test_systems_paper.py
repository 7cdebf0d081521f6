"""情報システム台帳と更新の工程 from documents: the figures of the rows, editions, wide and long ones."""

import copy
import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from exchange.canonical import ordered
from exchange.dumping.inventory import UNLISTED, whole_inventory
from organizations.models import Municipality
from plans.models import Plan
from portal.boards.budget import Budget, budget_list
from portal.inventory.columns import COLUMNS
from portal.inventory.workbook import INTERNAL, PUBLIC
from portal.papers.kind import Asked
from portal.papers.kinds.systems import KIND, book_of
from portal.papers.options import Options
from portal.place import Place, place_of
from portal.printing.inventory_table import ALL, OF_LIST
from portal.printing.pdf import pdf_bytes
from portal.printing.systems_beside import beside_of
from portal.printing.systems_book import NothingToPublish, SystemsBook, systems_book
from portal.printing.systems_press import systems_css, systems_html
from portal.printing.systems_reading import SystemsReading
from portal.renewals.entries import Entry, city_entries
from portal.systems import system_rows, with_renewals
from systems.models import InformationSystem
from tests.exchange.sample import inventory_document
from tests.factories import freeze, make_municipality, make_system
from tests.portal.boards.rows import end_support, place, tell
from tests.portal.printing.printed import Printed
from tests.portal.renewals.rows import TODAY, accept, make_contract, make_mixed_city, make_renewed, month

CURRENT = ["132021-ict-2020", "132039-ict-2014", "132152-ict-2023", "132209-ict-2022", "132233-ict-2021"]
DAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def five_cities(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        paths = [f"fixtures/{name}.json" for name in CURRENT]
        call_command("import_plan", *paths, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        yield
        transaction.set_rollback(True)


def reading(found: Place, day: date) -> SystemsReading:
    whole = whole_inventory(found.plan, 2026)
    return SystemsReading(whole.document, day, True, beside_of(found.municipality, whole, 2027, user=None))


def figures(entries: list[Entry]) -> list[tuple]:
    return [
        (
            one.name, one.department, one.facts.started_on,
            [(step.code, step.shown, step.sentence) for step in one.steps],
            [(f.rule.code, f.severity, f.found.sentence, f.is_accepted) for f in one.findings],
        )
        for one in entries
    ]  # fmt: skip


def money(budget: Budget) -> list:
    lines = [(g.name, g.sum.amount, [(one.name, len(one.items)) for one in g.lines]) for g in budget.groups]
    return [budget.whole.amount, budget.whole.untold, budget.sentences, lines]


def same_as_rows(found: Place, day: date) -> int:
    """Compare all figures of a city's document with those of its rows; return of how many systems."""
    read, city = reading(found, day), found.municipality
    assert figures(read.entries) == figures(city_entries(found, day))
    assert money(read.budget()) == money(budget_list(place=found, params={}, user=None, today=day))
    rows = system_rows(with_renewals(InformationSystem.objects.of_city(city), found.plan, 2026), city)
    for key, text in OF_LIST.items():
        assert [text(one, day) for one in read.listed] == [COLUMNS[key].read(row, day).text for row in rows]
    return len(rows)


@pytest.mark.once
@pytest.mark.parametrize(
    ("code", "count"), [("132021", 83), ("132039", 37), ("132152", 0), ("132209", 0), ("132233", 0)]
)
def test_a_citys_document_gives_the_figures_of_its_rows(code, count, five_cities, django_db_blocker):
    with django_db_blocker.unblock():
        city = Municipality.objects.get(code=code)
        assert same_as_rows(place_of(city, today=DAY), DAY) == count


def make_city() -> dict[str, InformationSystem]:
    systems = make_mixed_city()
    make_contract(
        systems["late"], amounts={2028: 7_000}, first_start=date(2026, 4, 1), first_end=date(2027, 6, 30),
        renews_automatically=True, renewal_months=12, notice_days=60,
    )  # fmt: skip
    end_support(systems["late"], date(2027, 9, 30))
    return systems


def as_it_stands(edition=INTERNAL, day=TODAY, **options) -> SystemsBook:
    return book_of(Asked(place(), None, day, Options(audience=edition, **options)), day)


def printed(book: SystemsBook) -> Printed:
    html = systems_html(book)
    return Printed(book, html, pdf_bytes(html, systems_css()))


@pytest.mark.django_db
def test_acceptances_contracts_and_support_ends_give_the_figures_of_the_rows():
    systems = make_city()
    accept(systems["hole"], "service-gap")
    assert same_as_rows(place(), TODAY) == 5
    rules = [finding.rule.code for entry in reading(place(), TODAY).entries for finding in entry.findings]
    assert {"notice-passed", "support-ends-first", "service-gap"} <= set(rules)


@pytest.mark.django_db
def test_what_the_plan_does_not_list_is_printed_and_counted():
    make_renewed("文書管理システム", "総務課", next_start=month(2028, 4))
    make_system(name="名寄せシステム", municipality=make_municipality())
    found = printed(as_it_stands(PUBLIC))
    assert "動いている2システム（うち計画の一覧にないもの1システム）。" in found.text
    assert UNLISTED in found.text
    assert found.text.count("名寄せシステム") == 2


@pytest.mark.django_db
def test_an_edition_gives_the_same_bytes_after_rows_have_changed():
    systems = make_city()
    freeze(Plan.objects.get(code="ict-2026"))
    asked = Asked(place(), None, TODAY, Options(audience=INTERNAL, edition=1))
    first = KIND.make(asked)
    tell(systems["late"], name="名前を変えたシステム", vendor="別の事業者")
    accept(systems["hole"], "service-gap")
    again = KIND.make(asked)
    assert (again.html, again.css) == (first.html, first.css)
    assert pdf_bytes(again.html, again.css) == pdf_bytes(first.html, first.css)
    assert "版 当初　基準日 令和9年6月3日" in again.html
    assert "名前を変えたシステム" not in again.html
    assert "名前を変えたシステム" in systems_html(as_it_stands())


@pytest.mark.django_db
def test_a_part_stands_alone_with_the_papers_own_head():
    make_city()
    for part, name in (("renewals", "更新の工程"), ("findings", "確認事項")):
        found = printed(as_it_stands(parts=(part,)))
        assert [heading for _, heading in found.outline] == [name]
        assert f"情報システムの{name}東大和市令和9年6月3日" in found.pages[0]
        assert "動いている5システム。" in found.pages[0]
    with pytest.raises(NothingToPublish, match="公表用には印刷できません"):
        as_it_stands(PUBLIC, parts=("findings", "budget"))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 30])
def test_the_documents_are_read_in_as_many_queries_however_many_systems(count, django_assert_num_queries):
    found = place()
    for n in range(count):
        costs = {2028: (1, "budget")}
        system = make_renewed(f"第{n}システム", f"第{n}課", next_start=month(2028, 10), costs=costs)
        make_contract(system, amounts={2028: 1}, first_end=date(2030, 3, 31))
        end_support(system, date(2028, 1, 31))
        make_system(name=f"一覧にない{n}", municipality=system.municipality)
    asked = Asked(found, None, TODAY, Options(audience=INTERNAL))
    with django_assert_num_queries(55):
        book_of(asked, TODAY)


def wide_document(count: int) -> dict:
    """Return a document of so many systems with every field the paper has a column for."""
    document = inventory_document()
    first = document["systems"][0] | {
        "is_priority": True, "migrates_to_next": True, "shared_with": ["武蔵野市"], "ended_on": "2035-03",
        "successor": "住民記録システム", "vendor": "架空システム株式会社", "bcp_priority": "A", "users": 120,
        "yearly_cost": 24_000, "started_on": "2020-04", "location": "都内のデータセンター",
        "disclosure": {},
    }  # fmt: skip
    first["renewal"] = {
        "current_end": "2028-12", "review_start": "2027-01", "specification_start": "2027-10",
        "procurement_fiscal_year": 2028, "contract_on": "2028-04", "build_start": "2028-05",
        "parallel_start": "2028-12", "next_start": "2029-01",
        "costs": [{"fiscal_year": 2028, "amount": 95_000, "basis": "request"}],
    }  # fmt: skip
    systems = [copy.deepcopy(first) | {"name": f"第{n:03}番業務総合管理システム"} for n in range(count)]
    return ordered(document | {"systems": systems, "procedures": [], "measures": []})


def test_thirty_columns_are_two_tables_that_name_each_system():
    book = systems_book(wide_document(2), DAY, INTERNAL)
    columns = [column for table in book.inventory.tables for column in table.columns[1:]]
    assert len(columns) == len({field.label for field in ALL.values()}) == len(ALL) == 31
    assert book.inventory.untold == []
    assert [table.name for table in book.inventory.tables] == [
        "情報システム台帳（1）業務と設置", "情報システム台帳（2）標準化・契約・更新",
    ]  # fmt: skip
    found = printed(book)
    assert found.text.count("第001番業務総合管理システム") >= 3
    for words in ("95,000（予算要求）", "マイナンバー利用事務系", "令和11年1月"):
        assert words in found.text


def test_costs_of_a_renewal_the_city_keeps_to_itself_are_not_published():
    document = wide_document(2)
    document["systems"][0]["disclosure"] = {"renewal": "internal", "departments": "internal"}
    document["systems"][1]["renewal"]["costs"][0]["amount"] = 12_345
    book = systems_book(document, DAY, PUBLIC)
    page = systems_html(book)
    assert "95,000" not in page
    assert "12,345" in page
    assert "更新の工程を公開しない1システムの工程は載せていません。" in page
    assert [row.name for row in book.renewals.rows] == ["第001番業務総合管理システム"]


@pytest.mark.once
def test_five_hundred_systems_are_each_named_in_every_table():
    book = systems_book(wide_document(500), DAY, PUBLIC)
    page = systems_html(book)
    assert book.systems == 500
    for n in (0, 250, 499):
        assert page.count(f"第{n:03}番業務総合管理システム") == 3


def test_hostile_texts_stay_texts():
    document = wide_document(1)
    nasty = '<img src="file:///etc/passwd">' + "あ" * 900 + "x" * 300
    for key in ("name", "vendor", "product", "location", "outline"):
        document["systems"][0][key] = nasty
    found = printed(systems_book(document, DAY, INTERNAL))
    assert "<imgsrc=" in found.text
