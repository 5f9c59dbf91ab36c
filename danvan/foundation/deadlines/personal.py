"""What deadlines may say of people."""

from danvan.foundation.deadlines.models import CalendarDay, Clock, Pause
from danvan.shared.personal import TEXT_OF_OFFICE, Cleared, Fields, Why

PERSONAL: Fields = {Pause: {"reason": TEXT_OF_OFFICE}}
NOT_PERSONAL: Cleared = {
    CalendarDay: {"name": Why.CODE, "source": Why.PAPER},
    Clock: {
        "subject_type": Why.CODE,
        "rule": Why.CODE,
        "title": Why.TITLE,
        "path": Why.CODE,
    },
}
