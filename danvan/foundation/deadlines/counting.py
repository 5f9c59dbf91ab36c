"""A clock's due day from its own terms, and the terms the programme gives it."""

from datetime import date

from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Calendar, Ladder, Rung, due_day
from danvan.foundation.programme import schema
from danvan.shared.refusals import Refused


def rule_of(rule: str) -> schema.Clock | None:
    """What the programme says of it now; None when the file has no such deadline."""
    return next((row for row in programme.current().clocks if row.id == rule), None)


def rule_name(rule: str) -> str:
    found = rule_of(rule)
    return found.name if found else rule


def counted_due(clock: Clock, calendar: Calendar) -> date:
    """The day the clock runs to by its terms and its pauses that are over."""
    if clock.is_named:
        return clock.due_on
    pauses = clock.pauses.all() if clock.pk else ()
    try:
        return due_day(
            clock.started_on,
            clock.days,
            working=clock.is_working_days,
            before=clock.is_before,
            calendar=calendar,
            pauses=[(pause.begins, pause.ends) for pause in pauses if pause.ends],
        )
    except OverflowError as error:
        raise Refused(_("The deadline would lie beyond the year 9999")) from error


def rung_of(clock: Clock, ladder: Ladder) -> Rung:
    """How late it is; of one that is done, whether it was; one paused is in time."""
    if clock.stopped_on is not None:
        late = clock.stopped_on > clock.due_on and not clock.dropped
        return Rung.OVERDUE if late else Rung.ON_TIME
    if clock.paused_on is not None:
        return Rung.ON_TIME
    return ladder.rung(
        clock.due_on,
        warn=clock.warn,
        climb=clock.climb,
        climb_again=clock.climb_again,
    )
