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
from danvan.foundation.audit.history import last_hand, timeline
from danvan.foundation.documents.actions import attach_all
from danvan.foundation.documents.models import Attachment
from danvan.records.blocs import actions
from danvan.records.blocs.forms import (
    RegulationEditForm,
    RegulationForm,
    clash_rows,
    overwritable,
)
from danvan.records.blocs.models import Bloc, Regulation
from danvan.records.blocs.telling import TELLING
from danvan.records.blocs.views import scope
from danvan.records.blocs.views.seats import answer
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused


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
    regulation = _in_scope(request, pk)
    words = {"number": regulation.number}
    title = _("Regulation, version %(number)s") % words
    files = Attachment.objects.of(regulation).standing().select_related("uploaded_by")
    context = {
        "title": title,
        "breadcrumbs": scope.crumbs(regulation.bloc, (title, "")),
        "regulation": regulation,
        "in_force": regulation.holds(request.today),
        "attachments": files.in_order(),
        "history": timeline(regulation, TELLING),
        "may_manage": scope.may_manage(request, regulation.bloc),
    }
    return render(request, "blocs/regulation_show.html", context)


def _in_scope(request: UserRequest, pk: int) -> Regulation:
    visible = Regulation.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(visible.select_related("bloc__unit"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def regulation_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct one version and add files to it."""
    regulation = _in_scope(request, pk)
    posted = request.method == "POST"
    form = RegulationEditForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=_stored(regulation),
    )
    clash: dict[str, Any] = {}
    if form.is_valid():
        try:
            _correct(request, regulation, form)
        except Clash:
            stored = _stored(_in_scope(request, pk))
            rows = clash_rows(form, stored)
            overwritable(form, {"version": stored["version"]})
            clash = {"clash": {"rows": rows} | last_hand(regulation)}
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The regulation is corrected."))
            return redirect(regulation)
    return answer(
        request,
        form,
        regulation.bloc,
        title=_("Correct a regulation"),
        regulation=regulation,
        lede=_("For a slip in the entry. For new rules of work, record a new version."),
        cancel_url=regulation.get_absolute_url(),
        **clash,
    )


@transaction.atomic
def _correct(
    request: UserRequest, regulation: Regulation, form: RegulationEditForm
) -> None:
    by, at = request.user, request.at
    version = serial(form.cleaned_data["version"])
    actions.correct_regulation(regulation, form.values(), version=version, by=by, at=at)
    files = form.cleaned_data["attachments"]
    attach_all(regulation, regulation.bloc.unit, files, by=by, at=at)


def _stored(regulation: Regulation) -> dict[str, Any]:
    """Field values as stored; an effect on the day of adoption is left empty."""
    names = ("document_no", "adopted_on", "valid_from", "cadence", "text", "version")
    values = {name: getattr(regulation, name) for name in names}
    if regulation.valid_from == regulation.adopted_on:
        values["valid_from"] = None
    return values
