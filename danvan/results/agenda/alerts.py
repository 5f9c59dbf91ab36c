"""A hot spot goes at once to the officers of the levels above."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Role
from danvan.foundation.deadlines.queries import levels_above
from danvan.foundation.notices import actions, mail
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Mailing
from danvan.foundation.units.models import Unit
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Matter
from danvan.results.agenda.digest import report
from danvan.shared.dates import short

OFFICERS = (Role.PROVINCE, Role.DISTRICT)


def send_alerts(at: datetime) -> str:
    """The job. Nobody is told twice of one hot spot."""
    if not mail.is_on():
        return _("E-mail is off: EMAIL_HOST is not set")
    on = timezone.localdate(at)
    spots = list(
        Matter.objects.open()
        .filter(kind=Kind.HOT_SPOT)
        .select_related("unit__parent")
        .order_by("pk")
    )
    above = levels_above({matter.unit_id for matter in spots}, on)
    told = set(
        Mailing.objects.filter(
            key__in=[key_of(matter) for matter in spots], sent_at__isnull=False
        ).values_list("user", "key")
    )
    sent, refused = 0, []
    for matter in spots:
        for user in officers(above.get(matter.unit_id, []), on):
            if (user.pk, key_of(matter)) in told:
                continue
            try:
                sent += alert(user, matter, at=at)
            except mail.NotSent as fault:
                if fault.is_server:
                    raise
                refused.append(user.username)
    return report(sent, refused) if sent or refused else ""


def officers(units: Iterable[Unit], on: date) -> Iterable[User]:
    """Those who answer for the units above, with an address."""
    grants = Grant.objects.in_force(on).filter(unit__in=list(units), role__in=OFFICERS)
    people = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    return people.exclude(email="").order_by("pk")


def key_of(matter: Matter) -> str:
    return f"alert:matter:{matter.pk}"


def alert(user: User, matter: Matter, *, at: datetime) -> bool:
    """Title and place only; the content is read where each look is accounted for."""
    unit = matter.unit
    subject = _("Hot spot in %(unit)s: %(title)s") % {
        "unit": unit.full_name,
        "title": matter.title,
    }
    place = f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else str(unit)
    lines = (
        matter.title,
        place,
        _("Received on %(day)s") % {"day": short(matter.received_on)},
        mail.absolute(matter.get_absolute_url()),
    )
    return actions.send_once(
        user,
        key=key_of(matter),
        topic=Topic.HOT_SPOT,
        subject=subject,
        body_text="\n".join(lines),
        items=1,
        at=at,
    )
