"""Sending each mail once, muting topics, and a calendar's private address."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import unit_id
from danvan.foundation.access.models import User
from danvan.foundation.audit import actions as audit
from danvan.foundation.notices import mail
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Feed, Mailing, Mute
from danvan.foundation.notices.queries import muted_topics
from danvan.foundation.notices.rules import ON_ITS_WAY, hashed, new_secret
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

LONGEST_SUBJECT = 200
SENT_ONCE_EVER = (Topic.HOT_SPOT,)
"""Told of once however long it lasts, so that its mail must not be forgotten."""


def send_once(
    user: User,
    *,
    key: str,
    topic: str = "",
    subject: str,
    body_text: str,
    items: int,
    at: datetime,
) -> bool:
    """Send unless it was sent, is on its way, is muted or has nobody to go to.

    No transaction is open while the mail server is asked; when it does not take the
    mail nothing counts as sent and NotSent is raised. A process killed in between
    leaves a claim, after which the mail is sent anew under the same Message-ID.
    """
    if not user.email or not user.is_active or topic in muted_topics(user):
        return False
    subject = nfc(subject)[:LONGEST_SUBJECT]
    claimed = claim(user, key=key, topic=topic, subject=subject, items=items, at=at)
    if claimed is None:
        return False
    try:
        mail.send(
            user.email, subject=subject, text=body_text, identity=f"{user.pk} {key}"
        )
    except BaseException:
        mine(claimed).delete()
        raise
    mine(claimed).update(sent_at=at)
    return True


def claim(
    user: User, *, key: str, topic: str, subject: str, items: int, at: datetime
) -> Mailing | None:
    """The row of a mail that is this caller's to send; None: it is not."""
    values = {"topic": topic, "subject": subject, "items": items}
    until = at + ON_ITS_WAY
    found = Mailing.objects.filter(user=user, key=key).first()
    if found is None:
        try:
            with transaction.atomic():
                return Mailing.objects.create(
                    user=user, key=key, claimed_until=until, **values
                )
        except IntegrityError:
            return None
    if found.sent_at or found.claimed_until > at:
        return None
    if not mine(found).update(claimed_until=until, **values):
        return None
    found.claimed_until = until
    return found


def mine(mailing: Mailing) -> QuerySet[Mailing]:
    """The row as long as nobody else has claimed it."""
    return Mailing.objects.filter(
        pk=mailing.pk, claimed_until=mailing.claimed_until, sent_at__isnull=True
    )


@transaction.atomic
def mute(user: User, topics: Iterable[str], *, at: datetime) -> None:
    """Exactly these topics are left out of the person's mail from now on."""
    wanted = set(topics)
    if unknown := wanted - set(Topic.values):
        raise Refused(_("There is no topic “%(topic)s”") % {"topic": min(unknown)})
    User.objects.select_for_update().get(pk=user.pk)
    before = muted_topics(user)
    if before == wanted:
        return
    Mute.objects.filter(user=user, topic__in=before - wanted).delete()
    Mute.objects.bulk_create(
        Mute(user=user, topic=topic) for topic in sorted(wanted - before)
    )
    changes = {"muted": [sorted(before), sorted(wanted)]}
    where = unit_id(user)
    audit.record("mute", user, by=user, at=at, unit_id=where, changes=changes)


@transaction.atomic
def new_feed(user: User, *, at: datetime) -> str:
    """The secret of a new calendar address; the one before stops at once."""
    secret = new_secret()
    values = {"key_hash": hashed(secret), "made_at": at}
    feed, _made = Feed.objects.update_or_create(user=user, defaults=values)
    audit.record("new_feed", feed, by=user, at=at, unit_id=unit_id(user))
    return secret


@transaction.atomic
def end_feed(user: User, *, at: datetime) -> None:
    feed = Feed.objects.select_for_update().filter(user=user).first()
    if feed:
        audit.record("end_feed", feed, by=user, at=at, unit_id=unit_id(user))
        feed.delete()


def forget_person(user: User) -> None:
    """Mails, muted topics and calendar address; the caller logs the erasure."""
    for model in (Mailing, Mute, Feed):
        model._default_manager.filter(user=user).delete()


def forget(at: datetime) -> str:
    """A job: mails of long ago, and calendar addresses of closed accounts.

    An alert stays as long as its person: it is what keeps it from being sent twice.
    """
    old = Mailing.objects.filter(claimed_until__lt=at - settings.DANVAN_KEEP["mail"])
    mails, _by_model = old.exclude(topic__in=SENT_ONCE_EVER).delete()
    old.exclude(subject="").update(subject="")
    feeds, _by_model = Feed.objects.filter(user__is_active=False).delete()
    return _("%(mails)d mails and %(feeds)d calendar addresses forgotten") % {
        "mails": mails,
        "feeds": feeds,
    }
