"""An installation with records and files, and empty places to restore it to."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from danvan.foundation.documents.models import Attachment
from danvan.foundation.keeping import making
from danvan.foundation.keeping.connecting import RESTORING, reaching, unhurried
from danvan.foundation.keeping.restoring import Place
from tests import factories

MINUTES = "Biên bản giao ban, đã ký".encode()


@pytest.fixture
def store(settings, tmp_path) -> Path:
    """The files of the installation, in a folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def blank(transactional_db, tmp_path) -> Iterator[Place]:
    """An empty place on the same kind of database."""
    with copy_of_the_empty(tmp_path) as told, reaching(told, RESTORING) as there:
        yield Place(there, tmp_path / "restored", tmp_path)


@contextmanager
def copy_of_the_empty(folder: Path) -> Iterator[dict]:
    """Made from the test's own database, which is migrated and has no rows yet."""
    told = unhurried(connection)
    if connection.vendor == "sqlite":
        path = folder / "blank.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        yield told | {"NAME": path}
        return
    name = f"blank_{uuid.uuid4().hex[:8]}"
    source_name, host = told["NAME"], told["HOST"]
    connection.close()
    server = f"postgresql://{told['USER']}@/postgres?host={host}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source_name}"')
    yield told | {"NAME": name}
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def records(transactional_db, store) -> list[Attachment]:
    """A bloc, what it held, and two files; the second file's name has diacritics."""
    tree = factories.tree(districts=1, communes=2)
    team = factories.complete_bloc(tree.communes[0])
    held = [
        factories.activity(tree.communes[0], on=date(2024, month, 5))
        for month in range(1, 7)
    ]
    assert team.pk
    return [attached(held[0], MINUTES), attached(held[1], b"\x00\xff" * 5000)]


def attached(subject, content: bytes) -> Attachment:
    sha256 = hashlib.sha256(content).hexdigest()
    return Attachment.objects.create(
        unit=subject.unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        file=ContentFile(content, name="biên bản.pdf"),
        name="biên bản.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=sha256,
        kept_sha256=sha256,
        uploaded_at=timezone.now(),
    )


@pytest.fixture
def made(records, tmp_path) -> making.Made:
    """A plain backup of the records."""
    return making.make(tmp_path / "backups", at=timezone.now())
