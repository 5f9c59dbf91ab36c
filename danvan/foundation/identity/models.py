"""What a person proves to be himself or herself with, and tries that failed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """A try to sign in that did not succeed (yet); kept for a day.

    `key` is a keyed hash of what is counted: it tells neither name nor address.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        indexes = [
            models.Index(fields=["key", "at"], name="identity_attempt_key"),
            models.Index(fields=["at"], name="identity_attempt_at"),
        ]


class Totp(models.Model):
    """The authenticator app of a person; its secret is sealed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="totp"
    )
    box = models.BinaryField(_("sealed secret"))
    last_step = models.BigIntegerField(
        _("last half minute whose code was used"), default=0
    )
    added_at = models.DateTimeField(_("added"))
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return f"{self.user}"


class Passkey(models.Model):
    """The public half of a key that lies in a phone, a computer or a USB stick."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField(_("public key"))
    uses = models.BigIntegerField(_("counter of the key"), default=0)
    added_at = models.DateTimeField(_("added"))
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of ten codes on paper, each good for one sign-in; kept as a keyed hash."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "code_hash"], name="recovery_code_once"
            )
        ]


class ProviderLink(models.Model):
    """Whom an OpenID Connect provider means by its own number for a person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="provider_links",
    )
    issuer = models.CharField(_("provider"), max_length=200)
    subject = models.CharField(_("number there"), max_length=255)
    linked_at = models.DateTimeField(_("link made"))

    class Meta:
        verbose_name = _("link to a provider")
        verbose_name_plural = _("links to a provider")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="provider_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.issuer}"
