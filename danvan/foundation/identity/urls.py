"""Doors of identity; they share the root /accounts/ with access."""

from django.urls import path

from danvan.foundation.identity import (
    accounts,
    factors,
    invitations,
    places,
    provider_views,
    views,
)

app_name = "identity"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/second-factor/", views.second_factor, name="second_factor"),
    path("sign-in/passkey/", views.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/provider/", provider_views.begin, name="provider"),
    path("sign-in/provider/back/", provider_views.back, name="provider_back"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("invitation/<str:number>/<str:token>/", invitations.accept, name="invitation"),
    path("password/", views.password, name="password"),
    path("security/", factors.security, name="security"),
    path("security/prove/", factors.prove, name="prove"),
    path("security/enrol/", factors.enrol, name="enrol"),
    path("security/app/new/", factors.totp_new, name="totp_new"),
    path("security/app/end/", factors.totp_end, name="totp_end"),
    path("security/passkeys/new/", factors.passkey_new, name="passkey_new"),
    path("security/passkeys/<int:pk>/end/", factors.passkey_end, name="passkey_end"),
    path("security/recovery-codes/", factors.recovery_new, name="recovery_new"),
    path("sessions/", places.index, name="sessions"),
    path("sessions/end/", places.end, name="session_end"),
    path("<int:pk>/security/", accounts.show, name="account"),
    path("<int:pk>/security/invite/", accounts.invite, name="invite"),
    path("<int:pk>/security/end-sessions/", accounts.end_sessions, name="end_sessions"),
    path("<int:pk>/security/end-factors/", accounts.end_factors, name="end_factors"),
]
