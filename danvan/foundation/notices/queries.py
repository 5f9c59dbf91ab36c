"""Who wants what, and whose calendar an address opens."""

from danvan.foundation.access.models import User
from danvan.foundation.notices.models import Feed, Mute
from danvan.foundation.notices.rules import hashed


def muted_topics(user: User) -> set[str]:
    return set(Mute.objects.filter(user=user).values_list("topic", flat=True))


def feed_of(user: User) -> Feed | None:
    return Feed.objects.filter(user=user).first()


def owner_of(secret: str) -> User | None:
    """Whose calendar the secret opens, if that person may still sign in.

    The hash is looked up, so that the time it takes tells nothing about the secret.
    """
    owners = User.objects.filter(
        is_active=True, must_change_password=False, feed__key_hash=hashed(secret)
    )
    found: User | None = owners.first()
    return found
