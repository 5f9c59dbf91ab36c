"""A dialogue from its plan to the day its result is made known."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions as activities
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.meetings import rules
from danvan.records.meetings.actions import clocks, ground
from danvan.records.meetings.around import dialogue_kinds
from danvan.records.meetings.models import Dialogue
from danvan.shared.refusals import Refused


@transaction.atomic
def plan_dialogue(
    unit: Unit,
    *,
    on: date,
    subject: str,
    by: Actor,
    at: datetime,
    venue: str = "",
    chair: str = "",
    chair_name: str = "",
    announced_on: date | None = None,
    announced_where: str = "",
    notice_no: str = "",
    uid: uuid.UUID | None = None,
) -> Dialogue:
    """A planned dialogue whose announcement is owed from now on, or already given."""
    kind = next(iter(dialogue_kinds()), None)
    if kind is None:
        raise Refused(_("The programme has no dialogues"))
    if on < timezone.localdate(at):
        raise Refused(
            _("Enter a day from today on; record a past one as held"), field="on"
        )
    activity = activities.record_activity(
        unit,
        kind=kind,
        on=on,
        status=Status.PLANNED,
        venue=venue,
        chair=chair,
        chair_name=chair_name,
        uid=uid,
        by=by,
        at=at,
    )
    given = {
        "announced_where": announced_where,
        "notice_no": notice_no,
        "subject": subject,
    }
    write_notice(activity, announced_on, given, version=None, by=by, at=at)
    return Dialogue.objects.get(activity=activity)


@transaction.atomic
def announce_dialogue(
    activity: Activity,
    *,
    announced_on: date,
    announced_where: str,
    by: Actor,
    at: datetime,
    notice_no: str = "",
    subject: str = "",
    version: int = 0,
) -> None:
    """Record the notice as it was, too late or not; `version` 0: the first notice."""
    given = {
        "announced_where": announced_where,
        "notice_no": notice_no,
        "subject": subject,
    }
    ground.filled(given, announced_where=_("Enter where it was announced"))
    write_notice(activity, announced_on, given, version=version, by=by, at=at)


def write_notice(
    activity: Activity,
    announced_on: date | None,
    given: Mapping[str, str],
    *,
    version: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """`version` None: whatever is stored, as nobody was shown it."""
    dialogue = tracked(activity, by=by, at=at)
    values: dict[str, Any] = ground.tidied(given)
    if announced_on:
        rules.check_announced(announced_on, activity.on, timezone.localdate(at))
        values |= {"announced_on": announced_on, "announced_for": activity.on}
    if all(getattr(dialogue, name) == value for name, value in values.items()):
        clocks.align(dialogue, by=by, at=at)
        return
    seen = dialogue.version if version is None else version or 1
    changes = audit.update(dialogue, values, version=seen)
    verb = "announce_dialogue" if announced_on else "plan_dialogue"
    ground.log(verb, dialogue, activity, by=by, at=at, changes=changes)
    begin_notice(dialogue, by=by, at=at)


def begin_notice(dialogue: Dialogue, **who: Any) -> None:
    """A notice recorded after the event has its clock too, so that both days show."""
    activity = dialogue.activity
    if dialogue.announced_on:
        deadlines.start(
            *(dialogue, activity.unit, clocks.ANNOUNCED),
            title=_("Announce: %(title)s") % {"title": activity.title},
            on=activity.on,
            **who,
        )
    clocks.align(dialogue, **who)


def tracked(activity: Activity, *, by: Actor, at: datetime) -> Dialogue:
    """The row of a dialogue, made when it was recorded elsewhere."""
    ground.enter(activity, by=by, at=at)
    if not rules.is_dialogue(kinds.find(activity.kind)):
        raise Refused(_("This activity is no dialogue"))
    if activity.status in {Status.CANCELLED, Status.WITHDRAWN}:
        raise Refused(_("This dialogue was cancelled or withdrawn"))
    dialogue, _fresh = Dialogue.objects.get_or_create(activity=activity)
    dialogue.activity = activity
    return dialogue


@transaction.atomic
def hold_meeting(
    activity: Activity,
    *,
    on: date,
    version: int,
    by: Actor,
    at: datetime,
    chair: str = "",
    chair_name: str = "",
    attended: int | None = None,
) -> None:
    """The meeting took place; of a dialogue the result is owed from that day on."""
    ground.enter(activity, by=by, at=at)
    values = {
        "status": Status.HELD,
        "on": on,
        "chair": chair,
        "chair_name": chair_name,
        "attended": attended,
    }
    activities.amend_activity(activity, values, version=version, by=by, at=at)
    if rules.is_dialogue(kinds.find(activity.kind)):
        clocks.align(tracked(activity, by=by, at=at), by=by, at=at)


@transaction.atomic
def postpone_dialogue(
    activity: Activity, *, on: date, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """To a later day, which has to be announced anew."""
    dialogue = tracked(activity, by=by, at=at)
    activities.postpone_activity(
        activity, on=on, reason=reason, version=version, by=by, at=at
    )
    deadlines.move(
        *(dialogue, clocks.ANNOUNCED),
        due=on,
        reason=activity.status_reason,
        by=by,
        at=at,
    )
    clocks.align(dialogue, by=by, at=at)


@transaction.atomic
def cancel_dialogue(
    activity: Activity, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    dialogue = tracked(activity, by=by, at=at)
    activities.cancel_activity(activity, reason=reason, version=version, by=by, at=at)
    clocks.align(dialogue, by=by, at=at)


@transaction.atomic
def publish_result(
    activity: Activity,
    *,
    published_on: date,
    published_where: str,
    by: Actor,
    at: datetime,
    result_no: str = "",
    version: int = 0,
) -> None:
    """People were told what came of it; too late or not, as it was."""
    dialogue = tracked(activity, by=by, at=at)
    today = timezone.localdate(at)
    rules.check_published(published_on, activity.status, activity.on, today)
    given = {"published_where": published_where, "result_no": result_no}
    ground.filled(given, published_where=_("Enter where people can read or hear it"))
    clocks.align(dialogue, by=by, at=at)
    values = {"published_on": published_on, **ground.tidied(given)}
    if any(getattr(dialogue, name) != value for name, value in values.items()):
        changes = audit.update(dialogue, values, version=version or 1)
        ground.log("publish_result", dialogue, activity, by=by, at=at, changes=changes)
    clocks.align(dialogue, by=by, at=at)
