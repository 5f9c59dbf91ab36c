"""Sessions in the database, each knowing whose it is and where it began.

The engine that settings.SESSION_ENGINE names; the list of a person's sessions and
their end are rows of the same table, so the two cannot disagree.
"""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from danvan.foundation.access.models import Session

PLACE = "place"
"""Where in the session a sign-in notes browser, address and time."""


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = cast("Session", super().create_model_instance(data))
        place = data.get(PLACE, {})
        made.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        made.browser = place.get("browser", "")
        made.address = place.get("address", "")
        began = place.get("began")
        made.began_at = datetime.fromisoformat(began) if began else None
        return made
