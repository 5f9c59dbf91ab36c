"""When a job is due, told by the clock on the wall alone; times are local."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LEASE = timedelta(minutes=20)
"""How long a run may take before another process believes its own to be dead."""

ATTEMPTS = 5
PAUSES = (1, 5, 15, 60)
"""Minutes to wait after the first, second, … failure."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day from a time of day on; a missed time is caught up on the same day."""

    at: time

    def slot(self, now: datetime) -> str:
        """What the job is due for now; "" when it is not due."""
        return now.date().isoformat() if now.time() >= self.at else ""

    def following(self, now: datetime) -> datetime:
        """When it is due next."""
        today = now.replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
        )
        return today if today > now else today + timedelta(days=1)

    def __str__(self) -> str:
        return _("daily at %(time)s") % {"time": f"{self.at:%H:%M}"}


@dataclass(frozen=True, slots=True)
class Every:
    """Once in each stretch of so many minutes, counted from midnight."""

    minutes: int

    def begun(self, now: datetime) -> datetime:
        passed = timedelta(minutes=(now.hour * 60 + now.minute) % self.minutes)
        return now.replace(second=0, microsecond=0) - passed

    def slot(self, now: datetime) -> str:
        return f"{self.begun(now):%Y-%m-%dT%H:%M}"

    def following(self, now: datetime) -> datetime:
        """The next stretch; a new day always begins one."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        after = self.begun(now) + timedelta(minutes=self.minutes)
        return min(after, midnight + timedelta(days=1))

    def __str__(self) -> str:
        return ngettext("every minute", "every %(minutes)s minutes", self.minutes) % {
            "minutes": self.minutes
        }


type When = Daily | Every


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures."""
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])


def by_hand(now: datetime) -> str:
    """The slot of a run that somebody asked for; no schedule has one with seconds."""
    return f"{now:%Y-%m-%dT%H:%M:%S}"
