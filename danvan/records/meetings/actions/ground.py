"""What every act about a meeting asks first, and the entry it leaves behind."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.records.activities import kinds
from danvan.records.activities.models import Activity
from danvan.records.meetings import rules
from danvan.records.meetings.choices import MinutesState
from danvan.records.meetings.models import Minutes
from danvan.records.meetings.wording import label_of
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block

BLOCKS = {
    *("present", "absent", "opening", "discussion", "closing"),
    *("text", "said", "subject", "answer"),
}


def enter(
    activity: Activity,
    *,
    by: Actor,
    at: datetime,
    permission: Permission = Permission.WRITE,
) -> date:
    """Today, once the person may write about this meeting at all."""
    today = timezone.localdate(at)
    access.check(by, permission, activity.unit, on=today)
    if not rules.is_meeting(kinds.find(activity.kind)):
        raise Refused(_("No minutes are taken of this kind of activity"))
    return today


def open_minutes(
    activity: Activity,
    *,
    by: Actor,
    at: datetime,
    permission: Permission = Permission.WRITE,
) -> Minutes | None:
    """The minutes, locked until the act is over; refuses final ones.

    The meeting itself is locked first, so that those who write its first lines and
    number its conclusions wait for each other.
    """
    today = enter(activity, by=by, at=at, permission=permission)
    rules.check_written(activity.status, activity.on, today)
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    minutes = Minutes.objects.select_for_update().filter(activity=activity).first()
    if minutes:
        rules.check_open(minutes.state)
    return minutes


def loosen(minutes: Minutes | None, *, by: Actor, at: datetime) -> None:
    """What was agreed is changed by somebody: it has to be agreed again."""
    if minutes and minutes.state == MinutesState.AGREED:
        changes = audit.update(minutes, as_draft(), version=minutes.version)
        log("reopen_minutes", minutes, minutes.activity, by=by, at=at, changes=changes)


def as_draft() -> dict[str, Any]:
    return {"state": MinutesState.DRAFT, "agreed_on": None}


def tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """NFC texts without numbers of private persons."""
    clean = {n: nfc_block(t) if n in BLOCKS else nfc(t) for n, t in texts.items()}
    refuse_personal_numbers({n: (label_of(n), t) for n, t in clean.items()})
    return clean


def filled(texts: Mapping[str, str], **asked: str) -> None:
    """Refuse the first empty text, with the sentence that asks for it."""
    for name, sentence in asked.items():
        if not texts[name]:
            raise Refused(sentence, field=name)


def log(
    verb: str,
    subject: models.Model,
    activity: Activity,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        verb,
        subject,
        by=by,
        at=at,
        unit_id=activity.unit_id,
        years=(activity.year, activity.year),
        changes=changes,
        reason=reason,
    )
