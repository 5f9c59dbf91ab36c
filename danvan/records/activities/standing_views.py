"""What becomes of something planned: put off to another day, or called off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.activities import actions, doors, rules
from danvan.records.activities.choices import Status
from danvan.records.activities.forms import CancelForm, PostponeForm
from danvan.records.activities.models import PENDING, Activity
from danvan.records.activities.views import in_hand, in_reach, own_step, trail
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import VersionedForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def postpone(request: UserRequest, pk: int) -> HttpResponse:
    activity = in_hand(request, pk)
    if activity.status not in PENDING:
        return no_longer(request, activity)
    if elsewhere := better_door(request, activity, "postpone"):
        return redirect(elsewhere)
    form = PostponeForm(posted(request), initial={"version": activity.version})
    words = {
        "title": _("Postpone “%(title)s”") % {"title": activity.title},
        "submit_label": _("Postpone"),
        "done": _("Postponed. The first date stays in the history"),
    }
    return answered(request, activity, form, actions.postpone_activity, words)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    activity = in_hand(request, pk)
    if Status.CANCELLED not in rules.NEXT[Status(activity.status)]:
        return no_longer(request, activity)
    if elsewhere := better_door(request, activity, "cancel"):
        return redirect(elsewhere)
    form = CancelForm(posted(request), initial={"version": activity.version})
    words = {
        "title": _("Cancel “%(title)s”") % {"title": activity.title},
        "submit_label": _("Cancel the activity"),
        "done": _("Cancelled. The record stays with its reason"),
        "danger": True,
    }
    return answered(request, activity, form, actions.cancel_activity, words)


def better_door(request: UserRequest, activity: Activity, verb: str) -> str:
    """The page of a room above that does more than this one; "" when this is it."""
    url = doors.putting_off(activity)[verb]
    return "" if url == request.path else url


def posted(request: UserRequest) -> Any:
    return request.POST if request.method == "POST" else None


def no_longer(request: UserRequest, activity: Activity) -> HttpResponse:
    messages.warning(request, _("Only what is planned can be postponed or called off"))
    return redirect(activity)


def answered(
    request: UserRequest,
    activity: Activity,
    form: VersionedForm,
    act: Callable[..., None],
    words: dict[str, Any],
) -> HttpResponse:
    """Save once; after a clash the form may be sent again knowing of the other edit."""
    if form.is_valid():
        given = {n: v for n, v in form.cleaned_data.items() if n != "version"}
        seen = form.seen_version()
        try:
            act(activity, **given, version=seen, by=request.user, at=request.at)
        except Clash as clash:
            form.acknowledge(in_reach(request, activity.pk).version)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(translated(refused))
        else:
            messages.info(request, words["done"])
            return redirect(activity)
    context = words | {
        "breadcrumbs": trail(own_step(activity), words["submit_label"]),
        "activity": activity,
        "form": form,
        "cancel_url": activity.get_absolute_url(),
    }
    status = 422 if form.errors else 200
    return render(request, "activities/standing.html", context, status=status)


def translated(refused: Refused) -> Refused:
    """The column of the reason is called by another name on these forms."""
    if refused.field == "status_reason":
        return Refused(refused.sentence, field="reason")
    return refused
