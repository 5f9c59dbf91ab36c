"""What is logged and counted of a request, what a person sees when it fails, and that
nothing anybody typed is in the log."""

import errno
import io
import json
import logging
import sqlite3

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from prometheus_client import REGISTRY

from danvan.config import logs
from danvan.shared.views import RETRY_AFTER
from tests import factories

SECRET = "bi-mat-0912345678"

pytestmark = pytest.mark.django_db


def raises(fault):
    @login_not_required
    def view(request, word=""):
        raise fault(f"{SECRET} {word} {request.POST} {request.GET}")

    return view


def full(_words):
    return OSError(errno.ENOSPC, SECRET, f"/data/{SECRET}")


@login_not_required
def locked(request):
    said = sqlite3.OperationalError("database is locked")
    said.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError(SECRET) from said


@login_not_required
def speaks(request, word=""):
    logging.getLogger("danvan.thử").warning("Said by a view")
    logging.getLogger("somebody.else").warning("About %s", SECRET)
    logging.getLogger("somebody.else").warning(f"About {SECRET}")  # noqa: G004
    return HttpResponse("said")


@login_not_required
def deep(request):
    try:
        int(SECRET)
    except ValueError as fault:
        raise RuntimeError(SECRET) from fault


@login_not_required
def asks_refused_database(request):
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM nowhere", [SECRET])
    return HttpResponse("")


urlpatterns = [
    path("fault/<str:word>/", raises(KeyError), name="fault"),
    path("fault/", raises(KeyError), name="fault_plain"),
    path("full/", raises(full), name="full"),
    path("locked/", locked, name="locked"),
    path("deep/", deep, name="deep"),
    path("statement/", asks_refused_database, name="statement"),
    path("bad/<str:word>/", raises(BadRequest), name="bad"),
    path("odd/<str:word>/", raises(SuspiciousOperation), name="odd"),
    path("none/<str:word>/", raises(Http404), name="none"),
    path("denied/<str:word>/", raises(PermissionDenied), name="denied"),
    path("says/<str:word>/", speaks, name="says"),
    path("says/", speaks, name="says_plain"),
    path("", include("danvan.config.urls")),
]
handler400 = "danvan.shared.views.bad_request"
handler403 = "danvan.shared.views.forbidden"
handler404 = "danvan.shared.views.not_found"
handler500 = "danvan.shared.views.server_error"


