"""The menu: what a person's job asks for, by the permissions held."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.foundation import programme as programmes
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission

type Label = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    url_name: str
    label: Label
    icon: str
    permission: Permission


PLACES = (
    Place("agenda:today", _("Today's work"), "list-checks", Permission.READ),
    Place("activities:index", _("Activities"), "calendar-check", Permission.READ),
    Place("matters:index", _("Matters"), "message-square", Permission.READ),
    Place("plans:index", _("Plans"), "clipboard-list", Permission.READ),
    Place("scorecard:index", _("Scorecard"), "table-2", Permission.READ),
    Place("blocs:index", _("Blocs"), "users", Permission.READ),
    Place("agenda:month", _("Calendar"), "calendar-days", Permission.READ),
    Place(
        "meetings:index", _("Briefings, dialogues"), "messages-square", Permission.READ
    ),
    Place("matters:commitments", _("Commitments"), "handshake", Permission.READ),
    Place("plans:tasks", _("Tasks"), "square-check", Permission.READ),
    Place("deadlines:index", _("Deadlines"), "hourglass", Permission.READ),
    Place("movements:index", _("Movements"), "sprout", Permission.READ),
    Place("movements:teams", _("Mobilisation teams"), "megaphone", Permission.READ),
    Place("budget:index", _("Budget"), "wallet", Permission.READ),
    Place("villages:index", _("Villages"), "house", Permission.READ),
    Place("roster:index", _("Roster"), "file-spreadsheet", Permission.MANAGE_BLOC),
    Place("scorecard:places", _("Places"), "map-pin", Permission.READ),
    Place("programme:show", _("Programme"), "book-open", Permission.READ),
    Place("journal:index", _("Log"), "scroll-text", Permission.READ_AUDIT),
    Place("access:accounts", _("Accounts"), "key-round", Permission.MANAGE_ACCOUNTS),
    Place("jobs:index", _("Periodic jobs"), "timer", Permission.MANAGE_ACCOUNTS),
)
"""Four stand below the thumb on a phone, seven in the bar, the others behind "more"."""
IN_THE_BAR = 7


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `masthead` and the grants of the day, for the base page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "masthead": of_programme()}
    today: date = request.today  # type: ignore[attr-defined]
    items = [] if user.must_change_password else places(user, request.path, today)
    home = items[0]["url"] if items else "/"
    head = of_programme() | of_person(user, today) | {"home_url": home}
    return {
        "navigation": items,
        "behind_more": any(item["current"] for item in items[IN_THE_BAR:]),
        "masthead": head,
        "grants": user.grants_on(today),
    }


def places(user: User, path: str, today: date) -> list[dict[str, Any]]:
    """Menu entries that the user may open; the one nearest to the page is marked."""
    entries: list[dict[str, Any]] = [
        {"url": reverse(place.url_name), "label": place.label, "icon": place.icon}
        for place in PLACES
        if user.holds(place.permission, today)
    ]
    here = max(
        (e["url"] for e in entries if leads_to(e["url"], path)), key=len, default=""
    )
    return [entry | {"current": entry["url"] == here} for entry in entries]


def leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def of_programme() -> dict[str, str]:
    programme = programmes.current()
    name = programme.place.name
    return {"place": name[:1].upper() + name[1:], "programme": programme.title}


def of_person(user: User, today: date) -> dict[str, str]:
    """Who is signed in, for which unit, and the ways out."""
    grants = user.grants_on(today)
    reads = user.holds(Permission.READ, today)
    return {
        "role": grants[0].get_role_display() if grants else "",
        "unit": grants[0].unit.full_name if grants else "",
        "account_url": reverse("identity:security"),
        "roles_url": reverse("access:roles") if grants else "",
        "notices_url": reverse("notices:settings") if reads else "",
        "data_url": "" if user.must_change_password else reverse("personal:mine"),
        "sign_out_url": reverse("identity:sign_out"),
    }
