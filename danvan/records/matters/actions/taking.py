"""Taking a matter on, turning it down, and handing it over."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.units.models import Unit
from danvan.records.matters import queries, texts
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act
from danvan.shared.refusals import Refused


@transaction.atomic
def accept_matter(
    matter: Matter,
    *,
    version: int,
    by: Actor,
    at: datetime,
    body: str | None = None,
    on: date | None = None,
) -> None:
    """The holder takes it on and owes an answer; `body` None leaves it as it is."""
    state = checks.move(Act.ACCEPT, matter, by, at)
    day = checks.day(on, matter, at, since=checks.held_since(matter))
    values: dict[str, Any] = {"state": state}
    if body is not None:
        values |= texts.tidied({"body": body})
    who: dict[str, Any] = {"by": by, "at": at}
    trail.save("accept", matter, values, version=version, **who)
    deadlines.stop(matter, trail.RECEIVED, on=day, **who)
    trail.start(trail.ANSWERED, matter, day, **who)


@transaction.atomic
def decline_matter(
    matter: Matter,
    *,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> None:
    state = checks.move(Act.DECLINE, matter, by, at)
    day = checks.day(on, matter, at, since=checks.held_since(matter))
    why = texts.reason(reason)
    who: dict[str, Any] = {"by": by, "at": at}
    values = {"state": state, "closed_on": day}
    trail.save("decline", matter, values, version=version, reason=why, **who)
    deadlines.stop(matter, trail.RECEIVED, on=day, **who)
    deadlines.drop(matter, trail.HOT, **who)
    trail.time_seal(matter, day)


@transaction.atomic
def transfer_matter(
    matter: Matter,
    *,
    holder: Unit,
    body: str,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> None:
    """Hand it to who is competent: another unit, or another body in the same one.

    The sender has done its part; the new holder's clock begins.
    """
    state = checks.move(Act.TRANSFER, matter, by, at)
    day = checks.day(on, matter, at, since=checks.held_since(matter))
    why = texts.reason(reason)
    words = texts.tidied({"body": body})
    values = {"state": state, "holder": holder, **words}
    check_receiver(matter, holder, words["body"], by, timezone.localdate(at))
    who: dict[str, Any] = {"by": by, "at": at}
    trail.save("transfer", matter, values, version=version, reason=why, **who)
    deadlines.stop(matter, trail.RECEIVED, on=day, **who)
    deadlines.drop(matter, trail.ANSWERED, **who)
    trail.start(trail.RECEIVED, matter, day, **who)
    if matter.kind == Kind.HOT_SPOT:
        deadlines.hand_over(matter, trail.HOT, matter.holder, **who)


def check_receiver(
    matter: Matter, holder: Unit, body: str, by: Actor, today: date
) -> None:
    if holder.pk == matter.holder_id and body == matter.body:
        raise Refused(
            _("Choose another unit, or enter another body of %(unit)s")
            % {"unit": holder},
            field="holder",
        )
    if not queries.receivers(matter, by, on=today).filter(pk=holder.pk).exists():
        raise Refused(
            _("%(unit)s cannot be handed this. Choose a unit from the list")
            % {"unit": holder},
            field="holder",
        )
