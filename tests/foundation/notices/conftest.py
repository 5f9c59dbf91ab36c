"""A mail server for the room."""

from tests.mail import mailbox  # noqa: F401 - a fixture
