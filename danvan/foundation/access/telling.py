"""What the log says of accounts and of places, in words."""

from django.utils.translation import gettext_lazy

from danvan.foundation.access.models import Grant, User
from danvan.foundation.audit.history import by_columns
from danvan.foundation.units.models import Unit

TELLING = by_columns(
    User,
    Grant,
    verbs={
        "sign_in": gettext_lazy("Signed in"),
        "sign_in_failed": gettext_lazy("Attempt to sign in failed"),
        "create_account": gettext_lazy("Account made"),
        "amend_account": gettext_lazy("Account changed"),
        "reset_password": gettext_lazy("One-time password given out"),
        "change_password": gettext_lazy("Password changed"),
        "add_grant": gettext_lazy("Role given"),
        "end_grant": gettext_lazy("Role ended"),
        "delegate": gettext_lazy("Role handed over"),
        "take_back": gettext_lazy("Role taken back"),
        "mute": gettext_lazy("Choice of mails changed"),
        "new_feed": gettext_lazy("New calendar address"),
        "end_feed": gettext_lazy("Calendar address ended"),
        "erase_account": gettext_lazy("Account erased"),
        "export_personal": gettext_lazy("Personal data taken along"),
        "export_log": gettext_lazy("Log taken along as a file"),
    },
    labels={
        "muted": gettext_lazy("Mails left out"),
        "erased": gettext_lazy("What was erased"),
        "rows": gettext_lazy("Entries handed out"),
    },
)
UNITS = by_columns(
    Unit,
    verbs={
        "load_unit": gettext_lazy("Unit loaded"),
        "succeed": gettext_lazy("Unit merged or divided"),
    },
    labels={"from": gettext_lazy("From unit"), "to": gettext_lazy("To unit")},
)
