"""Nothing that is sent breaks a page, changes a record unasked, or comes to life.

A sample; `DANVAN_BAD_INPUTS=40 pytest tests/house/test_bad_input.py` tries them all.
"""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from danvan.config.middleware import writes
from danvan.foundation.access.models import Session
from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry, Origin
from danvan.foundation.documents.models import Attachment
from danvan.foundation.identity.signing_in import PROVED
from tests import factories
from tests.house import hostile
from tests.house.doors import DOORS, Door, Place, scene, user
from tests.house.hostile import BOUNDARY, MARK, SHARE, Page, page_of, spread
from tests.house.test_scope import listed, stored, url
from tests.lifting import lifted

SIGN_IN = "/accounts/sign-in/"
KNOWN = ("page", "sort", "year", "as_of", "on", "q", "export", "la_gi")
"""Asked of pages that know them and of pages that do not, there some in turn."""
ACCENTED = re.compile("[ăâđêôơưà-ỹ]")
SHUT = {400, 403, 404, 405, 413}

pytestmark = pytest.mark.django_db

type Ask = Callable[[Client], Any]


@pytest.fixture
def places(settings, tmp_path) -> list[Place]:
    """The scene of the scope test, with a place of its own for files."""
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    return scene()


class Desk:
    """Somebody with every right in the first province, and a look at each answer."""

    def __init__(self, places: list[Place]) -> None:
        province = places[0].unit
        roles = (Role.PROVINCE, Role.ADMINISTRATOR, Role.INSPECTOR)
        every = [(role, province) for role in roles]
        self.everything = self.session(user("moi-quyen", *every))
        self.place = next(place for place in places if place.bloc)
        self.owner = self.session(self.place.account)
        self.away = next(p for p in places if p.unit.code == "99")
        self.before, self.elsewhere = stored(), self.abroad()
        self.faults: list[tuple[str, ...]] = []
        self.answers: dict[int, int] = {}
        self.wrote, self.saved = False, 0

    def session(self, person: Any) -> str:
        client = Client()
        client.force_login(person)
        session = client.session
        session[PROVED] = timezone.now().isoformat()  # or factors ask for it first
        session.save()
        return client.cookies["sessionid"].value

    def client(self, door: Door, **options: Any) -> Client:
        client = Client(**options)
        session = self.owner if door.owned else self.everything
        client.cookies = SimpleCookie({"sessionid": session})
        return client

    def abroad(self) -> list[Any]:
        """Rows of the province next door, which this person may not touch."""
        root = self.away.unit.pk
        return [
            sorted(model._default_manager.within(root).values_list(), key=str)
            for model in apps.get_models()
            if hasattr(model._default_manager, "within")
        ]

    def try_(self, what: str, door: Door, ask: Ask, **options: Any) -> Any:
        """One request, looked at and taken back; None when it broke."""
        response, self.wrote = None, False
        with transaction.atomic():
            try:
                with connection.execute_wrapper(self.watch):
                    response = ask(self.client(door, **options))
            except Exception as broke:  # noqa: BLE001 - any of them would be a 500
                self.faults.append((what, f"{type(broke).__name__}: {broke}"[:200]))
            else:
                self.faults += [(what, fault) for fault in self.wrong(response)]
            transaction.set_rollback(True)
        return response

    def watch(self, execute: Any, sql: str, *args: Any) -> Any:
        """Whether anything was written at all; looking through every row is slow."""
        self.wrote = self.wrote or writes(sql)
        return execute(sql, *args)

    def wrong(self, response: Any) -> Iterator[str]:
        status = response.status_code
        self.answers[status] = self.answers.get(status, 0) + 1
        self.saved += status < 400 and self.wrote
        if status >= 500:
            yield str(status)
        if status >= 400 and self.wrote and stored() != self.before:
            yield f"{status}, yet something was saved"
        if status < 400 and self.wrote and response.wsgi_request.method == "POST":
            yield from ["changed the neighbours"] * (self.abroad() != self.elsewhere)
        yield from faults_of(response)
        if response.streaming:
            b"".join(response.streaming_content)  # closes its file


