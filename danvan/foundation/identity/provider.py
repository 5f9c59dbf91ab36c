"""OpenID Connect: the provider vouches for somebody; the account is there already.

What is said on the wire, the checks of state, nonce, signature and PKCE are authlib's.
"""

from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.models import User
from danvan.foundation.identity import actions
from danvan.foundation.identity.models import ProviderLink
from danvan.shared.refusals import Refused

SECONDS = 10
FAULTS = (
    AuthlibBaseError,
    JoseError,
    requests.RequestException,
    ValueError,
    LookupError,
    TypeError,
    RuntimeError,
)


def is_on() -> bool:
    return bool(settings.OIDC)


def client() -> Any:
    known = settings.OIDC
    oauth = OAuth()
    return oauth.register(
        "provider",
        client_id=known["client_id"],
        client_secret=known["client_secret"],
        server_metadata_url=f"{known['issuer']}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def lead_there(request: UserRequest) -> HttpResponse:
    back = request.build_absolute_uri(reverse("identity:provider_back"))
    try:
        answer: HttpResponse = client().authorize_redirect(request, back)
    except FAULTS as fault:
        raise Refused(
            _("%(provider)s cannot be reached. Sign in with your password.")
            % {"provider": settings.OIDC["name"]}
        ) from fault
    return answer


def claims_of(request: UserRequest) -> dict[str, Any]:
    """What the provider says of the person; Refused when its answer is not sound."""
    try:
        app = client()
        issuer = app.load_server_metadata()["issuer"]
        if issuer.rstrip("/") != settings.OIDC["issuer"]:
            raise ValueError("another issuer")
        token = app.authorize_access_token(request)
        return with_email(app, token)
    except FAULTS as fault:
        raise Refused(
            _("%(provider)s did not vouch for you. Start again.")
            % {"provider": settings.OIDC["name"]}
        ) from fault


def with_email(app: Any, token: dict[str, Any]) -> dict[str, Any]:
    """The signed claims; the address asked for apart where they do not hold it."""
    claims = dict(token["userinfo"])
    if "email" in claims or "userinfo_endpoint" not in app.server_metadata:
        return claims
    more = dict(app.userinfo(token=token))
    if more.get("sub") != claims["sub"]:
        raise ValueError("the claims are of two people")
    return more | claims


def recognise(request: UserRequest) -> User:
    """The account meant; Refused when there is none: nobody is made here."""
    claims = claims_of(request)
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    link = (
        ProviderLink.objects.filter(issuer=issuer, subject=subject)
        .select_related("user")
        .first()
    )
    user: User | None = link.user if link else meant_by(claims)
    if user is None or not user.is_active:
        raise Refused(
            _("No account here belongs to you. Ask the administrator of your province.")
        )
    if link is None:
        actions.link_provider(user, issuer, subject, at=request.at)
    return user


def meant_by(claims: dict[str, Any]) -> User | None:
    """The only account with the verified address, or with the user name claimed."""
    email = str(claims.get("email") or "")
    found: list[User] = []
    if email and claims.get("email_verified") is True:
        found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    claim = settings.OIDC["username_claim"]
    if not found and claim and claims.get(claim):
        username = User.objects.normalize_username(str(claims[claim]))
        found = list(User.objects.filter(username=username, is_active=True))
    return found[0] if len(found) == 1 else None
