"""Doors of plans, their tasks and the responsibilities of bodies."""

import uuid
from datetime import date

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.rules import Level
from danvan.records.plans import actions
from danvan.records.plans.models import Plan, Task
from tests import factories
from tests.house.door import (
    APPROVE,
    READ,
    WRITE,
    Door,
    Place,
    Words,
    always,
    kept,
    nothing,
)

YEAR = 2024
AT = factories.noon(date(YEAR, 1, 10))
BODY = {
    Level.PROVINCE: "ban_dan_van_tinh_uy",
    Level.DISTRICT: "huyen_uy",
    Level.COMMUNE: "dang_uy_xa",
}


def at_unit(place: Place) -> Words:
    return {
        "unit_pk": place.unit.pk,
        "body": BODY[Level(place.unit.level)],
        "number": 1,
    }


def uid() -> str:
    return str(uuid.uuid4())


def sheet(place: Place) -> Words:
    """The page of all tasks of the draft, with another person in charge."""
    task: Task = place.more["draft"].tasks.get()
    return {
        "title": "Kế hoạch mới",
        "version": "1",
        f"text_{task.pk}": task.text,
        f"owner_{task.pk}": "Ông Khác",
        f"due_on_{task.pk}": "30/6/2025",
        f"version_{task.pk}": "1",
    }


TASK = {"text": "Việc giao thêm", "owner": "Bà Hà", "due_on": "1/9/2024"}

DOORS: dict[str, Door] = {
    "plans:index": Door(READ),
    "plans:new": Door(
        WRITE,
        at=nothing,
        query=lambda place: {"unit": place.unit.pk, "year": 2023},
        form=lambda place: {"uid": uid(), "title": "Kế hoạch", "programme": ["4.3"]},
    ),
    "plans:show": Door(READ, kept("plan")),
    "plans:edit": Door(WRITE, kept("draft"), form=sheet),
    "plans:derive": Door(
        WRITE, kept("draft"), form=lambda place: {"uid": uid(), "programme": ["4.3"]}
    ),
    "plans:issue": Door(
        APPROVE,
        kept("draft"),
        form=always(number="9-KH/ĐU", issued_on="5/1/2025", evidence="2", version="1"),
    ),
    "plans:withdraw": Door(
        READ, kept("plan"), form=always(reason="Ghi nhầm", version="2"), needs=APPROVE
    ),
    "plans:tasks": Door(READ),
    "plans:task_new": Door(
        WRITE,
        at=nothing,
        query=lambda place: {"unit": place.unit.pk},
        form=lambda place: {"uid": uid(), **TASK},
    ),
    "plans:task": Door(READ, kept("task")),
    "plans:task_edit": Door(
        WRITE, kept("task"), form=always(version="1", **TASK | {"owner": "Ông Nam"})
    ),
    "plans:finish": Door(
        WRITE,
        kept("task"),
        form=always(done_on="1/6/2024", result="Đã mở hội nghị", version="1"),
    ),
    "plans:postpone": Door(
        WRITE,
        kept("task"),
        form=always(due_on="30/9/2024", reason="Mưa lũ", version="1"),
    ),
    "plans:cancel": Door(
        WRITE, kept("task"), form=always(reason="Dự án dừng", version="1")
    ),
    "plans:reopen": Door(
        WRITE, kept("done"), form=always(reason="Ghi nhầm", version="2")
    ),
    "plans:responsibilities": Door(READ),
    "plans:duty": Door(
        READ, at=lambda place: {"body": "dang_uy_xa", "number": 1}, picks=True
    ),
    "plans:report": Door(
        WRITE,
        at_unit,
        query=always(year=YEAR),
        form=always(standing="under_way", note="Đang làm", on="10/1/2024"),
    ),
}


def furnish(place: Place) -> None:
    """An issued plan with an open and a finished task, and next year's draft."""
    plan = made(place, YEAR, "Mở hội nghị", "Tập huấn")
    actions.issue_plan(
        plan,
        number="01-KH/ĐU",
        issued_on=date(YEAR, 1, 5),
        evidence=2,
        version=plan.version,
        by=CommandLine(),
        at=AT,
    )
    task, done = plan.tasks.select_related("unit", "plan").order_by("pk")
    actions.finish_task(
        done,
        done_on=date(YEAR, 1, 9),
        result="Đã tập huấn",
        version=done.version,
        by=place.account,
        at=AT,
    )
    place.more |= {"plan": plan, "task": task, "done": done}
    place.more["draft"] = made(place, YEAR + 1, "Mở hội nghị")


def made(place: Place, year: int, *works: str) -> Plan:
    """Works named after the unit, so that a page that leaks them is found out."""
    return actions.make_plan(
        place.unit,
        year=year,
        title=f"Kế hoạch {place.unit} {year}",
        seeds=[
            actions.Seed(
                text=f"{work} ở {place.unit}", owner="Bà Hà", due_on=date(year, 6, 30)
            )
            for work in works
        ],
        by=place.account,
        at=AT,
    )