def faults_of(response: Any) -> Iterator[str]:
    """What no answer may be, whatever was asked."""
    to = response.headers.get("Location", "/")
    if not url_has_allowed_host_and_scheme(to, {"testserver"}):
        yield f"leads away to {to[:80]}"
    if any("\n" in value or "\r" in value for value in response.headers.values()):
        yield "a header with a line break"
    if "hacked" in response.cookies:
        yield "a cookie of the sender's"
    if response.wsgi_request.method == "HEAD":
        return  # nothing but headers is sent
    if response.headers.get("Content-Type", "").startswith("text/html"):
        page = page_of(response)
        yield from (f"alive: {alive}" for alive in page.alive)
        if response.status_code not in {301, 302}:
            yield from ours(page, response.status_code)
    elif response.status_code in SHUT:
        yield f"{response.status_code} without a page"


def ours(page: Page, status: int) -> Iterator[str]:
    """Our page in Vietnamese with one head line and a way back."""
    if page.language != "vi" or page.heads != 1 or not ACCENTED.search(page.words):
        yield f"{status}: not our page, {page.heads} h1, lang={page.language!r}"
    if status in SHUT and not any(link.startswith("/") for link in page.links):
        yield f"{status}: no way back"


@pytest.fixture
def desk(places) -> Desk:
    return Desk(places)


def read(address: str, pairs: Iterable[tuple[str, Any]] = ()) -> Ask:
    return lambda client: hostile.get(client, address, pairs)


def send(address: str, pairs: Iterable[tuple[str, Any]], query: Any = None) -> Ask:
    return lambda client: hostile.post(client, address, pairs, query)


def call(method: str, address: str, body: bytes = b"", **words: Any) -> Ask:
    return lambda client: client.generic(method, address, body, **words)


def form_of(door: Door, place: Place) -> dict[str, Any]:
    return (door.form(place) if door.form else None) or {}


def addresses(place: Place) -> Iterator[tuple[str, Door, str]]:
    """Every URL that exists at the place, with what a page of it is found by."""
    for name, door in DOORS.items():
        place.upload = None
        if (address := url(name, door, place)) is not None:
            yield name, door, address


def numbers(places: list[Place]) -> list[str]:
    """Of another province, and of another room in one's own."""
    other = next(place for place in places if place.bloc and place.unit.code != "06")
    foreign = places[-1]
    return [
        str(row.pk)
        for row in (
            *(foreign.unit, foreign.bloc, foreign.seat, foreign.directive),
            *(foreign.activity, foreign.account, foreign.seat.member),
            *(other.activity, other.seat),
        )
        if row is not None
    ]


FIRST: dict[str, Page] = {}
"""Pages as they open; every test builds the same scene, so once is enough."""


def first_page(desk: Desk, name: str, door: Door, address: str) -> Page:
    """The page as it opens, for the names of its fields."""
    if not door.reads:
        return Page()
    if name not in FIRST:
        query = spread(door.query(desk.place) or {})
        got = desk.try_(name, door, read(address, query))
        kind = "" if got is None else got.headers.get("Content-Type", "")
        FIRST[name] = page_of(got) if kind.startswith("text/html") else Page()
    return FIRST[name]


def test_no_address_breaks_on_what_stands_behind_its_question_mark(places, desk):
    cards = hostile.deck((*hostile.PLAIN, *numbers(places)), "get")
    elsewhere = hostile.deck(KNOWN, "known")

    for name, door, address in addresses(desk.place):
        if not door.reads:
            continue
        given = door.query(desk.place) or {}
        asked = first_page(desk, name, door, address).asked
        known = itertools.islice(elsewhere, min(2 * SHARE, len(KNOWN)))
        for field in sorted({*asked, *given, *known}):
            rest = spread({n: v for n, v in given.items() if n != field})
            for value in (next(cards) for _each in range(SHARE)):
                pairs = [*rest, (field, next(cards)), (field, value)]  # the last counts
                what = f"GET {name} {field}={value[:30]!r}"
                desk.try_(what, door, read(address, pairs))

    assert not desk.faults, listed(desk.faults)
    assert desk.answers[200] > 100


