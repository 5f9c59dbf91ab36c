"""Meetings in one line each: rows of activities, else through the acts people use."""

import uuid
from datetime import date, datetime
from typing import Any

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.meetings import actions, merging
from danvan.records.meetings.models import Conclusion, Dialogue, Minutes
from tests import factories

DAY = date(2024, 3, 5)
DUE = date(2024, 4, 30)
BY = CommandLine()
TEXTS = {
    "present": "Nguyễn Văn Thử, Bí thư Đảng ủy",
    "absent": "",
    "clerk": "Hà Thị Mẫu",
    "opening": "Các thành viên báo cáo kết quả trong tháng.",
    "discussion": "Bàn việc sửa đường thôn Nà Thử.",
    "closing": "Giao việc cho từng thành viên.",
}


def briefing(unit: Unit, *, on: date = DAY, **fields: Any) -> Activity:
    return factories.activity(unit, on=on, **fields)


def dialogue_held(unit: Unit, *, on: date = DAY, **fields: Any) -> Activity:
    """Held and recorded as an activity only, as a commune may do it."""
    words = {"kind": "dialogue", "title": "Đối thoại với Nhân dân"} | fields
    return factories.activity(unit, on=on, **words)


def planned(unit: Unit, *, on: date, at: datetime, **fields: Any) -> Dialogue:
    words = {"subject": "Đường giao thông nông thôn", "venue": "Hội trường"} | fields
    return actions.plan_dialogue(unit, on=on, by=BY, at=at, **words)


def minutes(activity: Activity, *, at: datetime | None = None, **texts: str) -> Minutes:
    written = actions.write_minutes(
        activity,
        TEXTS | texts,
        version=0,
        seen=merging.marks(dict.fromkeys(merging.TEXTS, "")),
        by=BY,
        at=at or factories.noon(activity.on),
    )
    return written.minutes


def agreed(activity: Activity, *, at: datetime | None = None) -> Minutes:
    at = at or factories.noon(activity.on)
    made = Minutes.objects.filter(activity=activity).first() or minutes(activity, at=at)
    actions.agree_minutes(
        activity, agreed_on=activity.on, version=made.version, by=BY, at=at
    )
    return Minutes.objects.get(activity=activity)


def final(activity: Activity, *, at: datetime | None = None) -> Minutes:
    made = agreed(activity, at=at)
    at = at or factories.noon(activity.on)
    actions.finish_minutes(activity, version=made.version, by=BY, at=at)
    return Minutes.objects.get(activity=activity)


def conclusion(
    activity: Activity, *, at: datetime | None = None, **words: Any
) -> Conclusion:
    """A task of the Farmers' Association unless told otherwise."""
    values = {
        "text": "Rà soát các hộ bị ảnh hưởng bởi sạt lở",
        "becomes": "task",
        "body": "Hội Nông dân",
        "owner": "Lý Văn Thử",
        "due_on": max(DUE, activity.on),
        "uid": uuid.uuid4(),
    } | words
    return actions.add_conclusion(
        activity, by=BY, at=at or factories.noon(activity.on), **values
    )


def recommendation(activity: Activity, **words: Any) -> Conclusion:
    values = {
        "text": "Đề nghị bố trí kinh phí sửa đường",
        "becomes": "recommendation",
        "body": "UBND các huyện, thành phố",
        "topic": "roads",
        "owner": "",
        "due_on": None,
    } | words
    return conclusion(activity, **values)
