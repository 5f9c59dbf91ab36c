"""What a meeting did with a line of its agenda, and the agenda as it was kept."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.records.activities.models import Activity
from danvan.records.matters import actions as matters
from danvan.records.matters import commitments
from danvan.records.matters import rules as matter_rules
from danvan.records.matters.choices import Outcome
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings import agenda
from danvan.records.meetings.actions import ground
from danvan.records.meetings.choices import Said
from danvan.records.meetings.line import Line
from danvan.records.meetings.models import AgendaLine
from danvan.records.plans import actions as plans
from danvan.records.plans.models import Task
from danvan.shared.refusals import Refused

type Subject = Task | Matter | Commitment


@transaction.atomic
def speak_about(
    activity: Activity,
    kind: str,
    number: int,
    *,
    outcome: str,
    said: str,
    version: int,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
) -> None:
    """Done with its result, put off with a reason, or kept open: the words are kept.

    `kind` and `number` name the thing; `version` is the one of it that was seen.
    """
    minutes = ground.open_minutes(activity, by=by, at=at)
    line = agenda.find(agenda.agenda_of(activity, is_fixed=False), kind, number)
    if line is None:
        raise Refused(_("This is not on the agenda of the meeting"))
    chosen = checked_outcome(line, outcome)
    words = ground.tidied({"said": said})["said"]
    if line.is_open:
        subject = subject_of(line)
        who: dict[str, Any] = {"version": version, "by": by, "at": at}
        if chosen is Said.DONE:
            finish(subject, activity.on, words, **who)
        elif chosen is Said.POSTPONED:
            postpone(subject, due_on, words, **who)
    row = keep(activity, line, chosen, words, due_on)
    ground.loosen(minutes, by=by, at=at)
    changes = {"outcome": [line.label, str(chosen.label)], "said": [line.said, words]}
    ground.log("speak_about", row, activity, by=by, at=at, changes=changes)


def checked_outcome(line: Line, outcome: str) -> Said:
    """A line that is done stays so; only its words may still be mended."""
    if not line.is_open:
        return line.outcome
    if outcome not in offered(line):
        raise Refused(_("Choose what became of it"), field="outcome")
    return Said(outcome)


def offered(line: Line) -> list[Said]:
    """The law sets the days of a matter, so a meeting cannot put its answer off."""
    if line.kind == "matter":
        return [Said.DONE, Said.KEPT]
    return [Said.DONE, Said.POSTPONED, Said.KEPT]


def subject_of(line: Line) -> Subject:
    rows = agenda.SUBJECTS[line.subject_type]._default_manager
    subject = rows.select_for_update(of=("self",)).get(pk=line.subject_id)
    assert isinstance(subject, Task | Matter | Commitment)  # noqa: S101 - as SUBJECTS
    return subject


def finish(subject: Subject, on: date, result: str, **who: Any) -> None:
    if not result:
        raise Refused(_("Enter what came of it"), field="said")
    if isinstance(subject, Task):
        plans.finish_task(subject, done_on=on, result=result, **who)
    elif isinstance(subject, Commitment):
        commitments.keep(subject, kept_on=on, proof=result, **who)
    else:
        settle(subject, on, result, **who)


def settle(
    matter: Matter, on: date, result: str, *, version: int, by: Actor, at: datetime
) -> None:
    """Solved: answered with that if no answer was given yet, and closed."""
    if matter.state in matter_rules.OWED:
        matters.answer_matter(
            matter,
            answer=result,
            answered_on=on,
            outcome=Outcome.SOLVED,
            version=version,
            by=by,
            at=at,
        )
        version = matter.version
    matters.close_matter(matter, note=result, version=version, by=by, at=at)


def postpone(subject: Subject, due_on: date | None, reason: str, **who: Any) -> None:
    if due_on is None:
        raise Refused(_("Enter the new day"), field="due_on")
    if not reason:
        raise Refused(_("Enter the reason"), field="said")
    if isinstance(subject, Task):
        plans.postpone_task(subject, due_on=due_on, reason=reason, **who)
    elif isinstance(subject, Commitment):
        commitments.postpone(subject, due_on=due_on, reason=reason, **who)


def keep(
    activity: Activity, line: Line, outcome: Said, said: str, due_on: date | None
) -> AgendaLine:
    values = columns(line) | {"outcome": outcome, "said": said}
    if outcome is Said.POSTPONED:
        values["due_on"] = due_on
    row, _fresh = AgendaLine.objects.update_or_create(
        activity=activity,
        subject_type=line.subject_type,
        subject_id=line.subject_id,
        defaults=values,
    )
    return row


def columns(line: Line) -> dict[str, Any]:
    return {
        "part": line.part,
        "title": line.title,
        "owner": line.owner,
        "since": line.since,
        "due_on": line.due_on,
        "outcome": line.outcome,
        "said": line.said,
    }


def fix_agenda(activity: Activity) -> None:
    """Keep every line as it stands, in its order."""
    stored = {(row.subject_type, row.subject_id): row for row in activity.agenda.all()}
    fresh = []
    for place, line in enumerate(agenda.agenda_of(activity, is_fixed=False), start=1):
        row = stored.get(line.key)
        if row is None:
            subject = {"subject_type": line.subject_type, "subject_id": line.subject_id}
            fresh.append(
                AgendaLine(activity=activity, place=place, **subject, **columns(line))
            )
        else:
            row.place = place
            row.save(update_fields=["place"])
    AgendaLine.objects.bulk_create(fresh)
