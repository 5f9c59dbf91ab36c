"""How long each kind of personal data stays, and the job that ends it."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.audit.origin import KEPT as ORIGINS_KEPT
from danvan.foundation.identity.rules import COUNTED
from danvan.foundation.jobs.actions import KEPT as RUNS_KEPT
from danvan.shared.personal import Kept

JOBS = {
    Kept.ACCOUNT: "personal.erase_accounts",
    Kept.ATTEMPT: "identity.forget",
    Kept.SESSION: "identity.forget",
    Kept.MAIL: "notices.forget",
    Kept.MEMBER: "blocs.forget",
    Kept.SEAL: "matters.erase_seals",
    Kept.RUN: "jobs.forget",
    Kept.ORIGIN: "audit.forget",
}
"""Only what is kept as long as the record of office has none."""

YEAR, MONTH = 365, 30


def term(kept: Kept) -> str:
    """In words, with the figure in force in this installation."""
    return WORDS[kept]()


def of_account() -> str:
    years = settings.DANVAN_KEEP["account"].days // YEAR
    return ngettext(
        "%(n)d year after the account was closed or its last role ended",
        "%(n)d years after the account was closed or its last role ended",
        years,
    ) % {"n": years}


def of_member() -> str:
    years = settings.DANVAN_KEEP["member"].days // YEAR
    return ngettext(
        "%(n)d year after the person's last seat in a bloc ended",
        "%(n)d years after the person's last seat in a bloc ended",
        years,
    ) % {"n": years}


def of_mail() -> str:
    months = settings.DANVAN_KEEP["mail"].days // MONTH
    return ngettext(
        "%(n)d month; of an alert the mark that it was sent, with the account",
        "%(n)d months; of an alert the mark that it was sent, with the account",
        months,
    ) % {"n": months}


def of_attempt() -> str:
    hours = int(COUNTED.total_seconds()) // 3600
    return _("%(n)d hours, then erased within a day") % {"n": hours}


def of_session() -> str:
    hours = settings.SESSION_COOKIE_AGE // 3600
    return _("%(n)d hours, then erased within a day") % {"n": hours}


WORDS: dict[Kept, Callable[[], str]] = {
    Kept.OFFICE: lambda: _("as long as the record of office"),
    Kept.ACCOUNT: of_account,
    Kept.ATTEMPT: of_attempt,
    Kept.SESSION: of_session,
    Kept.MAIL: of_mail,
    Kept.MEMBER: of_member,
    Kept.SEAL: lambda: _(
        "some months after the matter is closed, as the programme says"
    ),
    Kept.RUN: lambda: _("%(n)d days") % {"n": RUNS_KEPT.days},
    Kept.ORIGIN: lambda: _("%(n)d days") % {"n": ORIGINS_KEPT.days},
}
