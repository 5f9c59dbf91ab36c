"""The columns of the list of accounts; no column of the file tells a secret."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from danvan.foundation.access.queries import Account
from danvan.shared.listing import Column
from danvan.shared.text import given_name_key

type Roles = Callable[[Account], str]


def accounts(roles: Roles) -> list[Column[Account]]:
    return [
        Column(
            "full_name",
            _("Full name"),
            lambda person: person.full_name,
            width=28,
            by=lambda person: given_name_key(person.full_name),
        ),
        Column(
            "username",
            _("User name"),
            lambda person: person.username,
            width=20,
            by=lambda person: person.username,
        ),
        Column("email", _("E-mail"), lambda person: person.email, width=28),
        Column("roles", _("Roles"), roles, width=50),
        Column(
            "standing",
            _("Status"),
            lambda person: person.standing,
            width=18,
            by=lambda person: (not person.is_active, person.must_change_password),
        ),
        Column(
            "seen",
            _("Last signed in"),
            lambda person: person.last_login,
            "date",
            14,
            by=lambda person: person.last_login,
        ),
    ]
