"""Beginning a plan from what lies above, in the programme and undone from before."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.choosing import choose_unit, covered, unit_asked
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.records.plans import actions, queries
from danvan.records.plans.forms import SourcesForm
from danvan.records.plans.forms.sources import Offer
from danvan.records.plans.models import Plan
from danvan.records.plans.views import scope
from danvan.shared.refusals import Clash, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def new(request: UserRequest) -> HttpResponse:
    """The unit where there is a choice, then the tasks to begin with."""
    units = covered(request.user, Permission.WRITE, on=request.today)
    unit = unit_asked(request, units, Permission.WRITE)
    year = scope.year_asked(request)
    if unit is None:
        return choose_unit(
            request,
            units,
            title=_("Begin a plan"),
            breadcrumbs=scope.trail(_("Begin a plan")),
            cancel_url=reverse("plans:index"),
        )
    begun = queries.own_plan(unit, year)
    if begun and request.method != "POST":
        messages.info(request, _("The plan of this year is begun. Go on with it here"))
        return redirect(begun)
    return begin(request, unit, year)


def begin(request: UserRequest, unit: Unit, year: int) -> HttpResponse:
    offer = Offer.to(unit, year, request.today)
    title = _("Plan of mass mobilisation work of %(year)d") % {"year": year}
    form = SourcesForm(
        **scope.posted(request), offer=offer, fresh=True, initial={"title": title}
    )
    if form.is_valid():
        try:
            plan = actions.make_plan(
                unit,
                year=year,
                title=form.cleaned_data["title"],
                seeds=form.seeds(),
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return go_on(request, plan, plan.tasks.open().count())
    heading = _("Begin the plan of %(year)d") % {"year": year}
    return scope.answer(
        request,
        "plans/begin.html",
        form,
        title=heading,
        kicker=unit,
        breadcrumbs=scope.trail(heading),
        years=year_tabs(request, unit, year),
        above=queries.plan_above(unit, year),
        cancel_url=reverse("plans:index"),
        submit_label=_("Begin the plan"),
    )


def year_tabs(request: UserRequest, unit: Unit, year: int) -> list[dict[str, Any]]:
    """Items of components/tabs.html."""
    return [
        {
            "label": str(each),
            "url": f"?{urlencode({'unit': unit.pk, 'year': each})}",
            "current": each == year,
        }
        for each in scope.years_offered()
    ]


def go_on(request: UserRequest, plan: Plan, count: int) -> HttpResponse:
    words = {"count": count}
    sentence = ngettext(
        "%(count)d task is in the draft. Write its work, person and day.",
        "%(count)d tasks are in the draft. Write the work, person and day of each.",
        count,
    )
    messages.success(request, sentence % words)
    return redirect("plans:edit", plan.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def derive(request: UserRequest, pk: int) -> HttpResponse:
    """More tasks into a draft: the plan above may have been issued since."""
    plan = scope.plan_in_reach(request, pk)
    offer = Offer.to(plan.unit, plan.year, request.today, plan)
    form = SourcesForm(**scope.posted(request), offer=offer, fresh=False)
    if form.is_valid():
        try:
            made = actions.derive_tasks(
                plan, form.seeds(), by=request.user, at=request.at
            )
        except Clash:
            form.refuse(Refused(_("The plan was changed just now. Send it once more")))
        except Refused as refused:
            form.refuse(refused)
        else:
            return go_on(request, plan, len(made)) if made else redirect(plan)
    return scope.answer(
        request,
        "plans/begin.html",
        form,
        title=_("Take over more tasks"),
        kicker=plan.unit,
        breadcrumbs=scope.trail(scope.own_step(plan), _("Take over more tasks")),
        above=queries.plan_above(plan.unit, plan.year),
        cancel_url=plan.get_absolute_url(),
        submit_label=_("Take over"),
    )
