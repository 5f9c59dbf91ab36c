"""Answering a matter, alone or with its like, and what follows the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines import actions as deadlines
from danvan.records.matters import commitments, rules, texts
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.choices import Outcome
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act
from danvan.shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised with an answer; becomes a commitment of the holder."""

    text: str
    body: str
    owner: str
    due_on: date


@transaction.atomic
def answer_matter(
    matter: Matter,
    *,
    answer: str,
    answered_on: date,
    version: int,
    by: Actor,
    at: datetime,
    answer_no: str = "",
    outcome: str = "",
    solved_on: date | None = None,
    promised: Promised | None = None,
    files: Iterable[UploadedFile] = (),
) -> None:
    """Answer it, for the first time or anew; the earlier answer stays in its steps.

    A matter answered on the spot needs no acceptance before. Of a hot spot the report
    to those above is owed all the same.
    """
    state = checks.move(Act.ANSWER, matter, by, at)
    words = texts.tidied({"answer": answer, "answer_no": answer_no})
    texts.filled(words, {"answer": _("Enter the answer")})
    day = checks.day(answered_on, matter, at, field="answered_on")
    became = rules.check_outcome(outcome)
    solved = None
    if became is Outcome.SOLVED:
        solved = checks.day(solved_on or day, matter, at, field="solved_on")
    values = {"state": state, "answered_on": day, "outcome": became, **words}
    who: dict[str, Any] = {"by": by, "at": at}
    trail.save(
        *("answer", matter, values | {"solved_on": solved}),
        version=version,
        text=words["answer"],
        **who,
    )
    deadlines.stop(matter, trail.RECEIVED, trail.ANSWERED, on=day, **who)
    if promised:
        promise(matter, promised, given_on=day, **who)
    trail.attach(matter, files, **who)


def promise(matter: Matter, promised: Promised, *, given_on: date, **who: Any) -> None:
    try:
        commitments.give(
            matter.holder,
            text=promised.text,
            body=promised.body or matter.body,
            owner=promised.owner,
            given_on=given_on,
            due_on=promised.due_on,
            matter=matter,
            **who,
        )
    except Refused as refused:
        field = f"promised_{refused.field}" if refused.field else None
        raise Refused(refused.sentence, field=field) from refused


@dataclass(frozen=True, slots=True)
class Answered:
    """How many a common answer reached, and which it did not."""

    leader: Matter
    count: int
    left: list[Matter]


@transaction.atomic
def answer_group(
    leader: Matter, *, version: int, by: Actor, at: datetime, **answer: Any
) -> Answered:
    """One answer for the leading matter and all that are like it.

    Left alone are those that wait for no answer or that somebody else holds.
    """
    answer_matter(leader, version=version, by=by, at=at, **answer)
    apart = {"promised", "files"}
    same = {name: value for name, value in answer.items() if name not in apart}
    left: list[Matter] = []
    rows = leader.alike.select_for_update().order_by("pk")
    for matter in rows.select_related(None).prefetch_related("unit", "holder"):
        if matter.state not in rules.OWED:
            continue
        try:
            answer_matter(matter, version=matter.version, by=by, at=at, **same)
        except Refused:
            left.append(matter)
    return Answered(leader, 1 + reached(leader, at), left)


def reached(leader: Matter, at: datetime) -> int:
    """Matters of the group that got their answer in this very act."""
    return leader.alike.filter(Q(steps__verb="answer", steps__at=at)).count()


@transaction.atomic
def confirm_matter(
    matter: Matter, *, version: int, by: Actor, at: datetime, note: str = ""
) -> None:
    """Those who raised it say that the answer stands."""
    state = checks.move(Act.CONFIRM, matter, by, at)
    settle("confirm", matter, {"state": state}, note, version=version, by=by, at=at)


@transaction.atomic
def close_matter(
    matter: Matter, *, version: int, by: Actor, at: datetime, note: str = ""
) -> None:
    state = checks.move(Act.CLOSE, matter, by, at)
    settle("close", matter, {"state": state}, note, version=version, by=by, at=at)


def settle(
    verb: str,
    matter: Matter,
    values: dict[str, Any],
    note: str,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    today = timezone.localdate(at)
    text = texts.tidied({"note": note})["note"]
    closed = matter.closed_on or today
    trail.save(
        *(verb, matter, values | {"closed_on": closed}),
        version=version,
        by=by,
        at=at,
        text=text,
    )
    deadlines.drop(matter, trail.HOT, by=by, at=at)
    trail.time_seal(matter, closed)


@transaction.atomic
def reopen_matter(
    matter: Matter,
    *,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> None:
    """Somebody is not content: an answer is owed anew, and nothing counts as solved."""
    state = checks.move(Act.REOPEN, matter, by, at)
    day = checks.day(on, matter, at, since=matter.answered_on or matter.closed_on)
    why = texts.reason(reason)
    values = {"state": state, "outcome": "", "solved_on": None, "closed_on": None}
    who: dict[str, Any] = {"by": by, "at": at}
    trail.save("reopen", matter, values, version=version, reason=why, **who)
    trail.start(trail.ANSWERED, matter, day, **who)
    trail.start_report(matter, day, **who)
    trail.time_seal(matter, day)


@transaction.atomic
def solve_matter(
    matter: Matter,
    *,
    on: date,
    version: int,
    by: Actor,
    at: datetime,
    text: str = "",
    files: Iterable[UploadedFile] = (),
) -> None:
    """What was raised is put right, whether answered already or not."""
    checks.move(Act.SOLVE, matter, by, at)
    day = checks.day(on, matter, at)
    words = texts.tidied({"text": text})["text"]
    values = {"outcome": Outcome.SOLVED, "solved_on": day}
    trail.save("solve", matter, values, version=version, by=by, at=at, text=words)
    trail.attach(matter, files, by=by, at=at)
