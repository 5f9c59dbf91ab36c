"""The private calendar address: whoever has it reads the calendar of its owner."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.rules import Permission
from danvan.foundation.notices.queries import owner_of
from danvan.results.agenda.exports import calendar_file
from danvan.results.agenda.person import Person


@login_not_required
@require_safe
def feed(request: UserRequest, secret: str) -> HttpResponse:
    """By today's grants of the owner; an unknown or ended address is not found."""
    owner = owner_of(secret)
    if owner is None or not owner.holds(Permission.READ, request.today):
        raise Http404
    data = calendar_file(Person(owner, request.today))
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    patch_cache_control(response, private=True, no_cache=True)
    return response
