"""Every write of the room, by name."""

from danvan.records.meetings.actions.conclusions import (
    add_conclusion,
    amend_conclusion,
    withdraw_conclusion,
)
from danvan.records.meetings.actions.dialogues import (
    announce_dialogue,
    cancel_dialogue,
    hold_meeting,
    plan_dialogue,
    postpone_dialogue,
    publish_result,
)
from danvan.records.meetings.actions.lines import speak_about
from danvan.records.meetings.actions.minutes import (
    TextsClash,
    Written,
    agree_minutes,
    finish_minutes,
    texts_of,
    write_minutes,
)
from danvan.records.meetings.actions.questions import (
    ask,
    link_matters,
    reply,
    unlink_matter,
)
from danvan.records.meetings.actions.reconciling import reconcile

__all__ = [
    "TextsClash",
    "Written",
    "add_conclusion",
    "agree_minutes",
    "amend_conclusion",
    "announce_dialogue",
    "ask",
    "cancel_dialogue",
    "finish_minutes",
    "hold_meeting",
    "link_matters",
    "plan_dialogue",
    "postpone_dialogue",
    "publish_result",
    "reconcile",
    "reply",
    "speak_about",
    "texts_of",
    "unlink_matter",
    "withdraw_conclusion",
    "write_minutes",
]
