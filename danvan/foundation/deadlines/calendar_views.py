"""The working calendar: a year to look at, and the forms that change it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand
from danvan.foundation.deadlines import actions, exports, queries, wording
from danvan.foundation.deadlines.forms import OFF, DayForm, RemoveForm, stored_day
from danvan.foundation.deadlines.models import CalendarDay
from danvan.foundation.deadlines.months import months
from danvan.foundation.deadlines.previewing import preview, told
from danvan.foundation.deadlines.rules import DayRow
from danvan.foundation.deadlines.views import trail
from danvan.shared.dates import short
from danvan.shared.listing import Listing
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused

FIRST, LAST = 1990, 2100


def address(year: int) -> str:
    return f"{reverse('deadlines:calendar')}?year={year}"


def calendar_step(year: int) -> tuple[str, str]:
    return _("Working calendar"), address(year)


@require_safe
@requires(Permission.READ)
def calendar(request: UserRequest) -> HttpResponse:
    asked = serial(request.GET.get("year", ""))
    year = asked if FIRST <= asked <= LAST else request.today.year
    rows = CalendarDay.objects.standing().of_year(year)
    title = _("Working calendar of %(year)d") % {"year": year}
    listing: Listing[CalendarDay] = Listing(
        request, rows, exports.day_columns(), title=title, sort="day"
    )
    if file := listing.export(at=request.at):
        return file
    days = {day.day: day for day in rows}
    years = sorted({year, request.today.year, *queries.years_entered()})
    context = {
        "title": title,
        "breadcrumbs": trail(_("Working calendar")),
        "year": year,
        "years": [tab(other, year) for other in years],
        "months": months(year, days, request.today),
        "listing": listing,
        "unknown": "" if days else wording.year_unknown(year),
        "may_manage": request.user.holds(Permission.MANAGE_CALENDAR, request.today),
    }
    return render(request, "deadlines/calendar.html", context)


def tab(year: int, shown: int) -> dict[str, Any]:
    return {"label": str(year), "url": address(year), "current": year == shown}


def asked_day(request: UserRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def standing_on(day: date | None) -> CalendarDay | None:
    if day is None:
        return None
    return CalendarDay.objects.standing().filter(day=day).first()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def day(request: UserRequest) -> HttpResponse:
    """Enter a day, or change the one of `?day=`; the deadlines it moves come first."""
    wanted = asked_day(request)
    stored = standing_on(wanted)
    initial = stored_day(stored) if stored else {"day": wanted, "is_working": OFF}
    form = DayForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["day"].disabled = stored is not None
    context: dict[str, Any] = {}
    if form.is_valid():
        row = form.row()
        moved = preview([row], today=request.today)
        if moved["count"] and not form.is_agreed():
            form.agree()
            context["moved"] = moved
        else:
            try:
                return saved(request, form, row)
            except Clash as clash:
                context["clash"] = compare(form, clash, row)
            except Refused as refused:
                form.refuse(refused)
    year = (wanted or request.today).year
    title = _("Change a day of the calendar") if stored else _("Enter a day")
    context |= {
        "title": title,
        "breadcrumbs": trail(calendar_step(year), title),
        "form": form,
        "cancel_url": address(year),
        "submit_label": _("Save all the same") if "moved" in context else _("Save"),
    }
    status = 422 if form.errors or "clash" in context else 200
    return render(request, "deadlines/day.html", context, status=status)


def saved(request: UserRequest, form: DayForm, row: DayRow) -> HttpResponse:
    moved = actions.change_day(
        row, version=form.seen_version(), by=request.user, at=request.at
    )
    messages.success(request, told(_("The day is saved"), moved))
    return redirect(address(row.day.year))


def compare(form: DayForm, clash: Clash, row: DayRow) -> dict[str, Any]:
    stored = CalendarDay.objects.get(day=row.day)
    shown = {n: t for n, t in clash.theirs.items() if n in ("name", "source")}
    form.acknowledge(stored.version)
    return {"rows": form.clash_rows(Clash(theirs=shown))} | last_hand(stored)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def remove(request: UserRequest) -> HttpResponse:
    stored = standing_on(asked_day(request))
    if stored is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = RemoveForm(data, initial={"version": stored.version})
    if form.is_valid():
        reason, version = form.cleaned_data["reason"], form.seen_version()
        try:
            moved = actions.remove_day(
                stored, reason=reason, version=version, by=request.user, at=request.at
            )
        except Clash as clash:
            form.acknowledge(CalendarDay.objects.get(pk=stored.pk).version)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, told(_("The day is taken out"), moved))
            return redirect(address(stored.day.year))
    title = _("Take out %(day)s") % {"day": short(stored.day)}
    context = {
        "title": title,
        "breadcrumbs": trail(calendar_step(stored.day.year), title),
        "lede": f"{stored.name}. {stored.source}".strip(". "),
        "form": form,
        "moved": preview([], removed=(stored.day,), today=request.today),
        "cancel_url": address(stored.day.year),
        "submit_label": _("Take the day out"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "deadlines/day.html", context, status=status)
