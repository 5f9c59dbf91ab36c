"""A matter from the day it is raised to the day its answer is confirmed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import floor
from bench.clock import Result, beside, recorded
from bench.jobs import Bench, holder
from bench.writes import fresh_uid
from danvan.foundation.access.rules import Role
from danvan.records.matters import actions
from danvan.records.matters.models import Matter

GOAL = 100  # milliseconds
SECOND = 1000  # milliseconds


def life(bench: Bench) -> Iterator[Result]:
    """Raised, accepted, answered, confirmed: four acts, each committed."""
    bench.scratch.clone("lives", of="province")
    by, at = holder(Role.COMMUNE), timezone.now()
    unit, on = by.grants_on(bench.today)[0].unit, timezone.localdate(at)
    who: dict[str, Any] = {"by": by, "at": at}

    def ours() -> Matter:
        matter = actions.raise_matter(
            unit,
            kind="reflection",
            channel="reception",
            topic="roads",
            title="Đường vào thôn sạt lở sau mưa",
            text="Đoạn đường vào thôn bị sạt ta-luy. Đề nghị sớm khắc phục.",
            received_on=on,
            body="Ủy ban nhân dân",
            **who,
        )
        actions.accept_matter(matter, version=matter.version, **who)
        actions.answer_matter(
            matter,
            answer="UBND đã huy động máy xúc san gạt.",
            answered_on=on,
            outcome="solved",
            version=matter.version,
            **who,
        )
        actions.confirm_matter(matter, version=matter.version, **who)
        return matter

    stored = Matter.objects.filter(pk=ours().pk).values()[0]
    row = {name: value for name, value in stored.items() if name != "id"}
    with recorded() as statements:
        ours()
    pair = beside(ours, lambda: bare(row, on), runs=5 * bench.runs)
    bench.scratch.use("province")
    yield Result(
        "A matter's whole life, four acts",
        pair,
        f"≤ {GOAL} ms",
        pair.ours <= GOAL,
        (
            f"{len(statements)} statements",
            f"{SECOND / pair.ours:.0f} lives a second",
            "with scope, checks, steps, deadlines and audit entries",
        ),
    )


def bare(row: dict[str, Any], on: date) -> None:
    """One row that changes three times, each change committed; no trace is kept."""
    uid = fresh_uid()
    received = {"state": "received", "answer": "", "outcome": ""}
    ended = {"answered_on": None, "solved_on": None, "closed_on": None}
    floor.insert(Matter, row | received | ended | {"uid": uid})
    for assigned in (
        "state = 'accepted'",
        "state = 'answered', answer = 'UBND', answered_on = %(on)s",
        "state = 'confirmed', closed_on = %(on)s",
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE matters_matter SET {assigned} WHERE uid = %(uid)s",
                {"on": on, "uid": uid},
            )
