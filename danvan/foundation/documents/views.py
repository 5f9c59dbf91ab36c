"""Handing files out to those who may read the unit, and taking them off records."""

from typing import cast
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, require, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.documents import actions
from danvan.foundation.documents.models import Attachment, thumbnail_of
from danvan.foundation.documents.photographs import THUMBNAIL_TYPE
from danvan.shared import forms
from danvan.shared.refusals import Refused


def in_reach(request: UserRequest, pk: UUID) -> Attachment:
    """The standing attachment, or 404 where the person may not know of it."""
    standing = Attachment.objects.standing().select_related("unit")
    attachment = get_object_or_404(standing, pk=pk)
    visible = standing.visible_to(request.user, on=request.today)
    if visible.filter(pk=pk).exists() or sees_record(request, attachment):
        return attachment
    raise Http404


def sees_record(request: UserRequest, attachment: Attachment) -> bool:
    """Whether the record itself is in reach: some are seen from two units."""
    rows = apps.get_model(attachment.subject_type)._default_manager
    if not hasattr(rows, "visible_to"):
        return False
    visible = rows.visible_to(request.user, on=request.today)
    return bool(visible.filter(pk=attachment.subject_id).exists())


@require_safe
@requires(Permission.READ)
def download(request: UserRequest, pk: UUID) -> HttpResponse:
    """Always a download, never a page: an upload must not run in our origin."""
    attachment = in_reach(request, pk)
    try:
        stored = attachment.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    lock(response)
    response["Cache-Control"] = "private, no-store"
    # A streamed answer is no HttpResponse to the type checker, but answers like one.
    return cast("HttpResponse", response)


@require_safe
@requires(Permission.READ)
def thumbnail(request: UserRequest, pk: UUID) -> HttpResponse:
    """The small picture, which this program drew itself; it never changes."""
    attachment = in_reach(request, pk)
    if attachment.shown_size is None:
        raise Http404
    try:
        with default_storage.open(thumbnail_of(attachment.file.name or "")) as stored:
            response = HttpResponse(stored.read(), content_type=THUMBNAIL_TYPE)
    except FileNotFoundError as missing:
        raise Http404 from missing
    lock(response)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def lock(response: HttpResponseBase) -> None:
    """Nothing an upload holds may be taken for a page or run."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"


def address_of(subject: Model) -> str:
    """The page of the record, or the first page where a record has none."""
    address = getattr(subject, "get_absolute_url", None)
    return str(address()) if address else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def withdraw(request: UserRequest, pk: UUID) -> HttpResponse:
    """Ask once, then take the file off its record."""
    attachment = in_reach(request, pk)
    subject = actions.subject_of(attachment)
    require(request, actions.writing(subject))
    back = address_of(subject)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw_attachment(attachment, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(
                request, _("“%(name)s” was taken off") % {"name": attachment.name}
            )
            return redirect(back)
    context = {
        "title": _("Take the file off"),
        "attachment": attachment,
        "form": form,
        "cancel_url": back,
        "submit_label": _("Take the file off"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "documents/withdraw.html", context, status=status)
