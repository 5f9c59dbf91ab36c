"""The calendar of a person as an .ics file: titles of official records and days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from danvan.foundation.deadlines import queries as deadlines
from danvan.foundation.deadlines.counting import rule_name
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.notices.mail import absolute
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.results.agenda.person import Person

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
LONGEST = 2000


def calendar_file(person: Person) -> bytes:
    """Own activities and deadlines, and what is late below and was heard here.

    Nothing in it depends on the moment it is asked for, so that an unchanged calendar
    is the same file.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//danvan//agenda//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Mass mobilisation"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for event in (*activities(person), *clocks(person)):
        calendar.add_component(event)
    return calendar.to_ical()


def activities(person: Person) -> Iterator[Event]:
    days = (person.on - BACK, person.on + AHEAD)
    rows = Activity.objects.filter(unit__in=person.own, on__range=days)
    rows = rows.exclude(status__in=(Status.WITHDRAWN, Status.CANCELLED))
    for activity in rows.select_related("unit").order_by("on", "pk")[:LONGEST]:
        yield event(
            f"activity-{activity.uid}",
            f"{activity.title} ({activity.unit.full_name})",
            activity.on,
            activity.get_absolute_url(),
            made=activity.recorded_at,
            version=activity.version,
        )


def clocks(person: Person) -> Iterator[Event]:
    rows = deadlines.running(person.user, person.on).filter(unit__in=person.own)
    found = {clock.pk: clock for clock in rows[:LONGEST]}
    found |= {clock.pk: clock for clock in deadlines.heard(person.user, person.on)}
    for clock in found.values():
        yield event(
            f"deadline-{clock.pk}",
            title_of(clock),
            clock.due_on,
            clock.path,
            made=datetime.combine(clock.started_on, time(), UTC),
            version=clock.version,
        )


def title_of(clock: Clock) -> str:
    return _("Deadline: %(title)s (%(rule)s, %(unit)s)") % {
        "title": clock.title,
        "rule": rule_name(clock.rule),
        "unit": clock.unit.full_name,
    }


def event(
    name: str, title: str, day: date, path: str, *, made: datetime, version: int
) -> Event:
    """A whole day that leaves the day free and rings no bell."""
    host = urlsplit(settings.DANVAN_ADDRESS).hostname
    found = Event()
    found.add("uid", f"{name}@{host}")
    found.add("dtstamp", made)
    found.add("sequence", version - 1)
    found.add("summary", title)
    found.add("dtstart", day)
    found.add("dtend", day + timedelta(days=1))
    found.add("url", absolute(path))
    found.add("transp", "TRANSPARENT")
    return found
