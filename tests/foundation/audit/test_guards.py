"""The database itself refuses to change the log."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from danvan.foundation.audit import actions, guards, linking
from danvan.foundation.audit.models import Entry, Link
from danvan.foundation.audit.system import CommandLine
from tests import factories
from tests.lifting import lifted

AT = factories.noon(date(2024, 3, 5))

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    made = actions.record(
        "close", factories.unit(), by=CommandLine(), at=AT, unit_id=None
    )
    linking.link(AT)
    return made


@pytest.mark.parametrize("model", [Entry, Link])
@pytest.mark.parametrize(
    "act",
    [
        lambda rows: rows.update(at=AT.replace(year=2020)),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete(rows.db),
    ],
    ids=["update", "delete", "raw delete"],
)
def test_a_row_of_the_log_cannot_be_changed(entry, model, act):
    before = list(model.objects.values())

    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        act(model.objects.all())

    assert list(model.objects.values()) == before != []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
def test_a_row_cannot_be_replaced(entry):
    with (
        pytest.raises(IntegrityError, match="REPLACE refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry LIMIT 1"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_log_cannot_be_emptied_at_once(entry):
    with (
        pytest.raises(IntegrityError, match="TRUNCATE of audit_entry refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_entry")


def test_a_guard_that_was_taken_away_is_missed():
    assert guards.missing(connection) == []

    with lifted():
        gone = guards.missing(connection)

    assert gone == [name for name, _table in guards.names(connection.vendor)]
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_test_leaves_an_empty_and_guarded_log(entry):
    call_command("flush", interactive=False, verbosity=0)

    assert not Entry.objects.exists()
    assert guards.missing(connection) == []
