"""Things that wait for somebody, made through the acts people use."""

from datetime import date, timedelta
from typing import Any

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Commitment, Matter
from danvan.records.plans import actions as plans
from danvan.records.plans.models import Task
from tests import factories, matters_factories


def days(number: int, today: date) -> date:
    return today + timedelta(days=number)


def task(unit: Unit, *, due: date, on: date, text: str = "Lập kế hoạch quý") -> Task:
    return plans.give_task(
        unit,
        text=text,
        body="Đảng ủy",
        owner="Nguyễn Văn Thử",
        due_on=due,
        given_on=on,
        by=CommandLine(),
        at=factories.noon(on),
    )


def commitment(unit: Unit, *, due: date, on: date, **fields: Any) -> Commitment:
    return matters_factories.commitment(
        unit, at=factories.noon(on), given_on=on, due_on=due, **fields
    )


def matter(unit: Unit, *, on: date, **fields: Any) -> Matter:
    return matters_factories.matter(
        unit, at=factories.noon(on), received_on=on, **fields
    )


def hot_spot(unit: Unit, *, on: date, **fields: Any) -> Matter:
    words = {"kind": "hot_spot", "title": "Tranh chấp đất rừng tại Nà Thử"} | fields
    return matter(unit, on=on, **words)


def planned(unit: Unit, *, on: date, **fields: Any) -> Activity:
    words = {"status": "planned", "title": "Giao ban quý"} | fields
    return factories.activity(unit, on=on, **words)
