"""Editions never change: model, QuerySet and database refuse, whoever asks, on either database."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from plans.edition_guard import guard_lift, guard_put_up
from plans.models import Edition, EditionBook
from plans.services.editions import edition_book_keep
from tests.factories import freeze, make_plan

pytestmark = pytest.mark.django_db

CHANGED, DELETED = "確定版は変更できません。", "確定版は削除できません。"


@pytest.fixture
def edition():
    edition = freeze(make_plan())
    edition_book_keep(edition=edition, name="book.pdf", content=b"%PDF-1.7")
    return edition


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


STATEMENTS = [
    ("UPDATE plans_edition SET label = '別の名'", CHANGED),
    ("UPDATE plans_edition SET document = '{}' WHERE number = 1", CHANGED),
    ("UPDATE plans_editionbook SET name = 'other.pdf'", CHANGED),
    ("DELETE FROM plans_editionbook", DELETED),
    ("DELETE FROM plans_edition", DELETED),
    ("DELETE FROM plans_edition WHERE number = 1", DELETED),
]


@pytest.mark.parametrize(("statement", "sentence"), STATEMENTS)
def test_the_database_refuses_what_comes_past_the_portal(statement, sentence, edition):
    with pytest.raises(IntegrityError, match=sentence):
        run(statement)
    assert Edition.objects.get().document == edition.document
    assert EditionBook.objects.get().name == "book.pdf"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_no_row_is_put_in_the_place_of_an_edition(edition):
    columns = ", ".join(field.column for field in Edition._meta.concrete_fields)
    others = columns.replace("id, ", "id + 1, ", 1)  # another id, the same plan and number
    for chosen in (columns, others):
        with pytest.raises(IntegrityError, match=CHANGED):
            run(f"INSERT OR REPLACE INTO plans_edition ({columns}) SELECT {chosen} FROM plans_edition")
    assert Edition.objects.get() == edition


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db(transaction=True)
def test_a_table_of_editions_is_not_emptied_at_once(edition):
    with pytest.raises(IntegrityError, match=DELETED):
        run("TRUNCATE plans_edition CASCADE")
    assert Edition.objects.get() == edition


def test_model_and_queryset_refuse_with_a_sentence(edition):
    edition.label = "別の名"
    for refused in (
        edition.save,
        lambda: Edition.objects.update(label="別の名"),
        lambda: Edition.objects.filter(pk=edition.pk).update(label="別の名"),
        lambda: Edition.objects.bulk_update([edition], ["label"]),
        lambda: edition.plan.editions.update(label="別の名"),
    ):
        with pytest.raises(ValidationError, match=CHANGED):
            refused()
    for refused in (edition.delete, Edition.objects.all().delete, EditionBook.objects.all().delete):
        with pytest.raises(ValidationError, match=DELETED):
            refused()


def test_a_table_that_a_migration_rebuilds_is_guarded_again(edition):
    guard_lift(connection)
    guard_put_up(connection)
    guard_put_up(connection)  # once more does no harm
    with pytest.raises(IntegrityError, match=CHANGED):
        run("UPDATE plans_edition SET label = '別の名'")


@pytest.mark.django_db(transaction=True)
def test_the_whole_database_is_not_flushed_while_there_are_editions(edition):
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert Edition.objects.get().document == edition.document


@pytest.mark.django_db(transaction=True)
def test_every_migrate_and_flush_puts_the_guard_up():
    guard_lift(connection)
    call_command("flush", interactive=False, verbosity=0)
    freeze(make_plan())
    with pytest.raises(IntegrityError, match=CHANGED):
        run("UPDATE plans_edition SET label = '別の名'")
