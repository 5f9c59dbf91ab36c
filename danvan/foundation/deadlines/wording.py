"""How a due day was counted, in sentences a person can check with a wall calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from danvan.foundation.deadlines.counting import counted_due
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import (
    DAY,
    Calendar,
    Rung,
    days_after,
    is_weekday,
    years_unknown,
)
from danvan.shared.dates import short


def explained_by(clock: Clock, calendar: Calendar) -> list[str]:
    return list(told(clock, calendar))


def told(clock: Clock, calendar: Calendar) -> Iterator[str]:
    if clock.is_named:
        yield _("The day was named, not counted: %(day)s") % {
            "day": short(clock.due_on)
        }
    elif clock.is_before:
        yield from told_back(clock)
    else:
        yield from told_forwards(clock, calendar)
    yield from told_pauses(clock)
    yield from told_changes(clock, calendar)


def told_back(clock: Clock) -> Iterator[str]:
    yield _("%(length)s before %(day)s, so by %(due)s at the latest") % {
        "length": length(clock),
        "day": short(clock.started_on),
        "due": short(clock.due_on),
    }


def told_forwards(clock: Clock, calendar: Calendar) -> Iterator[str]:
    """The day of the event is day 0; what was left out, kind by kind."""
    yield _("Counted from %(day)s, which is day 0: %(length)s") % {
        "day": short(clock.started_on),
        "length": length(clock),
    }
    if clock.is_working_days:
        span = days_after(clock.started_on, clock.due_on)
        yield from left_out(span, calendar)
    else:
        yield from rolled(clock, calendar)
    yield _("So it is due on %(day)s") % {"day": short(clock.due_on)}


def length(clock: Clock) -> str:
    if clock.is_working_days:
        words = ngettext("%(n)d working day", "%(n)d working days", clock.days)
    else:
        words = ngettext("%(n)d calendar day", "%(n)d calendar days", clock.days)
    return words % {"n": clock.days}


def left_out(span: list[date], calendar: Calendar) -> Iterator[str]:
    weekends = [d for d in span if not is_weekday(d) and not calendar.is_working(d)]
    if weekends:
        yield ngettext(
            "Left out: %(n)d Saturday or Sunday",
            "Left out: %(n)d Saturdays and Sundays",
            len(weekends),
        ) % {"n": len(weekends)}
    off = [day for day in span if is_weekday(day) and not calendar.is_working(day)]
    yield from (
        _("Left out: %(days)s") % {"days": text} for text in named(off, calendar)
    )
    worked = [day for day in span if day in calendar.worked]
    yield from (
        _("Counted though a weekend: %(days)s") % {"days": text}
        for text in named(worked, calendar)
    )


def named(days: list[date], calendar: Calendar) -> Iterator[str]:
    """ "08/02/2024, 09/02/2024 Tết Nguyên đán": neighbours of one name together."""
    for name, same in groupby(days, key=lambda day: calendar.names.get(day, "")):
        yield f"{', '.join(map(short, same))} {name}".strip()


def rolled(clock: Clock, calendar: Calendar) -> Iterator[str]:
    """Why it ends later than the plain count, where it does."""
    still = sum(
        (pause.ends - pause.begins for pause in clock.pauses.all() if pause.ends),
        start=timedelta(),
    )
    last = clock.started_on + DAY * clock.days + still
    if last < clock.due_on and not calendar.is_working(last):
        name = calendar.names.get(last) or weekday(last)
        yield _(
            "The last day, %(day)s (%(name)s), is a day off, so the next working day "
            "is meant (Civil Code 2015, art. 148)"
        ) % {"day": short(last), "name": name}


def weekday(day: date) -> str:
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ][day.weekday()]


def told_pauses(clock: Clock) -> Iterator[str]:
    for pause in clock.pauses.all():
        words = {"first": short(pause.begins), "reason": pause.reason}
        if pause.ends is None:
            yield _("Paused since %(first)s: %(reason)s") % words
            yield _("The day is counted anew when the deadline runs on")
        else:
            words["last"] = short(pause.ends)
            yield _("Paused from %(first)s, ran on from %(last)s: %(reason)s") % words


def told_changes(clock: Clock, calendar: Calendar) -> Iterator[str]:
    """What else the reader should know before trusting the day."""
    if not clock.is_running and counted_due(clock, calendar) != clock.due_on:
        yield _(
            "The working calendar was changed after this ended; the day stayed the same"
        )
    if clock.is_working_days and not clock.is_named:
        years = years_unknown(calendar, clock.started_on, clock.due_on)
        yield from map(year_unknown, years)


def year_unknown(year: int) -> str:
    return _(
        "The days off of %(year)d are not entered yet; deadlines leave out Saturdays "
        "and Sundays only"
    ) % {"year": year}


def hearing(rung: Rung) -> str:
    """What happens on the day a rung is reached."""
    return (
        _("Two levels up hear of it")
        if rung == Rung.TWO_UP
        else _("One level up hears of it")
    )


def standing(clock: Clock, rung: Rung) -> tuple[str, str]:
    """Tone and words of its badge."""
    if clock.dropped:
        return "neutral", _("No longer owed")
    if clock.stopped_on is not None:
        if clock.is_late:
            return "warning", _("Done late")
        return "good", _("Done in time")
    if clock.paused_on is not None:
        return "info", pgettext("deadline", "Paused")
    return rung.tone, str(rung.label)
