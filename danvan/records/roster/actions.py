"""Applying a checked roster file: all of it or nothing."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.records.blocs.models import Bloc
from danvan.records.roster import planning
from danvan.records.roster.plans import Plan
from danvan.records.roster.writing import Writer
from danvan.shared.refusals import Refused


class Outcome(NamedTuple):
    """How many people the file added, changed, left as they were, and ended."""

    added: int
    updated: int
    unchanged: int
    left: int
    blocs_founded: int


@transaction.atomic
def apply(plan: Plan, *, by: Actor, at: datetime) -> Outcome:
    """Write the plan if a second check, under lock, still comes to the same."""
    if plan.faults:
        raise Refused(_("The file has faults. Put them right and check it again."))
    today = timezone.localdate(at)
    _lock(plan)
    now = planning.plan(plan.table, plan.options, by=by, today=today)
    must_be(now, plan.fingerprint)
    Writer(now, by=by, at=at, today=today).write()
    return Outcome(
        added=len(now.added),
        updated=len(now.updated),
        unchanged=len(now.unchanged),
        left=len(now.leaving),
        blocs_founded=len(now.founding),
    )


def must_be(plan: Plan, fingerprint: str) -> None:
    """Refuse a plan other than the one that was looked at."""
    if plan.fingerprint != fingerprint:
        raise Refused(
            _("The stored roster has changed since the check. Look at it once more.")
        )


def _lock(plan: Plan) -> None:
    """Hold the blocs in order of number, so that two imports cannot wait in a ring."""
    held = [bloc.pk for bloc in plan.holdings.blocs.values()]
    blocs = Bloc.objects.select_for_update(of=("self",)).filter(pk__in=held)
    list(blocs.order_by("pk").values_list("pk", flat=True))