@pytest.fixture
def site():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.fixture
def lines():
    """The log as production writes it, everything down to the quietest."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    root, ours = logging.getLogger(), logging.getLogger("danvan")
    levels = root.level, ours.level
    root.addHandler(handler)
    ours.setLevel("DEBUG")
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def test_an_answer_is_one_line_of_facts(site, lines):
    person = factories.clerk(factories.unit())
    site.force_login(person)

    site.get("/activities/", {"q": SECRET})

    (line,) = lines()
    facts = {name: line[name] for name in ("level", "logger", "message", "view")}
    assert facts == {
        "level": "info",
        "logger": "danvan.request",
        "message": "Answered",
        "view": "activities:index",
    }
    assert (line["method"], line["status"], line["user"]) == ("GET", 200, person.pk)
    assert set(line) == {*facts, "time", "ref", "user", "method", "status", "ms"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/fault/{SECRET}/", 500),
        ("/deep/", 500),
        ("/statement/", 500),
        ("/full/", 503),
        ("/locked/", 503),
        (f"/bad/{SECRET}/", 400),
        (f"/odd/{SECRET}/", 400),
        (f"/none/{SECRET}/", 404),
        (f"/denied/{SECRET}/", 403),
        (f"/says/{SECRET}/", 200),
        (f"/nowhere/{SECRET}/", 404),
        (f"/calendar/feed/{SECRET}.ics", 404),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_secret_reaches_the_log(site, lines, address, status, method):
    words = {"speaker": SECRET, "password": SECRET}
    headers = {"Authorization": f"Bearer {SECRET}", "User-Agent": SECRET}
    query = f"{address}?token={SECRET}"

    if method == "get":
        answer = site.get(query, headers=headers)
    else:
        answer = site.post(query, words, headers=headers, REMOTE_ADDR="203.0.113.9")

    text = json.dumps(lines(), ensure_ascii=False)
    assert answer.status_code in {status, 405}
    assert len(lines()) >= 1
    assert SECRET not in text
    assert "203.0.113.9" not in text
    assert "/calendar/feed/" not in text


def test_a_strange_host_is_not_quoted(site, lines):
    site.get("/accounts/sign-in/", headers={"Host": f"{SECRET}.example"})

    text = json.dumps(lines())
    assert SECRET not in text
    assert "DisallowedHost" in text


def test_a_line_within_a_request_says_which(site, lines):
    site.get("/says/")

    ours, theirs, bare, answered = lines()
    assert ours["message"] == "Said by a view"
    assert theirs["message"] == "About %s"
    assert bare["message"].startswith("speaks:")
    assert {line["ref"] for line in (ours, theirs, bare, answered)} == {ours["ref"]}
    assert {line["view"] for line in (ours, theirs, answered)} == {"says_plain"}


def test_outside_a_request_there_is_no_reference(lines):
    logging.getLogger("danvan.thử").warning("Alone")

    (line,) = lines()
    assert set(line) == {"time", "level", "logger", "message"}


def test_a_fault_shows_a_number_that_stands_in_the_log(site, lines):
    answer = site.get("/deep/")

    page = answer.content.decode()
    told = next(line for line in lines() if line["logger"] == "django.request")
    assert answer.status_code == 500
    assert f">{told['ref']}</strong>" in page
    assert "Hệ thống gặp lỗi" in page
    assert told["fault"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert told["places"][-1].endswith(" deep")
    assert "Traceback" not in page
    assert "RuntimeError" not in page


@pytest.mark.parametrize(
    ("address", "cause"), [("/full/", "disk_full"), ("/locked/", "database_busy")]
)
def test_what_passes_is_said_with_when_to_try_again(site, lines, address, cause):
    answer = site.post(address, {"title": "Họp giao ban"})

    page = answer.content.decode()
    told = next(line for line in lines() if line["logger"] == "django.request")
    assert (answer.status_code, answer["Retry-After"]) == (503, str(RETRY_AFTER))
    assert "<h1>Hệ thống tạm thời không ghi được</h1>" in page
    assert "những gì đã nhập vẫn còn" in page
    assert f">{told['ref']}</strong>" in page
    assert told["cause"] == cause


def test_a_page_that_does_not_open_says_so(site):
    page = site.get("/locked/").content.decode()

    assert "<h1>Hệ thống tạm thời không mở được trang này</h1>" in page
    assert "đã nhập" not in page


@pytest.mark.parametrize("address", ["/deep/", "/locked/"])
def test_the_page_asks_no_database(site, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        site.get(address)


def test_the_page_is_drawn_when_templates_fail(site, lines, monkeypatch):
    broken = [settings.TEMPLATES[0] | {"APP_DIRS": False, "DIRS": []}]

    with override_settings(TEMPLATES=broken):
        answer = site.get("/deep/")

    told = next(line for line in lines() if line["logger"] == "django.request")
    assert answer.status_code == 500
    assert "Hệ thống tạm thời không trả lời được" in answer.content.decode()
    assert f"<strong>{told['ref']}</strong>" in answer.content.decode()


def counted(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


def test_answers_are_counted_by_view_and_never_by_path(site):
    before = counted("danvan_requests_total", view="fault", method="GET", status="5xx")
    faults = counted("danvan_faults_total", cause="fault")
    full = counted("danvan_faults_total", cause="disk_full")

    site.get(f"/fault/{SECRET}/")
    site.get("/full/")

    after = counted("danvan_requests_total", view="fault", method="GET", status="5xx")
    assert after == before + 1
    assert counted("danvan_faults_total", cause="fault") == faults + 1
    assert counted("danvan_faults_total", cause="disk_full") == full + 1
    labels = [
        value
        for family in REGISTRY.collect()
        for sample in family.samples
        for value in sample.labels.values()
    ]
    assert not [value for value in labels if SECRET in value or "/" in value]


def test_a_made_up_method_makes_no_label_of_its_own(site):
    site.generic("BIMAT", "/says/")

    assert counted(
        "danvan_requests_total", view="says_plain", method="other", status="2xx"
    )


def test_a_terminal_shows_the_same_in_one_line():
    record = logging.LogRecord("danvan.x", 30, "f.py", 1, "Said %s", ("so",), None)

    assert logs.Plain().format(record) == "WARNING danvan.x: Said so"
