"""A real mail server on a free port, which keeps what it is handed.

    with Mailbox() as mailbox:
        settings.MAILERS = mailbox.mailers()
        …
        assert mailbox.to("ba@x.vn")[0].subject == "…"

A conftest.py that imports `mailbox` has it as a fixture, with the settings in place.
"""

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK, REFUSED, BROKEN = "250 OK", "550 No such user", "451 Try again later"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it came over the wire."""

    recipients: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"])

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")

    def part(self, kind: str) -> str:
        found = self.message.get_body((kind,))
        return found.get_content() if found else ""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Mailbox:
    """Collects letters; `refused` addresses do not exist, `broken` takes nothing."""

    letters: list[Letter] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    broken: bool = False
    port: int = 0
    _controller: Controller | None = None

    def __enter__(self) -> Self:
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop()

    def stop(self) -> None:
        """From then on nobody answers at the port."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def mailers(self) -> dict[str, Any]:
        """As settings.MAILERS."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"OPTIONS": options}}

    def to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if address in letter.recipients]

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.refused:
            return REFUSED
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.broken:
            return BROKEN
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.letters.append(Letter(list(envelope.rcpt_tos), message))
        return OK


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The installation's mail server."""
    with Mailbox() as box:
        settings.MAILERS = box.mailers()
        yield box
