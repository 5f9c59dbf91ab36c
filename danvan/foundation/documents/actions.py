"""Attaching files to records and taking them off again."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents import rules
from danvan.foundation.documents.models import Attachment, thumbnail_of
from danvan.foundation.documents.photographs import develop
from danvan.foundation.documents.sweeping import sweep  # noqa: F401 - part of the contract
from danvan.foundation.units.models import Unit
from danvan.shared import metrics
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


def attach(
    subject: models.Model, unit: Unit, upload: UploadedFile, *, by: Actor, at: datetime
) -> Attachment:
    """Keep one file behind a record; the same file twice is kept once."""
    return attach_all(subject, unit, [upload], by=by, at=at)[0]


@transaction.atomic
def attach_all(
    subject: models.Model,
    unit: Unit,
    uploads: Iterable[UploadedFile],
    *,
    by: Actor,
    at: datetime,
) -> list[Attachment]:
    """All of the files or none; a refusal names the file it is about."""
    access.check(by, Permission.WRITE, unit, on=timezone.localdate(at))
    return keep_all(subject, unit, uploads, by=by, at=at)


@transaction.atomic
def keep_all(
    subject: models.Model,
    unit: Unit,
    uploads: Iterable[UploadedFile],
    *,
    by: Actor,
    at: datetime,
) -> list[Attachment]:
    """The same within an act that has asked already whether the person may."""
    coming = list(uploads)
    check_sending(coming)
    stored: list[Attachment] = []
    made: list[Attachment] = []
    try:
        for upload in coming:
            attachment = store(subject, unit, upload, by=by, at=at)
            stored.append(attachment)
            inspect(attachment)
            made.append(keep(attachment, subject, by=by, at=at))
    except BaseException as fault:
        metrics.UPLOADS_REFUSED.inc(isinstance(fault, Refused))
        for attachment in stored:
            remove_files(attachment)
        raise
    return made


def attach_sent(
    subject: models.Model,
    unit: Unit,
    uploads: Iterable[UploadedFile],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What a form sent, which may be nothing; a refusal belongs to its `files`.

    The act it belongs to has asked already whether the person may.
    """
    if coming := list(uploads):
        try:
            keep_all(subject, unit, coming, by=by, at=at)
        except Refused as refused:
            raise Refused(refused.sentence, field="files") from refused


def remove_files(attachment: Attachment) -> None:
    if name := attachment.file.name:
        default_storage.delete(name)
        default_storage.delete(thumbnail_of(name))


def check_sending(coming: Iterable[UploadedFile]) -> None:
    """Refuse more or bigger files than can be sent at once, before any is written."""
    for fault in rules.faults_of_sending(coming, limit=settings.ATTACHMENT_MAX_BYTES):
        raise Refused(fault)


def store(
    subject: models.Model, unit: Unit, upload: UploadedFile, *, by: Actor, at: datetime
) -> Attachment:
    """Write the whole file under its own number before anything reads it."""
    attachment = Attachment(
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        name=nfc(upload.name or "")[:200],
        size=upload.size or 0,
        uploaded_at=at,
        uploaded_by_id=by.pk,
    )
    # A copy: an upload that is moved could not stand behind a second record.
    attachment.file.save("", File(upload), save=False)
    return attachment


def inspect(attachment: Attachment) -> None:
    """Fill in type, clean name and checksum from the stored file."""
    with attachment.file.open("rb") as stored:
        attachment.content_type = rules.content_type(stored.file, attachment.name)
        stored.seek(0)
        attachment.sha256 = hashlib.file_digest(stored.file, "sha256").hexdigest()
    attachment.kept_sha256 = attachment.sha256
    attachment.name = rules.clean_name(attachment.name, attachment.content_type)


def keep(
    attachment: Attachment, subject: models.Model, *, by: Actor, at: datetime
) -> Attachment:
    """Save the row, or give back the one that already holds this very file."""
    standing = Attachment.objects.of(subject).standing()
    seen = Q(sha256=attachment.sha256) | Q(kept_sha256=attachment.sha256)
    twin = standing.filter(seen).first()
    if twin is not None:
        attachment.file.delete(save=False)
        return twin
    rules.check_standing(standing.count(), attachment.name)
    if attachment.content_type in rules.PICTURES:
        develop_stored(attachment)
    attachment.save(force_insert=True)
    audit.record(
        "attach",
        subject,
        by=by,
        at=at,
        unit_id=attachment.unit_id,
        changes={"file": [None, attachment.name]},
    )
    return attachment


def develop_stored(attachment: Attachment) -> None:
    """Put the photograph without its place and author where the upload lies."""
    with attachment.file.open("rb") as stored:
        content = stored.read()
    photograph = develop(content, attachment.content_type, attachment.name)
    name = attachment.file.name or ""
    if photograph.content != content:
        default_storage.delete(name)
        name = default_storage.save(name, ContentFile(photograph.content))
        attachment.file.name = name
        attachment.size = len(photograph.content)
        attachment.kept_sha256 = hashlib.sha256(photograph.content).hexdigest()
    default_storage.save(thumbnail_of(name), ContentFile(photograph.thumbnail))
    attachment.thumbnail_width = photograph.width
    attachment.thumbnail_height = photograph.height


@transaction.atomic
def withdraw_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """Take a file off its record; the file itself stays in store."""
    subject = subject_of(attachment)
    today = timezone.localdate(at)
    access.check(by, writing(subject), attachment.unit, on=today)
    standing = Attachment.objects.standing().filter(pk=attachment.pk)
    if not standing.update(withdrawn_at=at):
        raise Refused(_("“%(name)s” was already taken off") % {"name": attachment.name})
    attachment.withdrawn_at = at
    audit.record(
        "withdraw_attachment",
        subject,
        by=by,
        at=at,
        unit_id=attachment.unit_id,
        changes={"file": [attachment.name, None]},
    )


def writing(subject: models.Model) -> Permission:
    """What the record asks of whoever takes a file off it."""
    return getattr(subject, "written_with", Permission.WRITE)


def subject_of(attachment: Attachment) -> models.Model:
    """The record the file stands behind."""
    model = apps.get_model(attachment.subject_type)
    return model._default_manager.get(pk=attachment.subject_id)
