"""The questions of a dialogue, and what was promised at those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from danvan.records.activities.models import Activity
from danvan.records.matters import rules as matter_rules
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.rules import Standing
from danvan.records.meetings.around import dialogue_kinds, origins


def questions_of(activity: Activity) -> QuerySet[Matter]:
    """Raised for it or at it, and those taken up from elsewhere."""
    standing = Matter.objects.standing()
    return standing.filter(
        Q(activity=activity) | Q(pk__in=activity.questions.values("matter"))
    )


def offered(activity: Activity) -> QuerySet[Matter]:
    """Open matters of the commune that the dialogue may take up."""
    own = origins(activity.unit)
    return (
        Matter.objects.open()
        .filter(Q(unit__in=own) | Q(holder__in=own), received_on__lte=activity.on)
        .exclude(activity=activity)
        .exclude(pk__in=activity.questions.values("matter"))
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A commitment as a dialogue looks back on it."""

    commitment: Commitment
    standing: Standing


def promised_before(activity: Activity, *, today: date) -> list[Kept]:
    """Commitments of all earlier dialogues of the place, as they stand today.

    Late ones first, then open ones, then those that were kept.
    """
    rows = Commitment.objects.filter(
        Q(activity__on__lt=activity.on)
        | Q(activity__on=activity.on, activity__lt=activity.pk),
        activity__kind__in=dialogue_kinds(),
        activity__unit__in=origins(activity.unit),
    ).select_related("activity", "matter")
    seen = [Kept(row, standing_on(row, today)) for row in rows]
    return sorted(seen, key=lambda kept: (ORDER[kept.standing], kept.commitment.due_on))


ORDER = {
    standing: place
    for place, standing in enumerate(
        (
            Standing.LATE,
            Standing.OPEN,
            Standing.KEPT_LATE,
            Standing.KEPT,
            Standing.RELEASED,
        )
    )
}


def standing_on(commitment: Commitment, today: date) -> Standing:
    return matter_rules.standing(
        commitment.state, commitment.due_on, commitment.kept_on, today
    )


def counted(promises: Sequence[Kept]) -> dict[Standing, int]:
    """How many stand how; what none of them is, is left out."""
    counts = dict.fromkeys(ORDER, 0)
    for kept in promises:
        counts[kept.standing] += 1
    return {standing: count for standing, count in counts.items() if count}
