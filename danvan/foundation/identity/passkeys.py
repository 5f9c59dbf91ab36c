"""Questions to a passkey and its answers; what is said and signed is fido2's affair.

The question of a page waits in the session until it is answered, once.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.models import User
from danvan.foundation.identity import queries
from danvan.foundation.identity.models import Passkey
from danvan.foundation.identity.rules import CHALLENGE
from danvan.foundation.identity.signing_in import is_younger
from danvan.shared.refusals import Refused

QUESTION = "passkey"
VERIFIED = UserVerificationRequirement.REQUIRED
LONGEST = 20_000


def server(request: UserRequest) -> Fido2Server:
    """Speaks for the very origin that the page was served from."""
    origin = f"{request.scheme}://{request.get_host()}"
    site = PublicKeyCredentialRpEntity(
        name=_("Grassroots mass mobilisation"), id=urlsplit(origin).hostname
    )
    return Fido2Server(site, verify_origin=lambda said: said == origin)


def handle(user: User) -> bytes:
    """How a passkey knows the account: it tells nothing of the person."""
    mixed = salted_hmac("danvan.identity.handle", str(user.pk), algorithm="sha256")
    return mixed.digest()


def data_of(user: User) -> list[AttestedCredentialData]:
    rows = queries.passkeys_of(user)
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def ask_for_new(request: UserRequest) -> str:
    """The options for navigator.credentials.create()."""
    user = request.user
    person = PublicKeyCredentialUserEntity(
        name=user.username, id=handle(user), display_name=user.full_name
    )
    options, state = server(request).register_begin(
        person, data_of(user), ResidentKeyRequirement.PREFERRED, VERIFIED
    )
    return asked(request, "new", options, state)


def ask(request: UserRequest, user: User | None, purpose: str) -> str:
    """The options for navigator.credentials.get(); None: whoever has a passkey."""
    known = data_of(user) if user else None
    options, state = server(request).authenticate_begin(known, VERIFIED)
    return asked(request, purpose, options, state)


def asked(request: UserRequest, purpose: str, options: Any, state: Any) -> str:
    request.session[QUESTION] = {
        "for": purpose,
        "state": state,
        "at": request.at.isoformat(),
    }
    return json.dumps(dict(options)["publicKey"])


def question(request: UserRequest, purpose: str) -> Any:
    """What was asked for this purpose; whatever comes of it, it is asked anew."""
    kept = request.session.pop(QUESTION, None) or {}
    fits = kept.get("for") == purpose
    if not fits or not is_younger(kept["at"], CHALLENGE, request.at):
        raise Refused(_("The page was open for too long. Try again."))
    return kept["state"]


def answered(check: Callable[[dict[str, Any]], Any], text: str) -> Any:
    """What `check` makes of the browser's answer; Refused for all that is no answer."""
    try:
        said = json.loads(text[:LONGEST])
        if not isinstance(said, dict):
            raise TypeError("no answer of a passkey")  # noqa: TRY301
        return check(said)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        UnsupportedAlgorithm,
        NotImplementedError,
    ) as fault:
        raise not_accepted() from fault


def not_accepted() -> Refused:
    return Refused(_("The passkey was not accepted. Try again, or use another way."))


def register(request: UserRequest, text: str) -> tuple[str, bytes, int]:
    """Credential id, public key and counter of the new passkey."""
    state = question(request, "new")
    made = answered(lambda said: server(request).register_complete(state, said), text)
    data = made.credential_data
    return websafe_encode(data.credential_id), bytes(data), made.counter


def recognise(
    request: UserRequest, text: str, purpose: str, user: User | None
) -> tuple[Passkey, int]:
    """Whose passkey has answered, and its counter; `user`: only one of that person."""
    state = question(request, purpose)
    said: AuthenticationResponse = answered(AuthenticationResponse.from_dict, text)
    passkey = find(websafe_encode(said.raw_id), user)
    data = AttestedCredentialData(bytes(passkey.credential))
    answered(
        lambda answer: server(request).authenticate_complete(state, [data], answer),
        text,
    )
    refuse_other_owner(said, passkey)
    return passkey, said.response.authenticator_data.counter


def find(credential_id: str, user: User | None) -> Passkey:
    rows = Passkey.objects.filter(credential_id=credential_id, user__is_active=True)
    if user:
        rows = rows.filter(user=user)
    passkey = rows.select_related("user").first()
    if passkey is None:
        raise not_accepted()
    return passkey


def refuse_other_owner(said: AuthenticationResponse, passkey: Passkey) -> None:
    """The account that the key itself names must be the one it is kept for."""
    named = said.response.user_handle
    if named and bytes(named) != handle(passkey.user):
        raise not_accepted()
