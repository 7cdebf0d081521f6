"""The sample year of the demo: two cities, marked wherever it shows, gone without a trace by one command."""

import io
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from config.sample_year import CITIES, STORY, sample_year_make
from config.sample_year_removal import sample_year_remove
from exchange.canonical import canonical_bytes
from exchange.checks import validate
from exchange.dump import plan_document
from exchange.load import plan_import
from measures.models import BudgetLine, IndicatorValue
from organizations.exceptions import SampleInUse, SampleRefused
from organizations.history import Author, change_set, save_changed
from organizations.models import ChangeSet
from organizations.trail import tracked_models
from plans.models import Edition, Plan
from reviews.models import Condition, Meeting, ProgressReport, RelatedAddition, ReportDraft, ReviewRound
from reviews.services import (
    progress_report_submit,
    progress_reports_confirm,
    review_round_create,
    review_round_finalise,
)
from tests.factories import COMMAND, make_user, recorded
from tests.reviews.cast import answer, make_indicator
from workspace.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
LATER = datetime(2027, 2, 1, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = NOW.date()


def load() -> None:
    """Load both plans with their 当初 and the sample history; one measure has an indicator with a target."""
    for city, code in CITIES.items():
        source = Path(f"fixtures/{city}-{code}.json").read_bytes()
        plan_import(document=validate(source).document, author=COMMAND, fiscal_year=2026)
    with override_settings(PORTAL_DEMO=True):
        call_command("demo_editions", stdout=io.StringIO())
        call_command("sample_history", stdout=io.StringIO())
    indicator = make_indicator(plan().measures.get(number="1"), target=50.0, baseline=10.0)
    recorded(IndicatorValue.objects.create)(indicator=indicator, fiscal_year=2022, target=20.0)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Load the plans and make the sample year, once for the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        before = stored()
        exports = documents()
        sample_year_make(now=NOW)
        yield before, exports
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(settings, made):
    settings.PORTAL_DEMO = True


@pytest.fixture
def before(made):
    return made[0]


@pytest.fixture
def exports(made):
    return made[1]


def stored() -> dict[str, list[dict]]:
    """Return all rows and all history of everything that has a history, all saves and notices."""
    models = [*tracked_models(), *(model.history.model for model in tracked_models())]
    models += [ChangeSet, Notice, ReportDraft]
    return {
        model._meta.label: list(model._base_manager.order_by(model._meta.pk.name).values())
        for model in models
    }


def differing(one: dict, other: dict) -> list[str]:
    return [name for name in one if one[name] != other[name]]


def plan(city="132209") -> Plan:
    return Plan.objects.select_related("municipality").get(municipality__code=city, code=CITIES[city])


def documents() -> dict[str, dict]:
    return {city: json.loads(canonical_bytes(plan_document(plan(city)))) for city in CITIES}


def the_round(key: str, city="132209") -> ReviewRound:
    return ReviewRound.objects.select_related("plan__municipality").get(plan=plan(city), key=key)


def answers_of(review_round: ReviewRound) -> list[tuple]:
    columns = (
        "measure__number",
        "status",
        "situation",
        "done",
        "issues",
        "effect",
        "submitted_on",
        "proxy_source",
    )
    return list(review_round.reports.order_by("order").values_list(*columns))


# --- What it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "keys", "measures"),
    [("132209", ["2022-1", "2023-1", "2024-1"], 26), ("132039", ["2014-1", "2015-1", "2016-1"], 53)],
)
def test_each_city_has_two_final_rounds_and_one_that_is_open(city, keys, measures):
    rounds = plan(city).rounds.order_by("fiscal_year")
    assert [(row.key, row.state) for row in rounds] == list(
        zip(keys, ["final", "final", "open"], strict=True)
    )
    assert [row.previous for row in rounds] == [None, *rounds[:2]]
    assert all(row.is_sample for row in rounds)
    for review_round in rounds[:2]:
        assert Counter(row.status for row in review_round.reports.all()) == {"final": measures}
        assert review_round.assignments.leads().count() == measures
        situations = Counter(row.situation for row in review_round.reports.all())
        assert situations["late"] >= 2
        assert situations["on-track"] > measures / 2
        assert review_round.evaluations.count() == measures * plan(city).evaluation_bodies.count()


