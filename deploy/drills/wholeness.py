"""Whether what was sent is there, whole, once; and whether nothing else is half."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone

from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.documents.models import Attachment, original_of, thumbnail_of
from danvan.foundation.documents.sweeping import sweep
from danvan.foundation.documents.uploads import incoming
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Matter, Seal, Step
from deploy.drills.ground import Broken
from deploy.drills.visitor import Sent

MODELS: dict[str, Any] = {"activity": Activity, "matter": Matter}
VERBS = {"activity": "record_activity", "matter": "raise_matter"}


def check(sent: Iterable[Sent]) -> dict[str, int]:
    """Raise Broken with every fault; else how many were acknowledged and found."""
    several = list(sent)
    faults = [fault for one in several for fault in faults_of(one)]
    faults += [*strangers(), *corruption()]
    if faults:
        raise Broken("\n".join(faults))
    return {
        "acknowledged": sum(one.acknowledged for one in several),
        "unanswered": sum(not one.acknowledged for one in several),
        "unanswered but kept": sum(
            not one.acknowledged and stored(one) is not None for one in several
        ),
    }


def reconnect() -> None:
    """The database behind the connections of this process may be another by now."""
    connections.close_all()


def stored(sent: Sent) -> Any:
    return MODELS[sent.kind].objects.filter(uid=sent.uid).first()


def faults_of(sent: Sent) -> Iterator[str]:
    """An acknowledged record is there; one that is there is whole."""
    rows = list(MODELS[sent.kind].objects.filter(uid=sent.uid))
    if not rows:
        if sent.acknowledged:
            yield f"{sent.kind} {sent.uid}: acknowledged and lost"
        return
    row = rows[0]
    if row.title != sent.fields["title"]:
        yield f"{sent.kind} {sent.uid}: another title than was sent"
    told = Entry.objects.filter(
        subject_type=row._meta.label_lower,
        subject_id=str(row.pk),
        verb=VERBS[sent.kind],
    )
    if told.count() != 1:
        yield f"{sent.kind} {sent.uid}: {told.count()} audit entries instead of one"
    if sent.kind == "matter":
        yield from faults_of_matter(row)
    else:
        yield from faults_of_files(row, sent)


def faults_of_matter(row: Matter) -> Iterator[str]:
    for model, rows in (
        ("step", Step.objects.filter(matter=row)),
        ("seal", Seal.objects.filter(matter=row)),
        ("clock", Clock.objects.of(row)),
    ):
        if not rows.exists():
            yield f"matter {row.uid}: no {model}"


def faults_of_files(row: Activity, sent: Sent) -> Iterator[str]:
    """Each file that was sent, in the store, to the byte that was promised."""
    rows = {each.name: each for each in Attachment.objects.of(row).standing()}
    if set(rows) != set(sent.files):
        yield f"activity {sent.uid}: files {sorted(rows)} of {sorted(sent.files)}"
    for name, attachment in rows.items():
        if name in sent.files and attachment.sha256 != digest(sent.files[name]):
            yield f"activity {sent.uid}: {name} is another file than was sent"
        yield from faults_of_file(attachment)


def faults_of_file(attachment: Attachment) -> Iterator[str]:
    name = attachment.file.name or ""
    if not default_storage.exists(name):
        yield f"{name}: the row is there, the file is not"
        return
    with default_storage.open(name) as kept:
        if digest(kept.read()) != attachment.kept_sha256:
            yield f"{name}: the stored file has another checksum than its row"
    if attachment.thumbnail_width and not default_storage.exists(thumbnail_of(name)):
        yield f"{name}: its small picture is missing"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def strangers() -> Iterator[str]:
    """Entries without a record, files without one: acts that were half done."""
    for kind, verb in VERBS.items():
        told = set(Entry.objects.filter(verb=verb).values_list("subject_id", flat=True))
        rows = {str(pk) for pk in MODELS[kind].objects.values_list("pk", flat=True)}
        if told != rows:
            yield f"{kind}: told of and not there, or there and untold: {told ^ rows}"
    attached = Entry.objects.filter(verb="attach").count()
    if attached != Attachment.objects.count():
        yield f"{Attachment.objects.count()} files, {attached} entries of attaching"
    for kind, model in MODELS.items():
        label = model._meta.label_lower
        files = Attachment.objects.filter(subject_type=label)
        orphans = files.exclude(subject_id__in=model.objects.values("pk"))
        if orphans.exists():
            yield f"{kind}: files of records that are not there: {orphans.count()}"
    twice = Activity.objects.values("uid").annotate(n=Count("pk")).filter(n__gt=1)
    if twice.exists():
        yield "an activity stands twice"


def sweep_strays() -> int:
    """Let the daily job of two days later clear away what the kills left."""
    gone = sweep(timezone.now() + timedelta(days=2))
    left = [*incoming().glob("*"), *strays()]
    if left:
        raise Broken(f"Files without a row were not swept: {left}")
    return sum(gone.values())


def strays() -> Iterator[str]:
    """Files of the store that no row names."""
    named = set(Attachment.objects.values_list("file", flat=True))
    root = Path(default_storage.path(""))
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and original_of(name) not in named:
            yield name


def corruption() -> Iterator[str]:
    """What the database itself says, and the chain of the audit log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM pragma_integrity_check()")
            said = [row[0] for row in cursor.fetchall()]
        if said != ["ok"]:
            yield f"SQLite {sqlite3.sqlite_version}: {said[:5]}"


def chain_is_whole(folder: Any) -> bool:
    """`bin/danvan audit verify`, where this version has it; raises when it is cut."""
    if "audit" not in get_commands():
        return False
    with (folder / "audit").open("w") as said:
        call_command("audit", "verify", stdout=said)
    return True
