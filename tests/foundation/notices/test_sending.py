"""Mail that really goes over the wire, once, and never under a false flag."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from danvan.foundation.notices import actions, mail
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.mail import NotSent
from danvan.foundation.notices.models import Mailing
from danvan.foundation.notices.rules import ON_ITS_WAY
from tests import factories
from tests.races import at_once

AT = datetime(2024, 3, 5, tzinfo=UTC)
ADDRESS = "ba.thu@backan.gov.vn"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return factories.user(email=ADDRESS)


def send(user, **words) -> bool:
    given: dict[str, Any] = {
        "key": "digest:2024-03-05",
        "topic": "",
        "subject": "Việc hôm nay",
    }
    given |= {"body_text": "Hai việc quá hạn.\n\nXem trang đầu.", "items": 2, "at": AT}
    return actions.send_once(user, **(given | words))


def test_a_mail_arrives_whole_as_text_and_as_html(user, mailbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Dân vận <dan-van@backan.gov.vn>"

    assert send(user, body_text="Kế hoạch số 05-KH/ĐU: http://localhost/a?b=1&c=<2>")

    [letter] = mailbox.to(ADDRESS)
    assert letter.subject == "Việc hôm nay"
    assert "Kế hoạch số 05-KH/ĐU: http://localhost/a?b=1&c=<2>" in letter.text
    assert "Kế hoạch số 05-KH/ĐU" in letter.html
    assert 'href="http://localhost/a?b=1&amp;c=' in letter.html
    assert "<2>" not in letter.html
    assert letter.message["from"] == "Dân vận <dan-van@backan.gov.vn>"
    assert letter.message["auto-submitted"] == "auto-generated"


def test_the_same_key_is_sent_once(user, mailbox):
    assert [send(user) for _time in range(3)] == [True, False, False]
    assert send(user, key="digest:2024-03-06")

    assert len(mailbox.letters) == 2
    assert [(m.items, m.sent_at) for m in Mailing.objects.all()] == [(2, AT)] * 2


@pytest.mark.parametrize("fault", ["broken", "refused", "gone"])
def test_what_the_server_does_not_take_is_not_called_sent(user, mailbox, fault):
    if fault == "broken":
        mailbox.broken = True
    elif fault == "refused":
        mailbox.refused.add(ADDRESS)
    else:
        mailbox.stop()

    with pytest.raises(NotSent) as raised:
        send(user)

    assert raised.value.is_server == (fault != "refused")
    assert not Mailing.objects.exists()
    assert not mailbox.letters


def test_after_a_failure_the_same_mail_can_be_sent(user, mailbox):
    mailbox.broken = True
    with pytest.raises(NotSent):
        send(user)
    mailbox.broken = False

    assert send(user)
    assert len(mailbox.letters) == 1


def test_a_mail_whose_process_died_is_sent_anew_under_the_same_number(
    user, mailbox, monkeypatch
):
    """Killed after the server took it and before that was written down."""
    keep = actions.mine
    monkeypatch.setattr(actions, "mine", lambda _mailing: Mailing.objects.none())
    assert send(user)
    monkeypatch.setattr(actions, "mine", keep)
    assert Mailing.objects.get().sent_at is None

    assert not send(user, at=AT + ON_ITS_WAY - timedelta(seconds=1))
    assert send(user, at=AT + ON_ITS_WAY)
    assert not send(user, at=AT + 3 * ON_ITS_WAY)

    first, second = mailbox.letters
    assert first.message["message-id"] == second.message["message-id"]


@pytest.mark.django_db(transaction=True)
def test_two_processes_send_one_mail(mailbox):
    user = factories.user(email=ADDRESS)

    faults = at_once(*[lambda: send(user)] * 3)

    assert faults == [None] * 3
    assert len(mailbox.letters) == 1


def test_the_mails_of_different_people_have_different_numbers(user, mailbox):
    other = factories.user(email="ong.thu@backan.gov.vn")
    send(user)
    send(other)

    assert len({letter.message["message-id"] for letter in mailbox.letters}) == 2


@pytest.mark.parametrize(
    "subject",
    ["Việc\r\nBcc: kẻ.khác@x.vn", "Việc\nSubject: khác", "Việc\u2028Bcc: a@x.vn"],
)
def test_a_subject_cannot_carry_a_header(user, mailbox, subject):
    send(user, subject=subject)

    [letter] = mailbox.letters
    assert letter.recipients == [ADDRESS]
    assert letter.message["bcc"] is None
    assert "\n" not in letter.subject
    assert letter.message.keys().count("Subject") == 1


@pytest.mark.parametrize(
    "address", ["a@x.vn\nBcc: b@x.vn", "a@x.vn, b@x.vn", "a@x.vn\r\n\r\nthân"]
)
def test_an_address_cannot_carry_another(mailbox, address):
    """However it came into the table."""
    user = factories.user(email=address)
    with suppress(NotSent):
        send(user)

    assert all(letter.message["bcc"] is None for letter in mailbox.letters)
    assert not mailbox.to("b@x.vn")


def test_nothing_is_sent_to_whom_it_must_not_go(mailbox):
    muted = factories.user(email="a@x.vn")
    actions.mute(muted, [Topic.TASK], at=AT)

    assert not send(muted, topic=Topic.TASK)
    assert not send(factories.user(email=""))
    assert not send(factories.user(email="b@x.vn", is_active=False))
    assert not mailbox.letters
    assert not Mailing.objects.exists()
    assert send(muted, topic=Topic.MATTER)


def test_without_a_mail_server_nothing_pretends(user, settings):
    settings.MAILERS = {}

    assert not mail.is_on()
    with pytest.raises(NotSent, match="EMAIL_HOST"):
        send(user)
    assert not Mailing.objects.exists()
