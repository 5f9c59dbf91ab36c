"""Writing minutes together, agreeing on them, and making them final."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.records.activities.models import Activity
from danvan.records.meetings import rules
from danvan.records.meetings.actions import ground
from danvan.records.meetings.actions.lines import fix_agenda
from danvan.records.meetings.choices import MinutesState
from danvan.records.meetings.merging import TEXTS, Merged, merge
from danvan.records.meetings.models import Minutes
from danvan.shared.refusals import Clash, Refused


class TextsClash(Clash):
    """Two people changed the same texts; `merged` holds all that needs no decision."""

    def __init__(self, merged: Merged, minutes: Minutes) -> None:
        texts = {name: getattr(minutes, name) for name in merged.clashing}
        super().__init__(theirs=texts)
        self.merged, self.minutes = merged, minutes


@dataclass(frozen=True, slots=True)
class Written:
    """The minutes as saved; `taken_over` are columns that somebody else had changed."""

    minutes: Minutes
    taken_over: tuple[str, ...] = ()


@transaction.atomic
def write_minutes(
    activity: Activity,
    texts: Mapping[str, str],
    *,
    version: int,
    seen: str,
    by: Actor,
    at: datetime,
) -> Written:
    """Save the texts; `seen` are the marks of what the person began from.

    What somebody else wrote meanwhile stays: another text by itself, the same text by
    TextsClash, which saves nothing and holds both.
    """
    minutes = ground.open_minutes(activity, by=by, at=at)
    mine = ground.tidied({name: texts[name] for name in TEXTS})
    if minutes is None:
        return Written(begin(activity, mine, by=by, at=at))
    if version == minutes.version:
        save(minutes, mine, by=by, at=at)
        return Written(minutes)
    merged = merge(mine, texts_of(minutes), seen)
    if merged.clashing:
        raise TextsClash(merged, minutes)
    save(minutes, merged.texts, by=by, at=at)
    return Written(minutes, merged.taken_over)


def texts_of(minutes: Minutes) -> dict[str, str]:
    return {name: getattr(minutes, name) for name in TEXTS}


def begin(
    activity: Activity, texts: Mapping[str, str], *, by: Actor, at: datetime
) -> Minutes:
    minutes = Minutes.objects.create(activity=activity, **texts)
    changes = {name: [None, text] for name, text in texts.items() if text}
    ground.log("write_minutes", minutes, activity, by=by, at=at, changes=changes)
    return minutes


def save(
    minutes: Minutes, texts: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """Agreed minutes that change are a draft again."""
    if texts == texts_of(minutes):
        return
    values: dict[str, Any] = dict(texts)
    if minutes.state == MinutesState.AGREED:
        values |= ground.as_draft()
    changes = audit.update(minutes, values, version=minutes.version)
    ground.log(
        "write_minutes", minutes, minutes.activity, by=by, at=at, changes=changes
    )


@transaction.atomic
def agree_minutes(
    activity: Activity, *, agreed_on: date, version: int, by: Actor, at: datetime
) -> None:
    """Those present agreed to the text on that day."""
    minutes = ground.open_minutes(activity, by=by, at=at)
    if minutes is None or is_blank(minutes):
        raise Refused(_("Write the minutes first: what was reported or discussed"))
    rules.check_agreed(agreed_on, activity.on, timezone.localdate(at))
    values = {"state": MinutesState.AGREED, "agreed_on": agreed_on}
    changes = audit.update(minutes, values, version=version)
    ground.log("agree_minutes", minutes, activity, by=by, at=at, changes=changes)


def is_blank(minutes: Minutes) -> bool:
    body = (minutes.opening, minutes.discussion, minutes.closing)
    return not any(body) and not minutes.activity.conclusions.standing().exists()


@transaction.atomic
def finish_minutes(
    activity: Activity, *, version: int, by: Actor, at: datetime, number: str = ""
) -> None:
    """Final: the text, the conclusions and the agenda as it stood change no more."""
    minutes = ground.open_minutes(activity, by=by, at=at, permission=Permission.APPROVE)
    rules.check_final(minutes.state if minutes else MinutesState.DRAFT, activity.status)
    assert minutes is not None  # noqa: S101 - a draft was refused
    words = ground.tidied({"number": number})
    values = {
        "state": MinutesState.FINAL,
        "final_on": timezone.localdate(at),
        **words,
    }
    fix_agenda(activity)
    changes = audit.update(minutes, values, version=version)
    ground.log("finish_minutes", minutes, activity, by=by, at=at, changes=changes)
