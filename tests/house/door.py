"""What a door is and what stands at a place: shared by every room's list of doors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import PERMISSIONS, Permission, Role
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity, Directive
from danvan.records.blocs.models import Bloc, Seat


@dataclass(slots=True)
class Place:
    """A unit of the scene and one record of each kind that lies there."""

    unit: Unit
    account: User
    directive: Directive
    bare: Unit | None = None
    bloc: Bloc | None = None
    activity: Activity | None = None
    attachment: Attachment | None = None
    seats: list[Seat] = field(default_factory=list)
    upload: UUID | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """Records of rooms that keep their own doors, by the name the room gave them."""

    @property
    def seat(self) -> Seat:
        return self.seats[-1]


type Words = dict[str, Any]
type AtPlace = Callable[[Place], Words | None]


def nothing(place: Place) -> Words:
    return {}


@dataclass(frozen=True, slots=True)
class Door:
    """How a URL is reached at a place; `at` answers None where there is no such page.

    `needs`: what this record asks for beyond the permission at the door. `form` is what
    a permitted person could post. `picks`: the unit is chosen on the page, so one out
    of scope is refused there and not by the door. `owned`: nobody but the person who
    made the thing may see it, whatever the scope. `seated`: only for those who sit at
    the unit itself, not for the levels above.
    """

    permission: Permission | None
    at: AtPlace | None = None
    query: AtPlace = nothing
    form: AtPlace | None = None
    reads: bool = True
    picks: bool = False
    owned: bool = False
    seated: bool = False
    needs: Permission | None = None

    def opens_to(self, role: Role) -> bool:
        """Whether the role holds what the page asks for, wherever that is."""
        held = PERMISSIONS[role] | {None}
        return {self.permission, self.needs} <= held


READ, WRITE = Permission.READ, Permission.WRITE
FRONT, APPROVE = Permission.WRITE_FRONT, Permission.APPROVE
BLOC, LIST = Permission.MANAGE_BLOC, Permission.LIST_DIRECTIVES
ACCOUNTS = Permission.MANAGE_ACCOUNTS
LATER = "23/11/2099"


def unit(place: Place) -> Words:
    return {"pk": place.unit.pk}


def always(**words: Any) -> AtPlace:
    return lambda place: words


def kept(name: str) -> AtPlace:
    """The record of that name at a place, as its URL names it; None where none is."""
    return lambda place: {"pk": place.more[name].pk} if name in place.more else None
