"""Accounts: made, changed, given roles, with an entry in the log for each act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.guard import check
from danvan.foundation.access.models import Grant, User, composed
from danvan.foundation.access.rules import (
    ONE_TIME,
    USERNAME,
    Permission,
    Role,
    fits,
    masked,
    one_time_password,
)
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.units.models import Unit
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

PASSWORD = ["password", "must_change_password", "password_until"]
"""Columns that a new password writes."""


@transaction.atomic
def create_account(
    *,
    username: str,
    full_name: str,
    role: Role,
    unit: Unit,
    by: Actor,
    at: datetime,
    email: str = "",
    password: str | None = None,
    must_change_password: bool = True,
    valid_from: date | None = None,
) -> tuple[User, str]:
    """The account with its first role, and its password: one-time unless given."""
    today = timezone.localdate(at)
    check(by, Permission.MANAGE_ACCOUNTS, unit, on=today)
    user = User(
        username=free_username(username),
        full_name=nfc(full_name),
        email=email,
        must_change_password=must_change_password,
    )
    password = set_password(user, password, at=at)
    insert(user)
    audit.record("create_account", user, by=by, at=at, unit_id=unit.pk)
    give_role(user, role, unit, valid_from=valid_from or today, by=by, at=at)
    return user, password


def free_username(typed: str) -> str:
    """The name as it is stored; raises Refused when malformed or taken."""
    username = User.objects.normalize_username(typed)
    if not USERNAME.fullmatch(username):
        raise Refused(
            _("A user name is 3 to 60 letters without marks, digits, dots or hyphens."),
            field="username",
        )
    if User.objects.filter(username=username).exists():
        raise name_is_taken()
    return username


def insert(user: User) -> None:
    """Save the new account; Refused when the name was taken a moment ago."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise name_is_taken() from error


def name_is_taken() -> Refused:
    return Refused(_("This user name is taken."), field="username")


def set_password(user: User, password: str | None, *, at: datetime) -> str:
    """Put the password, or a fresh one-time one, on the unsaved user; return it."""
    if password is None:
        password, user.password_until = one_time_password(), at + ONE_TIME
    else:
        refuse_password(password, user)
        user.password_until = None
    user.set_password(password)
    return password


def refuse_password(password: str, user: User) -> None:
    """Raise Refused with the first reason why the password is easy to guess."""
    try:
        validate_password(composed(password), user)
    except ValidationError as error:
        reasons = {
            "password_too_short": _("Enter a password of 12 characters or more."),
            "password_too_common": _("This password is too common, choose another."),
            "password_too_similar": _(
                "The password resembles the name of the account. Choose another."
            ),
        }
        known = (reasons.get(str(fault.code)) for fault in error.error_list)
        sentence = next(filter(None, known), " ".join(error.messages))
        raise Refused(sentence, field="new_password") from error


