"""Accounts and roles: what administrators type."""

from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import (
    DESCRIPTIONS,
    LONGEST_DELEGATION,
    Permission,
    Role,
)
from danvan.foundation.units.forms import UnitField
from danvan.foundation.units.models import Unit
from danvan.shared import forms
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash


class AccountForm(forms.Form):
    full_name = forms.TextField(label=gettext_lazy("Full name"), max_length=100)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, max_length=254
    )


class AmendForm(AccountForm):
    version = forms.HiddenField()
    is_active = forms.TickField(
        label=gettext_lazy("May sign in"),
        help_text=gettext_lazy("Without the tick the account is closed at once."),
    )

    def clean_version(self) -> int:
        return serial(self.cleaned_data["version"])

    def clash_rows(self, clash: Clash) -> list[dict[str, str]]:
        """A tick is told in words."""
        rows = super().clash_rows(clash)
        for row in rows:
            if row["label"] == str(self["is_active"].label):
                for side in ("mine", "theirs"):
                    row[side] = _("Yes") if row[side] else _("No")
        return rows

    def acknowledge(self, version: int) -> None:
        """The person has seen that version: the next save may replace it."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class RoleForm(forms.Form):
    """A role and where it holds; the unit is sought among those `by` administers."""

    role = forms.RadioField(
        label=gettext_lazy("Role"),
        choices=lambda: [
            (role, f"{role.label}: {DESCRIPTIONS[role]}") for role in Role
        ],
    )
    unit = UnitField(label=gettext_lazy("Unit"))
    valid_from = forms.DateField(label=gettext_lazy("From"))
    valid_to = forms.DateField(
        label=gettext_lazy("Until, but not on"),
        required=False,
        help_text=gettext_lazy("Leave it empty when no end is known."),
    )

    def __init__(self, by: User, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        roots = by.root_units(today, Permission.MANAGE_ACCOUNTS)
        covered = Unit.objects.within(*roots).in_force(today)
        cast("UnitField", self.fields["unit"]).units = covered
        if "valid_from" in self.fields:
            self.fields["valid_from"].initial = today

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewAccountForm(RoleForm, AccountForm):
    """An account with its first role, which holds from today."""

    username = forms.TextField(
        label=gettext_lazy("User name"),
        max_length=60,
        help_text=gettext_lazy("Letters without marks, digits, dots, hyphens."),
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    valid_from = None  # type: ignore[assignment]
    valid_to = None  # type: ignore[assignment]
    field_order = ["full_name", "username", "email", "role", "unit"]


class DelegateForm(forms.Form):
    """To whom a role is handed over, and for how long."""

    user = forms.ObjectField(User.objects.none(), label=gettext_lazy("To whom"))
    valid_from = forms.DateField(label=gettext_lazy("From"))
    valid_to = forms.DateField(label=gettext_lazy("Until, but not on"))

    def __init__(
        self, people: QuerySet[User], today: date, *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cast("forms.ObjectField", self.fields["user"]).queryset = people
        self.fields["valid_from"].initial = today
        self.fields["valid_to"].help_text = _("At most %(days)d days.") % {
            "days": LONGEST_DELEGATION
        }


class EndForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("First day without the role"),
        help_text=gettext_lazy("Today, or a later day."),
    )


class SearchForm(forms.Form):
    q = forms.TextField(
        label=gettext_lazy("Name, user name or unit"), required=False, max_length=100
    )
