"""Pages for what went wrong, and the gallery of components for developers."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from danvan.shared import gallery

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


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
    """Drawn without the request, so that the same fault cannot strike twice."""
    return HttpResponse(render_to_string("500.html"), status=500)
