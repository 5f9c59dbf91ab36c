"""People at the forms: signed in, with the token of a page, sending what forms send."""

import http.client
import io
import random
import re
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, Client, encode_multipart

from danvan.foundation.access.models import User
from deploy.drills.ground import hold
from deploy.drills.server import Server

REFERENCE = re.compile(r"reference\">([0-9A-Z]{4}-[0-9A-Z]{4})<")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
KEPT = re.compile(r"/(activities|matters)/\d+/")
FOUND = 302
PAUSE = 0.3
"""Seconds that a line stays open after its last byte."""


@dataclass
class Sent:
    """One form that was sent: what is known of its fate."""

    kind: str
    uid: uuid.UUID
    fields: dict[str, Any]
    files: dict[str, bytes]
    status: int | None = None
    """None: no answer came."""
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    by: "Visitor | None" = None

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def acknowledged(self) -> bool:
        return self.status == FOUND and bool(KEPT.match(self.location))


@dataclass
class Visitor:
    user: User
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self) -> None:
        """A session as signing in leaves one; the password is another drill's."""
        client = Client()
        client.force_login(self.user)
        name = settings.SESSION_COOKIE_NAME
        self.cookies = {name: client.cookies[name].value}

    def request(
        self, method: str, address: str, body: bytes | None = None
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie_line(), "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = MULTIPART_CONTENT
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            heads = {name.title(): value for name, value in response.getheaders()}
            return response.status, heads, text
        finally:
            connection.close()

    def open(self, address: str) -> int:
        """Show a form and keep its token."""
        status, _headers, text = self.request("GET", address)
        if found := TOKEN.search(text):
            self.token = found.group(1)
        return status

    def body_of(self, sent: Sent) -> bytes:
        """As a browser puts it: the fields, then the files."""
        parts: dict[str, Any] = {**sent.fields, "csrfmiddlewaretoken": self.token}
        if sent.files:
            parts["files"] = [
                SimpleUploadedFile(name, content)
                for name, content in sent.files.items()
            ]
        return encode_multipart(BOUNDARY, parts)

    def cut_off(self, sent: Sent, at: float) -> None:
        """Send only that part of it, then vanish as a telephone in a valley does."""
        body = self.body_of(sent)
        head = [
            f"POST {FORMS[sent.kind]} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {self.cookie_line()}",
            f"Content-Type: {MULTIPART_CONTENT}",
            f"Content-Length: {len(body)}",
        ]
        with socket.create_connection(("127.0.0.1", self.port), 30) as line:
            line.sendall("\r\n".join([*head, "", ""]).encode())
            line.sendall(body[: int(len(body) * at)])
            time.sleep(PAUSE)

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def send(self, sent: Sent) -> Sent:
        """Post it; a connection that breaks leaves the fate unknown."""
        body = self.body_of(sent)
        sent.by = self
        sent.status, sent.headers, sent.text = None, {}, ""
        with suppress(OSError, http.client.HTTPException):
            answer = self.request("POST", FORMS[sent.kind], body)
            sent.status, sent.headers, sent.text = answer
        return sent


FORMS = {"activity": "/activities/new/?kind=briefing", "matter": "/matters/new/"}


def signed_in(clerk: User, server: Server) -> Visitor:
    visitor = Visitor(clerk, server.port)
    visitor.sign_in()
    visitor.open(FORMS["activity"])
    hold(bool(visitor.token), "The form opens")
    return visitor


def reference(page: str) -> str:
    """The number on a page about a fault."""
    found = REFERENCE.search(page)
    hold(bool(found), "The page gives a number")
    assert found
    return found.group(1)


def activity(dice: random.Random, *, files: int = 2, size: int = 60_000) -> Sent:
    uid = uuid.UUID(int=dice.getrandbits(128), version=4)
    fields = {
        "on": "5/3/2024",
        "year": "2024",
        "status": "held",
        "title": f"Họp giao ban {letters(dice)}",
        "chair": "party_head",
        "evidence": "0",
        "version": "1",
        "uid": str(uid),
    }
    chosen = dict(paper(dice, size) for _ in range(1, files))
    return Sent("activity", uid, fields, chosen | dict([photograph(dice)]))


def letters(dice: random.Random) -> str:
    """A word nobody used yet; digits could be taken for the number of a person."""
    return "".join(dice.choices("abcdeghiklmnopqrstuvxy", k=10))


def matter(dice: random.Random) -> Sent:
    uid = uuid.UUID(int=dice.getrandbits(128), version=4)
    fields = {
        "kind": "reflection",
        "channel": "reception",
        "topic": "water",
        "title": f"Mương bị tắc {letters(dice)}",
        "text": "Mương tắc từ sau trận mưa.",
        "received_on": "5/3/2024",
        "speaker": "Lý Thị Kín",
        "uid": str(uid),
    }
    return Sent("matter", uid, fields, {})


def paper(dice: random.Random, size: int = 60_000) -> tuple[str, bytes]:
    name = f"bien-ban-{letters(dice)}.pdf"
    return name, b"%PDF-1.7\n" + dice.randbytes(dice.randrange(size // 4, size))


def photograph(dice: random.Random) -> tuple[str, bytes]:
    from PIL import Image

    picture = Image.frombytes("RGB", (48, 48), dice.randbytes(48 * 48 * 3))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return f"anh-{letters(dice)}.jpg", out.getvalue()
