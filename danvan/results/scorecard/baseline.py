"""The state of affairs on the day the programme began, read from the records."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from danvan.foundation.programme.schema import Programme
from danvan.foundation.units.models import Unit
from danvan.foundation.units.periods import in_force
from danvan.records.blocs.choices import (
    THEORY_INTERMEDIATE_OR_ABOVE,
    UNIVERSITY_OR_ABOVE,
    ProfessionalLevel,
    SeatRole,
)
from danvan.records.blocs.models import Qualification, Seat
from danvan.results.scorecard.desk import kind_ids, trained
from danvan.shared.numbers import percent


@dataclass(frozen=True, slots=True)
class Baseline:
    """Blocs, members and what they had, on one day. Counts; nothing is stored."""

    on: date
    blocs: int
    members: int
    smallest: int
    largest: int
    professional: dict[str, int]
    theory_intermediate_or_above: int
    heads: dict[str, int]
    trained: int

    @property
    def trained_percent(self) -> Decimal | None:
        return percent(self.trained, self.members)

    def as_json(self) -> dict[str, object]:
        return {
            "as_of": self.on.isoformat(),
            "blocs": self.blocs,
            "members": self.members,
            "members_per_bloc": {"min": self.smallest, "max": self.largest},
            "professional_level": self.professional,
            "theory_intermediate_or_above": self.theory_intermediate_or_above,
            "heads": self.heads,
            "heads_percent": {
                post: as_number(percent(count, self.blocs))
                for post, count in self.heads.items()
            },
            "trained": self.trained,
            "trained_percent": as_number(self.trained_percent),
            "untrained": self.members - self.trained,
            "untrained_percent": as_number(
                percent(self.members - self.trained, self.members)
            ),
        }


def as_number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def baseline(programme: Programme, root: Unit | None = None) -> Baseline:
    """As at the programme's first day; trainings count when held before it."""
    on = programme.starts
    seats = Seat.objects.in_force(on).filter(
        in_force(on, "bloc__"), in_force(on, "bloc__unit__")
    )
    if root is not None:
        seats = seats.within(root.pk)
    sizes = Counter(seats.values_list("bloc", flat=True))
    members = set(seats.values_list("member", flat=True))
    attended = trained(kind_ids(programme, "members_trained"), Q(activity__on__lt=on))
    return Baseline(
        on=on,
        blocs=len(sizes),
        members=sum(sizes.values()),
        smallest=min(sizes.values(), default=0),
        largest=max(sizes.values(), default=0),
        professional=professional(on, members),
        theory_intermediate_or_above=Qualification.objects.in_force(on)
        .filter(theory__in=THEORY_INTERMEDIATE_OR_ABOVE)
        .filter(member__seats__in=seats)
        .distinct()
        .count(),
        heads=heads(seats.filter(role=SeatRole.HEAD).values_list("post", flat=True)),
        trained=len(attended & members),
    )


def professional(on: date, members: set[int]) -> dict[str, int]:
    """Members by professional level as the source groups them."""
    levels = Counter(
        level
        for member, level in Qualification.objects.in_force(on).values_list(
            "member", "professional"
        )
        if member in members
    )
    named = {
        "intermediate": levels[ProfessionalLevel.INTERMEDIATE],
        "college": levels[ProfessionalLevel.COLLEGE],
        "university_or_above": sum(levels[level] for level in UNIVERSITY_OR_ABOVE),
    }
    return named | {"unstated": len(members) - sum(named.values())}


def heads(posts: object) -> dict[str, int]:
    """Heads by the post they hold: secretary, deputy secretary, another."""
    counted = Counter(posts)  # type: ignore[call-overload]
    secretary = counted[SECRETARY]
    deputies = sum(counted[post] for post in DEPUTIES)
    return {
        "secretary": secretary,
        "deputy_secretary": deputies,
        "other": sum(counted.values()) - secretary - deputies,
    }


SECRETARY = "bi_thu_dang_uy"
DEPUTIES = ("pho_bi_thu_thuong_truc", "pho_bi_thu_dang_uy")
