"""The pages of what was promised."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.choosing import reached
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand, timeline
from danvan.foundation.deadlines.queries import clocks_of
from danvan.foundation.documents.models import Attachment
from danvan.records.activities.models import Activity
from danvan.records.matters import commitments, wording
from danvan.records.matters.choices import Promise
from danvan.records.matters.forms import (
    CommitmentForm,
    KeepForm,
    PostponeForm,
    ReleaseForm,
)
from danvan.records.matters.forms.guarded import GuardedForm
from danvan.records.matters.models import Matter
from danvan.records.matters.views.lists import standing
from danvan.records.matters.views.trails import (
    answered,
    bodies,
    commitments_step,
    in_reach,
    own_step,
    promised,
    trail,
)
from danvan.records.matters.views.writing import activity_asked, choose_unit, unit_asked
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    commitment = promised(request, pk)
    files = Attachment.objects.of(commitment).standing().select_related("uploaded_by")
    may_write = can(request.user, Permission.WRITE, commitment.unit, on=request.today)
    context = {
        "title": _("Promise"),
        "breadcrumbs": trail(commitments_step(), str(commitment)),
        "facts": wording.commitment_facts(commitment),
        "clocks": clocks_of(commitment),
        "attachments": list(files.in_order()),
        "history": timeline(commitment, wording.TELLING),
        "may_write": may_write and commitment.state == Promise.OPEN,
        **standing(commitment, request),
    }
    return render(request, "matters/commitment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def new(request: UserRequest) -> HttpResponse:
    """A promise given about a matter, at a meeting, or by itself."""
    activity, matter = activity_asked(request), matter_asked(request)
    title = _("Record a promise")
    unit = matter_unit(request, matter) or unit_asked(request, activity)
    if unit is None:
        return choose_unit(request, title)
    form = CommitmentForm(
        request.POST if request.method == "POST" else None,
        initial=prefilled(request, matter, activity),
    )
    if form.is_valid():
        try:
            given = commitments.give(
                unit,
                **form.words(),
                activity=activity,
                matter=matter,
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Recorded. The deadline is running"))
            return redirect(matter or given)
    above: Any = matter or activity
    context = {
        "title": title,
        "breadcrumbs": trail(commitments_step(), title),
        "kicker": unit,
        "about": above,
        "form": form,
        "bodies": bodies(unit),
        "cancel_url": above.get_absolute_url() if above else commitments_step()[1],
    }
    return render(request, "matters/act.html", context, status=answered(form))


def matter_asked(request: UserRequest) -> Matter | None:
    number = serial(request.GET.get("matter", ""))
    return in_reach(request, number) if number else None


def matter_unit(request: UserRequest, matter: Matter | None) -> Any:
    """Who holds the matter owes what is promised about it."""
    if matter is None or request.GET.get("unit"):
        return None
    units = reached(request.user, Permission.WRITE, on=request.today)
    return get_object_or_404(units, pk=matter.holder_id)


def prefilled(
    request: UserRequest, matter: Matter | None, activity: Activity | None
) -> dict[str, Any]:
    day = request.today
    if matter and matter.answered_on:
        day = matter.answered_on
    elif activity:
        day = min(activity.on, day)
    return {"given_on": day, "body": matter.body if matter else ""}


def act_page(
    request: UserRequest,
    pk: int,
    form_class: type[GuardedForm],
    do: Callable[..., None],
    *,
    title: str,
    done: str,
    first: dict[str, Any] | None = None,
    danger: bool = False,
) -> HttpResponse:
    """The form of one act about a promise; sent, it leads back to the promise."""
    commitment = promised(request, pk)
    posted = request.method == "POST"
    form = form_class(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"version": commitment.version, **(first or {})},
    )
    clash = None
    if form.is_valid():
        try:
            do(
                commitment,
                **form.words(),
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clashed:
            clash = compare(request, form, clashed, pk)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(commitment)
    context = {
        "title": title,
        "breadcrumbs": trail(commitments_step(), own_step(commitment), title),
        "kicker": commitment,
        "form": form,
        "clash": clash,
        "cancel_url": commitment.get_absolute_url(),
        "submit_label": title,
        "danger": danger,
    }
    status = 422 if form.errors or clash else 200
    return render(request, "matters/act.html", context, status=status)


def compare(
    request: UserRequest, form: GuardedForm, clash: Clash, pk: int
) -> dict[str, Any]:
    """Both texts side by side; sending the form again then knows of the other one."""
    theirs = promised(request, pk)
    form.acknowledge(theirs.version)
    return {"rows": form.differing(clash)} | last_hand(theirs)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def keep(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, KeepForm, commitments.keep),
        title=_("Record that it was done"),
        done=_("Recorded as kept"),
        first={"kept_on": request.today},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def postpone(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, PostponeForm, commitments.postpone),
        title=_("Put it off"),
        done=_("Put off. The first day stays in sight"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def release(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, ReleaseForm, commitments.release),
        title=_("No longer owed"),
        done=_("Recorded as no longer owed"),
        danger=True,
    )
