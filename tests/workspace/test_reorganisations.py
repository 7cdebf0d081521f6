"""What the nightly command does with reorganisations whose day has come."""

import pytest
from django.core.management import call_command

from organizations.models import ChangeSet, Department, Reorganisation
from organizations.services.reorganisations import reorganisation_cancel
from tests.factories import COMMAND, make_municipality, make_user
from tests.organizations.reorganised import DAY, EVE, MERGE, NOW, make_small, planned, rename
from workspace.models import Notice
from workspace.reorganisations import reorganisations_enact

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return make_small()


def test_it_is_done_on_its_day_once_and_not_before(small):
    planned(small, author=COMMAND)
    assert reorganisations_enact(today=EVE) == 0
    assert small.departments_of(small.measure) == [("lead", "情報課")]
    assert reorganisations_enact(today=DAY) == 1
    changes = ChangeSet.objects.count()
    assert reorganisations_enact(today=DAY) == 0
    assert ChangeSet.objects.count() == changes
    assert small.departments_of(small.measure) == [("lead", "DX推進課")]
    assert ChangeSet.objects.first().source == "command"


def test_a_cancelled_one_is_not_done(small):
    reorganisation_cancel(reorganisation=planned(small), author=COMMAND, now=NOW)
    assert reorganisations_enact(today=DAY) == 0


def test_what_no_longer_fits_is_told_to_the_planning_section_once(small):
    make_user("planning", municipality=make_municipality("133035", "隣の市"), username="neighbour")
    reorganisation = planned(small, MERGE)
    rename(small.archive, "法務課")
    for _ in range(2):
        assert reorganisations_enact(today=DAY) == 0
    notice = Notice.objects.get()
    assert notice.owner == small.planner
    assert "「春の組織改正」は実施できませんでした。旧課→新課 2行目：「文書課」という部署は" in notice.text
    assert notice.url == reorganisation.get_absolute_url()
    assert not Department.objects.filter(name="企画課").exists()
    assert small.departments_of(small.measure) == [("lead", "情報課")]


def test_one_that_does_not_fit_does_not_keep_another_from_being_done(small):
    planned(small, MERGE, title="その一")
    planned(small, title="その二")
    rename(small.archive, "法務課")
    assert reorganisations_enact(today=DAY) == 1
    assert Reorganisation.objects.get(title="その二").state == "実施済"


def test_the_nightly_command_does_what_is_due(small, settings, capsys):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    planned(small)
    call_command("run_due")
    assert "組織改正を1件実施しました。" in capsys.readouterr().out
    assert Department.objects.filter(name="DX推進課").exists()
