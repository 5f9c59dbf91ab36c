"""Conclusions: from the moment one is typed it is a task or a recommendation."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.records.activities import kinds
from danvan.records.activities.models import Activity
from danvan.records.matters import actions as matters
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Matter
from danvan.records.meetings import rules
from danvan.records.meetings.actions import ground
from danvan.records.meetings.choices import Becomes
from danvan.records.meetings.models import Conclusion
from danvan.records.plans import actions as plans
from danvan.records.plans.models import Task
from danvan.shared.refusals import Refused


@transaction.atomic
def add_conclusion(
    activity: Activity,
    *,
    text: str,
    becomes: str,
    body: str,
    by: Actor,
    at: datetime,
    owner: str = "",
    due_on: date | None = None,
    topic: str = "",
    uid: uuid.UUID | None = None,
) -> Conclusion:
    """Number it and make its task or recommendation; the same `uid` makes one."""
    minutes = ground.open_minutes(activity, by=by, at=at)
    words = tidied(text, body, owner)
    uid = uid or uuid.uuid4()
    if stored := Conclusion.objects.filter(uid=uid).first():
        return require_same(stored, activity, words["text"], becomes)
    made = Conclusion(
        uid=uid,
        activity=activity,
        number=activity.conclusions.standing().count() + 1,
        text=words["text"],
        becomes=checked_becomes(becomes),
    )
    who: dict[str, Any] = {"by": by, "at": at}
    if made.becomes == Becomes.TASK:
        made.task = give(activity, words, due_on, **who)
    else:
        made.matter = recommend(activity, words, topic, **who)
    made.save(force_insert=True)
    ground.loosen(minutes, by=by, at=at)
    changes = {"text": [None, made.text], "becomes": [None, becomes]}
    ground.log("add_conclusion", made, activity, by=by, at=at, changes=changes)
    return made


def tidied(text: str, body: str, owner: str) -> dict[str, str]:
    words = ground.tidied({"text": text, "body": body, "owner": owner})
    ground.filled(
        words,
        text=_("Enter the conclusion"),
        body=_("Enter the organisation"),
    )
    return words


def require_same(
    stored: Conclusion, activity: Activity, text: str, becomes: str
) -> Conclusion:
    same = (stored.activity_id, stored.text, stored.becomes)
    if same != (activity.pk, text, becomes):
        raise Refused(
            _(
                "This form was already saved with other content. Open the saved record "
                "and change it there"
            )
        )
    return stored


def checked_becomes(becomes: str) -> Becomes:
    if becomes not in Becomes.values:
        raise Refused(
            _("Choose whether it becomes a task or a recommendation"), field="becomes"
        )
    return Becomes(becomes)


def give(
    activity: Activity, words: Mapping[str, Any], due_on: date | None, **who: Any
) -> Task:
    check_due(due_on, activity.on)
    assert due_on is not None  # noqa: S101 - refused before
    return plans.give_task(
        activity.unit, due_on=due_on, given_on=activity.on, **words, **who
    )


def check_due(due_on: date | None, on: date) -> None:
    if due_on is None:
        raise Refused(_("Enter the day it is due"), field="due_on")
    if due_on < on:
        raise Refused(_("Enter a day on or after the meeting"), field="due_on")


def recommend(
    activity: Activity, words: Mapping[str, str], topic: str, **who: Any
) -> Matter:
    kind = kinds.find(activity.kind)
    channels = [channel.id for channel in programme.current().channels]
    return matters.raise_matter(
        activity.unit,
        kind=Kind.RECOMMENDATION,
        channel=rules.channel_of(kind.form if kind else "", channels),
        topic=topic,
        title=rules.shortened(words["text"]),
        text=words["text"],
        received_on=activity.on,
        activity=activity,
        body=words["body"],
        **who,
    )


@transaction.atomic
def amend_conclusion(
    conclusion: Conclusion,
    *,
    text: str,
    body: str,
    version: int,
    by: Actor,
    at: datetime,
    owner: str = "",
    due_on: date | None = None,
    topic: str = "",
) -> None:
    """Mend what was mistyped, in the conclusion and in what it became."""
    activity = conclusion.activity
    minutes = ground.open_minutes(activity, by=by, at=at)
    require_standing(conclusion)
    words = tidied(text, body, owner)
    who: dict[str, Any] = {"by": by, "at": at}
    changes = audit.update(conclusion, {"text": words["text"]}, version=version)
    if conclusion.task:
        amend_task(conclusion, conclusion.task, words, due_on, **who)
    elif conclusion.matter:
        amend_matter(conclusion.matter, words, topic, **who)
    ground.loosen(minutes, **who)
    ground.log("amend_conclusion", conclusion, activity, changes=changes, **who)


def amend_task(
    conclusion: Conclusion,
    task: Task,
    words: Mapping[str, str],
    due_on: date | None,
    **who: Any,
) -> None:
    check_due(due_on, conclusion.activity.on)
    plans.amend_task(task, words, version=task.version, **who)
    if due_on and due_on != task.due_on:
        reason = _("Correction of conclusion %(number)d") % {
            "number": conclusion.number
        }
        plans.postpone_task(
            task, due_on=due_on, reason=reason, version=task.version, **who
        )


def amend_matter(
    matter: Matter, words: Mapping[str, str], topic: str, **who: Any
) -> None:
    values = {
        "text": words["text"],
        "title": rules.shortened(words["text"]),
        "body": words["body"],
        "topic": topic,
    }
    matters.amend_matter(matter, values, version=matter.version, **who)


@transaction.atomic
def withdraw_conclusion(
    conclusion: Conclusion, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Take back one that was never concluded; the later ones move up."""
    activity = conclusion.activity
    minutes = ground.open_minutes(activity, by=by, at=at)
    require_standing(conclusion)
    words = ground.tidied({"reason": reason})
    ground.filled(words, reason=_("Enter the reason"))
    who: dict[str, Any] = {"by": by, "at": at}
    why: dict[str, Any] = who | words
    values = {"withdrawn_on": timezone.localdate(at), **words}
    audit.update(conclusion, values, version=version)
    if conclusion.task:
        task = conclusion.task
        plans.cancel_task(task, version=task.version, **why)
    elif conclusion.matter:
        matter = conclusion.matter
        matters.withdraw_matter(matter, version=matter.version, **why)
    number_anew(activity)
    ground.loosen(minutes, **who)
    ground.log("withdraw_conclusion", conclusion, activity, **why)


def number_anew(activity: Activity) -> None:
    """1, 2, 3 … without gaps, each step going to a number that is free."""
    rows = activity.conclusions.standing().order_by("number")
    for number, row in enumerate(rows, start=1):
        if row.number != number:
            Conclusion.objects.filter(pk=row.pk).update(number=number)


def require_standing(conclusion: Conclusion) -> None:
    if conclusion.withdrawn_on is not None:
        raise Refused(_("This conclusion was taken back"))