def test_what_is_late_says_why_and_was_a_stage_behind():
    late = ProgressReport.objects.filter(situation="late").prefetch_related("phases__phase", "phases__track")
    assert len(late) >= 10
    for report in late:
        (actual,) = report.phases.all()
        planned = actual.track.entries.get(fiscal_year=report.round.fiscal_year).phase
        assert actual.phase.code < planned.code or actual.phase.code == "consider"
        assert actual.phase != planned
        assert report.issues
    assert ProgressReport.objects.filter(carries_over=True).exclude(carry_over_reason="").exists()
    assert ProgressReport.objects.filter(situation="done").exists()


def test_departments_owe_answers_in_the_open_round_from_the_day_it_is_made():
    found = the_round("2016-1", "132039")
    assert (found.opened_on, found.answer_due) == (TODAY, date(2026, 12, 15))
    assert found.takes_answers(TODAY)
    assert set(found.reports.values_list("status", flat=True)) == {
        "unanswered", "draft", "submitted", "returned", "confirmed",
    }  # fmt: skip
    assert found.assignments.leads().values("department").distinct().count() > 20
    assert the_round("2024-1").reports.outstanding().exists()


def test_the_bodies_met_in_their_order_with_their_own_words():
    committee, headquarters = plan().evaluation_bodies.all()
    first, second = Meeting.objects.filter(round=the_round("2023-1")).order_by("held_on")
    assert (first.body, second.body) == (committee, headquarters)
    assert {row.state for row in first.attendances.all()} == {"present", "proxy", "absent"}
    assert not first.attendances.exclude(name="").exists()
    words = set(the_round("2015-1", "132039").evaluations.values_list("verdict_label", flat=True))
    assert words == {"承認", "否認"}
    assert {"意見付き了承", "了承"} == set(
        the_round("2022-1").evaluations.values_list("verdict_label", flat=True)
    )


def test_some_conditions_are_met_and_some_are_not():
    for city in CITIES:
        states = Counter(Condition.objects.filter(plan=plan(city)).values_list("state", flat=True))
        assert states["met"] >= 1
        assert states["open"] >= 2
        assert states["answered"] >= 2
    agenda = Meeting.objects.filter(round=the_round("2023-1")).order_by("held_on").first().items.all()
    assert [item.kind for item in agenda] == ["round", "late", "condition"]


def test_money_was_given_and_settled_and_related_departments_added_a_line():
    lines = BudgetLine.objects.filter(measure__plan=plan())
    assert all(line.name.endswith("（サンプル）") for line in lines)
    states = Counter((line.fiscal_year, line.settled_state) for line in lines)
    assert set(states) == {(2022, "確定"), (2023, "見込"), (2024, "")}
    assert [line.disagreement for line in lines if line.disagreement and line.fiscal_year == 2024] == []
    assert RelatedAddition.objects.filter(by_name="サンプル").exists()


def test_it_files_no_edition_and_its_rounds_stand_in_no_document(exports):
    assert not Edition.objects.filter(kind=Edition.Kind.YEAR_END).exists()
    for city, document in documents().items():
        for part in document["measures"]:
            part.pop("budget_lines", None)
            for indicator in part.get("indicators", []):
                indicator["values"] = [{"fiscal_year": 2022, "target": 20}]
        assert document == exports[city]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("review_round_list", []),
        ("review_round_detail", ["2023-1"]),
        ("review_round_detail", ["2024-1"]),
        ("meeting_list", []),
        ("condition_list", []),
        ("dashboard", []),
        ("result_list", ["2023-1"]),
        ("change_set_list", []),
    ],
)
def test_every_page_that_shows_it_says_so(name, args):
    client = Client()
    user = make_user("planning", municipality=plan().municipality)
    client.force_login(user, backend="organizations.backends.PortalBackend")
    response = client.get(reverse(f"portal:{name}", args=["132209", "ict-2022", *args]))
    assert response.status_code == 200
    assert "サンプル" in response.content.decode()


# --- Making and removing --------------------------------------------------------------------------


