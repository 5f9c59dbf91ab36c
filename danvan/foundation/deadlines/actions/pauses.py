"""Letting a clock stand still, with a reason, and run on."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines.actions.clocks import change, end_pause, log
from danvan.foundation.deadlines.counting import counted_due
from danvan.foundation.deadlines.models import Clock, Pause
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.shared.dates import short
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


def locked(clock: Clock) -> Clock:
    return Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)


@transaction.atomic
def pause(clock: Clock, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """From that day no day counts, until it is resumed; never to hide a late one."""
    today = timezone.localdate(at)
    access.check(by, Permission.WRITE, clock.unit, on=today)
    clock = locked(clock)
    reason = nfc(reason)
    check_pause(clock, reason, on, today)
    Pause.objects.create(clock=clock, begins=on, reason=reason)
    changes = change(clock, {"paused_on": on})
    log("pause_deadline", clock, by=by, at=at, changes=changes, reason=reason)


def check_pause(clock: Clock, reason: str, on: date, today: date) -> None:
    if not reason:
        raise Refused(_("Enter why the deadline is paused"), field="reason")
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    if not clock.is_running:
        raise Refused(_("This deadline has ended"))
    if clock.is_before:
        raise Refused(_("A deadline before an event moves only with the event"))
    if clock.is_named:
        raise Refused(
            _("This day was named by a person. Put it off where it was promised")
        )
    if clock.paused_on is not None:
        raise Refused(_("This deadline is already paused"))
    if clock.due_on < today:
        raise Refused(
            _("The deadline was %(day)s. What is late can no longer be paused")
            % {"day": short(clock.due_on)}
        )
    check_day(clock, on, today)


def check_day(clock: Clock, on: date, today: date) -> None:
    last = max((p.ends for p in clock.pauses.all() if p.ends), default=None)
    first = max(last or clock.started_on, clock.started_on)
    if not first <= on <= today:
        raise Refused(
            _("Enter a day from %(first)s to %(last)s")
            % {"first": short(first), "last": short(today)},
            field="on",
        )


@transaction.atomic
def resume(clock: Clock, *, by: Actor, at: datetime, on: date) -> None:
    """That day counts again; the due day moves by the days the clock stood still."""
    today = timezone.localdate(at)
    access.check(by, Permission.WRITE, clock.unit, on=today)
    clock = locked(clock)
    begins = clock.paused_on
    if begins is None or not clock.is_running:
        raise Refused(_("This deadline is not paused"))
    if not begins <= on <= today:
        raise Refused(
            _("Enter a day from %(first)s to %(last)s")
            % {"first": short(begins), "last": short(today)},
            field="on",
        )
    end_pause(clock, on)
    due = counted_due(clock, working_calendar())
    changes = change(clock, {"paused_on": None, "due_on": due})
    log("resume_deadline", clock, by=by, at=at, changes=changes)
