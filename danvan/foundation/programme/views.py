from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.loader import current

SECTIONS = (
    ("targets", lambda: _("Targets")),
    ("compositions", lambda: _("Composition of a bloc")),
    ("tasks", lambda: _("Tasks")),
    ("bodies", lambda: _("Responsibilities")),
    ("calendar", lambda: _("Calendar and funding")),
    ("kinds", lambda: _("Kinds of activity")),
    ("clocks", lambda: _("Deadlines and lists")),
    ("baseline", lambda: _("State of affairs at the start")),
    ("legal", lambda: _("Legal bases")),
    ("notes", lambda: _("Where the paper leaves room")),
)


@require_safe
@requires(Permission.READ)
def show(request: UserRequest) -> HttpResponse:
    """The programme as a reader of the paper looks for it."""
    programme = current()
    context = {
        "programme": programme,
        "title": programme.title,
        "today": request.today,
        "sections": [
            (name, words(), f"programme/parts/{name}.html") for name, words in SECTIONS
        ],
    }
    return render(request, "programme/show.html", context)
