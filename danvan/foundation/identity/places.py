"""Where a person is signed in, and the end of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.identity import actions, queries


@never_cache
@require_safe
@requires(None)
def index(request: UserRequest) -> HttpResponse:
    here = request.session.session_key
    places = queries.places_of(request.user, here, request.at)
    context = {
        "title": _("Where you are signed in"),
        "places": places,
        "others": [place for place in places if not place.is_here],
    }
    return render(request, "identity/sessions.html", context)


@require_POST
@requires(None)
def end(request: UserRequest) -> HttpResponse:
    """One place, or all but this one."""
    user, which = request.user, request.POST.get("which", "")
    if which == "others":
        here = request.session.session_key or ""
        actions.end_other_sessions(user, here, by=user, at=request.at)
        messages.success(request, _("You are signed in here alone."))
    elif actions.end_session(user, which, by=user, at=request.at):
        messages.success(request, _("You are signed out there."))
    return redirect("identity:sessions")
