"""How the periodic jobs fare, for administrators."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import moment
from danvan.foundation.jobs.queries import Standing, standings


@require_safe
@requires(Permission.MANAGE_ACCOUNTS)
def index(request: UserRequest) -> HttpResponse:
    rows = [row(each) for each in standings(request.at)]
    context = {
        "title": _("Periodic jobs"),
        "rows": rows,
        "notices": [import_string(path)(request.at) for path in notices()],
        "never_ran": not any(each["done"] for each in rows),
        "is_inside": settings.DANVAN_SCHEDULER == "inside",
    }
    return render(request, "jobs/index.html", context)


def notices() -> list[str]:
    """Functions of `at` of higher rooms, each giving a tone and a sentence."""
    listed: list[str] = settings.DANVAN_JOB_NOTICES
    return listed


def row(standing: Standing) -> dict[str, Any]:
    done = standing.done
    return {
        "job": standing.job,
        "done": moment(done.finished_at) if done and done.finished_at else "",
        "said": done.said if done else "",
        "following": moment(standing.following),
        "tone": standing.tone,
        "state": standing.state,
        "fault": standing.fault,
    }
