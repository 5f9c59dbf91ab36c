"""What both kinds of record ask before they are written."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

type Files = Iterable[UploadedFile]


def check_may_write(
    unit: Unit, by: Actor, at: datetime, permission: Permission = Permission.WRITE
) -> None:
    access.check(by, permission, unit, on=timezone.localdate(at))


def required(text: str, sentence: str | Promise, *, field: str) -> str:
    """One line in NFC; Refused when it is empty or holds a private number."""
    text = nfc(text)
    if not text:
        raise Refused(sentence, field=field)
    return text


def check_reason(reason: str) -> str:
    reason = required(reason, _("Enter why it is withdrawn"), field="reason")
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    return reason


def check_length(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """No text longer than its column, which one database would cut and one refuse."""
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise Refused(
                _("Write %(most)d letters or fewer") % {"most": longest}, field=name
            )
