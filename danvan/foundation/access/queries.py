"""Accounts as an administrator looks through them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
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
