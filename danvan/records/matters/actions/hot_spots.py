"""Making a matter a hot spot, working through its steps, and cooling it down."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.programme.schema import named
from danvan.records.matters import rules, texts
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Check, Matter
from danvan.records.matters.rules import Act
from danvan.shared.dates import short
from danvan.shared.refusals import Clash, Refused


@transaction.atomic
def heat_matter(
    matter: Matter, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """From now on a hot spot: those above see it at once, and its clock runs."""
    checks.move(Act.HEAT, matter, by, at)
    why = texts.reason(reason)
    who: dict[str, Any] = {"by": by, "at": at}
    values = {"kind": Kind.HOT_SPOT}
    trail.save("heat", matter, values, version=version, reason=why, **who)
    trail.start_report(matter, timezone.localdate(at), **who)


@transaction.atomic
def cool_matter(
    matter: Matter, *, kind: str, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """No hot spot any more; what it is instead and why. Its steps stay readable."""
    checks.move(Act.COOL, matter, by, at)
    if kind not in rules.ORDINARY:
        raise Refused(_("Choose what kind of matter it is now"), field="kind")
    why = texts.reason(reason)
    who: dict[str, Any] = {"by": by, "at": at}
    values = {"kind": Kind(kind)}
    trail.save("cool", matter, values, version=version, reason=why, **who)
    deadlines.drop(matter, trail.HOT, **who)


@transaction.atomic
def check_step(
    matter: Matter,
    step: str,
    *,
    done_on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    version: int = 0,
) -> Check:
    """Tick one step of the list, or mend the day and note of one ticked before.

    `version` is that of the tick to be mended, 0 of one that is not there yet. The
    first step of the list, the report to those above, stops the clock.
    """
    checks.move(Act.CHECK, matter, by, at)
    steps = programme.current().hot_spot_steps
    if step not in {known.id for known in steps}:
        raise Refused(_("Choose a step of the list"), field="step")
    day = checks.day(done_on, matter, at, field="done_on")
    text = texts.tidied({"note": note})["note"]
    done, changes = ticked(matter, step, {"done_on": day, "note": text}, version)
    if not changes:
        return done
    said = f"{named(steps, step)}, {short(day)}"
    who: dict[str, Any] = {"by": by, "at": at}
    trail.leave(
        *("check", matter),
        unit_id=matter.holder_id,
        text=f"{said}. {text}" if text else said,
        changes=changes,
        **who,
    )
    if step == steps[0].id:
        deadlines.stop(matter, trail.HOT, on=day, **who)
    return done


type Changes = dict[str, list[Any]]


def ticked(
    matter: Matter, step: str, values: dict[str, Any], version: int
) -> tuple[Check, Changes]:
    """The tick as it stands now; raises Clash when somebody ticked or mended first."""
    stored = matter.checks.filter(step=step).first()
    if stored and all(getattr(stored, name) == new for name, new in values.items()):
        return stored, {}
    if stored:
        changes = audit.update(stored, values, version=version)
        return stored, {"step": [step, step], **changes}
    made = Check(matter=matter, step=step, **values)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise Clash(theirs={}) from fault
    return made, audit.appeared({"step": step, **values})
