"""What is missing: what would raise a commune's figure, and where to do it.

A clerk's list of work; asked of the same desk that counted, so it ends when the
figure is complete.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.records.activities.models import Directive
from danvan.records.blocs import queries as blocs
from danvan.records.blocs.models import Seat
from danvan.records.blocs.remedies import Remedy, remedy
from danvan.results.scorecard.commune import Commune, page
from danvan.results.scorecard.desk import ReachRow, listed
from danvan.results.scorecard.measures import MEASURES, briefings_asked
from danvan.results.scorecard.question import NOTHING
from danvan.shared.dates import short
from danvan.shared.numbers import decimal


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would raise the figure, and the page where it is put right."""

    text: str
    url: str
    action: str
    due: date | None = None
    note: str = ""


def establish(commune: Commune) -> list[Missing]:
    text = _("The commune has no bloc yet")
    url = page("blocs:establish", unit=commune.unit.pk)
    return [Missing(text, url, _("Establish the bloc"))]


def composition_missing(commune: Commune) -> list[Missing]:
    found = []
    for bloc in commune.blocs():
        fallback = Remedy(page("blocs:show", bloc.pk), _("Open the bloc"))
        for finding in blocs.bloc_page(bloc, commune.desk.as_of).faults:
            mend = remedy(finding, bloc.pk) or fallback
            found.append(
                Missing(finding.text, mend.url, mend.action, note=finding.remedy)
            )
    return found or establish(commune)


def regulation_missing(commune: Commune) -> list[Missing]:
    text = _("The bloc has no regulation in force")
    return [
        Missing(text, page("blocs:regulation_new", bloc.pk), _("Record the regulation"))
        for bloc in commune.blocs()[:1]
    ] or establish(commune)


def duties_missing(commune: Commune) -> list[Missing]:
    seats = commune.seats()
    if not seats:
        return members_missing(commune)
    idle = [seat for seat in seats if seat.pk not in commune.desk.seats_with_duty]
    text = ngettext(
        "%(count)s member has no duty yet",
        "%(count)s members have no duty yet",
        len(idle),
    ) % {"count": len(idle)}
    url = page("blocs:duties", idle[0].bloc_id)
    return [Missing(text, url, _("Assign duties"), note=names_of(idle))]


def members_missing(commune: Commune) -> list[Missing]:
    return [
        Missing(
            _("The bloc has no members yet"),
            page("blocs:seat_new", bloc.pk),
            _("Seat a person"),
        )
        for bloc in commune.blocs()[:1]
    ] or establish(commune)


def names_of(seats: Iterable[Seat]) -> str:
    return ", ".join(str(seat.member) for seat in seats)


def training_missing(commune: Commune) -> list[Missing]:
    done = commune.desk.trained_members
    waiting = [s for s in commune.seats() if s.member_id not in done]
    if not waiting:
        return []
    text = ngettext(
        "%(count)s member has not been trained yet",
        "%(count)s members have not been trained yet",
        len(waiting),
    ) % {"count": len(waiting)}
    url = commune.record("members_trained", untrained=1)
    note = names_of(waiting)
    return [Missing(text, url, _("Record a training"), commune.end, note)]


def reach_missing(commune: Commune) -> list[Missing]:
    """Documents of the year's list without a declared audience, or short of people."""
    desk = commune.desk
    threshold = next(
        t.threshold for t in desk.programme.targets if "people_reached" in t.measures
    )
    rows = {row.directive: row for row in desk.reach.get(commune.unit.pk, [])}
    documents = Directive.objects.applying_to(commune.unit).filter(listed(desk))
    found = []
    for document in documents.order_by("listed_on", "pk"):
        row = rows.get(document.pk)
        if row is None:
            found.append(audience_missing(commune, document))
        elif row.reached * 100 < threshold * row.audience:
            found.append(people_missing(commune, document, row))
    return found


def audience_missing(commune: Commune, document: Directive) -> Missing:
    text = _("Nobody has declared how many people %(number)s is meant for")
    url = page("activities:audience", document.pk, commune.unit.pk)
    return Missing(text % {"number": document.number}, url, _("Declare"), commune.end)


def people_missing(commune: Commune, document: Directive, row: ReachRow) -> Missing:
    text = _("%(number)s has reached %(reached)s of %(audience)s people") % {
        "number": document.number,
        "reached": decimal(row.reached),
        "audience": decimal(row.audience),
    }
    url = commune.record("people_reached", directive=document.pk)
    return Missing(text, url, _("Record an activity"), commune.end)


def briefings_missing(commune: Commune) -> list[Missing]:
    asked = briefings_asked(commune.desk, commune.unit.pk)
    tally = commune.desk.tallies.get((commune.unit.pk, "briefings_held"))
    held = tally.times if tally else 0
    if held >= asked:
        return []
    text = _("Only %(held)s of %(asked)s periodic briefings were held by %(day)s")
    words = {"held": held, "asked": asked, "day": short(commune.desk.as_of)}
    url = commune.record("briefings_held")
    return [Missing(text % words, url, _("Record an activity"), commune.desk.as_of)]


def once_missing(commune: Commune, measure: str) -> list[Missing]:
    """The one activity of the year that nobody has recorded by the day."""
    desk = commune.desk
    kind = desk.programme.kinds_feeding(measure)[0]
    later = commune.held_later(kind)
    if later:
        text = _("%(kind)s for %(year)s: recorded on %(day)s, after the day shown here")
        words = {"kind": kind.name, "year": desk.year, "day": short(later.on)}
        url = page("activities:show", later.pk)
        return [Missing(text % words, url, _("Open the record"))]
    text = _("Not recorded for %(year)s: %(kind)s")
    words = {"kind": kind.name, "year": desk.year}
    url = commune.record(measure)
    return [Missing(text % words, url, _("Record an activity"), commune.end)]


MISSING: dict[str, Callable[[Commune], list[Missing]]] = {
    "composition_satisfied": composition_missing,
    "regulation_in_force": regulation_missing,
    "duties_assigned": duties_missing,
    "members_trained": training_missing,
    "people_reached": reach_missing,
    "briefings_held": briefings_missing,
}


def missing(commune: Commune, measure: str) -> list[Missing]:
    """What would complete the figure; empty when nothing more is needed.

    A document without a declared audience is asked for although it has no need yet.
    """
    if measure == "people_reached":
        return reach_missing(commune)
    fact = MEASURES[measure](commune.desk).get(commune.unit.pk, NOTHING)
    if fact.complete or not fact.need:
        return []
    if measure in MISSING:
        return MISSING[measure](commune)
    return once_missing(commune, measure)