def test_no_form_breaks_on_what_is_typed_into_it(places, desk):
    upload = hostile.File(b"%PDF-1.7")
    cards = hostile.deck((*hostile.PLAIN, *numbers(places), upload), "post")

    for name, door, address in addresses(desk.place):
        form = form_of(door, desk.place)
        fields = first_page(desk, name, door, address).posted
        query = door.query(desk.place) or {}
        for field in sorted({*form, *fields}):
            rest = spread({n: v for n, v in form.items() if n != field})
            known = [hostile.KNOWN[field]] if field in hostile.KNOWN else []
            for value in (*known, *(next(cards) for _each in range(SHARE))):
                pairs = [*rest, (field, value)]
                what = f"POST {name} {field}={str(value)[:30]!r}"
                desk.try_(what, door, send(address, pairs, query))

    assert not desk.faults, listed(desk.faults)
    assert desk.answers[302] > 20
    assert desk.answers[422] > 50


WRONG_NUMBERS = (
    *("0", "-1", "99999999", str(2**63), "9" * 5_000, "²", "٣", "%00", "1e3", "..%2f"),
    *("zzzz-1", "00000000-0000-0000-0000-000000000000", "%ED%A0%80", "<b>", "%0d%0a"),
)


def test_no_number_in_a_path_breaks_a_page(desk):
    cards = hostile.deck(WRONG_NUMBERS, "path")

    for name, door, address in addresses(desk.place):
        for _each in range(SHARE + 1):
            value = next(cards)
            to = re.sub(r"/(\d+|[0-9a-f-]{36})/", f"/{value}/", address, count=1)
            method = "GET" if door.reads else "POST"
            if to == address:
                continue
            what = f"{method} {name} /{value[:20]}/"
            got = desk.try_(what, door, call(method, to))
            if got is not None and got.status_code not in SHUT:
                desk.faults.append((what, str(got.status_code)))

    assert not desk.faults, listed(desk.faults)


def test_another_method_than_the_page_knows_is_refused_by_our_page(desk):
    methods = hostile.deck(["PUT", "PATCH", "DELETE", "TRACE", "BREW", "PROPFIND"], "m")

    for name, door, address in addresses(desk.place):
        reading = door.reads and not first_page(desk, name, door, address).posted
        for method in [next(methods), *["POST"] * (reading and not door.form)]:
            what = f"{method} {name}"
            got = desk.try_(what, door, call(method, address, b"x=1"))
            bare = {"identity:password", "documents:withdraw", "activities:new"}
            bare |= {"identity:totp_end", "identity:recovery_new"}
            bare |= {"identity:passkey_end"}
            if method == "POST" and name in bare:
                continue
            if got is not None and got.status_code != 405:
                desk.faults.append((what, str(got.status_code)))
            elif got is not None and "Allow" not in got.headers:
                desk.faults.append((what, "tells no method that is allowed"))

    assert not desk.faults, listed(desk.faults)


def test_a_form_without_its_token_changes_nothing(desk):
    for name, door, address in addresses(desk.place):
        form = form_of(door, desk.place)
        pairs = spread(form | {"csrfmiddlewaretoken": "x\0" * 40})
        got = desk.try_(name, door, send(address, pairs), enforce_csrf_checks=True)
        if got is not None and got.status_code != 403:
            desk.faults.append((name, str(got.status_code)))

    assert not desk.faults, listed(desk.faults)


