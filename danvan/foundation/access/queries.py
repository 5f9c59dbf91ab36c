"""Accounts as an administrator looks through them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from danvan.foundation.access.models import Grant, User, UserQuerySet
from danvan.foundation.access.rules import PERMISSIONS, Permission, Role
from danvan.foundation.units.models import Reach, Unit
from danvan.shared.text import fold, given_name_key


class Account(NamedTuple):
    """What the list of accounts knows of each without its roles; never a secret."""

    pk: int
    username: str
    full_name: str
    email: str
    is_active: bool
    must_change_password: bool
    last_login: datetime | None

    @property
    def standing(self) -> str:
        if not self.is_active:
            return _("Closed")
        return _("One-time password") if self.must_change_password else _("In use")


def accounts(by: User, typed: str, *, on: date) -> list[Account]:
    """Accounts that `by` manages and `typed` means, by given name.

    Names are compared here, as no database folds Vietnamese marks alike.
    """
    visible = User.objects.visible_to(by, on=on)
    rows = visible.order_by("pk").values_list(*Account._fields)
    people = [Account(*row) for row in rows]
    people.sort(key=lambda person: given_name_key(person.full_name))
    if not typed:
        return people
    key = fold(typed)
    there = set(placed_in(typed, on).values_list("user", flat=True))
    return [
        person
        for person in people
        if person.pk in there or key in fold(f"{person.username} {person.full_name}")
    ]


def stand_ins(grant: Grant, *, on: date) -> UserQuerySet:
    """Accounts that a role may be handed over to: with a role of their own by which
    they read the unit, at it or above it."""
    above = Reach.objects.filter(unit=grant.unit_id).values("root")
    own = Grant.objects.in_force(on).filter(unit__in=above, delegated_by=None)
    readers = [role for role in Role if Permission.READ in PERMISSIONS[role]]
    seated = own.filter(role__in=readers).values("user")
    people: UserQuerySet = User.objects.filter(is_active=True, pk__in=seated)
    return people.exclude(pk=grant.user_id)


def own_roles(user: User, *, on: date) -> list[Grant]:
    """The person's roles still to run, each with whom it came from or went to."""
    rows = user.grants.running(on).select_related("unit", "delegated_by__user")
    lent = Grant.objects.running(on).select_related("user").order_by("valid_from")
    rows = rows.prefetch_related(Prefetch("lent", lent, to_attr="lent_on"))
    return list(rows.order_by("valid_from", "pk"))


def placed_in(typed: str, on: date) -> models.QuerySet[Grant]:
    units = Unit.objects.find(typed).order_by().values("pk")
    return Grant.objects.running(on).filter(unit__in=units)


def running_grants(
    people: Iterable[Account], by: User, *, on: date
) -> dict[int, list[Grant]]:
    """Account → its roles within the scope of `by`, in their order. One query."""
    roots = by.root_units(on, Permission.MANAGE_ACCOUNTS)
    grants = Grant.objects.running(on).within(*roots).select_related("unit")
    numbers = [person.pk for person in people]
    found: dict[int, list[Grant]] = defaultdict(list)
    for grant in grants.filter(user__in=numbers).order_by("valid_from", "pk"):
        found[grant.user_id].append(grant)
    return found
