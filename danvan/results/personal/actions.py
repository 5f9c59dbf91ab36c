"""Handing a person what is held of him or her, and erasing it; both are logged.

What a table holds its own room erases; here it is done for all rooms at once.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import erasing
from danvan.foundation.access.actions import check_manages, unit_id
from danvan.foundation.access.guard import check
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor, DailyJob
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.identity.actions import forget_factors
from danvan.foundation.notices.actions import forget_person
from danvan.records.blocs import actions as blocs
from danvan.records.blocs.models import Member
from danvan.records.movements.models import TeamSeat
from danvan.records.roster import uploads
from danvan.results.personal import holdings, membership
from danvan.results.personal.holdings import Section
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


@transaction.atomic
def export_own(user: User, *, at: datetime) -> list[Section]:
    """What the system holds of the person, for the person."""
    own = mine(user, on=timezone.localdate(at))
    audit.record("export_personal", user, by=user, at=at, unit_id=unit_id(user))
    return own


def mine(user: User, *, on: date) -> list[Section]:
    """The account, and the members of the same name where the person works."""
    sections: list[Section] = holdings.of_account(user)
    for member in membership.namesakes(user, on=on):
        sections += numbered(membership.of_member(member), member.pk)
    return sections


def numbered(sections: Sequence[Section], pk: int) -> list[Section]:
    """Keys of their own, as several members may have the name."""
    return [
        Section(f"member_{pk}_{each.key}", each.title, each.heads, each.rows)
        for each in sections
    ]


@transaction.atomic
def export_account(user: User, *, by: Actor, at: datetime) -> list[Section]:
    check_manages(by, user, on=timezone.localdate(at))
    audit.record("export_personal", user, by=by, at=at, unit_id=unit_id(user))
    return holdings.of_account(user)


@transaction.atomic
def export_member(member: Member, *, by: Actor, at: datetime) -> list[Section]:
    check(by, Permission.MANAGE_BLOC, member.unit, on=timezone.localdate(at))
    audit.record("export_personal", member, by=by, at=at, unit_id=member.unit_id)
    return membership.of_member(member)


@transaction.atomic
def erase_account(user: User, *, reason: str, by: Actor, at: datetime) -> None:
    """Of every room; the account itself refuses while it is in use."""
    erasing.erase_account(user, reason=stated(reason), by=by, at=at)
    forget_person(user)
    forget_factors(user)
    transaction.on_commit(lambda: uploads.discard(user))


@transaction.atomic
def erase_member(member: Member, *, reason: str, by: Actor, at: datetime) -> None:
    today = timezone.localdate(at)
    check(by, Permission.MANAGE_BLOC, member.unit, on=today)
    if TeamSeat.objects.filter(member=member).exclude(valid_to__lte=today).exists():
        raise Refused(
            _("%(name)s still is in a mobilisation team: end that first.")
            % {"name": member}
        )
    blocs.erase_member(member, reason=stated(reason), by=by, at=at)


def stated(reason: str) -> str:
    """The reason as it is logged; it must not carry what is being erased."""
    why = nfc(reason)
    if not why:
        raise Refused(_("Enter the reason."), field="reason")
    refuse_personal_numbers({"reason": (_("Reason"), why)})
    return why


def erase_accounts(at: datetime) -> str:
    """A job: accounts whose time is over; one transaction each."""
    today = timezone.localdate(at)
    erasing.note_closed(today)
    by_day, count = today - settings.DANVAN_KEEP["account"], 0
    for user in User.objects.retired(by_day).order_by("pk"):
        reason = _("The time for which a closed account is kept is over.")
        erase_account(user, reason=reason, by=DailyJob(), at=at)
        count += 1
    return _("%(count)d accounts erased") % {"count": count}
