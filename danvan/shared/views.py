"""Pages for what went wrong, and the gallery of components for developers."""

import logging
import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from danvan.shared import gallery
from danvan.shared.outages import cause_of
from danvan.shared.visits import CURRENT, reference

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
READING = {"GET", "HEAD", "OPTIONS"}
RETRY_AFTER = 30
"""Seconds after which a program may ask again."""
BARE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>%(title)s</title>
<h1>%(title)s</h1><p>%(what)s</p><p>%(label)s: <strong>%(reference)s</strong></p>
</html>
"""

log = logging.getLogger(__name__)


@require_safe
@login_not_required
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample text; `?errors=1` shows the form as refused."""
    wrong = gallery.WRONG if "errors" in request.GET else None
    context = {**gallery.samples(), "form": gallery.SampleForm(wrong)}
    return render(request, "shared/gallery.html", context)


@require_safe
@login_not_required
def show_form_page(request: HttpRequest) -> HttpResponse:
    """The page a room extends for a form."""
    form = gallery.SampleForm(gallery.WRONG if "errors" in request.GET else None)
    context = {**gallery.SIGNED_IN, "form": form, "title": gallery.FORM_TITLE}
    return render(request, "form_page.html", {**context, "cancel_url": "../"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Drawn without the request: it may be what could not be read."""
    if isinstance(exception, TOO_MUCH):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """The page for a bare 405, which names the methods that are allowed."""
    page = render(request, "405.html", status=405)
    page["Allow"] = refusal["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """What the system cannot do now (503), or a fault of ours (500); see the log.

    Drawn without the request, so that the same fault cannot strike twice.
    """
    cause = cause_of(sys.exc_info()[1])
    if visit := CURRENT.get():
        visit.cause = cause
    name = "503.html" if cause else "500.html"
    words = {"reference": reference(), "wrote": request.method not in READING}
    response = HttpResponse(drawn(name, words), status=503 if cause else 500)
    if cause:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def drawn(name: str, words: dict[str, Any]) -> str:
    """The page as all others look; a bare one when not even that can be read."""
    try:
        return render_to_string(name, words)
    except Exception:
        log.exception("The page about a fault could not be drawn")
        return BARE % {
            "title": gettext("The system cannot answer now"),
            "what": gettext("Try again in a few minutes."),
            "label": gettext("Reference"),
            "reference": words["reference"],
        }
