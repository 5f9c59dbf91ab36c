"""Proving a backup: restored to a place that is thrown away, and compared."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from danvan.foundation.keeping import chain, restoring, states
from danvan.foundation.keeping.archive import Archive
from danvan.foundation.keeping.connecting import scratch
from danvan.foundation.keeping.manifest import Manifest
from danvan.foundation.keeping.restoring import Place
from danvan.shared.refusals import Refused


def verify(archive: Archive, told: Callable[[str], object]) -> None:
    """Refuses with what differs."""
    states.must_be_known(archive.manifest.migrations)
    told(_("Checking the backup…"))
    archive.check()
    told(_("Restoring to a scratch place…"))
    with tempfile.TemporaryDirectory(prefix="danvan-verify-") as name:
        folder = Path(name)
        with scratch(folder) as connection:
            place = Place(connection, folder / "files", folder)
            restoring.put_files(archive, place.files)
            restoring.rebuild(archive, place)
            must_be_chained(archive.manifest, connection)


def must_be_chained(manifest: Manifest, connection: BaseDatabaseWrapper) -> None:
    """The audit log as well, where its tables are those of today."""
    if set(manifest.migrations) != states.known():
        return
    if faults := chain.faults(connection, manifest.audit_head):
        raise Refused(" ".join(faults))
