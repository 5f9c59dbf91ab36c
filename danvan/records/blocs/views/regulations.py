"""The rules of work of a bloc, version by version."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.documents.actions import attach_all
from danvan.foundation.documents.models import Attachment
from danvan.records.blocs import actions
from danvan.records.blocs.forms import RegulationForm
from danvan.records.blocs.models import Bloc, Regulation
from danvan.records.blocs.views import scope
from danvan.records.blocs.views.seats import answer
from danvan.shared.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def regulation_new(request: UserRequest, pk: int) -> HttpResponse:
    bloc = scope.bloc_in_scope(request, pk)
    posted = request.method == "POST"
    form = RegulationForm(
        request.POST if posted else None, request.FILES if posted else None
    )
    if form.is_valid():
        try:
            regulation = _adopt(request, bloc, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"number": regulation.number}
            messages.success(
                request, _("Version %(number)s of the regulation is recorded.") % words
            )
            return redirect(bloc)
    before = bloc.regulations.open().first()
    return answer(
        request,
        form,
        bloc,
        title=_("Record a regulation"),
        before=before,
        template="blocs/regulation_new.html",
    )


@transaction.atomic
def _adopt(request: UserRequest, bloc: Bloc, typed: dict[str, Any]) -> Regulation:
    """The version and its files, or neither."""
    files = typed.pop("attachments", [])
    by, at = request.user, request.at
    regulation = actions.adopt_regulation(bloc, **typed, by=by, at=at)
    attach_all(regulation, bloc.unit, files, by=by, at=at)
    return regulation


@require_safe
@requires(Permission.READ)
def regulation_show(request: UserRequest, pk: int) -> HttpResponse:
    visible = Regulation.objects.visible_to(request.user, on=request.today)
    regulation = get_object_or_404(visible.select_related("bloc__unit"), pk=pk)
    words = {"number": regulation.number}
    title = _("Regulation, version %(number)s") % words
    files = Attachment.objects.of(regulation).standing().select_related("uploaded_by")
    context = {
        "title": title,
        "breadcrumbs": scope.crumbs(regulation.bloc, (title, "")),
        "regulation": regulation,
        "in_force": regulation.holds(request.today),
        "attachments": files.in_order(),
        "may_withdraw": scope.may_manage(request, regulation.bloc),
    }
    return render(request, "blocs/regulation_show.html", context)
