"""Who has issued, and every task."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.plans import columns, overview, wording
from danvan.records.plans.choices import TaskState
from danvan.records.plans.forms import PlansFilter, TasksFilter
from danvan.records.plans.models import Task, TaskQuerySet, late
from danvan.records.plans.views import scope
from danvan.shared.listing import Listing
from danvan.shared.numbers import fraction_text, serial
from danvan.shared.text import fold


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """Every unit of the scope with its plan of one year."""
    year = scope.year_asked(request)
    form = PlansFilter(request.GET.dict() | {"year": str(year)})
    everything = overview.rows(request.user, year, on=request.today)
    rows = overview.narrowed(
        everything,
        request.user,
        unit=form.asked("unit"),
        level=form.asked("level"),
        state=form.asked("state"),
        on=request.today,
    )
    listing: Listing[overview.Row] = Listing(
        request, rows, columns.plans(), title=_("Plans of %d") % year, sort=""
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Plans of %d") % year,
        "year": year,
        "form": form,
        "listing": listing,
        "tallies": tallied(everything),
        "writable": scope.writable(request),
        "clear_url": f"{reverse('plans:index')}?year={year}",
    }
    return render(request, "plans/index.html", context)


def tallied(rows: list[overview.Row]) -> list[dict[str, Any]]:
    """Rows of components/facts.html: how many of each level have issued."""
    return [
        {
            "label": tally.level.label,
            "value": _("%(issued)s have issued their plan")
            % {"issued": fraction_text(tally.issued, tally.total)},
        }
        for tally in overview.tallies(rows)
    ]


@require_safe
@requires(Permission.READ)
def tasks(request: UserRequest) -> HttpResponse:
    """Tasks people work by: of issued plans, and given without one."""
    form = TasksFilter(request.GET)
    rows = narrowed(request, form)
    listing: Listing[Task] = Listing(
        request, rows, columns.tasks(request.today), title=_("Tasks"), sort="due"
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Tasks"),
        "breadcrumbs": scope.trail(_("Tasks")),
        "form": form,
        "listing": listing,
        "rows": [
            {"task": task, "badge": wording.task_badge(task, request.today)}
            for task in listing.page
        ],
        "may_write": request.user.holds(Permission.WRITE, request.today),
        "clear_url": reverse("plans:tasks"),
    }
    return render(request, "plans/tasks.html", context)


def narrowed(request: UserRequest, form: TasksFilter) -> TaskQuerySet:
    visible = Task.objects.visible_to(request.user, on=request.today).begun()
    rows = visible.select_related("unit__parent", "plan")
    if year := serial(form.asked("year")):
        rows = rows.of_year(year)
    if body := fold(form.asked("body")):
        rows = rows.filter(body_fold__contains=body)
    if wanted := form.asked("programme_task"):
        rows = rows.filter(programme_task=wanted)
    if above := serial(form.asked("above")):
        rows = rows.filter(Q(above=above) | Q(above__above=above))
    if typed := form.asked("unit"):
        units = Unit.objects.visible_to(request.user, on=request.today)
        meant = meant_by(typed, units)
        rows = rows.within(*(u.pk for u in meant)) if meant else rows.none()
    return in_state(rows, form.asked("state"), request.today)


def in_state(rows: TaskQuerySet, state: str, today: date) -> TaskQuerySet:
    if state == "late":
        return rows.filter(late(today))
    return rows.filter(state=state) if state in TaskState.values else rows
