"""The nightly command: what is past its date goes, the rest stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_municipality, make_user
from workspace.models import StoredFile


def make_file(name, *, days):
    return StoredFile.objects.create(
        municipality=make_municipality(),
        owner=make_user("planning"),
        name=name,
        content_type="application/pdf",
        content=b"%PDF-",
        expires_at=timezone.now() + timedelta(days=days),
    )


@pytest.mark.django_db
def test_what_is_past_its_date_goes_and_the_rest_stays(settings, capsys):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # as in production
    make_file("古い.pdf", days=-1)
    make_file("新しい.pdf", days=1)
    for key, days in [("gone", -1), ("alive", 1)]:
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(days=days))
    call_command("run_due")
    assert [file.name for file in StoredFile.objects.all()] == ["新しい.pdf"]
    assert [session.session_key for session in Session.objects.all()] == ["alive"]
    assert "1件" in capsys.readouterr().out
