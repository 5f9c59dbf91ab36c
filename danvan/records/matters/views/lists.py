"""The list of matters, with the early signs above it, and the list of promises."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.queries import rungs_of
from danvan.foundation.deadlines.rules import Rung
from danvan.records.matters import exports, queries, rules, wording
from danvan.records.matters.forms import CommitmentFilterForm, FilterForm
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.views.trails import trail
from danvan.shared.listing import Listing

RUNG_TONES = {Rung.ON_TIME: "neutral", Rung.DUE_SOON: "warning"}


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """The matters in scope; `?export=xlsx|csv` hands the same rows out as a file."""
    form = FilterForm(request.GET, user=request.user, today=request.today)
    rows = queries.matters(request.user, form.wanted(), on=request.today)
    listing: Listing[Matter] = Listing(
        *(request, rows, exports.matter_columns()),
        title=_("Opinions and recommendations"),
        sort="-received_on",
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": listing.title,
        "form": form,
        "listing": listing,
        "rows": told(listing.page.object_list, request),
        "signs": signs(request),
        "may_record": request.user.holds(Permission.WRITE, request.today),
        "clear_url": reverse("matters:index"),
    }
    return render(request, "matters/index.html", context)


def told(page: Any, request: UserRequest) -> list[dict[str, Any]]:
    """The rows of one page, each with how its clock stands."""
    matters = list(page)
    rungs = rungs_of(matters, request.today)
    return [
        {
            "matter": matter,
            "badges": wording.badges(matter),
            "topic": wording.topic_name(matter.topic),
            "due": due(rungs.get(matter.pk)),
        }
        for matter in matters
    ]


def due(reached: tuple[Rung, Any] | None) -> dict[str, Any] | None:
    if reached is None:
        return None
    rung, day = reached
    return {"day": day, "tone": RUNG_TONES.get(rung, "bad"), "label": rung.label}


def signs(request: UserRequest) -> list[dict[str, Any]]:
    """Places where many raise the same thing; nothing when the list is narrowed."""
    if request.GET:
        return []
    found = queries.early_signs(request.user, request.today)
    return [
        {
            "place": sign.unit,
            "topic": wording.topic_name(sign.topic),
            "count": sign.count,
            "url": "?" + urlencode({"unit": sign.unit.code, "topic": sign.topic}),
        }
        for sign in found
    ]


@require_safe
@requires(Permission.READ)
def commitments(request: UserRequest) -> HttpResponse:
    """What was promised: kept, late, open."""
    form = CommitmentFilterForm(request.GET, user=request.user, today=request.today)
    rows = queries.commitments(request.user, **form.wanted(), on=request.today)
    listing: Listing[Commitment] = Listing(
        *(request, rows, exports.commitment_columns(request.today)),
        title=_("Promises"),
        sort="standing",
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": listing.title,
        "breadcrumbs": trail(_("Promises")),
        "form": form,
        "listing": listing,
        "rows": [standing(row, request) for row in listing.page],
        "may_record": request.user.holds(Permission.WRITE, request.today),
        "clear_url": reverse("matters:commitments"),
    }
    return render(request, "matters/commitments.html", context)


def standing(commitment: Commitment, request: UserRequest) -> dict[str, Any]:
    told = rules.standing(
        commitment.state, commitment.due_on, commitment.kept_on, request.today
    )
    return {
        "commitment": commitment,
        "tone": wording.STANDING_TONES[told],
        "standing": wording.standing_label(told),
    }
