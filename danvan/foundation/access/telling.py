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
        "add_totp": gettext_lazy("Authenticator app set up"),
        "remove_totp": gettext_lazy("Authenticator app removed"),
        "add_passkey": gettext_lazy("Passkey registered"),
        "remove_passkey": gettext_lazy("Passkey removed"),
        "new_recovery_codes": gettext_lazy("New recovery codes made"),
        "remove_factors": gettext_lazy("Second factor removed by an administrator"),
        "end_session": gettext_lazy("One place signed out"),
        "end_other_sessions": gettext_lazy("All other places signed out"),
        "end_sessions": gettext_lazy("Signed out everywhere by an administrator"),
        "send_invitation": gettext_lazy("Invitation sent"),
        "use_invitation": gettext_lazy("Invitation used"),
        "link_provider": gettext_lazy("Linked to the provider"),
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
        "factor": gettext_lazy("Proved by"),
        "passkey": gettext_lazy("Passkey"),
        "provider": gettext_lazy("Provider"),
        "muted": gettext_lazy("Mails left out"),
        "erased": gettext_lazy("What was erased"),
        "rows": gettext_lazy("Entries handed out"),
    },
)
ADMINISTERED = {
    "create_account",
    "amend_account",
    "reset_password",
    "remove_factors",
    "end_sessions",
    "send_invitation",
    "add_grant",
    "end_grant",
    "delegate",
    "take_back",
    "erase_account",
    "export_personal",
}
"""What administrators do to an account; when its person signs in is not among it."""

UNITS = by_columns(
    Unit,
    verbs={
        "load_unit": gettext_lazy("Unit loaded"),
        "succeed": gettext_lazy("Unit merged or divided"),
    },
    labels={"from": gettext_lazy("From unit"), "to": gettext_lazy("To unit")},
)
