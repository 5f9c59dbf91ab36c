"""The sentences of the composition check."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from danvan.records.blocs.choices import SeatRole
from danvan.shared.dates import format_date

if TYPE_CHECKING:
    from danvan.foundation.programme.schema import Composition
    from danvan.records.blocs.composition import Sitting, Verdict


class Told(NamedTuple):
    """A verdict with its dates, asked for its sentence and its remedy.

    Without `since` it is a forecast.
    """

    composition: "Composition"
    verdict: "Verdict"
    on: date
    since: date | None
    due: date | None
    last: "Sitting | None"

    def text(self) -> str:
        """What is wrong, who it is about, and since when."""
        template = _template(self) % self._words()
        return f"{template} {deadline(self.due, self.on)}".rstrip()

    def remedy(self) -> str:
        """What to do, as an instruction; "" where nothing need be done."""
        match self.verdict.code:
            case "vacant":
                return _("Put a person in this seat.")
            case "pending":
                return _("Hand this seat over to the person who took up the post.")
            case "wrong_post" | "wrong_role":
                return _("Re-form the bloc so that the seat is held as required.")
            case "doubled" | "not_provided":
                return _("End the seats that are too many.")
            case "unrecognised":
                return _("Correct the post if it is misspelt; otherwise leave it.")
        return ""

    def _words(self) -> dict[str, str | int]:
        verdict, seat = self.verdict, self.verdict.sitting or self.last
        line = verdict.line
        return {
            "seat": line.label if line else "",
            "name": seat.name if seat else "",
            "post": (seat.post_title or seat.post) if seat else "",
            "role": _role(seat.role) if seat else "",
            "names": ", ".join(other.name for other in verdict.others),
            "since": format_date(self.since) if self.since else "",
            "left": format_date(released) if (released := self._released()) else "",
            "have": verdict.have,
            "need": line.min if line else 0,
            "max": line.max if line else self.composition.max_members,
            "min": self.composition.min_members,
        }

    def _released(self) -> date | None:
        seat = self.verdict.sitting or self.last
        return seat.released_on() if seat else None


TEMPLATES = {
    "vacant": gettext_lazy("Nobody holds “%(seat)s” since %(since)s."),
    "left": gettext_lazy("Nobody holds “%(seat)s” since %(since)s, after %(name)s."),
    "short": gettext_lazy(
        "“%(seat)s” has %(have)s of the %(need)s people required since %(since)s."
    ),
    "pending": gettext_lazy(
        "%(name)s (%(role)s) no longer holds the post %(post)s since %(left)s."
    ),
    "wrong_post": gettext_lazy(
        "“%(seat)s” is not held as required since %(since)s:"
        " %(name)s, %(post)s, sits as %(role)s."
    ),
    "doubled": gettext_lazy(
        "“%(seat)s” is held by %(have)s people since %(since)s: %(names)s;"
        " at most %(max)s may."
    ),
    "not_provided": gettext_lazy(
        "%(name)s, %(post)s, sits as %(role)s since %(since)s;"
        " the programme provides no such seat."
    ),
    "unrecognised": gettext_lazy(
        "%(name)s: the post “%(post)s” is not among the posts of the programme."
    ),
    "out_of_list": gettext_lazy(
        "%(name)s, %(post)s, is not in the list of posts of the bloc."
    ),
    "too_small": gettext_lazy(
        "The bloc has %(have)s people, fewer than %(min)s, since %(since)s."
    ),
    "too_large": gettext_lazy(
        "The bloc has %(have)s people, more than %(max)s, since %(since)s."
    ),
}
TEMPLATES["wrong_role"] = TEMPLATES["wrong_post"]

FORECASTS = TEMPLATES | {
    "vacant": gettext_lazy("Nobody would hold “%(seat)s”."),
    "short": gettext_lazy(
        "“%(seat)s” would have %(have)s of the %(need)s people required."
    ),
    "wrong_post": gettext_lazy(
        "“%(seat)s” would not be held as required: %(name)s, %(post)s, as %(role)s."
    ),
    "doubled": gettext_lazy(
        "“%(seat)s” would be held by %(have)s people: %(names)s; at most %(max)s may."
    ),
    "not_provided": gettext_lazy(
        "%(name)s, %(post)s, would sit as %(role)s; the programme provides no such"
        " seat."
    ),
    "too_small": gettext_lazy(
        "The bloc would have %(have)s people, fewer than %(min)s."
    ),
    "too_large": gettext_lazy(
        "The bloc would have %(have)s people, more than %(max)s."
    ),
}
"""The same of a bloc as it would be; what it depends on may not all be known."""
FORECASTS["wrong_role"] = FORECASTS["wrong_post"]


def _template(told: Told) -> str:
    code, line = told.verdict.code, told.verdict.line
    if code == "vacant" and told.last and told.since:
        code = "left"
    elif code == "vacant" and line and line.min > 1:
        code = "short"
    return str((TEMPLATES if told.since else FORECASTS)[code])


def deadline(due: date | None, on: date) -> str:
    """ "Re-form by 31/3/2024: 12 days left"; "" without a due day."""
    if due is None:
        return ""
    days = abs((due - on).days)
    words = {"due": format_date(due), "days": days}
    if due == on:
        return _("To be re-formed by %(due)s: today.") % words
    if due < on:
        return (
            ngettext(
                "It was to be re-formed by %(due)s: %(days)d day late.",
                "It was to be re-formed by %(due)s: %(days)d days late.",
                days,
            )
            % words
        )
    return (
        ngettext(
            "To be re-formed by %(due)s: %(days)d day left.",
            "To be re-formed by %(due)s: %(days)d days left.",
            days,
        )
        % words
    )


def _role(role: str) -> str:
    return str(SeatRole(role).label)
