"""Accounts as an administrator looks through them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.shared.dates import short
from danvan.shared.text import fold, given_name_key


def account_numbers(by: User, typed: str, *, on: date) -> list[int]:
    """Accounts that `by` manages and `typed` means, by given name.

    Names are compared here, as no database folds Vietnamese marks alike.
    """
    visible = User.objects.visible_to(by, on=on)
    people = list(visible.values_list("pk", "username", "full_name"))
    if typed:
        key = fold(typed)
        there = set(placed_in(typed, on).values_list("user", flat=True))
        people = [
            person
            for person in people
            if person[0] in there or key in fold(f"{person[1]} {person[2]}")
        ]
    people.sort(key=lambda person: (given_name_key(person[2]), person[0]))
    return [pk for pk, _username, _name in people]


def placed_in(typed: str, on: date) -> models.QuerySet[Grant]:
    units = Unit.objects.find(typed).order_by().values("pk")
    return Grant.objects.running(on).filter(unit__in=units)


def with_grants(numbers: Iterable[int], by: User, *, on: date) -> list[User]:
    """The accounts in that order, each with `running`, its roles within by's scope."""
    roots = by.root_units(on, Permission.MANAGE_ACCOUNTS)
    grants = Grant.objects.running(on).within(*roots).select_related("unit")
    users = User.objects.prefetch_related(
        Prefetch("grants", grants.order_by("valid_from", "pk"), to_attr="running")
    ).in_bulk(list(numbers))
    return [users[number] for number in numbers]


def last_amendment(user: User) -> dict[str, str]:
    """Who changed the account last and when, as components/clash.html says it."""
    entries = Entry.objects.filter(
        verb="amend_account",
        subject_type=User._meta.label_lower,
        subject_id=str(user.pk),
    )
    entry = entries.order_by("-at", "-pk").first()
    return {
        "their_name": entry.actor if entry else _("Somebody else"),
        "their_at": moment(entry.at) if entry else "",
    }


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} {short(local.date())}"
