"""What every answer tells the browser, whatever page it is."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from danvan.foundation.access.rules import Role
from tests import factories
from tests.house.tree import ROOT

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FIXED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in():
    client = Client(raise_request_exception=False)
    client.force_login(factories.user((Role.PROVINCE, factories.tree().province)))
    return client


def policy_of(response):
    parts = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return dict(part.split(" ", 1) for part in parts)


PAGES = ("/", "/activities/", "/nowhere/", "/accounts/sign-in/", "/roster/template/")


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_same_protection(address, signed_in):
    response = signed_in.get(address)

    assert policy_of(response) == POLICY
    assert {name: response[name] for name in FIXED} == FIXED
    assert "camera=()" in response["Permissions-Policy"].split(", ")


def test_a_refused_request_is_protected_as_well(signed_in):
    refused = signed_in.get("/", HTTP_HOST="evil.example")
    unknown = signed_in.put("/")

    assert [refused.status_code, unknown.status_code] == [400, 405]
    for response in (refused, unknown):
        assert policy_of(response) == POLICY
        assert response["Cache-Control"] == "private, no-cache"


def test_a_page_is_kept_for_its_person_alone_and_asked_for_anew(signed_in):
    page = signed_in.get("/activities/")
    again = signed_in.get("/activities/", HTTP_IF_NONE_MATCH=page["ETag"])

    assert page["Cache-Control"] == "private, no-cache"
    assert again.status_code in {200, 304}
    assert again["Cache-Control"] == "private, no-cache"


def test_what_nobody_may_see_twice_is_not_kept_at_all(signed_in):
    assert "no-store" in signed_in.get("/accounts/password/")["Cache-Control"]


def test_signing_out_tells_the_browser_to_forget_the_pages(signed_in):
    before = signed_in.get("/activities/")
    out = signed_in.post("/accounts/sign-out/")

    assert "Clear-Site-Data" not in before
    assert out["Clear-Site-Data"] == '"cache"'


def test_signing_in_needs_the_token_of_its_page():
    """Or a stranger could sign somebody in under an account of his own."""
    person = factories.user((Role.PROVINCE, factories.tree().province))
    given = {"username": person.username, "password": factories.PASSWORD}
    client = Client(enforce_csrf_checks=True)

    assert client.post("/accounts/sign-in/", given).status_code == 403
    assert "sessionid" not in client.cookies


TOLD = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in (
    'SESSION_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'SESSION_COOKIE_HTTPONLY',
    'SESSION_COOKIE_SAMESITE', 'SESSION_COOKIE_DOMAIN', 'SESSION_COOKIE_PATH',
    'CSRF_COOKIE_NAME', 'CSRF_COOKIE_SECURE', 'CSRF_COOKIE_HTTPONLY',
    'CSRF_COOKIE_SAMESITE', 'CSRF_COOKIE_DOMAIN', 'CSRF_COOKIE_PATH',
    'SECURE_HSTS_SECONDS', 'SECURE_HSTS_INCLUDE_SUBDOMAINS', 'SECURE_SSL_REDIRECT',
)}))
"""


def test_cookies_of_production_belong_to_one_host_and_to_https(tmp_path):
    """Only a fresh process reads the settings as production does."""
    given = {
        "DANVAN_PRODUCTION": "1",
        "DANVAN_DATA": str(tmp_path),
        "DANVAN_ADDRESS": "https://danvan.example",
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
        "SECRET_KEY": os.urandom(40).hex(),
        "SEAL_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "ALLOWED_HOSTS": "danvan.example",
        "PATH": os.environ["PATH"],
    }

    run = subprocess.run(
        [sys.executable, "-c", TOLD],
        env=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    cookie = {"SECURE": True, "HTTPONLY": True, "SAMESITE": "Lax"}
    cookie |= {"DOMAIN": None, "PATH": "/"}
    session = {f"SESSION_COOKIE_{name}": value for name, value in cookie.items()}
    token = {f"CSRF_COOKIE_{name}": value for name, value in cookie.items()}
    assert json.loads(run.stdout) == session | token | {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_SSL_REDIRECT": True,
    }
