"""Carrying a SQLite installation over to PostgreSQL, and proving that it arrived.

SQLite's one place of a writer is held from the first row read until the proof is done,
so nothing can be written in between; SQLite itself is only read.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from danvan.foundation.keeping import restoring, states
from danvan.foundation.keeping.connecting import standing_in
from danvan.foundation.keeping.tables import Table, Tally, lines, tables, tally
from danvan.shared.refusals import Refused

type Told = Callable[[str], object]
type Proof = Callable[[datetime], Iterator[tuple[str, bytes]]]


def move(
    source: BaseDatabaseWrapper,
    target: BaseDatabaseWrapper,
    *,
    at: datetime,
    told: Told,
    is_dry: bool = False,
) -> dict[str, Tally]:
    """What was carried, table by table; a dry run only reads."""
    must_be_ready(target)
    with transaction.atomic(using=source.alias):
        nodes = current(source)
        found = tables(states.models_at(nodes))
        told(_("Reading SQLite; nobody can write to it now…"))
        wanted = {table.name: tally(table, source) for table in found}
        if is_dry:
            return wanted
        told(_("Writing to PostgreSQL…"))
        states.bring_to(nodes, target)
        with transaction.atomic(using=target.alias):
            carry(found, wanted, source, target)
            told(_("Comparing the scorecards…"))
            must_agree(proofs(source, at), proofs(target, at))
    with target.cursor() as cursor:
        cursor.execute("ANALYZE")
    return wanted


def must_be_ready(target: BaseDatabaseWrapper) -> None:
    with target.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if encoding != "UTF8":
        raise Refused(_("The database is not in UTF8 but in %s") % encoding)
    states.must_be_empty(target)


def current(source: BaseDatabaseWrapper) -> list[states.Node]:
    """Where the source stands, which has to be where this version is."""
    nodes = states.applied(source)
    states.must_be_known(nodes)
    if states.known() - set(nodes):
        raise Refused(
            _("The SQLite database is of an older version. First: bin/danvan migrate")
        )
    return nodes


def carry(
    found: list[Table],
    wanted: dict[str, Tally],
    source: BaseDatabaseWrapper,
    target: BaseDatabaseWrapper,
) -> None:
    by_name = {table.name: table for table in found}

    def read(name: str) -> Iterable[bytes]:
        return lines(by_name[name], source)

    restoring.fill(found, read, wanted, target)
    restoring.must_equal(restoring.differences(found, wanted, target))


def proofs(
    connection: BaseDatabaseWrapper, at: datetime
) -> Iterator[tuple[str, bytes]]:
    """What the higher rooms compute from these rows."""
    for path in settings.DANVAN_PROOFS:
        proof: Proof = import_string(path)
        with standing_in(connection.alias):
            found = list(proof(at))
        yield from found  # outside: whoever stops half-way leaves nothing standing in


def must_agree(
    here: Iterable[tuple[str, bytes]], there: Iterable[tuple[str, bytes]]
) -> None:
    """To the byte."""
    for one, other in zip(here, there, strict=True):
        if one != other:
            raise Refused(
                _("PostgreSQL computes something else for %s; nothing was kept of it")
                % one[0]
            )
