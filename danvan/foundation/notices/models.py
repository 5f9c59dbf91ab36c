"""What leaves the screen: mails sent, topics muted, private calendar addresses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.foundation.notices.choices import Topic


class Mailing(models.Model):
    """A mail to a person; `key` says what for, so that it is never sent twice.

    Claimed until a moment while it is on its way; `sent_at` only once the mail server
    has taken it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(_("what for"), max_length=100)
    topic = models.CharField(_("topic"), max_length=30, choices=Topic, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    items = models.PositiveIntegerField(_("things named"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail sent")
        verbose_name_plural = _("mails sent")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="mailed_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"


class Mute(models.Model):
    """A topic a person does not want in the mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes"
    )
    topic = models.CharField(_("topic"), max_length=30, choices=Topic)

    class Meta:
        verbose_name = _("muted topic")
        verbose_name_plural = _("muted topics")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="muted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.topic}"


class Feed(models.Model):
    """The private address of a person's calendar; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed"
    )
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.user}"
