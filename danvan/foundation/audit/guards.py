"""What makes the database itself refuse to change the log.

Triggers on both databases. `put` may run at any time; nothing here takes them away.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_entry", "audit_link")

_REFUSE = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to: % of % refused',
    TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""
# INSERT OR REPLACE deletes without asking the trigger of DELETE.
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_kept BEFORE UPDATE ON {table}
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to: UPDATE refused'); END;
CREATE TRIGGER IF NOT EXISTS {table}_kept_whole BEFORE DELETE ON {table}
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to: DELETE refused'); END;
CREATE TRIGGER IF NOT EXISTS {table}_kept_as_it_is BEFORE INSERT ON {table}
  WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to: REPLACE refused'); END
"""
_ENDINGS = {
    "postgresql": ("kept", "kept_whole"),
    "sqlite": ("kept", "kept_whole", "kept_as_it_is"),
}
_THERE = {
    "postgresql": """
        SELECT tgname, tgrelid::regclass::text FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')""",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
}


def names(vendor: str) -> list[tuple[str, str]]:
    """(trigger, its table), all that have to be there."""
    return [
        (f"{table}_{ending}", table) for table in TABLES for ending in _ENDINGS[vendor]
    ]


def put(connection: BaseDatabaseWrapper) -> None:
    """Make those triggers that are not there."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        told = [_POSTGRESQL.format(table=table) for table in TABLES]
        return [_REFUSE, *";".join(told).split(";")]
    parts = [_SQLITE.format(table=table).split("END;") for table in TABLES]
    return [
        part if part.rstrip().endswith("END") else f"{part} END"
        for table in parts
        for part in table
    ]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that somebody took away or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE[connection.vendor])
        there = {(str(name), str(table)) for name, table in cursor.fetchall()}
    wanted = names(connection.vendor)
    return [name for name, table in wanted if (name, table) not in there]
