"""A request whose line broke half-way is no request: its form is not read as if whole.

A server hands over what came and then says that this is the end; Django takes the end
of a form for its last boundary and would keep half a file behind a new record.
"""

from collections.abc import Callable, Iterable
from typing import Any

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class CutOff(OSError):
    """Fewer bytes came than were announced."""


class Wholly:
    """The body of a request; raises where it ends before it should."""

    def __init__(self, body: Any, announced: int) -> None:
        self.body, self.left = body, announced

    def read(self, size: int = -1) -> bytes:
        return self._counted(self.body.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self.body.readline(size), abs(size))

    def _counted(self, came: bytes, size: int) -> bytes:
        """A negative size asks for all there is; otherwise nothing means the end."""
        self.left -= len(came)
        if self.left > 0 and (size < 0 or (size and not came)):
            raise CutOff("The line broke while the form was sent")
        return came


def read_wholly(application: Application) -> Application:
    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal():
            environ["wsgi.input"] = Wholly(environ["wsgi.input"], int(announced))
        return application(environ, start_response)

    return guarded
