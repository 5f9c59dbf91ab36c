"""Columns of the two lists and of their files. Nobody's name is among them."""

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.records.matters import queries, rules, wording
from danvan.records.matters.choices import Kind, Outcome, State
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.wording import column_label as label
from danvan.shared.listing import Column, rank


def matter_columns() -> list[Column[Matter]]:
    known = programme.current()
    channels = [row.id for row in known.channels]
    topics = [row.id for row in known.topics]
    return [
        day("received_on"),
        Column("title", label("title"), lambda m: m.title, width=40, order=("title",)),
        ranked("kind", lambda m: Kind(m.kind).label, reversed(Kind.values)),
        placed("unit", lambda m: m.unit),
        placed("village", lambda m: m.village),
        ranked("topic", lambda m: wording.topic_name(m.topic), topics),
        ranked("channel", lambda m: wording.channel_name(m.channel), channels),
        placed("holder", lambda m: m.holder),
        Column("body", label("body"), lambda m: m.body, width=24, order=("body",)),
        ranked("state", lambda m: State(m.state).label, State.values),
        ranked("outcome", lambda m: Outcome(m.outcome).label, Outcome.values),
        day("due_on", _("Deadline")),
        day("answered_on"),
        day("solved_on"),
        day("closed_on"),
        Column("text", label("text"), lambda m: m.text, width=60),
        Column("answer", label("answer"), lambda m: m.answer, width=60),
    ]


def day(name: str, header: str = "") -> Column[Any]:
    header = header or label(name)
    return Column(name, header, attrgetter(name), kind="date", order=(name,))


def ranked(
    name: str, value: Callable[[Matter], object], order: Iterable[object]
) -> Column[Matter]:
    return Column(name, label(name), value, width=24, order=(rank(name, order),))


def placed(name: str, value: Callable[[Any], object]) -> Column[Any]:
    order = (f"{name}__sort_key",)
    return Column(name, label(name), lambda m: str(value(m) or ""), "text", 24, order)


def commitment_columns(today: date) -> list[Column[Commitment]]:
    def standing(row: Commitment) -> str:
        told = rules.standing(row.state, row.due_on, row.kept_on, today)
        return wording.standing_label(told)

    named = wording.label_of
    late_first = (queries.standing_rank(today), "due_on")
    return [
        day("due_on"),
        Column("text", named("text"), lambda c: c.text, width=60),
        Column("owner", named("owner"), lambda c: c.owner, width=24, order=("owner",)),
        Column("body", named("body"), lambda c: c.body, width=24, order=("body",)),
        Column("unit", named("unit"), lambda c: str(c.unit), order=("unit__sort_key",)),
        Column("standing", named("state"), standing, width=20, order=late_first),
        day("given_on"),
        day("kept_on"),
        Column("proof", named("proof"), lambda c: c.proof, width=40),
        Column("reason", named("reason"), lambda c: c.reason, width=40),
    ]
