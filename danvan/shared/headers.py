"""What every answer tells the browser beside its content."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

type GetResponse = Callable[[HttpRequest], HttpResponse]

UNUSED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
    *(
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    ),
)
"""Powers of a browser that no page here asks for; passkeys and copying stay."""
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT_FOR_ONE = "private, no-cache"
"""The browser may keep a page for its own person, and asks before it shows it anew.

Not `no-store`: every page would cross a commune's slow line anew, even unchanged.
"""
FORGET = '"cache"'
"""Whoever sits down next at the computer finds no page by going back."""


def careful(get_response: GetResponse) -> GetResponse:
    """Name who may keep the answer and which powers it has, unless the view has."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", KEPT_FOR_ONE)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if signs_out(response):
            response["Clear-Site-Data"] = FORGET
        return response

    return middleware


def signs_out(response: HttpResponse) -> bool:
    """Whether the answer takes the session's cookie away."""
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0
