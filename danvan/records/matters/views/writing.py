"""Writing a matter down and mending how it is told."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from danvan.foundation.access import choosing
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.matters import actions, rules
from danvan.records.matters.actions import checks
from danvan.records.matters.actions.raising import TOLD
from danvan.records.matters.forms import MatterForm
from danvan.records.matters.rules import Act
from danvan.records.matters.views.act_page import compare
from danvan.records.matters.views.trails import (
    answered,
    bodies,
    in_reach,
    own_step,
    trail,
)
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused


@sensitive_post_parameters("speaker", "contact")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
@sensitive_variables()
def new(request: UserRequest) -> HttpResponse:
    """The unit where there is a choice, then the form."""
    activity = activity_asked(request)
    unit = unit_asked(request, activity)
    if unit is None:
        return choose_unit(request, _("Write down an opinion"))
    form = MatterForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        unit=unit,
        today=request.today,
        initial=prefilled(request, activity),
    )
    if form.is_valid():
        try:
            matter = actions.raise_matter(
                unit, **raised(form), activity=activity, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Written down. The deadline is running"))
            return redirect(matter)
    context = {
        "title": _("Write down an opinion"),
        "breadcrumbs": trail(_("Write down")),
        "kicker": unit,
        "activity": activity,
        "form": form,
        "bodies": bodies(unit),
        "cancel_url": activity.get_absolute_url()
        if activity
        else reverse("matters:index"),
    }
    return render(request, "matters/form.html", context, status=answered(form))


@sensitive_variables()
def raised(form: MatterForm) -> dict[str, Any]:
    return form.words()


def activity_asked(request: UserRequest) -> Activity | None:
    """The meeting in the address."""
    number = serial(request.GET.get("activity", ""))
    if not number:
        return None
    visible = Activity.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(visible.standing().select_related("unit"), pk=number)


def unit_asked(request: UserRequest, activity: Activity | None = None) -> Unit | None:
    """The unit in the address, that of the meeting, or the only one there is."""
    if activity and not request.GET.get("unit"):
        units = choosing.reached(request.user, Permission.WRITE, on=request.today)
        if there := units.filter(pk=activity.unit_id).first():
            return there
    return choosing.unit_asked(request, offered(request), Permission.WRITE)


def offered(request: UserRequest) -> QuerySet[Unit]:
    return choosing.covered(request.user, Permission.WRITE, on=request.today)


def choose_unit(request: UserRequest, title: str) -> HttpResponse:
    back = reverse("matters:index")
    return choosing.choose_unit(request, offered(request), title=title, cancel_url=back)


def prefilled(request: UserRequest, activity: Activity | None) -> dict[str, Any]:
    """What the address and the meeting already know."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "channel", "topic")}
    day = min(activity.on, request.today) if activity else request.today
    return {"received_on": day, **{n: v for n, v in asked.items() if v}}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Mend a matter; when somebody saved meanwhile both texts are shown."""
    matter = in_reach(request, pk)
    if request.method != "POST" and not may_amend(request, matter):
        messages.warning(request, _("This matter can no longer be changed here"))
        return redirect(matter)
    form = MatterForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        unit=matter.unit,
        today=request.today,
        matter=matter,
        initial={name: getattr(matter, name) for name in TOLD}
        | {"version": matter.version},
    )
    clash = None
    if form.is_valid():
        try:
            amend(request, matter, form)
        except Clash as clashed:
            clash = compare(request, form, clashed, pk)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Changed"))
            return redirect(matter)
    context = {
        "title": _("Change “%(title)s”") % {"title": matter},
        "breadcrumbs": trail(own_step(matter), _("Edit")),
        "kicker": matter.unit,
        "form": form,
        "clash": clash,
        "bodies": bodies(matter.holder),
        "cancel_url": matter.get_absolute_url(),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "matters/form.html", context, status=status)


def may_amend(request: UserRequest, matter: Any) -> bool:
    sides = checks.sides(matter, request.user, request.today)
    return rules.fits(Act.AMEND, matter.state) and rules.may(Act.AMEND, **sides)


def amend(request: UserRequest, matter: Any, form: MatterForm) -> None:
    values = form.words()
    files = values.pop("files")
    actions.amend_matter(
        matter,
        values,
        version=form.seen_version(),
        files=files,
        by=request.user,
        at=request.at,
    )
