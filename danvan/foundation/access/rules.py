"""Who may do what: roles, the permissions each of them holds, and where it fits."""

import re
import secrets
from datetime import timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.foundation.units.rules import Level


class Permission(StrEnum):
    """What a page or action asks for; always within the units of a grant."""

    READ = "read"
    WRITE = "write"
    WRITE_FRONT = "write_front"
    """What the Front and the organisations do themselves."""
    APPROVE = "approve"
    """Decisions with effect: a plan issued, minutes made final, money approved."""
    MANAGE_BLOC = "manage_bloc"
    LIST_DIRECTIVES = "list_directives"
    READ_AUDIT = "read_audit"
    MANAGE_CALENDAR = "manage_calendar"
    MANAGE_ACCOUNTS = "manage_accounts"


class Role(TextChoices):
    PROVINCE = "province", _("Provincial officer")
    DISTRICT = "district", _("District officer")
    LEADER = "leader", _("Leader")
    HEAD = "head", _("Commune head")
    COMMUNE = "commune", _("Commune clerk")
    FRONT = "front", _("Front and organisation officer")
    AGENCY = "agency", _("Agency officer")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")


DESCRIPTIONS: dict[Role, str | Promise] = {
    Role.PROVINCE: _("Writes and approves for the province and all units below."),
    Role.DISTRICT: _("Writes and approves for the district and its communes."),
    Role.LEADER: _("Reads everything of the unit and below, and writes nothing."),
    Role.HEAD: _("Issues plans, makes minutes final, approves money of the commune."),
    Role.COMMUNE: _("Enters all records of the commune, which its head approves."),
    Role.FRONT: _(
        "Enters supervision, social criticism and results of movements of the Front and"
        " the organisations; reads the rest."
    ),
    Role.AGENCY: _("Reads everything of the unit and below on behalf of an agency."),
    Role.INSPECTOR: _("Reads everything of the unit and below, the audit log as well."),
    Role.ADMINISTRATOR: _("Manages accounts and roles, and reads no record."),
}
"""One sentence each, as the form of an account says it."""

_CONTENT = {
    Permission.READ,
    Permission.WRITE,
    Permission.WRITE_FRONT,
    Permission.MANAGE_BLOC,
    Permission.LIST_DIRECTIVES,
}

PERMISSIONS: dict[Role, set[Permission]] = {
    Role.PROVINCE: _CONTENT | {Permission.APPROVE, Permission.MANAGE_CALENDAR},
    Role.DISTRICT: _CONTENT | {Permission.APPROVE},
    Role.LEADER: {Permission.READ},
    Role.HEAD: {Permission.READ, Permission.APPROVE},
    Role.COMMUNE: _CONTENT,
    Role.FRONT: {Permission.READ, Permission.WRITE_FRONT},
    Role.AGENCY: {Permission.READ},
    Role.INSPECTOR: {Permission.READ, Permission.READ_AUDIT},
    Role.ADMINISTRATOR: {Permission.MANAGE_ACCOUNTS},
}

LEVEL_OF_ROLE = {
    Role.PROVINCE: Level.PROVINCE,
    Role.DISTRICT: Level.DISTRICT,
    Role.HEAD: Level.COMMUNE,
    Role.COMMUNE: Level.COMMUNE,
}
"""Where a role is given; a role that is not named here fits every level."""

ONE_TIME = timedelta(days=14)
"""How long a one-time password that was handed out may wait for its first use."""

LONGEST_DELEGATION = 60
"""Days for which a role may be handed over during leave."""

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")

_CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def fits(role: Role, level: int) -> bool:
    return LEVEL_OF_ROLE.get(role, level) == level


def one_time_password() -> str:
    """Twelve letters and digits (59 bits) that are not mistaken on a paper slip."""
    letters = [secrets.choice(_CLEAR_LETTERS) for _letter in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


def masked(email: str) -> str:
    """Enough to recognise the address by, too little to write to it."""
    name, at, host = email.partition("@")
    return f"{name[:1]}…{at}{host}" if at else ""
