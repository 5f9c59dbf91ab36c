"""Where a request comes from: a visitor is believed no further than our proxies."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from danvan.config import env
from danvan.config.middleware import client_address


@login_not_required
def told(request):
    return HttpResponse(request.address)


urlpatterns = [path("told/", told)]

PROXY, VISITOR, INVENTED = "10.0.0.1", "203.0.113.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("", 0, PROXY),
        (VISITOR, 0, PROXY),
        (VISITOR, 1, VISITOR),
        (f"{INVENTED}, {VISITOR}", 1, VISITOR),
        (f"{INVENTED},{VISITOR},10.0.0.2", 2, VISITOR),
        (VISITOR, 2, PROXY),
        ("", 1, PROXY),
        ("unknown", 1, PROXY),
        ("<script>", 1, PROXY),
        (f"{VISITOR}:4711", 1, VISITOR),
        ("[2001:DB8::1]:443", 1, "2001:db8::1"),
        ("2001:0db8:0000::0001", 1, "2001:db8::1"),
        (f"::ffff:{VISITOR}", 1, VISITOR),
    ],
)
def test_only_what_our_own_proxies_saw_counts(forwarded, proxies, expected):
    assert client_address(PROXY, forwarded, proxies) == expected


def test_a_server_on_a_socket_has_no_address():
    assert client_address("", VISITOR, 0) == ""


@override_settings(ROOT_URLCONF=__name__, DANVAN_PROXIES=1)
def test_a_view_is_told_the_address(client):
    headers = {"x-forwarded-for": f"{INVENTED}, {VISITOR}"}

    assert client.get("/told/", headers=headers).text == VISITOR


def test_fewer_than_no_proxies_refuse_to_start(monkeypatch):
    monkeypatch.setenv("DANVAN_PROXIES", "-1")

    with pytest.raises(ImproperlyConfigured, match="DANVAN_PROXIES"):
        env.count("DANVAN_PROXIES", 0)