def test_it_is_made_once_and_in_the_demo_alone(settings):
    with pytest.raises(CommandError, match="すでにサンプルの調査があります"):
        call_command("make_sample_year")
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        call_command("make_sample_year")


def test_removing_leaves_rows_history_and_exports_as_they_were_and_it_is_made_again_alike(before, exports):
    was = {key: answers_of(the_round(key)) for key in ("2022-1", "2023-1")}
    said = io.StringIO()
    call_command("make_sample_year", "--remove", stdout=said)
    assert "取り除きました" in said.getvalue().replace("\n", "") or "記録ごと" in said.getvalue()
    assert differing(stored(), before) == []
    assert documents() == exports
    with pytest.raises(SampleRefused, match="サンプルの調査はありません"):
        sample_year_remove()
    # another day: the same final rounds, another deadline
    sample_year_make(now=LATER)
    assert {key: answers_of(the_round(key)) for key in was} == was
    assert the_round("2024-1").answer_due == date(2027, 2, 24)


def test_what_people_wrote_into_it_goes_too(before):
    """Somebody answers, confirms and finalises the sample's open round, and prepares the next one."""
    found = the_round("2024-1")
    person = make_user("planning", municipality=plan().municipality)
    by = Author(user=person, source="page")
    for report in found.reports.outstanding().select_related("round__plan__municipality"):
        progress_report_submit(report=report, answer=answer(), author=by, today=TODAY)
    reports = found.reports.filter(status="submitted").select_related("round__plan__municipality")
    progress_reports_confirm(review_round=found, reports=reports, author=by, today=TODAY)
    review_round_finalise(review_round=found, author=by, today=TODAY)
    values = {"name": "令和7年度 達成状況調査", "fiscal_year": 2025, "previous": found}
    real = review_round_create(plan=plan(), values=values, author=by)
    sample_year_remove()
    left = ReviewRound.objects.get()
    assert (left.pk, left.previous) == (real.pk, None)
    assert ReviewRound.history.filter(id=real.pk).count() == 2
    assert [row for row in ReviewRound.history.all() if row.id != real.pk] == []
    assert not ProgressReport.history.exists()
    mine = ChangeSet.objects.filter(by=person)
    assert [change.pk for change in mine] == [ReviewRound.history.earliest("history_id").changeset_id]


def test_values_come_in_where_indicators_are():
    values = IndicatorValue.objects.filter(indicator__measure__plan=plan()).order_by("fiscal_year")
    assert [(row.fiscal_year, row.target, row.value, row.source) for row in values] == [
        (2022, 20.0, 20.0, "令和4年度 達成状況調査（サンプル）"),
        (2023, None, 30.0, "令和5年度 達成状況調査（サンプル）"),
    ]


def test_a_value_that_was_there_and_that_people_changed_since_holds_it():
    value = IndicatorValue.objects.get(indicator__measure__plan=plan(), fiscal_year=2022)
    value.value = 21.0
    with change_set(author=COMMAND, municipality=plan().municipality, plan_code=plan().code):
        save_changed(value)
    before = stored()
    with pytest.raises(SampleInUse, match="実績値"), transaction.atomic():
        sample_year_remove()
    assert differing(stored(), before) == []


def test_the_sample_history_stays_when_the_year_goes_and_holds_what_the_year_uses():
    history = ChangeSet.objects.filter(is_sample=True, request_id="").count()
    assert history == 9
    with pytest.raises(CommandError, match="使っているため"):
        call_command("sample_history", "--remove")
    sample_year_remove()
    assert ChangeSet.objects.filter(is_sample=True).count() == history
    assert not ChangeSet.objects.filter(request_id=STORY).exists()
    call_command("sample_history", "--remove", stdout=io.StringIO())
    assert not ChangeSet.objects.filter(is_sample=True).exists()


def test_a_plan_with_rounds_of_its_own_gets_no_sample():
    sample_year_remove()
    review_round_create(plan=plan(), values={"name": "調査", "fiscal_year": 2025}, author=COMMAND)
    with pytest.raises(SampleRefused, match="すでに調査か会議があります"):
        sample_year_make(now=NOW)
