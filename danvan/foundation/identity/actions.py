"""Factors, sessions and invitations: what changes how a person gets in."""

from datetime import datetime

import pyotp
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.foundation.access import actions as access
from danvan.foundation.access.models import Session, User
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.system import Visitor
from danvan.foundation.identity import queries, sealing
from danvan.foundation.identity.models import (
    Attempt,
    Passkey,
    ProviderLink,
    RecoveryCode,
    Totp,
)
from danvan.foundation.identity.rules import (
    COUNTED,
    RECOVERY_CODES,
    bare,
    recovery_code,
)
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

PASSKEYS_AT_MOST = 10
DRIFT = 1
"""Half minutes by which a telephone's clock may differ."""


@sensitive_variables()
def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute whose code this is; None when it is none of now."""
    app = pyotp.TOTP(secret)
    now = app.timecode(at)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if pyotp.utils.strings_equal(bare(code), app.generate_otp(step)):
            return step
    return None


def wrong_code() -> Refused:
    return Refused(
        _(
            "The code is wrong or was used already. Wait for the next one, and check "
            "that the clock of the telephone is right."
        ),
        field="code",
    )


@sensitive_variables("secret", "code")
@transaction.atomic
def add_totp(user: User, secret: str, code: str, *, by: User, at: datetime) -> None:
    """The app whose first code proves that it holds the secret; replaces another."""
    refuse_others(user, by)
    step = step_of(secret, code, at)
    if step is None:
        raise wrong_code()
    values = {
        "box": sealing.close(secret, user.pk),
        "last_step": step,
        "added_at": at,
        "used_at": None,
    }
    Totp.objects.update_or_create(user=user, defaults=values)
    log("add_totp", user, by=by, at=at)


@sensitive_variables("code")
@transaction.atomic
def use_totp(user: User, code: str, *, at: datetime) -> bool:
    """Whether this is the code of now; it and all before it work no more."""
    totp = queries.totp_of(user)
    step = totp and step_of(sealing.open_(bytes(totp.box), user.pk), code, at)
    if not step:
        return False
    unused = Totp.objects.filter(user=user, last_step__lt=step)
    return bool(unused.update(last_step=step, used_at=at))


@transaction.atomic
def remove_totp(user: User, *, by: User, at: datetime) -> None:
    refuse_others(user, by)
    lock(user)
    refuse_last_factor(user, others=bool(queries.passkeys_of(user)), at=at)
    if Totp.objects.filter(user=user).delete()[0]:
        forget_codes_without_factor(user)
        log("remove_totp", user, by=by, at=at)


@transaction.atomic
def add_passkey(
    user: User,
    *,
    name: str,
    credential_id: str,
    credential: bytes,
    uses: int,
    by: User,
    at: datetime,
) -> Passkey:
    refuse_others(user, by)
    lock(user)
    if len(queries.passkeys_of(user)) >= PASSKEYS_AT_MOST:
        sentence = _("An account has at most %(count)s passkeys: remove one first.")
        raise Refused(sentence % {"count": PASSKEYS_AT_MOST})
    try:
        with transaction.atomic():
            made = Passkey.objects.create(
                user=user,
                name=nfc(name),
                credential_id=credential_id,
                credential=credential,
                uses=uses,
                added_at=at,
            )
    except IntegrityError as fault:
        raise Refused(_("This passkey is registered already.")) from fault
    log("add_passkey", user, by=by, at=at, passkey=[None, made.name])
    return made


def use_passkey(passkey: Passkey, uses: int, *, at: datetime) -> None:
    """Refused when the counter went back: somebody holds a copy of the key."""
    forward = Passkey.objects.filter(pk=passkey.pk)
    if uses or passkey.uses:
        forward = forward.filter(uses__lt=uses)
    if not forward.update(uses=uses, used_at=at):
        raise Refused(
            _(
                "This passkey seems to have been copied and is not accepted. Use "
                "another way, then remove it."
            )
        )


@transaction.atomic
def remove_passkey(passkey: Passkey, *, by: User, at: datetime) -> None:
    user = passkey.user
    refuse_others(user, by)
    lock(user)
    others = len(queries.passkeys_of(user)) > 1 or queries.totp_of(user) is not None
    refuse_last_factor(user, others=others, at=at)
    passkey.delete()
    forget_codes_without_factor(user)
    log("remove_passkey", user, by=by, at=at, passkey=[passkey.name, None])


@sensitive_variables()
@transaction.atomic
def new_recovery_codes(user: User, *, by: User, at: datetime) -> list[str]:
    """Ten codes, shown this once; those before work no more."""
    refuse_others(user, by)
    lock(user)
    if not queries.has_second_factor(user):
        raise Refused(_("First set up an authenticator app or a passkey."))
    RecoveryCode.objects.filter(user=user).delete()
    codes = [recovery_code() for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=sealing.hashes(code, user.pk)[0])
        for code in codes
    )
    log("new_recovery_codes", user, by=by, at=at)
    return codes


@sensitive_variables("code")
def use_recovery_code(user: User, code: str, *, at: datetime) -> bool:
    """Whether this is one of the codes left; it works no more."""
    offered = sealing.hashes(code, user.pk)
    left = RecoveryCode.objects.filter(user=user, code_hash__in=offered, used_at=None)
    return bool(left.update(used_at=at))


@transaction.atomic
def remove_factors(user: User, *, by: User, at: datetime) -> None:
    """For somebody who lost the telephone: by an administrator, never by oneself."""
    access.check_manages(by, user, on=timezone.localdate(at))
    if by.pk == user.pk:
        raise Refused(_("Another administrator has to remove your second factor."))
    lock(user)
    forget_factors(user)
    access.end_sessions(user)
    log("remove_factors", user, by=by, at=at)


def forget_factors(user: User) -> None:
    """App, passkeys, codes and links to a provider; the caller writes the log."""
    for kind in (Totp, Passkey, RecoveryCode, ProviderLink):
        kind.objects.filter(user=user).delete()


@transaction.atomic
def end_session(user: User, which: str, *, by: User, at: datetime) -> bool:
    """Whether there was one of that name."""
    refuse_others(user, by)
    running = queries.sessions_of(user, at)
    keys = [s.session_key for s in running if queries.name_of(s.session_key) == which]
    if not Session.objects.filter(session_key__in=keys).delete()[0]:
        return False
    log("end_session", user, by=by, at=at)
    return True


@transaction.atomic
def end_other_sessions(user: User, here: str, *, by: User, at: datetime) -> int:
    """How many were ended."""
    refuse_others(user, by)
    ended = user.sessions.exclude(session_key=here).delete()[0]
    log("end_other_sessions", user, by=by, at=at)
    return ended


@transaction.atomic
def end_all_sessions(user: User, *, by: User, at: datetime) -> None:
    """By an administrator, for a telephone that was stolen."""
    access.check_manages(by, user, on=timezone.localdate(at))
    access.end_sessions(user)
    log("end_sessions", user, by=by, at=at)


@sensitive_variables("password")
@transaction.atomic
def accept_invitation(user: User, password: str, *, at: datetime) -> None:
    """The first password, chosen by whoever holds the link of the invitation."""
    access.set_password(user, password, at=at)
    user.must_change_password = False
    user.save(update_fields=access.PASSWORD)
    access.end_sessions(user)
    unit_id = access.unit_id(user)
    audit.record("use_invitation", user, by=Visitor(), at=at, unit_id=unit_id)


@transaction.atomic
def link_provider(user: User, issuer: str, subject: str, *, at: datetime) -> None:
    ProviderLink.objects.create(user=user, issuer=issuer, subject=subject, linked_at=at)
    log("link_provider", user, by=user, at=at, provider=[None, issuer])


def forget(at: datetime) -> str:
    """The daily job: sessions past their end, old tries, secrets under an old key."""
    sessions = Session.objects.filter(expire_date__lte=at).delete()[0]
    Attempt.objects.filter(at__lte=at - COUNTED).delete()
    for totp in Totp.objects.all():
        fresh = sealing.renewed(bytes(totp.box))
        if fresh:
            Totp.objects.filter(pk=totp.pk, box=totp.box).update(box=fresh)
    return _("%(count)s sessions forgotten") % {"count": sessions}


def refuse_others(user: User, by: User) -> None:
    if by.pk != user.pk:
        raise Refused(_("Everybody keeps his or her own ways to sign in."))


def refuse_last_factor(user: User, *, others: bool, at: datetime) -> None:
    needed = queries.must_have_second_factor(user, timezone.localdate(at))
    if needed and not others:
        raise Refused(
            _("Your role asks for a second factor: add another before you remove it.")
        )


def forget_codes_without_factor(user: User) -> None:
    if not queries.has_second_factor(user):
        RecoveryCode.objects.filter(user=user).delete()


def lock(user: User) -> None:
    """One change of a person's factors after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def log(
    verb: str, user: User, *, by: User, at: datetime, **changes: list[str | None]
) -> None:
    unit_id = access.unit_id(user)
    audit.record(verb, user, by=by, at=at, unit_id=unit_id, changes=changes)
