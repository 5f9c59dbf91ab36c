"""A roster file and the database brought together: the plan of an import."""

from collections.abc import Callable
from datetime import date
from functools import cache

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.records.blocs.actions.seats import recognised
from danvan.records.roster import checking, queries
from danvan.records.roster.checking import Progress, Reference
from danvan.records.roster.plans import Options, Plan, Table


def plan(
    table: Table,
    options: Options,
    *,
    by: Actor,
    today: date,
    progress: Progress | None = None,
) -> Plan:
    """What the table would do for `by`; reads only."""
    reference = Reference(
        communes=queries.communes(
            by, on=options.on, today=today, within=options.within
        ),
        posts=_posts(),
        composition=programme.current().composition_on(options.on),
        load=lambda unit_ids: queries.holdings(unit_ids, on=options.on),
    )
    return checking.check(table, reference, options, progress)


def _posts() -> Callable[[str, str, date], tuple[str, str]]:
    """Recognised posts, each title looked up once."""
    return cache(recognised)
