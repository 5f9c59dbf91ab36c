"""The button that ends what a deadline asks for."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.foundation.deadlines.models import Clock
from danvan.results.agenda.person import Person


@dataclass(frozen=True, slots=True)
class Act:
    """A form that stops a clock; it stands at the same number as the record's page."""

    label: str | Promise
    name: str


ACTS = {
    "commitment": Act(_("Record that it was done"), "matters:commitment_keep"),
    "dialogue_announced": Act(_("Record the announcement"), "meetings:announce"),
    "dialogue_published": Act(_("Record the publication"), "meetings:publish"),
    "matter_answered": Act(_("Answer"), "matters:answer"),
    "matter_received": Act(_("Accept"), "matters:accept"),
    "task": Act(_("Report it done"), "plans:finish"),
}
"""By the rule of the clock; any other leads to the record's page."""

OPEN = _("Open")


def act(clock: Clock, person: Person) -> tuple[str, str]:
    """Label and address; two empty texts for whoever may not do it."""
    if clock.unit_id not in person.written:
        return "", ""
    found = ACTS.get(clock.rule)
    number = number_in(clock.path) if found else None
    if found is None or number is None:
        return str(OPEN), clock.path
    return str(found.label), person.form(clock.unit_id, found.name, number)


def number_in(path: str) -> int | None:
    """The number in the address of the record's page."""
    try:
        number = resolve(path).kwargs.get("pk")
    except Resolver404:
        return None
    return number if isinstance(number, int) else None
