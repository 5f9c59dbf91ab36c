"""The two clocks of a dialogue, brought in line with what its record says."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines import actions as deadlines
from danvan.records.activities.choices import Status
from danvan.records.activities.models import PENDING
from danvan.records.meetings import rules
from danvan.records.meetings.models import Dialogue

ANNOUNCED, PUBLISHED = "dialogue_announced", "dialogue_published"


def align(dialogue: Dialogue, *, by: Actor, at: datetime) -> None:
    """Safe at any time: nothing is written when all is as it should be."""
    activity = dialogue.activity
    who: dict[str, Any] = {"by": by, "at": at}
    if activity.status in PENDING:
        deadlines.drop(dialogue, PUBLISHED, **who)
        await_notice(dialogue, **who)
    elif activity.status == Status.HELD:
        await_result(dialogue, **who)
    else:
        deadlines.drop(dialogue, ANNOUNCED, **who)
        deadlines.drop(dialogue, PUBLISHED, **who)


def await_notice(dialogue: Dialogue, **who: Any) -> None:
    """The notice is owed until it names the day on which the dialogue will be."""
    activity, announced_on = dialogue.activity, dialogue.announced_on
    if announced_on and rules.is_announced(
        announced_on, dialogue.announced_for, activity.status, activity.on
    ):
        deadlines.stop(dialogue, ANNOUNCED, on=announced_on, **who)
        return
    deadlines.start(
        *(dialogue, activity.unit, ANNOUNCED),
        title=_("Announce: %(title)s") % {"title": activity.title},
        on=activity.on,
        **who,
    )


def await_result(dialogue: Dialogue, **who: Any) -> None:
    """The result is owed; a notice nobody gave stays owed until it is published."""
    activity = dialogue.activity
    if dialogue.announced_on:
        deadlines.stop(dialogue, ANNOUNCED, on=dialogue.announced_on, **who)
    elif dialogue.published_on:
        deadlines.drop(dialogue, ANNOUNCED, **who)
    if dialogue.published_on:
        deadlines.stop(dialogue, PUBLISHED, on=dialogue.published_on, **who)
        return
    deadlines.start(
        *(dialogue, activity.unit, PUBLISHED),
        title=_("Make the result known: %(title)s") % {"title": activity.title},
        on=activity.on,
        **who,
    )
