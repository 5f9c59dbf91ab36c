"""The project's addresses with refusals in one word: the matrix asks for the status
of thousands of them, and tests/shared looks at the pages themselves."""

from django.http import HttpRequest, HttpResponse

from danvan.config.urls import urlpatterns  # noqa: F401 - Django reads it here


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("bad request", status=400)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("forbidden", status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("not found", status=404)