FORM = f"multipart/form-data; boundary={BOUNDARY}"
BODIES: dict[str, tuple[str, bytes]] = {
    "json": ("application/json", b'{"full_name": ["x"], "pk": {"$gt": 0}}'),
    "broken json": ("application/json", b'{"a":' * 2_000),
    "xml": ("text/xml", hostile.ENTITIES),
    "nothing": ("", b""),
    "unknown": ("x/y; z=" + "q" * 4_000, b"a=b"),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "bad boundary": ("multipart/form-data; boundary=\xe2\x80\xae", b"--x--"),
    "cut": (FORM, hostile.multipart([("full_name", "x")])[:-30]),
    "bytes": (FORM, bytes(range(256)) * 20),
    "base64": (
        FORM,
        b"--%s\r\nContent-Disposition: form-data; name=on\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n*\r\n--%s--"
        % (BOUNDARY.encode(), BOUNDARY.encode()),
    ),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 6_000),
    "too large": ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    "other letters": ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
    "escapes": (
        f"{FORM}; charset=unicode_escape",
        hostile.multipart(
            (name, "\\ud800")
            for name in ("full_name", "title", "on", "reason", "next", "username", "q")
        ),
    ),
}


def test_a_body_that_is_no_form_breaks_nothing(desk):
    bodies = hostile.deck(BODIES, "body")

    for name, door, address in addresses(desk.place):
        for body in (next(bodies) for _each in range(SHARE)):
            kind, content = BODIES[body]
            for method in ("POST", "GET") if door.reads else ("POST",):
                words = {"content_type": kind, "QUERY_STRING": ESCAPED}
                ask = call(method, address, content, **words)
                desk.try_(f"{method} {name}: {body}", door, ask)

    assert not desk.faults, listed(desk.faults)


