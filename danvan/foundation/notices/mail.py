"""Handing one mail to the mail server, as text and as the same text in HTML."""

import hashlib
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused


class NotSent(Refused):
    """The mail did not leave; `is_server` when no other mail would either."""

    def __init__(self, sentence: str, *, is_server: bool = True) -> None:
        super().__init__(sentence)
        self.is_server = is_server


def is_on() -> bool:
    """Whether the installation has a mail server at all."""
    return "default" in mail.mailers


def absolute(path: str) -> str:
    """The address of a page for somebody who is not on it."""
    return f"{settings.DANVAN_ADDRESS}{path}"


def send(address: str, *, subject: str, text: str, identity: str) -> None:
    """Raise NotSent unless the server has taken it.

    The same `identity` gives the same Message-ID, so that a mail sent anew after a
    crash is known for the one that was sent before.
    """
    if not is_on():
        raise NotSent(_("E-mail is off: EMAIL_HOST is not set"))
    message = EmailMultiAlternatives(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={
            "Message-ID": message_id(identity),
            "Auto-Submitted": "auto-generated",
        },
    )
    page = {"subject": subject, "paragraphs": text.split("\n\n")}
    message.attach_alternative(render_to_string("notices/mail.html", page), "text/html")
    try:
        message.send(using="default")
    except (SMTPRecipientsRefused, ValueError) as fault:
        raise NotSent(
            _("The mail server refuses the address"), is_server=False
        ) from fault
    except (SMTPException, OSError) as fault:
        raise NotSent(
            _("The mail server does not take mail: %(fault)s") % {"fault": fault}
        ) from fault


def message_id(identity: str) -> str:
    host = urlsplit(settings.DANVAN_ADDRESS).hostname
    key = f"{settings.SECRET_KEY}{identity}".encode()
    return f"<{hashlib.sha256(key).hexdigest()[:40]}@{host}>"
