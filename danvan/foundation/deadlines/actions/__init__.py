"""Every write of the room, by name."""

from danvan.foundation.deadlines.actions.climbing import climb
from danvan.foundation.deadlines.actions.clocks import (
    drop,
    hand_over,
    move,
    start,
    stop,
)
from danvan.foundation.deadlines.actions.pauses import pause, resume
from danvan.foundation.deadlines.actions.working_days import (
    change_day,
    load_bundled,
    remove_day,
    set_days,
)

__all__ = [
    "change_day",
    "climb",
    "drop",
    "hand_over",
    "load_bundled",
    "move",
    "pause",
    "remove_day",
    "resume",
    "set_days",
    "start",
    "stop",
]
