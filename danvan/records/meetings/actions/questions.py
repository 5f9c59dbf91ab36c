"""What people ask a dialogue, from any channel, and what they are told there."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.units.models import Village
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.matters import actions as matters
from danvan.records.matters import commitments
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings import rules
from danvan.records.meetings.actions import clocks, ground
from danvan.records.meetings.actions.dialogues import tracked
from danvan.records.meetings.models import Question
from danvan.records.meetings.questions import offered, questions_of
from danvan.shared.refusals import Refused


@transaction.atomic
def ask(
    activity: Activity,
    *,
    text: str,
    topic: str,
    by: Actor,
    at: datetime,
    kind: str = Kind.REFLECTION,
    channel: str = "",
    village: Village | None = None,
    received_on: date | None = None,
    uid: uuid.UUID | None = None,
) -> Matter:
    """One more question, before the meeting or at it."""
    today = ground.enter(activity, by=by, at=at)
    require_standing(activity)
    follow(activity, by=by, at=at)
    words = ground.tidied({"text": text})
    ground.filled(words, text=_("Enter the question"))
    form = kinds.find(activity.kind)
    channels = [known.id for known in programme.current().channels]
    return matters.raise_matter(
        activity.unit,
        kind=kind,
        channel=channel or rules.channel_of(form.form if form else "", channels),
        topic=topic,
        title=rules.shortened(words["text"]),
        text=words["text"],
        received_on=received_on or min(activity.on, today),
        activity=activity,
        village=village,
        uid=uid,
        by=by,
        at=at,
    )


def follow(activity: Activity, *, by: Actor, at: datetime) -> None:
    """Whoever works on a dialogue recorded elsewhere starts what it owes."""
    if rules.is_dialogue(kinds.find(activity.kind)):
        clocks.align(tracked(activity, by=by, at=at), by=by, at=at)


def require_standing(activity: Activity) -> None:
    if activity.status in {Status.CANCELLED, Status.WITHDRAWN}:
        raise Refused(_("This dialogue was cancelled or withdrawn"))


@transaction.atomic
def link_matters(
    activity: Activity, chosen: Iterable[int], *, by: Actor, at: datetime
) -> int:
    """Take up open matters raised elsewhere; how many are new here."""
    ground.enter(activity, by=by, at=at)
    require_standing(activity)
    follow(activity, by=by, at=at)
    known = set(offered(activity).values_list("pk", flat=True))
    added = 0
    for number in sorted(set(chosen) & known):
        question, fresh = Question.objects.get_or_create(
            activity=activity, matter_id=number
        )
        if fresh:
            added += 1
            changes = {"matter": [None, str(question.matter)]}
            ground.log("take_up", question, activity, by=by, at=at, changes=changes)
    return added


@transaction.atomic
def unlink_matter(
    activity: Activity, matter: Matter, *, by: Actor, at: datetime
) -> None:
    """Taken up by mistake; the matter itself stays as it is."""
    ground.enter(activity, by=by, at=at)
    question = Question.objects.filter(activity=activity, matter=matter).first()
    if question is None:
        raise Refused(_("This question was not taken up from elsewhere"))
    changes = {"matter": [str(matter), None]}
    ground.log("leave_out", question, activity, by=by, at=at, changes=changes)
    question.delete()


@transaction.atomic
def reply(
    activity: Activity,
    matter: Matter,
    *,
    answer: str,
    outcome: str,
    version: int,
    by: Actor,
    at: datetime,
    promised: str = "",
    body: str = "",
    owner: str = "",
    due_on: date | None = None,
    uid: uuid.UUID | None = None,
) -> Commitment | None:
    """Answer a question on the spot and keep what was promised with it."""
    today = ground.enter(activity, by=by, at=at)
    rules.check_written(activity.status, activity.on, today)
    if not questions_of(activity).filter(pk=matter.pk).exists():
        raise Refused(_("This question belongs to another meeting"))
    who: dict[str, Any] = {"by": by, "at": at}
    if not already(matter, answer, outcome, activity.on):
        matters.answer_matter(
            matter,
            answer=answer,
            answered_on=activity.on,
            outcome=outcome,
            version=version,
            **who,
        )
    if not promised:
        return None
    return promise(activity, matter, promised, body, owner, due_on, uid, **who)


def already(matter: Matter, answer: str, outcome: str, on: date) -> bool:
    """The same answer sent a second time."""
    words = ground.tidied({"answer": answer})["answer"]
    stored = (matter.answer, matter.outcome, matter.answered_on)
    return stored == (words, outcome, on)


def promise(
    activity: Activity,
    matter: Matter,
    text: str,
    body: str,
    owner: str,
    due_on: date | None,
    uid: uuid.UUID | None,
    **who: Any,
) -> Commitment:
    if due_on is None:
        raise Refused(_("Enter the day by which it will be done"), field="due_on")
    try:
        return commitments.give(
            activity.unit,
            text=text,
            body=body,
            owner=owner,
            given_on=activity.on,
            due_on=due_on,
            activity=activity,
            matter=matter,
            uid=uid,
            **who,
        )
    except Refused as refused:
        field = "promised" if refused.field == "text" else refused.field
        raise Refused(refused.sentence, field=field) from refused
