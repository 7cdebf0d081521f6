"""経緯メモ: who writes, what is kept, what is refused."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.dump import plan_document
from measures.models import JournalEntry, JournalFile
from organizations.history import change_set
from organizations.models import ChangeSet
from tests.factories import (
    COMMAND,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 minutes"


@pytest.fixture
def measure():
    return make_measure(plan=make_plan(), department=make_department("市民課"))


def address(measure):
    return reverse("measures:measure_journal_create", args=[*measure.plan.url_args, measure.key])


def write(client, measure, text="業者と打合せ。見積は来週。", files=(), on="2026-11-21"):
    return client.post(address(measure), {"on": on, "text": text, "uploads": list(files)}, follow=True)


def upload(name="議事録.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_an_entry_stands_on_the_sheet_with_author_day_and_file(client_as, measure):
    client = client_as("planning", name="計画 花子")
    html = write(client, measure, files=[upload()]).content.decode()
    assert "業者と打合せ。見積は来週。" in html
    assert "計画 花子" in html
    assert "令和8年11月21日" in html
    file = JournalFile.objects.get()
    response = client.get(file.get_absolute_url())
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment")


def test_a_system_has_a_journal_too(client_as):
    system = make_system(plan=make_plan())
    address = reverse("measures:system_journal_create", args=["132209", system.pk])
    html = (
        client_as("planning")
        .post(address, {"on": "2026-04-01", "text": "更新。"}, follow=True)
        .content.decode()
    )
    assert "更新。" in html
    assert JournalEntry.objects.get().system == system


def test_the_name_of_the_author_outlives_the_author(client_as, measure):
    write(client_as("planning", name="計画 花子"), measure)
    entry = JournalEntry.objects.get()
    with change_set(author=COMMAND):
        entry.author.delete()
    entry.refresh_from_db()
    assert (entry.author, entry.author_name) == (None, "計画 花子")


@pytest.mark.parametrize(
    ("role", "department", "status"),
    [
        ("department", "市民課", 200),
        ("department", "図書館", 403),
        ("committee", None, 403),
        ("viewer", None, 403),
    ],
)
def test_the_people_of_the_measure_write_and_nobody_else(client_as, measure, role, department, status):
    client = client_as(role, department=make_department(department) if department else None)
    assert write(client, measure).status_code == status
    assert JournalEntry.objects.count() == (status == 200)


def test_one_changes_only_what_is_ones_own_but_for_the_planning_section(client, measure):
    department = measure.departments.get()
    author, other = (
        make_user("department", username=name, department=department) for name in ("author", "other")
    )
    backend = "organizations.backends.PortalBackend"
    client.force_login(author, backend=backend)
    write(client, measure)
    edit = reverse("measures:journal_entry_edit", args=["132209", JournalEntry.objects.get().pk])
    for user, status in [(author, 200), (other, 403), (make_user("planning"), 200)]:
        client.force_login(user, backend=backend)
        assert client.get(edit).status_code == status


def test_an_entry_is_changed_and_its_file_taken_off(client_as, measure):
    client = client_as("planning")
    write(client, measure, files=[upload()])
    entry = JournalEntry.objects.get()
    posted = {
        "on": "2026-11-21", "initial-on": "2026-11-21", "text": "直した。", "initial-text": entry.text,
        "remove": [entry.files.get().pk],
    }  # fmt: skip
    client.post(reverse("measures:journal_entry_edit", args=["132209", entry.pk]), posted)
    entry.refresh_from_db()
    assert (entry.text, entry.files.count()) == ("直した。", 0)


def test_a_deleted_entry_keeps_its_words_in_the_history(client_as, measure):
    client = client_as("planning")
    write(client, measure, files=[upload()])
    entry = JournalEntry.objects.get()
    client.post(reverse("measures:journal_entry_delete", args=["132209", entry.pk]))
    assert not JournalEntry.objects.exists()
    assert not JournalFile.objects.exists()
    assert JournalEntry.history.filter(history_type="-").get().text == "業者と打合せ。見積は来週。"


def test_the_second_save_does_not_overwrite_the_first(client_as, measure):
    client = client_as("planning")
    write(client, measure)
    entry = JournalEntry.objects.get()
    edit = reverse("measures:journal_entry_edit", args=["132209", entry.pk])
    posted = {"on": "2026-11-21", "initial-on": "2026-11-21", "initial-text": entry.text}
    client.post(edit, posted | {"text": "一人目。"})
    html = client.post(edit, posted | {"text": "二人目。"}).content.decode()
    assert "ほかの人が保存した値" in html
    entry.refresh_from_db()
    assert entry.text == "一人目。"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (upload("悪い.exe", b"MZ\x90"), "この種類のファイルは付けられません。"),
        (upload("偽物.pdf", b"\x89PNG\r\n\x1a\n"), "名前の末尾と中身が合いません。"),
        (upload("空.pdf", b""), "ファイルは空です"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_and_nothing_is_written(client_as, measure, file, sentence):
    assert sentence in write(client_as("planning"), measure, files=[file]).content.decode()
    assert not JournalEntry.objects.exists()
    assert not ChangeSet.objects.filter(source="page").exists()


def test_the_journal_is_no_part_of_the_plans_document(client_as, measure):
    before = plan_document(measure.plan)
    write(client_as("planning"), measure)
    assert plan_document(measure.plan) == before


def test_another_city_sees_neither_entry_nor_file(client_as, measure):
    write(client_as("planning"), measure, files=[upload()])
    file = JournalFile.objects.select_related("entry__municipality").get()
    edit = reverse("measures:journal_entry_edit", args=["132209", file.entry_id])
    stranger = client_as("planning", municipality=make_municipality("132021", "立川市"))
    assert stranger.get(file.get_absolute_url()).status_code == 404
    assert stranger.get(edit).status_code == 404


def test_the_day_comes_proposed(client_as, measure):
    with time_machine.travel("2026-11-21T09:00:00+09:00"):
        html = client_as("planning").get(address(measure)).content.decode()
    assert 'value="2026-11-21"' in html