@transaction.atomic
def amend_account(
    user: User, values: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> None:
    """Change full_name, email or is_active; Clash when somebody saved in between."""
    today = timezone.localdate(at)
    check_manages(by, user, on=today)
    if user.is_active and not values.get("is_active", True):
        grants = list(user.grants.running(today).select_related("unit"))
        lock(*grants)
        for grant in grants:
            refuse_last_administrator(grant, today)
        for lent in Grant.objects.running(today).filter(delegated_by__in=grants):
            end_on(lent, today, "take_back", by=by, at=at)
    changes = audit.update(user, values, version=version)
    if "is_active" in changes:
        user.closed_on = None if user.is_active else today
        user.save(update_fields=["closed_on"])
    if "email" in changes:
        changes["email"] = [masked(address) for address in changes["email"]]
    if not user.is_active:
        end_sessions(user)
    if changes:
        audit.record(
            "amend_account", user, by=by, at=at, unit_id=unit_id(user), changes=changes
        )


@transaction.atomic
def reset_password(user: User, *, by: Actor, at: datetime) -> str:
    """A new one-time password, for someone who forgot his or hers."""
    check_manages(by, user, on=timezone.localdate(at))
    password = set_password(user, None, at=at)
    user.must_change_password = True
    user.save(update_fields=PASSWORD)
    end_sessions(user)
    audit.record("reset_password", user, by=by, at=at, unit_id=unit_id(user))
    return password


def end_sessions(user: User) -> int:
    """Whoever is signed in as this person is no longer, from the next page on."""
    return user.sessions.all().delete()[0]


@transaction.atomic
def change_password(user: User, password: str, *, by: User, at: datetime) -> None:
    """The person's own choice; ends the other sessions of the account."""
    if by.pk != user.pk:
        raise Refused(_("Everybody chooses his or her own password."))
    set_password(user, password, at=at)
    user.must_change_password = False
    user.save(update_fields=PASSWORD)
    audit.record("change_password", user, by=by, at=at, unit_id=unit_id(user))


@transaction.atomic
def add_grant(
    user: User,
    role: Role,
    unit: Unit,
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_to: date | None = None,
) -> Grant:
    """A further role; nobody gives one to himself or herself."""
    today = timezone.localdate(at)
    check_manages(by, user, on=today)
    check(by, Permission.MANAGE_ACCOUNTS, unit, on=today)
    if by.pk == user.pk:
        raise Refused(_("Another administrator has to give this account a role."))
    User.objects.select_for_update().get(pk=user.pk)  # one role after the other
    return give_role(
        user, role, unit, valid_from=valid_from, valid_to=valid_to, by=by, at=at
    )


def give_role(
    user: User,
    role: Role,
    unit: Unit,
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_to: date | None = None,
) -> Grant:
    refuse_role(user, role, unit, valid_from, valid_to)
    grant = Grant.objects.create(
        user=user, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    user.forget_grants()
    audit.record("add_grant", grant, by=by, at=at, unit_id=unit.pk)
    return grant


def refuse_role(
    user: User, role: Role, unit: Unit, valid_from: date, valid_to: date | None
) -> None:
    """Raise Refused for a wrong level, a wrong period, or a role already held."""
    if not fits(role, unit.level):
        sentence = _("%(role)s does not fit %(unit)s: choose a unit of its level.")
        raise Refused(sentence % {"role": role.label, "unit": unit}, field="unit")
    if valid_to and valid_to <= valid_from:
        raise Refused(_("The role must end after it begins."), field="valid_to")
    same = user.grants.filter(role=role, unit=unit).running(valid_from)
    if valid_to:
        same = same.filter(valid_from__lt=valid_to)
    if same.exists():
        sentence = _("%(user)s holds this role for %(unit)s at that time already.")
        raise Refused(sentence % {"user": user, "unit": unit})


@transaction.atomic
def end_grant(grant: Grant, *, on: date, by: Actor, at: datetime) -> None:
    """The role does not hold on that day any more; a past day is never changed."""
    today = timezone.localdate(at)
    check_manages(by, grant.user, on=today)
    check(by, Permission.MANAGE_ACCOUNTS, grant.unit, on=today)
    lock(grant)
    grant.refresh_from_db(fields=["valid_to"])
    refuse_last_administrator(grant, today)
    if on < max(today, grant.valid_from):
        raise Refused(_("A role ends today or on a later day."), field="on")
    if grant.valid_to and grant.valid_to <= on:
        raise Refused(_("The role ends earlier already."), field="on")
    end_on(grant, on, "end_grant", by=by, at=at)


def end_on(grant: Grant, on: date, verb: str, *, by: Actor, at: datetime) -> None:
    """Write the end down; what was handed over from the grant ends with it."""
    on = max(on, grant.valid_from)
    changes = {"valid_to": [grant.valid_to, on]}
    grant.valid_to = on
    grant.save(update_fields=["valid_to"])
    grant.user.forget_grants()
    audit.record(verb, grant, by=by, at=at, unit_id=grant.unit_id, changes=changes)
    for lent in grant.lent.running(on).select_related("user", "unit"):
        end_on(lent, on, "take_back", by=by, at=at)


def check_manages(by: Actor, user: User, *, on: date) -> None:
    """Raise Refused unless every running role of the account is within by's scope."""
    if not User.objects.visible_to(by, on=on).filter(pk=user.pk).exists():
        raise Refused(_("This account may not change %(user)s.") % {"user": user})


def lock(*grants: Grant) -> None:
    """Hold these grants, and with an administrator's those of all administrators.

    Always in one order, so that two who end each other wait and do not deadlock.
    """
    held = Q(pk__in=[grant.pk for grant in grants])
    if any(grant.role == Role.ADMINISTRATOR for grant in grants):
        held |= Q(role=Role.ADMINISTRATOR)
    rows = Grant.objects.filter(held).order_by("pk").select_for_update()
    list(rows.values_list("pk"))


def refuse_last_administrator(grant: Grant, today: date) -> None:
    """Raise Refused when nobody else could manage the accounts of the grant's unit.

    Asked after `lock`, in a statement of its own: one that waited for the lock
    sees closed accounts as they were before.
    """
    if grant.role != Role.ADMINISTRATOR:
        return
    others = (
        Grant.objects.filter(
            role=Role.ADMINISTRATOR, valid_to=None, user__is_active=True
        )
        .in_force(today)
        .exclude(user=grant.user_id)
    )
    roots = {other.unit_id for other in others}
    if not Unit.objects.subtree(*roots).filter(pk=grant.unit_id).exists():
        sentence = _(
            "%(user)s is the last administrator of %(unit)s: name another first."
        )
        raise Refused(sentence % {"user": grant.user, "unit": grant.unit})


def unit_id(user: User) -> int | None:
    """The unit that an act on the whole account is logged for."""
    grant = user.grants.order_by("-valid_from", "pk").first()
    return grant.unit_id if grant else None
