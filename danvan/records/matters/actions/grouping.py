"""Laying like matters together: by place and topic, never by who spoke."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act
from danvan.shared.refusals import Refused


@transaction.atomic
def group(matter: Matter, with_: Matter, *, by: Actor, at: datetime) -> None:
    """Lay `matter`, and all that are like it, beside the one that leads `with_`."""
    checks.move(Act.GROUP, matter, by, at)
    checks.move(Act.GROUP, with_, by, at)
    leader = with_.like or with_
    if leader.pk in {matter.pk, matter.like_id}:
        raise Refused(_("These two are laid together already"))
    for member in [matter, *matter.alike.select_for_update()]:
        put_under(leader, member, by=by, at=at)


def put_under(
    leader: Matter | None, member: Matter, *, by: Actor, at: datetime
) -> None:
    """Its log names the other by number: the reader may not see that one."""
    before = member.like_id
    audit.update(member, {"like": leader}, version=member.version)
    changes = {"like": [before, leader.pk if leader else None]}
    trail.leave(
        *("group" if leader else "ungroup", member),
        by=by,
        at=at,
        changes=changes,
        unit_id=member.holder_id,
    )


@transaction.atomic
def ungroup(matter: Matter, *, by: Actor, at: datetime) -> None:
    """It stands alone again; of a leader, its first follower leads the rest."""
    checks.move(Act.GROUP, matter, by, at)
    if matter.like_id:
        put_under(None, matter, by=by, at=at)
        return
    followers = list(matter.alike.select_for_update().order_by("pk"))
    if not followers:
        raise Refused(_("This matter stands alone already"))
    put_under(None, followers[0], by=by, at=at)
    for member in followers[1:]:
        put_under(followers[0], member, by=by, at=at)
