"""印刷物: choose a kind and print it, several as a ZIP; the usual is filled in; only the owner gets it."""

import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from organizations.models import User
from portal.papers.pack import pack_bytes
from portal.papers.registry import KINDS
from portal.papers.task import print_papers
from tests.factories import freeze, make_measure, make_municipality, make_user
from workspace.models import Job, Notice, PrintTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def post(plan, client_as, django_capture_on_commit_callbacks):
    """Return a function that posts to a page of printing, jobs run, and returns the answer."""

    def to(name, data, *args, role="planning"):
        with django_capture_on_commit_callbacks(execute=True):
            return client_as(role).post(reverse(f"portal:{name}", args=[*plan.url_args, *args]), data)

    return to


def page(client, plan, **query):
    return client.get(reverse("portal:paper_list", args=plan.url_args), query).content.decode()


def template(**fields):
    return PrintTemplate.objects.create(
        **{
            "municipality": make_municipality(), "name": "図書室用", "kind": "coverage",
            "papers": [{"kind": "coverage", "options": {"is_monochrome": True}}],
        }
        | fields
    )  # fmt: skip


def test_it_offers_every_kind_of_a_plan_with_a_sentence(plan, client_as):
    html = page(client_as("viewer"), plan)
    for kind in KINDS.values():
        assert (f"<b>{kind.name}</b>" in html) == kind.of_plan
        assert (kind.about in html) == kind.of_plan
    assert "この条件を市のひな形にする" not in html


def test_it_asks_only_for_what_a_kind_heeds(plan, client_as):
    freeze(plan)
    client = client_as("viewer")
    comparison, book = page(client, plan, kind="comparison"), page(client, plan, kind="plan-book")
    assert 'name="old"' in comparison
    assert 'name="round"' not in comparison
    assert 'name="edition"' in book
    assert "当初" in book


def test_it_costs_the_same_however_much_there_is(plan, client_as):
    client, costs = client_as("planning"), []
    page(client, plan)
    for count in (2, 12):
        for number in range(count):
            make_measure(plan=plan, number=f"{count}-{number}")
            template(name=f"{count}-{number}")
        with CaptureQueriesContext(connection) as queries:
            page(client, plan, kind="measure-sheets")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_kind_is_printed_and_waits_for_its_owner_alone(plan, post, client_as):
    post("paper_print", {"kind": "coverage", "is_monochrome": "on"}, role="viewer")
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.message
    ordered = [{"kind": "coverage", "options": {"is_monochrome": True}}]
    assert job.arguments == {"plan": plan.pk, "papers": ordered}
    assert job.result.name.endswith(".pdf")
    assert Notice.objects.get().url == job.get_absolute_url()
    assert client_as("viewer").get(job.result.get_absolute_url()).status_code == 200
    assert client_as("planning").get(job.result.get_absolute_url()).status_code == 404
    assert job.title in page(client_as("viewer"), plan)


def test_several_kinds_are_one_zip(plan, post):
    post("paper_print", {"kind": "pack", "papers": ["coverage", "comparison"], "audience": "public"})
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.message
    with ZipFile(io.BytesIO(bytes(job.result.content))) as pack:
        names = pack.namelist()
        assert [len(PdfReader(io.BytesIO(pack.read(name))).pages) > 0 for name in names] == [True, True]
    assert job.result.name.endswith(".zip")
    assert names == sorted(names)
    assert any("分類の対応_132209-ict-2022" in name for name in names)
    assert any("132209-ict-2022-comparison" in name for name in names)


def test_a_pack_gives_the_same_bytes_and_safe_names():
    files = [("../引継書/課.pdf", b"1"), ("同じ.pdf", b"2"), ("同じ.pdf", b"3")]
    assert pack_bytes(files) == pack_bytes(files)
    with ZipFile(io.BytesIO(pack_bytes(files))) as pack:
        assert pack.namelist() == ["01__引継書_課.pdf", "02_同じ.pdf", "03_同じ.pdf"]


