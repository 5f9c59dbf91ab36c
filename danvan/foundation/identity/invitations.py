"""The page behind the link of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.identity import actions
from danvan.foundation.identity.forms import FirstPasswordForm
from danvan.foundation.identity.inviting import invited
from danvan.shared.refusals import Refused

GONE = 410


@sensitive_post_parameters()
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: UserRequest, number: str, token: str) -> HttpResponse:
    user = invited(number, token, request.at)
    if user is None:
        title = _("This invitation is not open any more")
        return render(request, "identity/expired.html", {"title": title}, status=GONE)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            password = form.cleaned_data["new_password"]
            actions.accept_invitation(user, password, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("identity:sign_in")
    context = {"title": _("Choose your password"), "form": form, "person": user}
    status = 422 if form.errors else 200
    return render(request, "identity/invitation.html", context, status=status)
