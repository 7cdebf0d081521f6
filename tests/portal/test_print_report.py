"""`print_report` and the button: a book comes out, or a Japanese sentence and nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import freeze, make_measure, make_plan
from workspace.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_measure(phases={2022: "検討"}).plan


def print_report(output, **options):
    arguments = {"municipality": "132209", "output": output} | options
    call_command("print_report", "plan-book", **arguments, stdout=io.StringIO())


def test_a_book_is_written(plan, tmp_path):
    print_report(tmp_path / "book.pdf")
    reader = PdfReader(tmp_path / "book.pdf")
    assert plan.title in reader.metadata.title
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]


def test_html_stands_alone(plan, tmp_path):
    print_report(tmp_path / "book.html", html=True)
    html = (tmp_path / "book.html").read_text()
    assert "<style>" in html
    assert "電子申請の拡充" in html
    for address in ('href="http', 'src="http', "url(http", '<link rel="stylesheet"'):
        assert address not in html


def test_an_edition_prints_what_it_holds_whatever_came_after(plan, tmp_path):
    freeze(plan)
    plan.measures.update(name="あとで変えた名前")
    print_report(tmp_path / "book.html", html=True, edition=1)
    html = (tmp_path / "book.html").read_text()
    assert "電子申請の拡充" in html
    assert "あとで変えた名前" not in html


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"municipality": "132039"}, "計画が見つかりません"),
        ({"plan": "ict-1999"}, "計画が見つかりません"),
        ({"edition": 7}, "確定版 7 はありません"),
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_written(options, sentence, plan, tmp_path):
    with pytest.raises(CommandError, match=sentence):
        print_report(tmp_path / "book.pdf", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(plan, tmp_path):
    with pytest.raises(CommandError, match="フォルダーがありません"):
        print_report(tmp_path / "nowhere" / "book.pdf")


def test_the_button_starts_a_job_that_ends_in_a_download(plan, client_as, django_capture_on_commit_callbacks):
    client = client_as("viewer")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("portal:plan_book_print", args=plan.url_args))
    job = Job.objects.get()
    assert response["Location"] == job.get_absolute_url()
    assert job.state == Job.State.DONE
    pdf = client.get(job.result.get_absolute_url())
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert 'filename="132209-ict-2022.pdf"' in pdf["Content-Disposition"]


def test_the_button_prints_a_book_for_the_city_on_request(
    plan, client_as, django_capture_on_commit_callbacks
):
    client = client_as("viewer")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("portal:plan_book_print", args=plan.url_args), {"audience": "internal"})
    job = Job.objects.get()
    assert job.title.endswith("計画書（内部用）")
    pdf = client.get(job.result.get_absolute_url())
    assert 'filename="132209-ict-2022-internal.pdf"' in pdf["Content-Disposition"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "印刷の時点の計画（内部用）" in text


def test_a_get_prints_nothing(plan, client_as):
    client = client_as("viewer")
    assert client.get(reverse("portal:plan_book_print", args=plan.url_args)).status_code == 405
    client.get(reverse("portal:plan_book", args=plan.url_args))
    assert Job.objects.count() == 0


def test_the_page_offers_the_plans_editions(client_as):
    plan = make_plan()
    freeze(plan, label="当初（令和4年3月）")
    html = client_as("viewer").get(reverse("portal:plan_book", args=plan.url_args)).content.decode()
    assert "当初（令和4年3月）" in html
