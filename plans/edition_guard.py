"""The database's own guard over editions: triggers that refuse to change or delete them, whoever asks.

SQLite drops the triggers of a table that a migration rebuilds, and a test that empties the database lifts
them: so they are put up after every `migrate` and `flush` (plans/apps.py), not by one migration alone.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.models.edition import NEVER_CHANGED, NEVER_DELETED

# What makes a new row the same as one that is there: INSERT OR REPLACE deletes that one, and asks no
# trigger of deletions.
SAME_ROW = {
    "plans_edition": "id = NEW.id OR plan_id = NEW.plan_id AND"
    " (number = NEW.number OR kind = 'initial' AND NEW.kind = 'initial')",
    "plans_editionbook": "id = NEW.id OR edition_id = NEW.edition_id",
}
SQLITE = {
    "changed": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{changed}'); END",
    "deleted": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{deleted}'); END",
    "replaced": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row})"
    " BEGIN SELECT RAISE(ABORT, '{changed}'); END",
}
POSTGRESQL = {
    "changed": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION plans_edition_refuse()",
    "emptied": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION plans_edition_refuse()",
}
REFUSE = f"""
CREATE OR REPLACE FUNCTION plans_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_there boolean := true;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO is_there;
  END IF;
  IF is_there THEN
    RAISE EXCEPTION '%', CASE TG_OP WHEN 'UPDATE' THEN '{NEVER_CHANGED}' ELSE '{NEVER_DELETED}' END
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""


def guard_put_up(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers of the tables that are there."""
    if connection.vendor == "postgresql":
        _run(connection, [REFUSE])
        create, triggers = "CREATE OR REPLACE TRIGGER", POSTGRESQL
    else:
        create, triggers = "CREATE TRIGGER IF NOT EXISTS", SQLITE
    _run(
        connection,
        (
            f"{create} {table}_is_never_{name} "
            + trigger.format(
                table=table, same_row=SAME_ROW[table], changed=NEVER_CHANGED, deleted=NEVER_DELETED
            )
            for table in _tables(connection)
            for name, trigger in triggers.items()
        ),
    )


def guard_lift(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: when the migration is taken back, and before a test's flush."""
    is_postgresql = connection.vendor == "postgresql"
    _run(
        connection,
        (
            f"DROP TRIGGER IF EXISTS {table}_is_never_{name}" + (f" ON {table}" if is_postgresql else "")
            for table in _tables(connection)
            for name in (POSTGRESQL if is_postgresql else SQLITE)
        ),
    )


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    present = set(connection.introspection.table_names())
    return [table for table in SAME_ROW if table in present]


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
