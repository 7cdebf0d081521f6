"""The right to print is the right to see: nobody gets on paper what no page shows him."""

import copy
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from organizations.exceptions import PortalError
from organizations.models import User
from portal.papers.forms import OptionsForm
from portal.papers.kind import Asked
from portal.papers.options import INTERNAL, Options
from portal.papers.orders import NothingToPrint, place_of_job
from portal.papers.registry import KINDS
from portal.papers.rendering import composed
from portal.papers.task import print_papers
from portal.place import find_place
from portal.printing.comparison import comparison_form
from portal.printing.comparison_press import form_html
from reviews.models import Meeting, ProgressReport, ReportDraft, ReviewRound
from systems.models import Consultation
from tests.cities import City, make_city, url_patterns
from tests.factories import recorded
from tests.portal.printing.conftest import sample
from tests.portal.printing.test_comparison import NEW, OLD
from workspace.models import Job, PrintedFile, ScheduledPrint, StoredFile

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
UNSETTLED, PREPARED = "まだ確認していない回答です", "準備している調査です"
READERS = ("department", "colleague", "committee", "viewer")
OUTSIDERS = ("department", "colleague", "viewer")
GETS = {"portal:measure_paper", "portal:kept_papers_download"}
PRINTS = sorted(
    name
    for name in url_patterns()
    if name.endswith(("_print", "_keep", "_docx")) or name in GETS
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_laid_out(settings, monkeypatch):
    """A paper that was composed is a file at once, and a job waits until the test runs it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr("portal.printing.pdf.confined", lambda render: b"%PDF-")


@pytest.fixture(scope="module")
def another_city(a_city, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_city("132152", "国立市", "鯱")
        transaction.set_rollback(True)


@pytest.fixture
@recorded
def prepared(a_city) -> ReviewRound:
    """The newest round of the city, which is still being prepared."""
    plan = a_city.plan
    return ReviewRound.objects.create(
        plan=plan, fiscal_year=plan.end_fiscal_year, part=9, key="prepared", name=PREPARED, kind="progress",
        state=ReviewRound.State.PREPARING,
    )  # fmt: skip


def asked(city: City, who: str, **options) -> Asked:
    user, plan = city.people[who], city.plan
    return Asked(
        find_place(user, plan.municipality.code, plan.code, today=DAY), user, DAY, Options(**options)
    )


def page(code: str, city: City, who: str, **options) -> str:
    return composed(KINDS[code], asked(city, who, **options)).html


def job_of(city: City, who: str, code: str, **options) -> Job:
    return Job.objects.create(
        owner=city.people[who], municipality=city.plan.municipality, kind="print", title="印刷物",
        arguments={"plan": city.plan.pk, "papers": [{"kind": code, "options": options}]},
        state=Job.State.FAILED, heartbeat_at=timezone.now(),
    )  # fmt: skip


def refusal_of(job: Job) -> str:
    """Run a job and return why it made nothing; fail if it made something."""
    kept = PrintedFile.objects.count(), StoredFile.objects.count()
    print_papers.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.FAILED, None)
    assert (PrintedFile.objects.count(), StoredFile.objects.count()) == kept
    return job.message


def named_by(city: City) -> dict:
    """What the options of papers can name in a city, beside its plan."""
    plan, department = city.plan, city.rows["department"]
    return {
        "meeting": city.rows["meeting_papers"].pk, "department": str(department.pk),
        "name": department.name, "measure": city.rows["measure"].key, "round": city.rows["review_round"].key,
        "edition": plan.editions.last().number,
    }  # fmt: skip


def test_every_print_of_another_city_is_not_found(a_city, another_city):
    jobs = Job.objects.count()
    assert len(PRINTS) > 15
    for who in ("planning", "viewer"):
        client = a_city.client(who)
        for name in PRINTS:
            method = client.get if name in GETS else client.post
            assert method(another_city.url(name)).status_code == 404, (who, name)
    assert Job.objects.count() == jobs


def test_a_row_of_another_city_is_not_found_under_the_own_address(a_city, another_city):
    own = {"code": a_city.plan.municipality.code, "plan": a_city.plan.code}
    client, jobs, tried = a_city.client("planning"), Job.objects.count(), 0
    for name in PRINTS:
        wanted = url_patterns()[name].pattern.converters
        if "pk" in wanted:
            row = another_city.rows[name.partition(":")[2].rpartition("_")[0]]
            places = own | {"pk": row.pk, "key": getattr(row, "key", "")}
            address = reverse(name, kwargs={one: places[one] for one in wanted})
            method = client.get if name in GETS else client.post
            assert method(address).status_code == 404, name
            tried += 1
    assert tried >= 8
    assert Job.objects.count() == jobs


def test_a_schedule_of_somebody_else_is_not_found(a_city):
    for who in ("administrator", *READERS):
        answer = a_city.client(who).post(a_city.url("portal:scheduled_print_delete"))
        assert answer.status_code == 404, who
    assert ScheduledPrint.objects.filter(pk=a_city.rows["scheduled_print"].pk).exists()


@pytest.mark.parametrize(
    ("code", "option", "named"),
    [
        ("meeting-papers", "meeting", "meeting"),
        ("meeting-record", "meeting", "meeting"),
        ("handover", "department", "department"),
        ("measure-sheets", "department", "department"),
        ("measure-sheets", "department", "name"),
    ],
)
def test_an_option_that_names_a_row_of_another_city_is_refused(code, option, named, a_city, another_city):
    foreign = {option: named_by(another_city)[named]}
    for who in ("planning", "administrator"):
        with pytest.raises(PortalError):
            page(code, a_city, who, **foreign)
    assert refusal_of(job_of(a_city, "planning", code, **foreign))


@pytest.mark.parametrize(
    ("code", "options"),
    [
        (code, {name: value})
        for name, value in [
            ("edition", 77), ("round", "1999-1"), ("meeting", 0), ("measure", "no-such"), ("axis", "no-such"),
            ("department", "よその課"), ("old", "77"), ("new", "77"),
        ]
        for code, kind in KINDS.items()
        if name in kind.fields
    ],
)  # fmt: skip
def test_what_a_plan_does_not_have_is_refused_by_every_kind_that_heeds_it(code, options, a_city):
    usual = {"meeting": a_city.rows["meeting_papers"].pk} if code.startswith("meeting") else {}
    with pytest.raises(PortalError):
        page(code, a_city, "planning", **(usual | options))


def test_a_job_of_a_plan_of_another_city_makes_nothing(a_city, another_city):
    job = job_of(a_city, "planning", "coverage")
    for plan in (another_city.plan.pk, "ict-1999", None, 0):
        job.arguments["plan"] = plan
        with pytest.raises(NothingToPrint):
            place_of_job(job, DAY)
    job.arguments["plan"] = another_city.plan.pk
    job.save()
    assert "見る権限がなくなった" in refusal_of(job)


@pytest.mark.parametrize("code", ["measure-sheets", "results-table", "annual-report"])
def test_a_round_in_preparation_is_on_no_paper_of_who_does_not_know_of_it(code, a_city, prepared):
    for who in READERS:
        with pytest.raises(PortalError, match="prepared"):
            page(code, a_city, who, round="prepared")
        assert PREPARED not in page(code, a_city, who)
    assert PREPARED in page("measure-sheets", a_city, "planning", round="prepared")


def test_a_round_in_preparation_is_offered_to_planning_alone(a_city, prepared):
    offered = {}
    for who in ("planning", "administrator", *READERS):
        ask = asked(a_city, who)
        form = OptionsForm(kind=KINDS["measure-sheets"], place=ask.place, user=ask.user, day=DAY)
        offered[who] = "prepared" in dict(form.fields["round"].choices)
        html = a_city.client(who).get(a_city.url("portal:paper_list"), {"kind": "measure-sheets"})
        assert (PREPARED in html.content.decode()) == offered[who]
    assert [who for who, is_offered in offered.items() if is_offered] == ["planning", "administrator"]


def test_the_papers_of_the_city_tell_nobody_of_an_answer_that_is_not_settled(a_city):
    unsettled = ProgressReport.objects.exclude(status__in=ProgressReport.SETTLED)
    assert unsettled.update(done=UNSETTLED, issues=UNSETTLED) > 1
    assert ReportDraft.objects.update(data={"done": UNSETTLED}) > 0
    held = a_city.rows["meeting_papers"]
    options = {
        "meeting": held.pk, "measure": a_city.rows["measure"].key, "audience": INTERNAL,
        "round": a_city.rows["progress_report"].key,
        "department": str(a_city.people["department"].department_id),
    }  # fmt: skip
    insiders = {"meeting-papers": "committee", "handover": "department"}
    for code, kind in KINDS.items():
        named = {name: value for name, value in options.items() if name in kind.fields}
        if code == "measure-sheets":
            del named["measure"], named["department"]
        elif code == "meeting-record":
            del named["audience"]
        assert UNSETTLED not in page(code, a_city, insiders.get(code, "viewer"), **named), code


LOST = {
    "papers": ("planning", "meeting-papers", "meeting_papers", {}),
    "papers of a committee": ("committee", "meeting-papers", "meeting_papers", {}),
    "papers to keep": ("planning", "meeting-papers", "meeting", {"is_kept": True}),
    "a meeting to come": ("planning", "meeting-record", "meeting", {}),
    "names": ("planning", "meeting-record", "meeting_record", {"audience": INTERNAL}),
    "a handover": ("planning", "handover", "department_handover", {}),
    "a round in preparation": ("planning", "measure-sheets", "", {"round": "prepared"}),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_job_that_is_started_again_after_its_owner_lost_the_right_makes_nothing(
    lost, a_city, prepared, django_capture_on_commit_callbacks
):
    who, code, noun, options = LOST[lost]
    named = {}
    if noun:
        pk = a_city.rows[noun].pk
        named = {"department": str(pk)} if code == "handover" else {"meeting": pk}
    job = job_of(a_city, who, code, **named, **options)
    User.objects.filter(pk=job.owner_id).update(role="viewer")
    with django_capture_on_commit_callbacks(execute=True):
        a_city.client(who).post(reverse("workspace:job_restart", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert refusal_of(job)


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"municipality": "another"}], ids=["closed", "moved"]
)
def test_a_job_of_who_left_the_city_makes_nothing(change, a_city, another_city):
    if "municipality" in change:
        change = {"municipality": another_city.plan.municipality}
    job = job_of(a_city, "viewer", "coverage")
    User.objects.filter(pk=job.owner_id).update(**change)
    assert "見る権限がなくなった" in refusal_of(job)


def test_jobs_and_files_are_their_owners_alone(a_city):
    addresses = [a_city.url("workspace:job_detail"), a_city.url("workspace:stored_file_download")]
    for who in ("administrator", "stranger", *READERS):
        assert [a_city.client(who).get(address).status_code for address in addresses] == [404, 404]
        assert a_city.client(who).post(a_city.url("workspace:job_restart")).status_code == 404
    assert a_city.client("planning").get(addresses[1]).status_code == 200


def test_a_file_stays_behind_when_its_owner_leaves_the_city(a_city, another_city):
    address = a_city.url("workspace:stored_file_download")
    User.objects.filter(pk=a_city.people["planning"].pk).update(municipality=another_city.plan.municipality)
    assert a_city.client("planning").get(address).status_code == 404


def test_papers_that_were_kept_are_handed_to_insiders_alone(a_city):
    held = a_city.rows["meeting_papers"]
    for who in ("planning", "committee", "administrator"):
        assert composed(KINDS["meeting-papers"], asked(a_city, who, meeting=held.pk)).pdf == b"%PDF-1.7"
    for who in OUTSIDERS:
        with pytest.raises(PortalError, match="権限がありません"):
            page("meeting-papers", a_city, who, meeting=held.pk)
    with pytest.raises(PortalError, match="保管する権限がありません"):
        page("meeting-papers", a_city, "committee", meeting=a_city.rows["meeting"].pk, is_kept=True)


def test_a_meeting_to_come_is_not_to_be_known_of(a_city):
    planned = a_city.rows["meeting"]
    assert planned.state == Meeting.State.PLANNED
    for who in OUTSIDERS:
        for code in ("meeting-papers", "meeting-record"):
            with pytest.raises(PortalError, match="ありません"):
                KINDS[code].title(asked(a_city, who, meeting=planned.pk))


def test_names_of_people_are_in_the_record_of_planning_alone(a_city):
    held = a_city.rows["meeting_record"]
    assert "市川 太郎" in page("meeting-record", a_city, "planning", meeting=held.pk, audience=INTERNAL)
    for who in READERS:
        with pytest.raises(PortalError, match="氏名"):
            page("meeting-record", a_city, who, meeting=held.pk, audience=INTERNAL)
        assert "市川 太郎" not in page("meeting-record", a_city, who, meeting=held.pk)


def test_a_handover_is_its_departments_own(a_city):
    own = str(a_city.people["department"].department_id)
    assert page("handover", a_city, "department", department=own)
    for who in ("colleague", "committee", "viewer"):
        with pytest.raises(PortalError, match="権限がありません"):
            page("handover", a_city, who, department=own)


def test_what_departments_ask_for_is_on_paper_as_far_as_it_is_on_screen(a_city):
    names = list(Consultation.objects.values_list("name", flat=True))
    Consultation.objects.filter(name=names[0]).update(name=UNSETTLED)
    told = {
        who: UNSETTLED in page("systems", a_city, who, audience=INTERNAL, parts=("budget",))
        for who in ("planning", "administrator", *READERS)
    }
    assert [who for who, is_told in told.items() if is_told] == ["planning", "administrator", "department"]
    assert "事前協議は所管課と計画主管課だけが見られる" in page(
        "systems", a_city, "viewer", audience=INTERNAL, parts=("budget",)
    )


def test_the_rest_of_internal_papers_is_everybodys_who_is_signed_in(a_city):
    for who in ("colleague", "viewer"):
        for code in ("plan-book", "schedule", "annual-report", "comparison"):
            assert page(code, a_city, who, audience=INTERNAL) == page(
                code, a_city, "planning", audience=INTERNAL
            )


def test_a_comparison_for_the_public_counts_what_it_leaves_out():
    old = sample("full")
    new = copy.deepcopy(old)
    new["systems"][0] |= {"product": "秘密の製品", "outline": "改めた概要"}
    papers = {
        is_internal: form_html(
            comparison_form(old, new, old=OLD, new=NEW, reasons={}, day=DAY, is_internal=is_internal)
        )
        for is_internal in (True, False)
    }
    assert "秘密の製品" in papers[True]
    assert "秘密の製品" not in papers[False]
    assert "公表しない事項の変更" in papers[False]
    assert "内部用です" in papers[True]
