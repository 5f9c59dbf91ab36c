"""Writing a matter down, mending how it is told, and taking it back."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.foundation import programme
from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.villages import check_village
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.matters import rules, texts
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Matter, Seal
from danvan.records.matters.rules import Act
from danvan.records.matters.sealing import Speaker, close
from danvan.records.matters.wording import column_label
from danvan.shared.dates import short
from danvan.shared.refusals import Refused
from danvan.shared.text import fold, nfc

TOLD = ("kind", "channel", "topic", "title", "text", "received_on", "village", "body")
"""Columns a person fills in; unit and activity never change once recorded."""

SAME = tuple(name for name in TOLD if name != "village")

SHORTEST_NAME = 5
"""A shorter name may stand in a text by chance."""


@sensitive_variables()
@transaction.atomic
def raise_matter(
    unit: Unit,
    *,
    kind: str,
    channel: str,
    topic: str,
    title: str,
    text: str,
    received_on: date,
    by: Actor,
    at: datetime,
    village: Village | None = None,
    activity: Activity | None = None,
    body: str = "",
    speaker: str = "",
    contact: str = "",
    files: Iterable[UploadedFile] = (),
    uid: uuid.UUID | None = None,
) -> Matter:
    """Keep one matter; the same `uid` with the same content gives the first record.

    `speaker` and `contact` go into the sealed box and nowhere else.
    """
    access.check(by, Permission.WRITE, unit, on=timezone.localdate(at))
    told = {"kind": kind, "channel": channel, "topic": topic, "title": title}
    told |= {"text": text, "body": body}
    values = checked(
        unit, told | {"received_on": received_on, "village": village}, at=at
    )
    check_activity(activity, by, at)
    who = Speaker(nfc(speaker), nfc(contact))
    files = list(files)
    check_unnamed(who, values, files)
    matter = Matter(
        uid=uid or uuid.uuid4(),
        unit=unit,
        holder=unit,
        activity=activity,
        recorded_at=at,
        **values,
    )
    same = agrees(matter, "unit_id", "activity_id", "village_id", *SAME)
    matter, fresh = insert_once(matter, same=same)
    if fresh:
        seal(matter, who, at=at)
        begin(matter, by=by, at=at)
    trail.attach(matter, files, by=by, at=at)
    return matter


def begin(matter: Matter, *, by: Actor, at: datetime) -> None:
    """Its first step, and the clocks that run from the day it was received."""
    trail.leave("raise", matter, by=by, at=at, unit_id=matter.unit_id)
    trail.start(trail.RECEIVED, matter, matter.received_on, by=by, at=at)
    trail.start_report(matter, matter.received_on, by=by, at=at)


@transaction.atomic
def amend_matter(
    matter: Matter,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    files: Iterable[UploadedFile] = (),
) -> None:
    """Change some columns of TOLD; a hot spot is made and unmade elsewhere."""
    checks.move(Act.AMEND, matter, by, at)
    stored = {name: getattr(matter, name) for name in TOLD}
    kept = matter.village_id
    clean = checked(matter.unit, stored | dict(values), at=at, kept=kept)
    clocks = list(Clock.objects.of(matter).running())
    first = {clock.rule for clock in clocks if is_from_receipt(clock, matter)}
    later = [clock.started_on for clock in clocks if clock.rule not in first]
    check_received(matter, clean["received_on"], later)
    if (clean["kind"] == Kind.HOT_SPOT) is not (matter.kind == Kind.HOT_SPOT):
        raise Refused(_("Choose another kind of matter"), field="kind")
    trail.save("amend", matter, clean, version=version, by=by, at=at)
    for clock in clocks:
        began = matter.received_on if clock.rule in first else clock.started_on
        trail.start(clock.rule, matter, began, by=by, at=at)
    trail.attach(matter, files, by=by, at=at)


def is_from_receipt(clock: Clock, matter: Matter) -> bool:
    """Whether it counts from the day the matter was received, not from a later act."""
    is_first = clock.rule != trail.ANSWERED
    return is_first and clock.started_on == matter.received_on


def check_received(matter: Matter, day: date, begun: Iterable[date]) -> None:
    """Nothing can have been done about it before it was received."""
    acts = filter(None, [matter.answered_on, matter.solved_on, *begun])
    first = min(acts, default=day)
    if day > first:
        raise Refused(
            _("Enter a date up to %(day)s, when something was done about it already")
            % {"day": short(first)},
            field="received_on",
        )


@transaction.atomic
def withdraw_matter(
    matter: Matter, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """It stays readable with the reason; nothing is owed for it any more."""
    state = checks.move(Act.WITHDRAW, matter, by, at)
    why = texts.reason(reason)
    who: dict[str, Any] = {"by": by, "at": at}
    trail.save(
        *("withdraw", matter, {"state": state}), version=version, reason=why, **who
    )
    deadlines.drop(matter, *trail.CLOCKS, **who)
    trail.time_seal(matter, timezone.localdate(at))


def checked(
    unit: Unit, values: Mapping[str, Any], *, at: datetime, kept: int | None = None
) -> dict[str, Any]:
    """The columns as they may be saved; raises Refused naming the column at fault.

    `kept` is the number of a village that the record names already.
    """
    typed = {name: values[name] for name in ("title", "text", "body")}
    clean = {name: values[name] for name in TOLD} | texts.tidied(typed)
    texts.filled(
        clean,
        {
            "title": _("Enter in one line what it is about"),
            "text": _("Enter what was said"),
        },
    )
    check_choices(clean)
    received = clean["received_on"]
    today = timezone.localdate(at)
    rules.check_day(received, since=None, today=today, field="received_on")
    if not unit.holds(received):
        words = {"unit": unit, "day": short(received)}
        raise Refused(
            _("%(unit)s did not exist on %(day)s. Choose another date or another unit")
            % words,
            field="received_on",
        )
    if clean["village"] and clean["village"].pk != kept:
        check_village(clean["village"], unit, on=received)
    return clean


def check_choices(values: Mapping[str, Any]) -> None:
    known = programme.current()
    asked = {
        "kind": (set(Kind.values), _("Choose the kind of matter")),
        "channel": ({c.id for c in known.channels}, _("Choose where it was raised")),
        "topic": ({t.id for t in known.topics}, _("Choose what it is about")),
    }
    for name, (allowed, sentence) in asked.items():
        if values[name] not in allowed:
            raise Refused(sentence, field=name)


def check_activity(activity: Activity | None, by: Actor, at: datetime) -> None:
    if activity is None:
        return
    today = timezone.localdate(at)
    visible = access.can(by, Permission.READ, activity.unit, on=today)
    if not visible or activity.status == Status.WITHDRAWN:
        raise Refused(_("Choose a meeting of your area that was not withdrawn"))


def check_unnamed(
    who: Speaker, values: Mapping[str, Any], files: Iterable[UploadedFile]
) -> None:
    """The name stands in its box only.

    Asked here, where the name was just typed, and never later: an answer that
    is refused because it holds a name would tell who spoke.
    """
    name = fold(who.name)
    if len(name) < SHORTEST_NAME:
        return
    for column in ("title", "text", "body"):
        if name in fold(values[column]):
            raise Refused(
                _(
                    "%(label)s names the person who spoke. Take the name out; it is "
                    "kept sealed in its own box"
                )
                % {"label": column_label(column)},
                field=column,
            )
    for file in files:
        if glued(name) in glued(file.name or ""):
            raise Refused(
                _(
                    "The name of the file “%(file)s” names the person who spoke. "
                    "Give the file another name and choose it again"
                )
                % {"file": file.name},
                field="files",
            )


def glued(text: str) -> str:
    """Letters and digits alone, as names of files run words together."""
    return re.sub(r"[\W_]+", "", fold(text))


@sensitive_variables()
def seal(matter: Matter, who: Speaker, *, at: datetime) -> None:
    if who:
        box = close(who, matter.uid)
        Seal.objects.create(matter=matter, box=box, sealed_at=at)
