"""Matters and commitments in one line each, made through the acts people use."""

from datetime import date, datetime
from typing import Any

from danvan.foundation.access.models import User
from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import Unit
from danvan.records.matters import actions, commitments
from danvan.records.matters.models import Commitment, Matter
from tests import factories

RECEIVED = date(2024, 3, 5)
AT = factories.noon(date(2024, 3, 6))


def matter(
    unit: Unit, *, by: User | None = None, at: datetime = AT, **fields: Any
) -> Matter:
    values: dict[str, Any] = {
        "kind": "recommendation",
        "channel": "residents_meeting",
        "topic": "roads",
        "title": "Đường vào thôn Nà Thử bị sạt lở",
        "text": "Đoạn đường qua suối sạt lở, xe không qua được khi mưa.",
        "received_on": RECEIVED,
    } | fields
    return actions.raise_matter(unit, by=by or CommandLine(), at=at, **values)


def answered(unit: Unit, **fields: Any) -> Matter:
    """A matter with its first answer, given on the day it was written down."""
    made = matter(unit, **fields)
    actions.answer_matter(
        made,
        answer="Ủy ban nhân dân xã sẽ sửa trong quý II.",
        answered_on=date(2024, 3, 6),
        outcome="explained",
        version=made.version,
        by=CommandLine(),
        at=AT,
    )
    return made


def commitment(
    unit: Unit, *, by: User | None = None, at: datetime = AT, **fields: Any
) -> Commitment:
    values: dict[str, Any] = {
        "text": "Sửa xong đoạn đường sạt lở trước mùa mưa",
        "body": "Ủy ban nhân dân xã",
        "owner": "Nguyễn Văn Thử",
        "given_on": RECEIVED,
        "due_on": date(2024, 4, 30),
    } | fields
    return commitments.give(unit, by=by or CommandLine(), at=at, **values)
