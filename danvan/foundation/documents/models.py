"""Files that stand behind a record."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.foundation.units.models import PlacedQuerySet, Unit


class AttachmentQuerySet(PlacedQuerySet["Attachment"]):
    def of(self, subject: models.Model) -> Self:
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        )

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("uploaded_at", "name", "pk")


FOLDER = "attachments"
SMALL = ".webp"
DRAWN = 96
"""Longest side of a small picture on a page; it has more points, for sharp screens."""


def thumbnail_of(name: str) -> str:
    """Where the small picture of a stored photograph lies: beside it."""
    return f"{name}{SMALL}"


def original_of(name: str) -> str:
    """The stored file that a file of the store belongs to: itself, or its picture's."""
    return name.removesuffix(SMALL)


def stored_at(attachment: "Attachment", filename: str) -> str:
    """Where a file lies: by its own number, never by the name a person gave."""
    key = attachment.pk.hex
    return f"{FOLDER}/{key[:2]}/{key}"


class Attachment(models.Model):
    """A file behind a record, shown only as a download.

    Kept as it was uploaded, but for photographs: they lose place and author, and get a
    small picture. `sha256` is of the upload, `kept_sha256` of what lies in store.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    file = models.FileField(_("file"), upload_to=stored_at, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    kept_sha256 = models.CharField(max_length=64, blank=True)
    thumbnail_width = models.PositiveSmallIntegerField(null=True, blank=True)
    thumbnail_height = models.PositiveSmallIntegerField(null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="attachment_of")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """Width and height the small picture is drawn at in a list of files."""
        if not (self.thumbnail_width and self.thumbnail_height):
            return None
        sides = self.thumbnail_width, self.thumbnail_height
        scale = min(1.0, DRAWN / max(sides))
        width, height = (max(1, round(side * scale)) for side in sides)
        return width, height
