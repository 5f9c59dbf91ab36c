"""A stored file is written through, and half a file is not left behind."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from danvan.foundation.documents.durable import DurableStorage


class Runs(ContentFile):
    """A content that ends in the middle, as on a disk that is full."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def synced(monkeypatch):
    """Paths that were written through, in order."""
    paths = []
    real = os.fsync

    def fsync(descriptor):
        paths.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return paths


def test_file_and_folders_are_written_through(tmp_path, synced):
    storage = DurableStorage(location=tmp_path)

    kept = storage.save("attachments/ab/abcd", ContentFile(b"whole"))

    names = ["attachments/ab/abcd", "attachments/ab", "attachments"]
    assert kept == names[0]
    assert synced == [*(str(tmp_path / name) for name in names), str(tmp_path)]


def test_half_a_file_goes_when_the_disk_is_full(tmp_path):
    storage = DurableStorage(location=tmp_path)

    with pytest.raises(OSError, match="No space"):
        storage.save("attachments/ab/abcd", Runs(b""))

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_that_cannot_be_written_through_goes_too(tmp_path, monkeypatch):
    def fsync(descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fsync)

    with pytest.raises(OSError, match="Input/output"):
        DurableStorage(location=tmp_path).save("a", ContentFile(b"whole"))

    assert list(tmp_path.iterdir()) == []


def test_the_installation_keeps_its_files_so():
    assert isinstance(storages["default"], DurableStorage)
