"""One seat: its page, joining, correcting, leaving, handing over."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand, timeline
from danvan.records.blocs import actions, queries
from danvan.records.blocs.actions.erasing import ERASED
from danvan.records.blocs.forms import (
    EndForm,
    HandOverForm,
    PostChangeForm,
    SeatEditForm,
    SeatForm,
    clash_rows,
    overwritable,
)
from danvan.records.blocs.models import Bloc, Seat
from danvan.records.blocs.telling import TELLING
from danvan.records.blocs.views import scope
from danvan.shared import forms
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused


def answer(
    request: UserRequest, form: forms.Form, bloc: Bloc, **context: Any
) -> HttpResponse:
    """The page of a form about this bloc; `template` when it is not the usual one."""
    title, template = context["title"], context.pop("template", "blocs/form.html")
    context = {
        "form": form,
        "bloc": bloc,
        "breadcrumbs": scope.crumbs(bloc, (title, "")),
        "cancel_url": bloc.get_absolute_url(),
    } | context
    status = 422 if form.errors or "clash" in context else 200
    return render(request, template, context, status=status)


@require_safe
@requires(Permission.READ)
def seat(request: UserRequest, pk: int) -> HttpResponse:
    seat = scope.seat_in_scope(request, pk)
    title = seat.member.full_name
    duties = list(seat.duties.order_by("valid_to", "valid_from", "pk"))
    context = {
        "title": title,
        "breadcrumbs": scope.crumbs(seat.bloc, (title, "")),
        "seat": seat,
        "watch": queries.watch(seat, request.today),
        "levels": seat.member.qualifications.order_by("-valid_from", "-pk"),
        "duties": duties,
        "seats": queries.seats_of(seat.member),
        "may_hand_out": can(
            request.user, Permission.MANAGE_BLOC, seat.bloc.unit, on=request.today
        ),
        "history": timeline(
            seat, TELLING, seat.member, *duties, without=(*ERASED, "reason")
        ),
        "may_manage": seat.valid_to is None and scope.may_manage(request, seat.bloc),
    }
    return render(request, "blocs/seat.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def seat_new(request: UserRequest, pk: int) -> HttpResponse:
    bloc = scope.bloc_in_scope(request, pk)
    posted = request.POST if request.method == "POST" else None
    past = queries.past_members(bloc)
    form = SeatForm(past or None, posted, initial=_asked_for(request))
    if form.is_valid():
        try:
            seat = actions.seat_member(
                bloc, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"name": seat.member, "role": seat.get_role_display()}
            messages.success(
                request, _("%(name)s joined the bloc as %(role)s.") % words
            )
            return redirect(bloc)
    return answer(
        request,
        form,
        bloc,
        title=_("Seat a person"),
        posts=programme.current().posts,
    )


def _asked_for(request: UserRequest) -> dict[str, str]:
    """Role and post of the vacancy the person came from."""
    required = queries.composition_on(request.today)
    lines = required.seats if required else ()
    for line in lines:
        if line.id == request.GET.get("line"):
            posts = [programme.current().post(each).name for each in line.posts]
            return {"role": line.role, "post_title": posts[0] if posts else ""}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def seat_edit(request: UserRequest, pk: int) -> HttpResponse:
    seat = scope.seat_in_scope(request, pk)
    stored = _stored(seat)
    posted = request.POST if request.method == "POST" else None
    form = SeatEditForm(seat, posted, initial=stored)
    clash: dict[str, Any] = {}
    if form.is_valid():
        try:
            _correct(request, seat, form)
        except Clash:
            stored = _stored(scope.seat_in_scope(request, pk))
            rows = clash_rows(form, stored)
            overwritable(form, {name: stored[name] for name in form.VERSIONS})
            clash = {"clash": {"rows": rows} | last_hand(seat)}
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"name": form.cleaned_data["full_name"]}
            messages.success(request, _("The entry of %(name)s is corrected.") % words)
            return redirect("blocs:seat", pk)
    return answer(
        request,
        form,
        seat.bloc,
        title=_("Correct an entry"),
        seat=seat,
        lede=_("For a slip in the entry. When a person leaves, hand the seat over."),
        posts=programme.current().posts,
        cancel_url=seat.get_absolute_url(),
        **clash,
    )


@transaction.atomic
def _correct(request: UserRequest, seat: Seat, form: SeatEditForm) -> None:
    by, at = request.user, request.at
    version, of_member = (serial(form.cleaned_data[name]) for name in form.VERSIONS)
    actions.correct_seat(
        seat,
        form.seat_values(),
        version=version,
        member_version=of_member,
        by=by,
        at=at,
    )
    levels_on = form.cleaned_data["levels_on"]
    actions.requalify(seat.member, **form.level_values(), on=levels_on, by=by, at=at)


def _stored(seat: Seat) -> dict[str, Any]:
    """Field values as stored, by the names of SeatEditForm."""
    levels = seat.member.qualifications.open().first()
    names = ("role", "post_title", "body", "decision_no", "valid_from")
    return {name: getattr(seat, name) for name in names} | {
        "post_ended_on": seat.post_ended_on,
        "full_name": seat.member.full_name,
        "sex": seat.member.sex,
        "professional": levels.professional if levels else "",
        "theory": levels.theory if levels else "",
        "languages": levels.languages if levels else "",
        "version": seat.version,
        "member_version": seat.member.version,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def seat_end(request: UserRequest, pk: int) -> HttpResponse:
    seat = scope.seat_in_scope(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_seat(seat, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"name": seat.member}
            messages.success(request, _("%(name)s left the bloc.") % words)
            return redirect(seat.bloc)
    return answer(
        request,
        form,
        seat.bloc,
        title=_("End a seat"),
        seat=seat,
        duties=seat.duties.open().order_by("valid_from", "pk"),
        template="blocs/seat_end.html",
        submit_label=_("End the seat"),
        cancel_url=seat.get_absolute_url(),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def seat_post_change(request: UserRequest, pk: int) -> HttpResponse:
    seat = scope.seat_in_scope(request, pk)
    form = PostChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.report_post_change(
                seat, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"name": seat.member}
            messages.success(
                request, _("The change of post of %(name)s is recorded.") % words
            )
            return redirect(seat.bloc)
    required = queries.composition_on(request.today)
    return answer(
        request,
        form,
        seat.bloc,
        title=_("Record a change of post"),
        seat=seat,
        days=required.reform_within_days if required else None,
        template="blocs/seat_post_change.html",
        cancel_url=seat.get_absolute_url(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def seat_hand_over(request: UserRequest, pk: int) -> HttpResponse:
    seat = scope.seat_in_scope(request, pk)
    posted = request.POST if request.method == "POST" else None
    initial = {"post_title": seat.post_title}
    past = queries.past_members(seat.bloc)
    form = HandOverForm(past or None, posted, initial=initial)
    if form.is_valid():
        try:
            heir = actions.hand_over(
                seat, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"leaver": seat.member, "heir": heir.member}
            messages.success(
                request, _("%(leaver)s handed the seat over to %(heir)s.") % words
            )
            return redirect(seat.bloc)
    return answer(
        request,
        form,
        seat.bloc,
        title=_("Hand a seat over"),
        seat=seat,
        duties=seat.duties.open().order_by("valid_from", "pk"),
        posts=programme.current().posts,
        template="blocs/hand_over.html",
        submit_label=_("Hand over"),
        cancel_url=seat.get_absolute_url(),
    )
