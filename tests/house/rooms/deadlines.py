"""Doors of deadlines; every place owes one thing that runs and one that is paused."""

from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone

from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.units.models import Unit
from tests.house.door import READ, WRITE, Door, Place, always, kept

CALENDAR = Permission.MANAGE_CALENDAR
HOLIDAY = date(2098, 9, 2)
LIST = "Ngày,Loại,Tên,Căn cứ\n02/09/2097,nghỉ,Quốc khánh,\n"


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


DOORS: dict[str, Door] = {
    "deadlines:index": Door(READ),
    "deadlines:clock": Door(READ, kept("clock")),
    "deadlines:clock_pause": Door(
        WRITE, kept("clock"), form=lambda place: {"on": today(), "reason": "Chờ đo đạc"}
    ),
    "deadlines:clock_resume": Door(
        WRITE, kept("paused_clock"), form=lambda place: {"on": today()}
    ),
    "deadlines:calendar": Door(READ),
    "deadlines:calendar_day": Door(
        CALENDAR, form=always(day="3/9/2098", is_working="off", name="Nghỉ thêm")
    ),
    "deadlines:calendar_remove": Door(
        CALENDAR,
        query=always(day=HOLIDAY.isoformat()),
        form=always(reason="Không còn là ngày nghỉ", version="1"),
    ),
    "deadlines:calendar_import": Door(CALENDAR, form=always(text=LIST)),
}


def furnish(place: Place) -> None:
    words = {"is_working": False, "name": "Quốc khánh"}
    CalendarDay.objects.get_or_create(day=HOLIDAY, defaults=words)
    place.more["clock"] = owed(place.unit, place.directive)
    paused = owed(place.unit, place.account)
    begins = timezone.localdate() - timedelta(days=1)
    paused.pauses.create(begins=begins, reason="Chờ đo đạc")
    Clock.objects.filter(pk=paused.pk).update(paused_on=begins)
    place.more["paused_clock"] = paused


def owed(unit: Unit, subject: Model) -> Clock:
    began = timezone.localdate() - timedelta(days=10)
    due = began + timedelta(days=30)
    return Clock.objects.create(
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        rule="matter_answered",
        title=f"Trả lời kiến nghị ở {unit.name}",
        path="/",
        started_on=began,
        due_on=due,
        first_due_on=due,
        days=30,
        is_working_days=False,
        warn=5,
        climb=5,
        climb_again=10,
    )