def test_nothing_ticked_is_explained(plan, post):
    html = post("paper_print", {"kind": "pack"}).content.decode()
    assert "1つ以上印を付けてください" in html
    assert Job.objects.count() == 0


def test_what_was_typed_stays_beside_its_refusal(plan, post):
    html = post("paper_print", {"kind": "systems", "as_of": "来週", "parts": ["inventory"]}).content.decode()
    assert "読み取れません" in html
    assert 'value="来週"' in html


def test_planning_keeps_a_template_that_fills_the_form(plan, post, client_as):
    post(
        "print_template_create",
        {"kind": "plan-book", "audience": "internal", "name": "庁内", "is_default": "on"},
    )
    found = PrintTemplate.objects.get()
    assert (found.kind, found.is_default) == ("plan-book", True)
    assert found.papers[0]["options"]["audience"] == "internal"
    html = page(client_as("viewer"), plan, kind="plan-book")
    assert '<option value="internal" selected>' in html
    assert "庁内（既定）" in html


def test_the_default_heeds_the_button_elsewhere(plan, post, in_queue):
    template(
        is_default=True,
        kind="comparison",
        papers=[{"kind": "comparison", "options": {"variant": "pdf/a-3a"}}],
    )
    freeze(plan)
    post("edition_compare_print", {})
    assert Job.objects.get().arguments["papers"][0]["options"]["variant"] == "pdf/a-3a"


def test_a_name_that_is_taken_is_refused_in_the_form(plan, post):
    template()
    html = post("print_template_create", {"kind": "coverage", "name": "図書室用"}).content.decode()
    assert "同じ名前のひな形がすでにあります" in html


def test_a_template_is_written_over(plan, post):
    kept = template()
    answer = post(
        "print_template_create", {"kind": "coverage", "variant": "pdf/ua-1", "instead_of": str(kept.pk)}
    )
    assert answer.url.endswith(f"?kind=coverage&template={kept.pk}")
    kept.refresh_from_db()
    assert (kept.name, kept.papers[0]["options"]) == ("図書室用", {"variant": "pdf/ua-1"})


def test_an_outdated_template_is_explained_and_not_printed(plan, post, client_as):
    kept = template(papers=[{"kind": "coverage", "options": {"colour": "red"}}])
    html = page(client_as("viewer"), plan, kind="coverage", template=kept.pk)
    assert "今の印刷の条件に合いません" in html
    post("print_template_print", {}, kept.pk)
    assert Job.objects.count() == 0


def test_a_template_is_scheduled_and_the_schedule_taken_back(plan, post, client_as):
    kept = template()
    post("print_template_schedule", {"on": "2099-04-01", "every": "year"}, kept.pk, role="viewer")
    schedule = kept.schedules.get()
    assert schedule.plan_code == plan.code
    assert 'id="schedules"' in page(client_as("viewer"), plan)
    assert 'id="schedules"' not in page(client_as("planning"), plan)
    post("scheduled_print_delete", {}, schedule.pk, role="viewer")
    assert not kept.schedules.exists()


def test_a_job_of_another_release_starts_again(plan, client_as, django_capture_on_commit_callbacks):
    freeze(plan)
    arguments = {"plan": plan.pk, "old": "1", "new": "now"}
    owner = make_user("viewer")
    job = Job.objects.create(
        owner=owner, municipality=plan.municipality, kind="comparison", title="新旧対照表", state="failed",
        arguments=arguments, heartbeat_at="2026-11-20T00:00:00Z",
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        client_as("viewer").post(reverse("workspace:job_restart", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message


def test_a_person_who_lost_the_plan_is_told_so(plan, post, in_queue):
    post("paper_print", {"kind": "coverage"}, role="viewer")
    job = Job.objects.get()
    User.objects.update(municipality=make_municipality("132152", "国立市"))
    print_papers.func(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "見る権限がなくなった" in job.message
    assert job.result is None
