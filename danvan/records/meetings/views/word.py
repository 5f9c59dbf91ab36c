"""The minutes as a Word file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.documents.word import CONTENT_TYPE
from danvan.records.meetings import papers
from danvan.records.meetings.views import pages
from danvan.shared.text import slug


@require_safe
@requires(Permission.READ)
def word(request: UserRequest, pk: int) -> HttpResponse:
    activity = pages.meeting(request, pk)
    content = papers.minutes(activity, pages.minutes_of(activity), at=request.at)
    name = (
        f"{slug(_('Minutes'))}-{activity.on:%Y-%m-%d}-{slug(activity.unit.name)}.docx"
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
