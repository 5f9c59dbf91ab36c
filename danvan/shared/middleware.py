"""What a request has to be before a page reads it, and a page for every refusal."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from danvan.shared.views import not_allowed

type GetResponse = Callable[[HttpRequest], HttpResponse]

NOT_ALLOWED = 405
UTF_8 = {"", "utf-8", "utf8"}
_SESSION = re.compile("[a-z0-9]*")


def readable(get_response: GetResponse) -> GetResponse:
    """Refuse other letters than UTF-8, and show our page where a method is refused.

    A sender who names the letters ("unicode_escape") could write half a character
    into a text, which no database takes and no page can show.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if (request.encoding or "").lower() not in UTF_8:
            raise BadRequest("The request is not in UTF-8")
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not _SESSION.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        response = get_response(request)
        if response.status_code == NOT_ALLOWED and not response.content:
            return not_allowed(request, response)
        return response

    return middleware
