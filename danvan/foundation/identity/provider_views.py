"""To the OpenID Connect provider and back."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.identity import provider, views
from danvan.foundation.identity.forms import ReturnForm
from danvan.foundation.identity.rules import Factor
from danvan.shared.refusals import Refused

NEXT = "provider_next"


@never_cache
@login_not_required
@require_safe
def begin(request: UserRequest) -> HttpResponse:
    """A link and no form: the content policy lets no form end on another site."""
    if not provider.is_on():
        raise Http404
    request.session[NEXT] = request.GET.get("next", "")
    try:
        return provider.lead_there(request)
    except Refused as refused:
        return failed(request, refused)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: UserRequest) -> HttpResponse:
    """What the provider sent along is used by the button, as reading never writes."""
    if not provider.is_on():
        raise Http404
    if bool(request.user.is_authenticated):
        return redirect(views.first_page(request))
    if request.method != "POST":
        return continue_page(request)
    try:
        user = provider.recognise(request)
    except Refused as refused:
        return failed(request, refused)
    to = request.session.pop(NEXT, "")
    return views.go_on(request, user, Factor.OPENID, to)


def continue_page(request: UserRequest) -> HttpResponse:
    form = ReturnForm(initial={k: request.GET.get(k, "") for k in ("code", "state")})
    context = {"title": _("Sign in"), "form": form, "submit_label": _("Continue")}
    return render(request, "identity/provider_back.html", context)


def failed(request: UserRequest, refused: Refused) -> HttpResponse:
    context = {"title": _("Sign in"), "sentence": str(refused)}
    return render(request, "identity/provider_failed.html", context, status=422)
