"""What every act asks first: who, from which state, on which day, with what text."""

from datetime import date, datetime

from django.utils import timezone

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.records.matters import rules
from danvan.records.matters.choices import State
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act, Side


def sides(matter: Matter, by: Actor, on: date) -> dict[str, bool]:
    """At which of its two ends the person may write."""
    at_unit = access.can(by, Permission.WRITE, matter.unit, on=on)
    same = matter.unit_id == matter.holder_id
    at_holder = (
        at_unit if same else access.can(by, Permission.WRITE, matter.holder, on=on)
    )
    return {"at_unit": at_unit, "at_holder": at_holder}


def require(act: Act, matter: Matter, by: Actor, at: datetime) -> None:
    """Refuse whoever does not cover the end of the matter that this act belongs to."""
    today = timezone.localdate(at)
    if rules.may(act, **sides(matter, by, today)):
        return
    at_holder = rules.MOVES[act].side in {Side.HOLDER, Side.BOTH}
    unit = matter.holder if at_holder else matter.unit
    access.check(by, Permission.WRITE, unit, on=today)
    access.check(by, Permission.WRITE, matter.unit, on=today)


def move(act: Act, matter: Matter, by: Actor, at: datetime) -> State:
    """The state the act leads to, once it is allowed."""
    require(act, matter, by, at)
    return rules.after(act, matter.state, matter.kind)


def day(
    on: date | None,
    matter: Matter,
    at: datetime,
    *,
    since: date | None = None,
    field: str = "on",
) -> date:
    """The day the act speaks of: `on`, or today when it names none."""
    today = timezone.localdate(at)
    rules.check_day(
        on or today, since=since or matter.received_on, today=today, field=field
    )
    return on or today


def held_since(matter: Matter) -> date:
    """The day its present holder received it."""
    running = Clock.objects.of(matter).running().filter(rule="matter_received")
    return running.values_list("started_on", flat=True).first() or matter.received_on


def files_of(matter: Matter, by: Actor, at: datetime) -> Unit:
    """Where its files lie: where it arose, for then both ends may read them."""
    today = timezone.localdate(at)
    may = access.can(by, Permission.WRITE, matter.unit, on=today)
    return matter.unit if may else matter.holder
