"""Accounts of the demonstration: one a role to sign in with, and those who record.

Every commune and district has an officer whose name stands in the audit log. Only the
DEMO have a password; the others wait for an administrator to give them one. In the
communes that nobody signs in for, one account is clerk and head.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from danvan.demo.chance import dice
from danvan.demo.people import People
from danvan.demo.profiles import CLERK
from danvan.foundation.access import actions
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit import actions as audit
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level

PASSWORD = "thu-nghiem-khoi-dan-van"  # noqa: S105 - printed for everybody to see
PROVINCE, DISTRICT = "06", "064"


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role: Role
    code: str
    what: object


DEMO = (
    Account("tinh", Role.PROVINCE, PROVINCE, _("sees and works in all communes")),
    Account("huyen", Role.DISTRICT, DISTRICT, _("sees and works in one district")),
    Account("lanhdao", Role.LEADER, PROVINCE, _("reads all of the province")),
    Account("xa1", Role.COMMUNE, CLERK, _("records for one commune")),
    Account("truongxa", Role.HEAD, CLERK, _("approves in the same commune")),
    Account("mattran", Role.FRONT, CLERK, _("records what the Front does there")),
    Account("ban", Role.AGENCY, PROVINCE, _("reads all of the province")),
    Account("giamsat", Role.INSPECTOR, PROVINCE, _("reads, the audit log as well")),
    Account("quantri", Role.ADMINISTRATOR, PROVINCE, _("manages accounts only")),
)


class Staff:
    """Who acts for each unit, by code."""

    def __init__(self, units: list[Unit], seed: str, people: People) -> None:
        self.units = {unit.code: unit for unit in units}
        self.seed = seed
        self.people = people
        self.officers: dict[str, User] = {}
        self.heads: dict[str, User] = {}

    def of(self, unit: Unit) -> User:
        return self.officers[unit.code]

    def head_of(self, unit: Unit) -> User:
        """Who approves there: the commune's head, above it the officer."""
        return self.heads.get(unit.code) or self.of(unit)

    def hire(self, password: str, at: datetime) -> None:
        """The administrator first, who then makes the others."""
        administrator = self.with_password(DEMO[-1], password, CommandLine(), at)
        for account in DEMO[:-1]:
            user = self.with_password(account, password, administrator, at)
            if account.role in {Role.PROVINCE, Role.DISTRICT, Role.COMMUNE}:
                self.officers[account.code] = user
            elif account.role == Role.HEAD:
                self.heads[account.code] = user
        for unit in self.units.values():
            if unit.code not in self.officers:
                self.officers[unit.code] = self.without(unit, administrator, at)

    def full_name(self, username: str) -> str:
        return self.people.person(dice(self.seed, "account", username)).full_name

    def with_password(
        self, account: Account, password: str, by: User | CommandLine, at: datetime
    ) -> User:
        user, _password = actions.create_account(
            username=account.username,
            full_name=self.full_name(account.username),
            role=account.role,
            unit=self.units.get(account.code) or self.nearest(account.role),
            by=by,
            at=at,
            password=password,
            must_change_password=False,
            valid_from=at.date(),
        )
        return user

    def nearest(self, role: Role) -> Unit:
        """Any unit of the role's level, in a province of few districts."""
        of_commune = {Role.COMMUNE, Role.HEAD, Role.FRONT}
        level = Level.COMMUNE if role in of_commune else Level.DISTRICT
        return next(u for u in self.units.values() if u.level == level)

    def without(self, unit: Unit, by: User, at: datetime) -> User:
        """An account that nobody can sign in with yet; hashing takes 0.1 s each."""
        role = Role.COMMUNE if unit.level == Level.COMMUNE else Role.DISTRICT
        username = f"{'xa' if role == Role.COMMUNE else 'huyen'}-{unit.code}"
        user = User.objects.create_user(
            username, None, full_name=self.full_name(username)
        )
        audit.record("create_account", user, by=by, at=at, unit_id=unit.pk)
        roles = (role, Role.HEAD) if role == Role.COMMUNE else (role,)
        for given in roles:
            actions.give_role(user, given, unit, valid_from=at.date(), by=by, at=at)
        return user
