"""What counted: the very records behind a commune's figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.foundation.units.periods import in_force
from danvan.records.activities.choices import Evidence
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Regulation
from danvan.results.scorecard.commune import Commune, page
from danvan.results.scorecard.desk import kind_ids


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that counted, with its evidence grade and the unit it belongs to."""

    text: str
    on: date | None
    grade: Evidence
    url: str
    unit: int


def of_activity(activity: Activity) -> Proof:
    return Proof(
        activity.title,
        activity.on,
        Evidence(activity.evidence),
        page("activities:show", activity.pk),
        activity.unit_id,
    )


def composition_proofs(commune: Commune) -> list[Proof]:
    return [
        Proof(
            f"{seat.get_role_display()}: {seat.member}, {seat.post_title}",
            seat.valid_from,
            Evidence.SIGNED if seat.decision_no else Evidence.NONE,
            page("blocs:show", seat.bloc_id),
            seat.bloc.unit_id,
        )
        for seat in commune.seats()
    ]


def regulation_proofs(commune: Commune) -> list[Proof]:
    rows = Regulation.objects.in_force(commune.desk.as_of).filter(
        in_force(commune.desk.as_of, "bloc__"), bloc__unit__in=commune.origins
    )
    return [
        Proof(
            _("Regulation %(number)s")
            % {"number": row.document_no or _("without a number")},
            row.adopted_on,
            Evidence.SIGNED if row.document_no else Evidence.NONE,
            page("blocs:regulation_show", row.pk),
            row.bloc.unit_id,
        )
        for row in rows.select_related("bloc").order_by("pk")
    ]


def duty_proofs(commune: Commune) -> list[Proof]:
    held = commune.desk.seats_with_duty
    return [
        Proof(
            _("%(member)s has a duty") % {"member": seat.member},
            None,
            Evidence.RECORDS,
            page("blocs:show", seat.bloc_id),
            seat.bloc.unit_id,
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
    """Sessions of documents whose audience is declared; the others count nowhere."""
    declared = [row.directive for row in commune.desk.reach.get(commune.unit.pk, [])]
    sessions = Activity.objects.held().filter(
        directive__in=declared,
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


PROOFS: dict[str, Callable[[Commune], list[Proof]]] = {
    "composition_satisfied": composition_proofs,
    "regulation_in_force": regulation_proofs,
    "duties_assigned": duty_proofs,
    "members_trained": training_proofs,
    "people_reached": reach_proofs,
    "pilot_bloc": pilot_proofs,
}


def proofs(commune: Commune, measure: str) -> list[Proof]:
    """The records behind the figure."""
    if measure in PROOFS:
        return PROOFS[measure](commune)
    return [of_activity(activity) for activity in commune.activities(measure)]
