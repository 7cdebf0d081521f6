from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories import make_municipality, make_user
from workspace.models import Job, StoredFile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_jobs_and_files_are_listed_but_neither_changed_nor_opened(client):
    client.force_login(make_user("administrator"))
    owner, city = make_user("planning"), make_municipality()
    file = StoredFile.objects.create(
        municipality=city, owner=owner, name="計画書.pdf", content_type="application/pdf", content=b"secret",
        digest="0" * 64, expires_at=NOW,
    )  # fmt: skip
    job = Job.objects.create(municipality=city, owner=owner, kind="print", title="計画書", heartbeat_at=NOW)
    for row in [file, job]:
        name = f"admin:workspace_{row._meta.model_name}"
        assert str(row) in client.get(reverse(f"{name}_changelist")).content.decode()
        page = client.get(reverse(f"{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert b"secret" not in page.content
        assert client.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
        assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"{name}_add")).status_code == 403
