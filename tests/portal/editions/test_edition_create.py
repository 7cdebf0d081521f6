"""Making an edition on its page: what is shown is what is frozen, once it is confirmed."""

import hashlib

import pytest
from django.urls import reverse

from organizations.history import change_set
from plans.models import Edition, EditionBook
from tests.cities import posted_fields
from tests.factories import COMMAND, freeze, make_measure
from workspace.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_measure(phases={2022: "検討"}).plan


@pytest.fixture
def form(plan, client_as):
    client = client_as("planning", name="計画 太郎")
    return FormPage(client, reverse("portal:edition_create", args=plan.url_args))


class FormPage:
    def __init__(self, client, url):
        self.client, self.url = client, url

    def shown(self):
        return self.client.get(self.url).content.decode()

    def post(self, **typed):
        return self.client.post(self.url, posted_fields(self.client.get(self.url)) | typed)


def rename(plan):
    measure = plan.measures.get()
    measure.name = "あとの名前"
    with change_set(author=COMMAND):
        measure.save()


def refusal(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_plan_is_adopted_with_what_the_page_asks_for(plan, form):
    response = form.post(
        confirmed="on", kind="initial", adopted_on="令和4年3月25日", body="庁議", document_number="3企第10号",
        reason="計画の決定",
    )  # fmt: skip
    edition = plan.editions.get()
    assert response.url == edition.get_absolute_url()
    assert (edition.kind, edition.label, edition.adopted_on) == ("initial", "当初", "2022-03-25")
    assert (edition.body, edition.document_number, edition.reason) == ("庁議", "3企第10号", "計画の決定")
    assert edition.frozen_by_name == "計画 太郎"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("令和4年3月", "2022-03"), ("R4.3.25", "2022-03-25"), ("2022", "2022"), ("令和4年", "2022"), ("", "")],
)
def test_a_decision_is_dated_as_far_as_it_is_known(typed, stored, plan, form):
    form.post(confirmed="on", adopted_on=typed)
    assert plan.editions.get().adopted_on == stored


@pytest.mark.parametrize("typed", ["令和4年度", "きのう", "令和4年13月"])
def test_what_is_no_date_is_refused(typed, plan, form):
    assert "読み取れません" in refusal(form.post(confirmed="on", adopted_on=typed))
    assert not plan.editions.exists()


def test_nothing_is_frozen_unconfirmed_and_what_was_typed_stays(plan, form):
    html = refusal(form.post(body="庁議"))
    assert "内容を確かめて、印を付けてください。" in html
    assert 'value="庁議"' in html
    assert not plan.editions.exists()


def test_the_page_shows_what_will_be_frozen_and_offers_the_kinds_that_fit(plan, form):
    html = form.shown()
    assert 'edition-counts__number">1<' in html
    assert "この計画の最初の確定版です。" in html
    assert ('value="initial"' in html, 'value="revision"' in html) == (True, False)
    freeze(plan)
    html = form.shown()
    assert "から、何も変わっていません。" in html
    assert "改定は「第1回改定」" in html
    rename(plan)
    assert "変わったところ：名称 1か所。" in form.shown()
    assert ('value="initial"' in html, 'value="revision"' in html) == (False, True)


def test_a_plan_is_not_adopted_twice(plan, form):
    freeze(plan)
    refusal(form.post(confirmed="on", kind="initial"))
    assert Edition.objects.count() == 1


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_frozen(plan, form):
    fields = posted_fields(form.client.get(form.url)) | {"confirmed": "on"}
    rename(plan)
    assert "表示している間に計画が変更されました。" in refusal(form.client.post(form.url, fields))
    assert not plan.editions.exists()
    assert form.post(confirmed="on").status_code == 302


def test_a_decided_edition_gets_its_book_which_all_may_read_and_nobody_prunes(
    plan, form, client_as, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        form.post(confirmed="on", kind="initial")
    book = EditionBook.objects.get()
    assert book.digest == hashlib.sha256(bytes(book.content)).hexdigest()
    job = Job.objects.get()
    assert bytes(job.result.content) == bytes(book.content)
    job.result.delete()
    edition = plan.editions.get()
    response = client_as("viewer").get(
        reverse("portal:edition_book_download", args=[*plan.url_args, edition.number])
    )
    assert response.content == bytes(book.content)
    assert response.content.startswith(b"%PDF-")
    assert 'filename="132209-ict-2022-1.pdf"' in response["Content-Disposition"]


def test_a_copy_is_kept_without_a_book(plan, form, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        form.post(confirmed="on", kind="snapshot", label="年度末の控え")
    assert plan.editions.get().label == "年度末の控え"
    assert not Job.objects.exists()


def test_the_book_of_an_edition_that_came_by_file_is_kept_on_demand_and_only_once(
    plan, client_as, django_capture_on_commit_callbacks
):
    edition = freeze(plan)
    client = client_as("planning")
    url = reverse("portal:edition_book_create", args=[*plan.url_args, edition.number])
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url)
    first, second = Job.objects.all()
    assert bytes(EditionBook.objects.get().content) == bytes(first.result.content)
    assert bytes(first.result.content) == bytes(second.result.content)
