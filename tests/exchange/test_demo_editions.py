"""The demo's plans are adopted: when they were, where the document tells, and as they were."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from plans.models import Edition, Plan
from tests.portal.plans import load_plans

pytestmark = pytest.mark.django_db


def demo_editions():
    said = io.StringIO()
    call_command("demo_editions", stdout=said)
    return said.getvalue()


@pytest.fixture(autouse=True)
def demo(settings):
    settings.PORTAL_DEMO = True


@pytest.fixture(scope="module")
def nine_plans(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_plans()
        yield
        transaction.set_rollback(True)


def editions_of(city):
    return list(Edition.objects.filter(plan__municipality__code=city))


def test_the_five_current_plans_are_adopted_when_their_documents_say(nine_plans):
    demo_editions()
    initial = {e.plan.municipality.code: (e.plan.code, e.adopted) for e in Edition.objects.initial()}
    assert initial == {
        "132021": ("ict-2020", "不明"),
        "132039": ("ict-2014", "不明"),
        "132152": ("ict-2023", "令和5年3月（2023年3月）"),
        "132209": ("ict-2022", "令和4年3月（2022年3月）"),
        "132233": ("ict-2021", "令和3年3月（2021年3月）"),
    }
    assert all("コマンド" not in e.frozen_by_name for e in Edition.objects.all())


def test_a_second_run_changes_nothing(nine_plans):
    demo_editions()
    before = list(Edition.objects.values_list("pk", "digest"))
    assert demo_editions() == ""
    assert list(Edition.objects.values_list("pk", "digest")) == before


def test_musashinos_first_edition_is_a_reconstruction_and_says_so(nine_plans):
    demo_editions()
    first, second = editions_of("132039")
    assert (first.kind, first.label, second.kind, second.label) == (
        "initial", "当初（復元）", "revision", "２７年度追加施策",
    )  # fmt: skip
    assert "復元：施策52、53が加わる前の計画" in first.reason
    old, new = json.loads(first.document), json.loads(second.document)
    added = [m for m in new["measures"] if m not in old["measures"]]
    assert [m["number"] for m in added] == ["52", "53"]
    assert old["measures"] == [m for m in new["measures"] if m not in added]
    assert old | {"measures": []} == new | {"measures": []}


def test_a_plan_that_did_not_come_with_the_portal_is_left_alone(nine_plans):
    plan = Plan.objects.get(code="ict-2019")
    demo_editions()
    assert not plan.editions.exists()


def test_a_city_that_works_with_the_portal_gets_no_made_up_editions(nine_plans, settings):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        demo_editions()
    assert not Edition.objects.exists()
