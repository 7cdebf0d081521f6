"""Reading an edition: from its document alone, whatever has become of the rows."""

import pytest
from django.urls import reverse

from organizations.history import change_set
from plans.services.editions import edition_book_keep
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_plan,
    make_system,
)
from tests.portal.editions.wreck import load_city, wreck

pytestmark = pytest.mark.django_db

PAGES = ["detail", "schedule", "measure_list", "system_list", "glossary"]


@pytest.fixture
def plan():
    department = make_department("情報管理課")
    plan = make_measure(phases={2022: "検討", 2023: "運用"}, department=department).plan
    make_system(plan=plan)
    return plan


@pytest.fixture
def ask(plan, client_as):
    """Return a function that asks for a page of the plan's first edition."""
    client = client_as("viewer")
    args = [*plan.url_args, 1]

    def get(page, *more):
        return client.get(reverse(f"portal:edition_{page}", args=[*args, *more]))

    return get


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def below_the_banner(html):
    """Return what a page shows of the edition, without the frame that names the living plan."""
    return html.partition('<nav class="edition-nav"')[2].partition("</main>")[0]


def test_the_pages_show_what_was_frozen_by_the_pieces_of_the_book(plan, ask):
    freeze(plan)
    assert "計画の概要" in text(ask("detail"))
    schedule = text(ask("schedule"))
    assert "◇ 検討" in schedule
    assert "情報管理課" in schedule
    sheet = text(ask("measure_detail", "1"))
    assert '<h1 class="sheet__name"' in sheet
    assert "電子申請の拡充" in sheet
    assert "住民記録システム" in text(ask("system_list"))
    assert "用語の説明は、この確定版に記載がありません。" in text(ask("glossary"))


def test_lists_and_schedule_lead_to_the_sheets_of_the_edition(plan, ask):
    freeze(plan)
    address = reverse("portal:edition_measure_detail", args=[*plan.url_args, 1, "1"])
    for page in ("schedule", "measure_list"):
        assert f'href="{address}"' in text(ask(page))
    assert ask("measure_detail", "2").status_code == 404


def test_a_banner_says_which_edition_it_is_and_leads_to_the_plan_as_it_is(plan, ask):
    freeze(plan)
    for page, living in (("detail", "plan_detail"), ("schedule", "schedule_grid")):
        html = text(ask(page))
        assert "確定版「当初」" in html
        assert "決定日 不明" in html
        address = reverse(f"portal:{living}", args=plan.url_args)
        assert f'<a class="edition-banner__living" href="{address}">今の計画を見る</a>' in html


def test_the_document_comes_out_byte_by_byte(plan, ask):
    edition = freeze(plan)
    response = ask("export")
    assert response.content == edition.document.encode()
    assert 'filename="132209-ict-2022-1.json"' in response["Content-Disposition"]


def test_an_edition_that_is_not_there_and_a_book_that_was_not_kept_are_not_found(plan, ask):
    assert ask("detail").status_code == 404
    freeze(plan)
    assert ask("book_download").status_code == 404


def test_the_pages_stay_when_rows_are_gone(client_as):
    plan = load_city()
    client = client_as("viewer", municipality=plan.municipality)
    urls = [reverse(f"portal:edition_{page}", args=[*plan.url_args, 1]) for page in PAGES]
    urls.append(reverse("portal:edition_measure_detail", args=[*plan.url_args, 1, plan.measures.first().key]))
    before = {url: below_the_banner(text(client.get(url))) for url in urls}
    assert sum("電子申請の拡充" in shown for shown in before.values()) >= 3
    wreck(plan)
    client = client_as("viewer", municipality=plan.municipality)
    assert {url: below_the_banner(text(client.get(url))) for url in urls} == before


def test_the_list_tells_of_each_edition(plan, client_as):
    edition = freeze(plan)
    client = client_as("viewer")
    url = reverse("portal:edition_list", args=plan.url_args)
    html = text(client.get(url))
    assert edition.digest[:8] in html
    assert "不明" in html
    assert "当初を確定する" not in html  # a viewer makes none
    edition_book_keep(edition=edition, name="book.pdf", content=b"%PDF-1.7")
    assert "当初の保存版" in text(client.get(url))


def test_an_empty_list_says_how_to_begin(plan, client_as):
    html = text(client_as("planning").get(reverse("portal:edition_list", args=plan.url_args)))
    assert "確定版はまだありません。" in html
    assert "当初を確定する" in html


@pytest.mark.parametrize("editions", [1, 8])
def test_the_list_costs_as_many_queries_however_long_it_is(editions, client_as, django_assert_num_queries):
    plan = make_plan()
    for number in range(editions):
        edition = freeze(plan, kind="snapshot", label=f"控え{number}")
        edition_book_keep(edition=edition, name="book.pdf", content=b"%PDF-1.7")
    client = client_as("planning")
    with django_assert_num_queries(8):
        client.get(reverse("portal:edition_list", args=plan.url_args))


def test_the_plans_page_says_whether_it_is_adopted_and_leads_to_its_editions(client_as, plan):
    client, url = client_as("viewer"), plan.get_absolute_url()
    assert "策定中" in text(client.get(url))
    freeze(plan)
    html = text(client.get(url))
    assert "計画期間中" in html
    assert reverse("portal:edition_list", args=plan.url_args) in html


def test_pages_do_not_read_the_rows(plan, ask):
    freeze(plan)
    measure = plan.measures.get()
    measure.name = "あとで変えた名前"
    with change_set(author=COMMAND):
        measure.save()
    for page in PAGES:
        assert "あとで変えた名前" not in text(ask(page))
