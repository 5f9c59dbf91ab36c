"""Loading a year's list of days: read, shown, and saved when agreed to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines import actions, sheet
from danvan.foundation.deadlines.calendar_views import address, calendar_step
from danvan.foundation.deadlines.forms import AgreeForm, ImportForm
from danvan.foundation.deadlines.previewing import preview, told
from danvan.foundation.deadlines.rules import DayRow
from danvan.foundation.deadlines.views import trail
from danvan.shared.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def load(request: UserRequest) -> HttpResponse:
    """A year's list: read whole, shown, and saved when it is sent a second time."""
    if "text" in request.POST and not request.FILES:
        return apply(request)
    data = request.POST if request.method == "POST" else None
    form = ImportForm(data, request.FILES or None)
    if form.is_valid():
        try:
            rows = sheet.read(form.cleaned_data["file"].read())
        except sheet.FaultyDays as faulty:
            return import_page(request, form, faults=faulty.faults)
        return check_page(request, rows)
    return import_page(request, form)


def apply(request: UserRequest) -> HttpResponse:
    agreed = AgreeForm(request.POST)
    try:
        text = agreed.cleaned_data["text"] if agreed.is_valid() else ""
        rows = sheet.read(text.encode())
        moved = actions.set_days(rows, by=request.user, at=request.at)
    except sheet.FaultyDays as faulty:
        return import_page(request, ImportForm(), faults=faulty.faults)
    except Refused as refused:
        return import_page(request, ImportForm(), faults=[str(refused)])
    saying = ngettext("%(n)d day is saved", "%(n)d days are saved", len(rows))
    messages.success(request, told(saying % {"n": len(rows)}, moved))
    return redirect(address(rows[0].day.year))


def import_page(
    request: UserRequest, form: ImportForm, faults: list[str] | None = None
) -> HttpResponse:
    title = _("Load a year's list of days")
    context = {
        "title": title,
        "breadcrumbs": trail(calendar_step(request.today.year), title),
        "form": form,
        "faults": faults or [],
        "has_errors": bool(faults),
        "cancel_url": address(request.today.year),
        "submit_label": _("Read the file"),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "deadlines/import.html", context, status=status)


def check_page(request: UserRequest, rows: list[DayRow]) -> HttpResponse:
    title = _("Check the list before it is saved")
    context = {
        "title": title,
        "breadcrumbs": trail(calendar_step(rows[0].day.year), title),
        "rows": rows,
        "form": AgreeForm(initial={"text": sheet.written(rows)}),
        "moved": preview(rows, today=request.today),
        "cancel_url": reverse("deadlines:calendar_import"),
        "submit_label": _("Save all days"),
    }
    return render(request, "deadlines/check.html", context)
