"""Doors of meetings; `pk` is the number of an activity, but for conclusions."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from danvan.foundation.units.rules import Level
from danvan.records.meetings.models import Question
from tests import factories, matters_factories, meetings_factories
from tests.house.door import (
    APPROVE,
    READ,
    WRITE,
    AtPlace,
    Door,
    Place,
    Words,
    always,
    kept,
)

UID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def furnish(place: Place) -> None:
    """A briefing with draft minutes and one agreed, dialogues planned and held."""
    if place.unit.level != Level.COMMUNE:
        return
    day = date(2024, 3, 5)
    unit, more = place.unit, place.more
    before = meetings_factories.briefing(unit, on=date(2024, 2, 5))
    more["task"] = meetings_factories.conclusion(before).task
    more["meeting"] = meetings_factories.briefing(unit, on=day)
    more["conclusion"] = meetings_factories.conclusion(more["meeting"])
    meetings_factories.minutes(more["meeting"])
    more["agreed"] = meetings_factories.briefing(unit, on=date(2024, 4, 5))
    meetings_factories.agreed(more["agreed"])
    more["held"] = meetings_factories.dialogue_held(unit, on=day)
    question = {"activity": more["held"], "received_on": day}
    more["question"] = matters_factories.matter(unit, **question)
    more["elsewhere"] = matters_factories.matter(unit, title="Cấp nước sạch")
    more["taken"] = matters_factories.matter(unit, title="Điện yếu")
    Question.objects.create(activity=more["held"], matter=more["taken"])
    planned(place)


def planned(place: Place) -> None:
    now = timezone.now()
    soon = timezone.localdate(now) + timedelta(days=30)
    made = meetings_factories.planned(place.unit, on=soon, at=now)
    place.more["planned"] = made.activity
    place.more["due"] = factories.activity(
        place.unit, on=timezone.localdate(now), status="planned"
    )


def about(meeting: str, other: str, *, kind: str = "") -> AtPlace:
    """A meeting and one thing at it."""

    def words(place: Place) -> Words | None:
        if meeting not in place.more:
            return None
        found: dict[str, Any] = {
            "pk": place.more[meeting].pk,
            "number": place.more[other].pk,
        }
        return found | ({"kind": kind} if kind else {})

    return words


MINUTES = meetings_factories.TEXTS | {"discussion": "Bàn việc khác", "version": "1"}
TASK = {
    "uid": UID,
    "text": "Sửa đường",
    "owner": "Lý Văn Thử",
    "body": "Hội Nông dân",
    "due_on": "30/4/2024",
    "version": "1",
}
LATER = timezone.localdate() + timedelta(days=60)

DOORS: dict[str, Door] = {
    "meetings:index": Door(READ),
    "meetings:show": Door(READ, kept("meeting")),
    "meetings:word": Door(READ, kept("meeting")),
    "meetings:held": Door(
        WRITE,
        kept("due"),
        form=lambda place: {
            "on": f"{place.more['due'].on:%d/%m/%Y}",
            "chair": "party_head",
            "version": "1",
        },
    ),
    "meetings:line": Door(
        WRITE,
        about("meeting", "task", kind="task"),
        form=always(outcome="kept", said="Tiếp tục theo dõi", version="1"),
    ),
    "meetings:minutes": Door(WRITE, kept("meeting"), form=always(**MINUTES)),
    "meetings:agree": Door(
        WRITE, kept("meeting"), form=always(agreed_on="6/3/2024", version="1")
    ),
    "meetings:finish": Door(
        APPROVE, kept("agreed"), form=always(number="05-BB/ĐU", version="2")
    ),
    "meetings:conclusion_new": Door(WRITE, kept("meeting"), form=always(**TASK)),
    "meetings:conclusion_edit": Door(WRITE, kept("conclusion"), form=always(**TASK)),
    "meetings:conclusion_withdraw": Door(
        WRITE, kept("conclusion"), form=always(reason="Gõ nhầm", version="1")
    ),
    "meetings:dialogue_new": Door(
        WRITE,
        at=lambda place: {},
        query=lambda place: {"unit": place.unit.pk},
        form=lambda place: {
            "uid": UID,
            "on": f"{LATER:%d/%m/%Y}",
            "subject": "Đất đai",
        },
    ),
    "meetings:dialogue": Door(READ, kept("held")),
    "meetings:announce": Door(
        WRITE,
        kept("held"),
        form=always(announced_on="20/2/2024", announced_where="Loa", version="0"),
    ),
    "meetings:publish": Door(
        WRITE,
        kept("held"),
        form=always(published_on="10/3/2024", published_where="Loa", version="0"),
    ),
    "meetings:postpone": Door(
        WRITE,
        kept("planned"),
        form=always(on=f"{LATER:%d/%m/%Y}", reason="Mưa lũ", version="1"),
    ),
    "meetings:cancel": Door(
        WRITE, kept("planned"), form=always(reason="Mưa lũ", version="1")
    ),
    "meetings:questions": Door(
        WRITE,
        kept("held"),
        form=always(
            uid=UID,
            text="Khi nào sửa đường?",
            topic="roads",
            kind="reflection",
            channel="dialogue",
        ),
    ),
    "meetings:link": Door(
        WRITE,
        kept("held"),
        form=lambda place: {
            "matters": place.more["elsewhere"].pk if place.more else ""
        },
    ),
    "meetings:reply": Door(
        WRITE,
        about("held", "question"),
        form=always(uid=UID, answer="Sẽ sửa trong quý II.", outcome="", version="1"),
    ),
    "meetings:leave_out": Door(WRITE, about("held", "taken"), form=always()),
}
