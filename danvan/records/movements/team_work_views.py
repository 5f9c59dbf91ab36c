"""Officials of a team and its sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.movements import actions
from danvan.records.movements.forms import OfficialForm, SeatEndForm, SessionForm
from danvan.records.movements.models import Session, TeamSeat
from danvan.records.movements.result_views import sent
from danvan.records.movements.team_views import in_reach, team_page
from danvan.shared.refusals import Refused
from danvan.shared.saving import ReasonForm, facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def seat_new(request: UserRequest, pk: int) -> HttpResponse:
    team = in_reach(request, pk)
    form = OfficialForm(
        sent(request)[0],
        initial={"valid_from": team.valid_from},
        unit=team.unit,
        today=request.today,
    )
    if form.is_valid():
        try:
            actions.seat_official(
                team, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(team)
    return team_page(request, form, team, title=_("Add an official"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def seat_end(request: UserRequest, pk: int) -> HttpResponse:
    visible = TeamSeat.objects.visible_to(request.user, on=request.today)
    seat = get_object_or_404(visible.select_related("team__unit"), pk=pk)
    form = SeatEndForm(sent(request)[0])
    if form.is_valid():
        try:
            actions.end_seat(
                seat, on=form.cleaned_data["on"], by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(seat.team)
    title = _("%(official)s leaves the team") % {"official": seat.full_name}
    return team_page(request, form, seat.team, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def session_new(request: UserRequest, pk: int) -> HttpResponse:
    team = in_reach(request, pk)
    form = SessionForm(*sent(request), unit=team.unit, today=request.today)
    if form.is_valid():
        try:
            actions.record_session(
                team,
                **facts_of(form),
                files=form.cleaned_data["files"],
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(team)
    return team_page(request, form, team, title=_("Record a session of the team"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def session_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    visible = Session.objects.visible_to(request.user, on=request.today)
    session = get_object_or_404(visible.select_related("team__unit"), pk=pk)
    form = ReasonForm(sent(request)[0])
    if form.is_valid():
        try:
            actions.withdraw_session(
                session,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, _("Withdrawn. No sum counts it any more"))
            return redirect(session)
    title = _("Withdraw the session")
    danger: dict[str, Any] = {
        "submit_label": _("Withdraw"),
        "danger": True,
        "withdraws": True,
    }
    return team_page(request, form, session.team, title=title, **danger)
