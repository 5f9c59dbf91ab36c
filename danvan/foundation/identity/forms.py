"""Signing in, passwords and codes: what people type."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.access.models import User
from danvan.shared import forms

GOOD_PASSWORD = gettext_lazy(
    "At least 12 characters, easy to remember and hard to guess: "
    "for example four words that do not belong together."
)


class PasswordField(django_forms.CharField):
    """Taken as typed, spaces too; `autocomplete` speaks to password managers."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **options)


class SignInForm(forms.Form):
    next = forms.HiddenField(required=False)
    username = forms.TextField(
        label=gettext_lazy("User name"),
        max_length=60,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = PasswordField(
        label=gettext_lazy("Password"), autocomplete="current-password"
    )


class PasswordForm(forms.Form):
    """The old password must be known; what makes a good one the action checks."""

    old_password = PasswordField(
        label=gettext_lazy("Present password"), autocomplete="current-password"
    )
    new_password = PasswordField(
        label=gettext_lazy("New password"),
        autocomplete="new-password",
        help_text=GOOD_PASSWORD,
    )
    repeated = PasswordField(
        label=gettext_lazy("New password once more"), autocomplete="new-password"
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        if user.must_change_password:
            self.fields["old_password"].label = _("One-time password")

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError(
                _("This is not the present password of this account.")
            )
        return old

    def clean(self) -> None:
        typed = self.cleaned_data
        new = typed.get("new_password")
        if new and new != typed.get("repeated", new):
            self.add_error("repeated", _("The two new passwords differ."))
        if new and new == typed.get("old_password"):
            self.add_error(
                "new_password", _("Choose another password than the present.")
            )


class CodeForm(forms.Form):
    """Six figures of the app, or a recovery code."""

    code = forms.TextField(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=django_forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "none",
            }
        ),
    )


class FiguresForm(CodeForm):
    """The first code of an app."""

    field_order = ["code"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = _("Six-figure code of the app")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AnswerForm(forms.Form):
    """What a passkey has said, filled in by the script of the page."""

    credential = forms.HiddenField()


class NewPasskeyForm(AnswerForm):
    name = forms.TextField(
        label=gettext_lazy("Name of the passkey"),
        max_length=60,
        help_text=gettext_lazy("So that you know it again: for example “My phone”."),
    )


class ProveForm(forms.Form):
    password = PasswordField(
        label=gettext_lazy("Password"), autocomplete="current-password"
    )


class FirstPasswordForm(forms.Form):
    """As somebody invited chooses it."""

    new_password = PasswordField(
        label=gettext_lazy("New password"),
        autocomplete="new-password",
        help_text=GOOD_PASSWORD,
    )
    repeated = PasswordField(
        label=gettext_lazy("New password once more"), autocomplete="new-password"
    )

    def clean(self) -> None:
        typed = self.cleaned_data
        new = typed.get("new_password")
        if new and new != typed.get("repeated", new):
            self.add_error("repeated", _("The two new passwords differ."))


class ReturnForm(forms.Form):
    """What an OpenID Connect provider has sent along."""

    code = forms.HiddenField()
    state = forms.HiddenField()
