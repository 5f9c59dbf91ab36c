"""What every page of the room shares: reach, breadcrumbs, suggestions of bodies."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.matters.models import Commitment, Matter

type Crumb = tuple[str, str]


def in_reach(request: UserRequest, pk: int) -> Matter:
    visible = Matter.objects.visible_to(request.user, on=request.today)
    rows = visible.select_related(
        *("unit__parent", "holder__parent", "village", "activity", "like")
    )
    return get_object_or_404(rows, pk=pk)


def promised(request: UserRequest, pk: int) -> Commitment:
    visible = Commitment.objects.visible_to(request.user, on=request.today)
    rows = visible.select_related("unit__parent", "matter__unit", "activity")
    return get_object_or_404(rows, pk=pk)


def trail(*steps: str | Crumb) -> list[Crumb]:
    """Breadcrumbs below the list; a step without an address is the page itself."""
    below = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return [(_("Opinions and recommendations"), reverse("matters:index")), *below]


def commitments_step() -> Crumb:
    return _("Promises"), reverse("matters:commitments")


def own_step(record: Matter | Commitment) -> Crumb:
    return str(record), record.get_absolute_url()


def bodies(unit: Unit) -> list[str]:
    """Names to choose a body of this unit's level from."""
    known = programme.current()
    level = Level(unit.level).name.lower()
    names = [body.name for body in known.bodies if body.level == level]
    if unit.level == Level.COMMUNE:
        names += [organisation.name for organisation in known.organisations]
    return names


def answered(form: Any) -> int:
    """Status of a page with this form."""
    return 422 if form.errors else 200
