"""What passes by itself is told from a fault of the program, on either database."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.db.transaction import TransactionManagementError
from psycopg import errors

from danvan.shared.outages import cause_of


def raised_from(fault: Exception, cause: BaseException | None) -> Exception:
    fault.__cause__ = cause
    return fault


def raised_while(fault: Exception, other: BaseException) -> Exception:
    """Raised while the other one was being dealt with."""
    fault.__context__ = other
    return fault


def of_sqlite(code: int) -> sqlite3.Error:
    said = sqlite3.OperationalError("in words")
    said.sqlite_errorcode = code
    return said


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EROFS, "disk_read_only"),
        (errno.EACCES, "disk_read_only"),
        (errno.EIO, "disk_broken"),
        (errno.ENOENT, ""),
        (errno.EPIPE, ""),
    ],
)
def test_an_error_of_the_file_system(number, code):
    assert cause_of(OSError(number, "in words")) == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_BUSY, "database_busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "database_busy"),
        (sqlite3.SQLITE_READONLY, "disk_read_only"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "disk_read_only"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk_broken"),
        (sqlite3.SQLITE_FULL, "disk_full"),
        (sqlite3.SQLITE_CANTOPEN, "database_away"),
        (sqlite3.SQLITE_ERROR, ""),
    ],
)
def test_an_error_of_sqlite(number, code):
    fault = raised_from(OperationalError("in words"), of_sqlite(number))

    assert cause_of(fault) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (psycopg.OperationalError("connection refused"), "database_away"),
        (errors.AdminShutdown(), "database_away"),
        (errors.CannotConnectNow(), "database_away"),
        (errors.ConnectionFailure(), "database_away"),
        (errors.TooManyConnections(), "database_busy"),
        (errors.LockNotAvailable(), "database_busy"),
        (errors.DeadlockDetected(), "database_busy"),
        (errors.QueryCanceled(), "database_slow"),
        (errors.DiskFull(), "disk_full"),
        (errors.ReadOnlySqlTransaction(), "disk_read_only"),
        (errors.UndefinedTable(), ""),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_error_of_postgresql(said, code):
    assert cause_of(raised_from(OperationalError("in words"), said)) == code


def test_a_fault_of_the_program_has_no_cause():
    assert cause_of(None) == ""
    assert cause_of(KeyError("x")) == ""
    assert cause_of(raised_from(DatabaseError("x"), None)) == ""
    assert cause_of(raised_from(IntegrityError("x"), errors.UniqueViolation())) == ""


def test_a_fault_met_while_another_was_dealt_with_is_its_own():
    assert cause_of(raised_while(KeyError("x"), OSError(errno.ENOSPC, "x"))) == ""


def test_a_broken_transaction_is_told_by_what_broke_it():
    full = raised_from(OperationalError("x"), errors.DiskFull())

    assert cause_of(raised_while(TransactionManagementError("x"), full)) == "disk_full"


@pytest.mark.django_db
def test_a_real_wrong_statement_is_a_fault_of_the_program():
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert cause_of(raised.value) == ""