ESCAPED = r"q=\ud800&next=\ud800&year=\ud800&kind=briefing"
HEADERS: dict[str, dict[str, str]] = {
    "host": {"HTTP_HOST": "evil.example"},
    "host with a path": {"HTTP_HOST": "testserver/@evil.example"},
    "host with a port": {"HTTP_HOST": "testserver:99999x"},
    "forwarded": {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "for=;"},
    "language": {"HTTP_ACCEPT_LANGUAGE": "x;q=NaN," * 500 + "en"},
    "time": {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999 99:99:99 GMT"},
    "mark": {"HTTP_IF_NONE_MATCH": '"' * 999, "HTTP_RANGE": "bytes=-1--9"},
    "encoding": {"HTTP_ACCEPT_ENCODING": "gzip;q=x, *;q=-1", "HTTP_ACCEPT": "\xff"},
    "cookies": {"HTTP_COOKIE": "sessionid=" + "z" * 9_000 + "; csrftoken=\xff; =;;"},
    "messages": {"HTTP_COOKIE": 'messages="[[\\"x\\"]]:bad:sig"; sessionid=..'},
    "referer": {"HTTP_REFERER": "http://[::1", "HTTP_ORIGIN": "null"},
    "length": {"CONTENT_LENGTH": "-5"},
    "no length": {"CONTENT_LENGTH": "x"},
    "unreadable address": {"REMOTE_ADDR": "\x00'", "HTTP_X_FORWARDED_FOR": "x" * 9_000},
}


def test_no_header_breaks_a_page(desk):
    for header, sent in HEADERS.items():
        for address in ("/", SIGN_IN, "/activities/", "/nowhere/"):
            for method in ("GET", "POST"):
                what = f"{method} {address}: {header}"
                desk.try_(what, DOORS["agenda:today"], call(method, address, **sent))

    assert not desk.faults, listed(desk.faults)


@pytest.mark.parametrize("cookie", [r'"\000aaaaaaaaaaa"', r'"\355\240\200aaaaaaaa"'])
def test_a_session_no_database_can_hold_is_no_session(desk, cookie):
    sent = {"HTTP_COOKIE": f"sessionid={cookie}"}
    got = desk.try_("GET", DOORS["agenda:today"], call("GET", "/", **sent))

    assert not desk.faults, listed(desk.faults)
    assert got.headers["Location"].startswith(SIGN_IN)


AWAY = (
    *("https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example"),
    *("javascript:alert(9137)", "http:evil.example", "/%09/evil.example", "\t//evil"),
    *(
        "https://testserver@evil.example/",
        "http://[::1",
        "\0//evil.example",
        "/" * 9000,
    ),
    *("/nowhere/", "/accounts/sign-out/", "evil.example", "x" * 100_000, "/²/", "//"),
    "/\r\nSet-Cookie: hacked=1",
)


def test_signing_in_never_leads_away():
    """The page asked for is followed only when it is one of ours."""
    person = factories.user((Role.PROVINCE, factories.tree().province))
    given = {"username": person.username, "password": factories.PASSWORD}

    for asked in AWAY:
        client = Client()
        shown = hostile.get(client, SIGN_IN, [("next", asked)])
        sent = hostile.post(client, SIGN_IN, spread(given | {"next": asked}))
        again = hostile.get(client, SIGN_IN, [("next", asked)])
        for response in (shown, sent, again):
            assert list(faults_of(response)) == [], asked[:40]
        if sent.status_code == 302:
            assert client.get(sent.headers["Location"]).status_code in {200, 302, 405}
        assert (shown.status_code, sent.status_code) in {(200, 302), (200, 422)}


def test_signing_in_stands_what_is_typed():
    factories.user(username="co-that")
    before, cards = stored(), hostile.deck(hostile.PLAIN, "sign in")
    fields = ("username", "password", "next")

    for number, value in zip(range(24 * SHARE), cards, strict=False):
        given = {"username": "co-that", "password": "x", "next": "/"}
        pairs = spread(given | {fields[number % 3]: value})
        with transaction.atomic():
            client = Client(REMOTE_ADDR=f"10.0.0.{number % 250}")
            response = hostile.post(client, SIGN_IN, pairs)
            assert list(faults_of(response)) == [], pairs
            assert response.status_code == 422
            with lifted():
                Entry.objects.filter(verb="sign_in_failed").delete()
            Origin.objects.all().delete()
            assert stored() == before
            transaction.set_rollback(True)


FEW = 8
"""Files each field is tried with; all in turn, as the fields share their rules."""


def file_fields(desk: Desk) -> Iterator[tuple[str, Door, str, str]]:
    for name, door, address in addresses(desk.place):
        for field, kind in first_page(desk, name, door, address).posted.items():
            if kind == "file":
                yield name, door, address, field


def test_no_file_breaks_a_page_or_leaves_its_own_name_behind(desk):
    uploads, doors = hostile.files(), list(file_fields(desk))
    cards = hostile.deck(uploads.items(), "files")

    for name, door, address, field in doors:
        form = spread(form_of(door, desk.place))
        query = door.query(desk.place) or {}
        many = len(uploads) if name == "roster:index" else FEW * SHARE
        for wrong, upload in itertools.islice(cards, min(many, len(uploads))):

            def ask(client, to=address, pairs=(*form, (field, upload)), query=query):
                response = hostile.post(client, to, pairs, query)
                for kept in Attachment.objects.exclude(pk=desk.place.attachment.pk):
                    if kept.unit_id == desk.place.unit.pk:
                        assert_harmless(client.get(f"/files/{kept.pk}/"))
                if "/roster/" in response.headers.get("Location", ""):
                    page = response.headers["Location"].partition("?")[0]
                    for further in (page, f"{page}marked/"):
                        assert list(faults_of(client.get(further))) == []
                return response

            desk.try_(f"{name} {field}: {wrong}", door, ask)

    assert {name for name, *_rest in doors} >= {"activities:new", "roster:index"}
    assert not desk.faults, listed(desk.faults)


def assert_harmless(response: HttpResponse) -> None:
    """A file handed out again is a download under one plain name."""
    told = response.headers["Content-Disposition"]
    b"".join(response.streaming_content)  # type: ignore[attr-defined] # closes it
    assert told.startswith("attachment;"), told
    assert not re.search(r"[\r\n\0/\\]|\.\.|exe$|%00|%2F|%0A", told), told
    assert len(told) < 1_000, len(told)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_over_the_limit_is_refused_in_words(desk, settings):
    settings.ATTACHMENT_MAX_BYTES = settings.ROSTER_MAX_BYTES = 1024 * 1024
    upload = hostile.File(b"%PDF" + bytes(1024 * 1024))

    for name, door, address, field in list(file_fields(desk)):
        pairs = [*spread(form_of(door, desk.place)), (field, upload)]
        query = door.query(desk.place) or {}
        got = desk.try_(name, door, send(address, pairs, query))
        assert got.status_code == 422, name
        assert "MB" in page_of(got).words, name

    assert not desk.faults, listed(desk.faults)


def poison(values: tuple[str, ...]) -> None:
    """Write these into every free text of every record, past all rules."""
    count = 0
    for model in apps.get_models():
        if not model.__module__.startswith("danvan.") or model is Session:
            continue
        for column in model._meta.concrete_fields:
            if not free_text(column):
                continue
            for row in model._default_manager.order_by("pk"):
                count += 1
                text = f"{values[count % len(values)]} {count}"[: column.max_length]
                model._default_manager.filter(pk=row.pk).update(**{column.name: text})


CODED = {
    *("username", "password", "code", "post", "kind", "chair", "grade", "key"),
    *("host", "language", "rule", "path", "job", "slot", "topic", "source", "step"),
    *("organisation", "programme_task", "field", "movement", "channel", "body_fold"),
    *("content_type", "sha256", "subject_type", "subject_id", "file", "verb", "email"),
}


def free_text(column: Any) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, models.FileField)
        and column.editable
        and not column.choices
        and column.name not in CODED
    )


