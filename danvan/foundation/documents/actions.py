"""Attaching files to records and taking them off again."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents import rules
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

MEGABYTE = 1024 * 1024


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
    stored: list[str] = []
    made: list[Attachment] = []
    try:
        for upload in uploads:
            attachment = store(subject, unit, upload, by=by, at=at)
            stored.append(attachment.file.name or "")
            inspect(attachment)
            made.append(keep(attachment, subject, by=by, at=at))
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    return made


def store(
    subject: models.Model, unit: Unit, upload: UploadedFile, *, by: Actor, at: datetime
) -> Attachment:
    """Write the whole file under its own number before anything reads it."""
    check_size(upload)
    attachment = Attachment(
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        name=nfc(upload.name or "")[:200],
        size=upload.size or 0,
        uploaded_at=at,
        uploaded_by_id=by.pk,
    )
    attachment.file.save("", upload, save=False)
    return attachment


def check_size(upload: UploadedFile) -> None:
    limit = settings.ATTACHMENT_MAX_BYTES
    if not upload.size:
        raise Refused(
            _("“%(name)s” is empty. Check the file, then attach it again")
            % {"name": upload.name}
        )
    if upload.size > limit:
        raise Refused(
            _(
                "“%(name)s” has %(size)d MB; a file may have at most %(limit)d MB. "
                "Make the file smaller or split it"
            )
            % {
                "name": upload.name,
                "size": -(-upload.size // MEGABYTE),
                "limit": limit // MEGABYTE,
            }
        )


def inspect(attachment: Attachment) -> None:
    """Fill in type, clean name and checksum from the stored file."""
    with attachment.file.open("rb") as stored:
        attachment.content_type = rules.content_type(stored.file, attachment.name)
        stored.seek(0)
        attachment.sha256 = hashlib.file_digest(stored.file, "sha256").hexdigest()
    attachment.name = rules.clean_name(attachment.name, attachment.content_type)


def keep(
    attachment: Attachment, subject: models.Model, *, by: Actor, at: datetime
) -> Attachment:
    """Save the row, or give back the one that already holds this very file."""
    standing = Attachment.objects.of(subject).standing()
    twin = standing.filter(sha256=attachment.sha256).first()
    if twin is not None:
        attachment.file.delete(save=False)
        return twin
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


@transaction.atomic
def withdraw_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """Take a file off its record; the file itself stays in store."""
    access.check(by, Permission.WRITE, attachment.unit, on=timezone.localdate(at))
    standing = Attachment.objects.standing().filter(pk=attachment.pk)
    if not standing.update(withdrawn_at=at):
        raise Refused(_("“%(name)s” was already taken off") % {"name": attachment.name})
    attachment.withdrawn_at = at
    audit.record(
        "withdraw_attachment",
        subject_of(attachment),
        by=by,
        at=at,
        unit_id=attachment.unit_id,
        changes={"file": [attachment.name, None]},
    )


def subject_of(attachment: Attachment) -> models.Model:
    """The record the file stands behind."""
    model = apps.get_model(attachment.subject_type)
    return model._default_manager.get(pk=attachment.subject_id)
