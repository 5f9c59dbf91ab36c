"""What templates of other rooms ask about a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from danvan.foundation.deadlines import queries, wording
from danvan.foundation.deadlines.counting import rule_name, rung_of
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Calendar, Ladder, Rung

register = template.Library()

CALENDAR = "_working_calendar"


@dataclass(frozen=True, slots=True)
class Told:
    """A clock as it stands today."""

    rung: Rung
    tone: str
    label: str
    rule: str
    sentences: list[str]


@register.simple_tag(takes_context=True)
def told(context: Mapping[str, Any], clock: Clock) -> Told:
    """Usage: {% told clock as said %}; the calendar is read once a page."""
    request = context["request"]
    calendar: Calendar | None = getattr(request, CALENDAR, None)
    if calendar is None:
        calendar = queries.working_calendar()
        setattr(request, CALENDAR, calendar)
    rung = rung_of(clock, Ladder(request.today, calendar))
    tone, label = wording.standing(clock, rung)
    sentences = wording.explained_by(clock, calendar)
    return Told(rung, tone, label, rule_name(clock.rule), sentences)
