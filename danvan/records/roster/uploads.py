"""Uploaded rosters, stored before anything reads them; one at a time for each user."""

import json
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from danvan.foundation.access.models import User
from danvan.shared.text import nfc

_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored roster: its random key, the name its owner gave it, its bytes."""

    key: uuid.UUID
    name: str
    content: bytes


def store(upload: UploadedFile, owner: User) -> Upload:
    """Keep the file as it came, then let go of the owner's earlier ones."""
    key = uuid.uuid4()
    folder = _folder(owner) / key.hex
    folder.mkdir(parents=True, mode=0o700)
    name = nfc(str(upload.name))[:_NAME_LIMIT]
    with _private(folder / "content").open("wb") as stored:
        for chunk in upload.chunks():
            stored.write(chunk)
        stored.flush()
        os.fsync(stored.fileno())
    _private(folder / "about.json").write_text(json.dumps({"name": name}))
    for other in _folder(owner).iterdir():
        if other.name != key.hex:
            shutil.rmtree(other, ignore_errors=True)
    return Upload(key, name, (folder / "content").read_bytes())


def find(key: uuid.UUID, owner: User) -> Upload | None:
    """The owner's upload of that key; nobody else's is ever found."""
    folder = _folder(owner) / key.hex
    try:
        about = json.loads((folder / "about.json").read_text())
        return Upload(key, about["name"], (folder / "content").read_bytes())
    except FileNotFoundError:
        return None


def discard(owner: User) -> None:
    """Let go of everything the account has sent in."""
    shutil.rmtree(_folder(owner), ignore_errors=True)


def _folder(owner: User) -> Path:
    return Path(settings.DATA) / "uploads" / "rosters" / str(owner.pk)


def _private(path: Path) -> Path:
    path.touch(mode=0o600)
    return path
