"""The month: what is held and what is due in the reader's area."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.queries import working_calendar
from danvan.records.activities.queries import communes_in_scope
from danvan.results.agenda import month as months
from danvan.results.agenda.forms import MonthForm
from danvan.shared.dates import parse_date


@require_safe
@requires(Permission.READ)
def month(request: UserRequest) -> HttpResponse:
    """A month's grid, or with ?day= everything of one day."""
    many = communes_in_scope(request.user, on=request.today) > 1
    form = MonthForm(request.GET, has_many=many)
    wanted = form.wanted()
    day = day_asked(request)
    first = months.month_asked(
        f"{day:%Y-%m}" if day else request.GET.get("month", ""), request.today
    )
    begin, end = (day, day) if day else months.spread(first)
    found = months.entries(
        request.user,
        wanted,
        first=begin,
        last=end,
        on=request.today,
        calendar=working_calendar(),
    )
    before, after = months.beside(first)
    context: dict[str, Any] = {
        "title": _("Calendar"),
        "month": first,
        "before": before,
        "after": after,
        "form": form,
        "day": day,
        "many": many,
        "entries": found[: months.LONGEST],
        "count": len(found),
    }
    if day is None:
        context["weeks"] = months.grid(first, found, request.today)
        context["days_of_week"] = context["weeks"][0]
    return render(request, "agenda/month.html", context)


def day_asked(request: UserRequest) -> date | None:
    """The day of ?day=, if it is one that the calendar goes to."""
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day.year in months.YEARS else None
