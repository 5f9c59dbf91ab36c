"""What stands beside a matter: steps of a hot spot, its group, its sealed name."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand
from danvan.records.matters import actions, queries
from danvan.records.matters.forms import (
    CheckForm,
    EraseForm,
    GroupForm,
    ReasonForm,
    ResealForm,
)
from danvan.records.matters.models import Check, Matter
from danvan.records.matters.views.trails import answered, in_reach, own_step, trail
from danvan.shared.dates import short
from danvan.shared.refusals import Clash, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def check(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Tick one step of the hot-spot list, or mend its day and note."""
    matter = in_reach(request, pk)
    known = {row.id: row.name for row in programme.current().hot_spot_steps}
    if step not in known:
        raise Http404
    done = matter.checks.filter(step=step).first()
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        initial=seen(done) if done else {"done_on": request.today},
    )
    clash = None
    if form.is_valid():
        try:
            actions.check_step(
                matter,
                step,
                **form.words(),
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = compare_ticks(form, matter, step)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Step recorded"))
            return redirect(matter)
    context = {
        "title": known[step],
        "breadcrumbs": trail(own_step(matter), known[step]),
        "kicker": matter,
        "form": form,
        "clash": clash,
        "cancel_url": matter.get_absolute_url(),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "matters/act.html", context, status=status)


def seen(done: Check) -> dict[str, Any]:
    return {"done_on": done.done_on, "note": done.note, "version": done.version}


def compare_ticks(form: CheckForm, matter: Matter, step: str) -> dict[str, Any]:
    """Both texts; sending the form again then knows of the other tick."""
    theirs = matter.checks.get(step=step)
    form.acknowledge(theirs.version)
    told = {"done_on": short(theirs.done_on), "note": theirs.note}
    return {"rows": form.differing(Clash(theirs=told)), **last_hand(matter)}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def like(request: UserRequest, pk: int) -> HttpResponse:
    """Lay it beside another matter of the same place, topic and time."""
    matter = in_reach(request, pk)
    rows = queries.suggestions(matter, request.user, on=request.today)[:20]
    form = GroupForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        other = form.cleaned_data["with_"]
        try:
            actions.group(matter, other, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Laid together"))
            return redirect(matter)
    context = {
        "title": _("Lay together with like ones"),
        "breadcrumbs": trail(own_step(matter), _("Lay together")),
        "kicker": matter,
        "lede": _(
            "Matters of the same place and topic from about the same time. They can be "
            "answered in one act."
        ),
        "form": form,
        "matter": matter,
        "cancel_url": matter.get_absolute_url(),
        "submit_label": _("Lay together"),
    }
    return render(request, "matters/like.html", context, status=answered(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def unlike(request: UserRequest, pk: int) -> HttpResponse:
    matter = in_reach(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ungroup(matter, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It stands alone again"))
            return redirect(matter)
    context = {
        "title": _("Take it out of its group"),
        "breadcrumbs": trail(own_step(matter), _("Take it out")),
        "kicker": matter,
        "form": form,
        "cancel_url": matter.get_absolute_url(),
        "submit_label": _("Take it out"),
    }
    return render(request, "matters/act.html", context, status=answered(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
@sensitive_variables()
def speaker(request: UserRequest, pk: int) -> HttpResponse:
    """Open the seal: only when asked by POST with a reason, and once on this page."""
    matter = in_reach(request, pk)
    if not queries.may_open_seal(matter, request.user, on=request.today):
        if request.method == "POST":
            actions.log_try(matter, by=request.user, at=request.at)
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    opened = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            opened = actions.open_seal(
                matter, reason=reason, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
    context = {
        "title": _("Open the seal"),
        "breadcrumbs": trail(own_step(matter), _("Open the seal")),
        "kicker": matter,
        "form": form,
        "matter": matter,
        "opened": opened,
        "cancel_url": matter.get_absolute_url(),
        "submit_label": _("Open the seal"),
    }
    return render(request, "matters/speaker.html", context, status=answered(form))


@sensitive_post_parameters("speaker", "contact")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
@sensitive_variables()
def reseal(request: UserRequest, pk: int) -> HttpResponse:
    """Put a name into the box, in place of a wrong one or of none."""
    matter = in_reach(request, pk)
    form = ResealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.reseal(matter, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Sealed"))
            return redirect(matter)
    context = {
        "title": _("Seal a name"),
        "breadcrumbs": trail(own_step(matter), _("Seal a name")),
        "kicker": matter,
        "lede": _("A name sealed before is erased. No page shows this one again."),
        "form": form,
        "cancel_url": matter.get_absolute_url(),
        "submit_label": _("Seal"),
    }
    return render(request, "matters/act.html", context, status=answered(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def erase(request: UserRequest, pk: int) -> HttpResponse:
    """Erase the name now, before its day."""
    matter = in_reach(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.erase_seal(matter, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The name is erased"))
            return redirect(matter)
    context = {
        "title": _("Erase the name"),
        "breadcrumbs": trail(own_step(matter), _("Erase the name")),
        "kicker": matter,
        "lede": _("It cannot be brought back. The matter itself stays."),
        "form": form,
        "cancel_url": matter.get_absolute_url(),
        "submit_label": _("Erase the name"),
        "danger": True,
    }
    return render(request, "matters/act.html", context, status=answered(form))
