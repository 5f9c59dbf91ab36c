"""A person's own mail and calendar address."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import moment
from danvan.foundation.notices import actions, mail, queries
from danvan.foundation.notices.forms import TopicsForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ)
def show_settings(request: UserRequest) -> HttpResponse:
    """What comes by mail, and whether there is a calendar address."""
    form = TopicsForm(
        request.POST if request.method == "POST" else None,
        muted=queries.muted_topics(request.user),
    )
    if form.is_valid():
        actions.mute(request.user, form.muted(), at=request.at)
        messages.success(request, _("Your choice is saved."))
        return redirect("notices:settings")
    feed = queries.feed_of(request.user)
    context = {
        "title": _("Notices and calendar"),
        "form": form,
        "is_mail_on": mail.is_on(),
        "feed_made": moment(feed.made_at) if feed else "",
    }
    status = 422 if form.errors else 200
    return render(request, "notices/settings.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ)
def new_feed(request: UserRequest) -> HttpResponse:
    """A new address by the button; it is shown this once."""
    if request.method != "POST":
        return redirect("notices:settings")
    secret = actions.new_feed(request.user, at=request.at)
    context = {
        "title": _("Your calendar address"),
        "address": mail.absolute(reverse(settings.DANVAN_FEED, args=[secret])),
    }
    return render(request, "notices/feed.html", context)


@require_POST
@requires(Permission.READ)
def end_feed(request: UserRequest) -> HttpResponse:
    actions.end_feed(request.user, at=request.at)
    messages.success(request, _("The calendar address no longer opens anything."))
    return redirect("notices:settings")