def test_texts_of_records_never_come_to_life(places, desk):
    made = next(place for place in places if place.activity)
    Entry.objects.create(
        at=factories.noon(made.activity.on),
        actor="x",
        verb="activity_amended",
        subject_type="activities.activity",
        subject_id=str(made.activity.pk),
        subject="x",
        changes={"title": [hostile.SCRIPTS[0], hostile.SCRIPTS[1]]},
    )
    with lifted():
        poison(hostile.SCRIPTS)
    shown, desk.before = 0, stored()

    for place in (*places[:2], desk.place):
        for name, door in DOORS.items():
            if door.owned or not door.reads or not (to := url(name, door, place)):
                continue
            got = desk.try_(name, door, read(to, spread(door.query(place) or {})))
            if got is not None and "text/html" in got.headers.get("Content-Type", ""):
                shown += MARK in page_of(got).words

    assert not desk.faults, listed(desk.faults)
    assert shown > 50


FILES = {"roster:export", "roster:template", "scorecard:export"}
"""Doors that hand out a file by themselves; lists do when asked."""
LISTS = 12
"""At least so many of them hold texts of people."""


def test_no_cell_of_a_file_handed_out_is_a_formula(places, desk):
    """Whatever answers `?export=` with a file is looked into, cell by cell."""
    with lifted():
        poison(hostile.FORMULAS)
    desk.before = stored()
    marked: set[str] = set()

    for name, door in DOORS.items():
        if door.owned or not door.reads or not (to := url(name, door, places[0])):
            continue
        for query in ("export=xlsx", "export=csv"):
            got = desk.try_(name, door, call("GET", to, QUERY_STRING=query))
            if got is None or "attachment" not in got.get("Content-Disposition", ""):
                continue
            content = got.getvalue()
            packed = content.startswith(b"PK")
            found = sheet_faults(content) if packed else csv_faults(content)
            desk.faults += [(name, fault) for fault in found]
            if MARK in contents(content):
                marked.add(name)

    assert not desk.faults, listed(desk.faults)
    assert FILES - {"roster:template"} < marked
    assert len(marked) >= LISTS


def contents(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def sheet_faults(content: bytes) -> list[str]:
    """Formulas, links and outside data in a workbook."""
    return re.findall(
        r"<f[ >].{0,60}|<hyperlink .{0,60}|<ddeLink.{0,60}", contents(content)
    )


def csv_faults(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(contents(content)))
    risky = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
    return [cell for row in rows for cell in row if risky.match(cell)]


def test_the_sample_is_the_same_every_time():
    first, again = (hostile.deck(hostile.PLAIN, "x") for _each in range(2))

    assert [next(first) for _n in range(99)] == [next(again) for _n in range(99)]
    assert connection.vendor in {"sqlite", "postgresql"}
