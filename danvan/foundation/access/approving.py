"""Who decides at a unit, for those who wait for it."""

from datetime import date

from django.utils.translation import gettext as _

from danvan.foundation.access.guard import can
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import PERMISSIONS, Permission, Role
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.shared.text import given_name_key

APPROVERS = [role for role in Role if Permission.APPROVE in PERMISSIONS[role]]


def awaited(user: User, unit: Unit, *, on: date) -> str:
    """Who has to approve, in words; "" for whoever may do it."""
    if can(user, Permission.APPROVE, unit, on=on):
        return ""
    names = ", ".join(approvers(unit, on=on))
    if unit.level == Level.COMMUNE:
        waits, nobody = (
            _("Waits for the commune head to approve"),
            _("No account holds the role of commune head: ask the administrator"),
        )
    else:
        words = {"unit": unit}
        waits, nobody = (
            _("Waits for the officer of %(unit)s to approve") % words,
            _("No account approves at %(unit)s: ask the administrator") % words,
        )
    return f"{waits}: {names}." if names else f"{waits}. {nobody}."


def approvers(unit: Unit, *, on: date) -> list[str]:
    """Names of those who approve at the very unit, by given name."""
    held = Grant.objects.in_force(on).filter(unit=unit, role__in=APPROVERS)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return sorted(people.values_list("full_name", flat=True), key=given_name_key)
