"""What counted and what is missing for one commune, from the desk that counted it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.units.models import Unit
from danvan.records.activities.choices import Evidence
from danvan.records.activities.models import Activity, Directive
from danvan.records.blocs import queries as blocs
from danvan.records.blocs.models import Bloc, Regulation, Seat
from danvan.records.blocs.remedies import Remedy, remedy
from danvan.results.scorecard.desk import Desk, ReachRow, counting, kind_ids, listed
from danvan.results.scorecard.measures import MEASURES, briefings_asked
from danvan.results.scorecard.question import Question
from danvan.shared.dates import short
from danvan.shared.numbers import decimal


def page(name: str, *args: object, **query: object) -> str:
    """A page by name, with what it is to be filled in with."""
    address = reverse(name, args=args)
    return f"{address}?{urlencode(query)}" if query else address


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that counted, with its evidence grade (None: proves itself)."""

    text: str
    on: date | None
    grade: Evidence | None
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would raise the figure, and the page where it is put right."""

    text: str
    url: str
    action: str
    due: date | None = None
    note: str = ""


class Commune:
    """One commune seen by one desk; reads its rows only when they are shown."""

    def __init__(self, desk: Desk, unit: Unit) -> None:
        self.desk = desk
        self.unit = unit
        self.question: Question = desk.question
        self.origins = [o for o, heir in desk.commune_of.items() if heir == unit.pk]
        self.end = date(desk.year, 12, 31)

    def bloc(self) -> Bloc | None:
        return (
            Bloc.objects.in_force(self.desk.as_of)
            .filter(unit__in=self.origins)
            .select_related("unit")
            .order_by("pk")
            .first()
        )

    def seats(self) -> list[Seat]:
        return list(
            Seat.objects.in_force(self.desk.as_of)
            .filter(bloc__unit__in=self.origins)
            .select_related("member", "bloc")
            .order_by("pk")
        )

    def activities(self, measure: str) -> Iterable[Activity]:
        """The held activities that the measure counted, newest first."""
        kinds = kind_ids(self.desk.programme, measure)
        return (
            Activity.objects.filter(counting(self.desk), kind__in=kinds)
            .filter(unit__in=self.origins)
            .newest_first()
        )

    def record(self, measure: str, **query: object) -> str:
        """The form that records what the measure counts, filled in."""
        kind = kind_ids(self.desk.programme, measure)[0]
        words = {"kind": kind, "unit": self.unit.pk, "year": self.desk.year, **query}
        return page("activities:new", **words)

    def establish(self) -> list[Missing]:
        text = _("The commune has no bloc yet")
        url = page("blocs:establish", unit=self.unit.pk)
        return [Missing(text, url, _("Establish the bloc"))]


def of_activity(activity: Activity) -> Proof:
    return Proof(
        activity.title,
        activity.on,
        Evidence(activity.evidence),
        page("activities:show", activity.pk),
    )


# What counted


def composition_proofs(commune: Commune) -> list[Proof]:
    return [
        Proof(
            f"{seat.get_role_display()}: {seat.member}, {seat.post_title}",
            seat.valid_from,
            Evidence.SIGNED if seat.decision_no else Evidence.NONE,
            page("blocs:show", seat.bloc_id),
        )
        for seat in commune.seats()
    ]


def regulation_proofs(commune: Commune) -> list[Proof]:
    rows = Regulation.objects.in_force(commune.desk.as_of).filter(
        bloc__unit__in=commune.origins
    )
    return [
        Proof(
            _("Regulation %(number)s")
            % {"number": row.document_no or _("without a number")},
            row.adopted_on,
            Evidence.SIGNED if row.document_no else Evidence.NONE,
            page("blocs:regulation_show", row.pk),
        )
        for row in rows.order_by("pk")
    ]


def duty_proofs(commune: Commune) -> list[Proof]:
    held = commune.desk.seats_with_duty
    return [
        Proof(
            _("%(member)s has a duty") % {"member": seat.member},
            None,
            Evidence.RECORDS,
            page("blocs:show", seat.bloc_id),
        )
        for seat in commune.seats()
        if seat.pk in held
    ]


def training_proofs(commune: Commune) -> list[Proof]:
    desk = commune.desk
    attended = (
        Activity.objects.held()
        .filter(
            kind__in=kind_ids(desk.programme, "members_trained"),
            on__gte=desk.programme.starts,
            on__lte=desk.as_of,
            attendances__member__in=[seat.member_id for seat in commune.seats()],
        )
        .distinct()
        .newest_first()
    )
    return [of_activity(activity) for activity in attended]


def reach_proofs(commune: Commune) -> list[Proof]:
    sessions = Activity.objects.held().filter(
        listed(commune.desk, "directive__"),
        unit__in=commune.origins,
        year=commune.desk.year,
        on__lte=commune.desk.as_of,
    )
    return [of_activity(session) for session in sessions.newest_first()]


def pilot_proofs(commune: Commune) -> list[Proof]:
    desk = commune.desk
    chosen = Activity.objects.held().filter(
        kind__in=kind_ids(desk.programme, "pilot_bloc"),
        unit__in=commune.origins,
        on__gte=desk.programme.starts,
        on__lte=desk.as_of,
    )
    return [of_activity(act) for act in chosen.exclude(criteria="").newest_first()]


# What is missing


def composition_missing(commune: Commune) -> list[Missing]:
    bloc = commune.bloc()
    if bloc is None:
        return commune.establish()
    fallback = Remedy(page("blocs:show", bloc.pk), _("Open the bloc"))
    found = []
    for finding in blocs.bloc_page(bloc, commune.desk.as_of).faults:
        mend = remedy(finding, bloc.pk) or fallback
        found.append(
            Missing(finding.text, mend.url, mend.action, finding.due, finding.remedy)
        )
    return found


def regulation_missing(commune: Commune) -> list[Missing]:
    bloc = commune.bloc()
    if bloc is None:
        return commune.establish()
    text = _("The bloc has no regulation in force")
    url = page("blocs:regulation_new", bloc.pk)
    return [Missing(text, url, _("Record the regulation"))]


def duties_missing(commune: Commune) -> list[Missing]:
    held = commune.desk.seats_with_duty
    idle = [seat for seat in commune.seats() if seat.pk not in held]
    if not idle:
        return commune.establish() if commune.bloc() is None else []
    text = ngettext(
        "%(count)s member has no duty yet",
        "%(count)s members have no duty yet",
        len(idle),
    ) % {"count": len(idle)}
    url = page("blocs:duties", idle[0].bloc_id)
    return [Missing(text, url, _("Assign duties"), note=names_of(idle))]


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
    url = commune.record("members_trained")
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
    return Missing(text, url, _("Record"), commune.end)


def briefings_missing(commune: Commune) -> list[Missing]:
    asked = briefings_asked(commune.desk, commune.unit.pk)
    tally = commune.desk.tallies.get((commune.unit.pk, "briefings_held"))
    held = tally.times if tally else 0
    if held >= asked:
        return []
    text = _("%(held)s of %(asked)s periodic briefings asked for by %(day)s were held")
    words = {"held": held, "asked": asked, "day": short(commune.desk.as_of)}
    url = commune.record("briefings_held")
    return [Missing(text % words, url, _("Record"), commune.desk.as_of)]


def once_missing(measure: str) -> Callable[[Commune], list[Missing]]:
    def missing(commune: Commune) -> list[Missing]:
        kind = commune.desk.programme.kind(kind_ids(commune.desk.programme, measure)[0])
        text = _("Not recorded for %(year)s: %(kind)s") % {
            "year": commune.desk.year,
            "kind": kind.name,
        }
        return [Missing(text, commune.record(measure), _("Record"), commune.end)]

    return missing


PROOFS: dict[str, Callable[[Commune], list[Proof]]] = {
    "composition_satisfied": composition_proofs,
    "regulation_in_force": regulation_proofs,
    "duties_assigned": duty_proofs,
    "members_trained": training_proofs,
    "people_reached": reach_proofs,
    "pilot_bloc": pilot_proofs,
}

MISSING: dict[str, Callable[[Commune], list[Missing]]] = {
    "composition_satisfied": composition_missing,
    "regulation_in_force": regulation_missing,
    "duties_assigned": duties_missing,
    "members_trained": training_missing,
    "people_reached": reach_missing,
    "briefings_held": briefings_missing,
}


def proofs(commune: Commune, measure: str) -> list[Proof]:
    """The records behind the figure."""
    if measure in PROOFS:
        return PROOFS[measure](commune)
    return [of_activity(activity) for activity in commune.activities(measure)]


def missing(commune: Commune, measure: str) -> list[Missing]:
    """What would complete the figure; empty exactly when nothing more is needed.

    A document without a declared audience is asked for even though it has no need yet.
    """
    fact = MEASURES[measure](commune.desk).get(commune.unit.pk)
    if measure == "people_reached":
        return reach_missing(commune)
    if fact is None or (not fact.need and measure != "members_trained"):
        return []
    if fact.complete:
        return []
    return MISSING.get(measure, once_missing(measure))(commune)
