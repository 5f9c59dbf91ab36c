"""Erasing what is needed of a member only while he or she sits in a bloc.

Name, sex and levels stay: the figures of every past day count them.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor, DailyJob
from danvan.foundation.audit import actions as audit
from danvan.records.blocs.actions import checks
from danvan.records.blocs.models import (
    Member,
    MemberQuerySet,
    Qualification,
    Seat,
    SeatQuerySet,
)
from danvan.shared.refusals import Refused

ERASED = ("languages", "left_reason")
"""Columns; the log tells the second as the reason of the act."""


@transaction.atomic
def erase_member(member: Member, *, reason: str, by: Actor, at: datetime) -> None:
    """Working languages and reasons for leaving are gone, before their time."""
    today = checks.may_manage(by, member.unit, at)
    Member.objects.select_for_update().get(pk=member.pk)
    if seated(today).filter(member=member).exists():
        raise Refused(
            _("%(name)s still sits in a bloc: end the seat first.") % {"name": member}
        )
    if not with_rest().filter(pk=member.pk).exists():
        raise Refused(
            _("Nothing is left to erase of %(name)s: the rest belongs to the records.")
            % {"name": member}
        )
    erase(member, reason=reason, by=by, at=at)


def erase(member: Member, *, reason: str, by: Actor, at: datetime) -> None:
    Qualification.objects.filter(member=member).update(languages="")
    Seat.objects.filter(member=member).update(left_reason="", version=F("version") + 1)
    Member.objects.filter(pk=member.pk).update(version=F("version") + 1)
    audit.record(
        "erase_member",
        member,
        by=by,
        at=at,
        unit_id=member.unit_id,
        changes={"erased": [None, list(ERASED)]},
        reason=reason,
    )


def forget_members(at: datetime) -> str:
    """A job: the same of those whose last seat ended longer ago than it may be kept."""
    by_day = timezone.localdate(at) - settings.DANVAN_KEEP["member"]
    count = 0
    for pk in with_rest().exclude(since(by_day)).values_list("pk", flat=True):
        count += forget_member(pk, by_day, at)
    return _("%(count)d former members") % {"count": count}


@transaction.atomic
def forget_member(pk: int, by_day: date, at: datetime) -> bool:
    """One of them; asked once more under the lock, as a seat may have been taken."""
    members = with_rest().exclude(since(by_day))
    locked = Member.objects.select_for_update().filter(pk=pk).first()
    if locked is None or not members.filter(pk=pk).exists():
        return False
    erase(locked, reason="", by=DailyJob(), at=at)
    return True


def seated(on: date) -> SeatQuerySet:
    """Seats that still run on that day or begin later, in a bloc that does."""
    return Seat.objects.exclude(valid_to__lte=on).exclude(bloc__valid_to__lte=on)


def since(day: date) -> Exists:
    return Exists(seated(day).filter(member=OuterRef("pk")))


def with_rest() -> MemberQuerySet:
    """Members of whom there is something left to erase."""
    spoken = Qualification.objects.filter(member=OuterRef("pk")).exclude(languages="")
    left = Seat.objects.filter(member=OuterRef("pk")).exclude(left_reason="")
    return Member.objects.filter(Q(Exists(spoken)) | Q(Exists(left)))
