"""When a meeting and a dialogue may be written about, and what its days say: pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from danvan.foundation.programme.schema import Kind
from danvan.records.activities.choices import Status
from danvan.records.blocs.choices import Cadence
from danvan.records.meetings.choices import MinutesState
from danvan.shared.dates import short
from danvan.shared.refusals import Refused

BRIEFING, DIALOGUE = "briefing", "dialogue"
MEETINGS = (BRIEFING, DIALOGUE, "general", "inspection", "review", "supervision")
"""Forms of activity at which people sit together, so that minutes are taken."""

MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.YEAR: 12}
_SHORT = 100


def is_meeting(kind: Kind | None) -> bool:
    return kind is not None and kind.form in MEETINGS


def is_briefing(kind: Kind | None) -> bool:
    return kind is not None and kind.form == BRIEFING


def is_dialogue(kind: Kind | None) -> bool:
    return kind is not None and kind.form == DIALOGUE


def why_not_written(status: str, on: date, today: date) -> str:
    """Why nothing may be written about a meeting yet, or any more; "" when it may."""
    if status in {Status.CANCELLED, Status.WITHDRAWN}:
        return _("This meeting was cancelled or withdrawn: it has no minutes")
    if on > today:
        words = {"day": short(on)}
        return (
            _("The meeting is on %(day)s. It is written about from that day on") % words
        )
    return ""


def check_written(status: str, on: date, today: date) -> None:
    if why := why_not_written(status, on, today):
        raise Refused(why)


def check_open(state: str) -> None:
    if state == MinutesState.FINAL:
        raise Refused(
            _(
                "These minutes are final and change no more. What is to be added "
                "becomes a conclusion of a later meeting"
            )
        )


def check_agreed(agreed_on: date, on: date, today: date) -> None:
    if not on <= agreed_on <= today:
        raise Refused(
            _("Minutes are agreed between the meeting, %(first)s, and today, %(last)s")
            % {"first": short(on), "last": short(today)},
            field="agreed_on",
        )


def check_final(state: str, status: str) -> None:
    """Final minutes were agreed, of a meeting that was held."""
    check_open(state)
    if status != Status.HELD:
        raise Refused(_("Record first that the meeting was held"))
    if state != MinutesState.AGREED:
        raise Refused(_("Record first on which day the minutes were agreed"))


def next_expected(on: date, cadence: str) -> date:
    """The day by which the next briefing is due after one held on a day."""
    months = on.year * 12 + on.month - 1 + MONTHS[Cadence(cadence)]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def shortened(text: str) -> str:
    """The first words of a text, as the title of what it becomes."""
    line = " ".join(text.split())
    if len(line) <= _SHORT:
        return line
    return f"{line[:_SHORT].rpartition(' ')[0] or line[:_SHORT]}…"


def channel_of(form: str, channels: Iterable[str]) -> str:
    """The programme's channel for what is raised at such a meeting."""
    known = list(channels)
    return form if form in known else known[0]


def days_ahead(announced_on: date, on: date) -> int:
    """How many days before the dialogue it was announced."""
    return (on - announced_on).days


def is_announced(
    announced_on: date | None, announced_for: date | None, status: str, on: date
) -> bool:
    """Whether the notice speaks of this day; once held, any notice before it does."""
    if announced_on is None:
        return False
    return status == Status.HELD or announced_for == on


def check_announced(announced_on: date, on: date, today: date) -> None:
    if announced_on > today:
        raise Refused(
            _("The notice cannot lie in the future. Enter a date up to %(today)s")
            % {"today": short(today)},
            field="announced_on",
        )
    if announced_on > on:
        raise Refused(
            _("A notice after the dialogue itself, on %(day)s, announces nothing")
            % {"day": short(on)},
            field="announced_on",
        )


def check_published(published_on: date, status: str, on: date, today: date) -> None:
    if status != Status.HELD:
        raise Refused(_("Record first that the dialogue was held"))
    if not on <= published_on <= today:
        words = {"first": short(on), "last": short(today)}
        raise Refused(
            _("The result is made known from the dialogue on, %(first)s, to %(last)s")
            % words,
            field="published_on",
        )
