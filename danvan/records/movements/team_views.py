"""Mobilisation teams: the list, the page of one, forming, changing, closing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access import choosing
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import compare, timeline
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit
from danvan.records.movements import actions, exports, known, queries, wording
from danvan.records.movements.actions import teams as writing
from danvan.records.movements.forms import (
    CloseForm,
    SessionFilterForm,
    TeamFilterForm,
    TeamForm,
)
from danvan.records.movements.models import Session, Team
from danvan.records.movements.result_views import sent
from danvan.records.movements.views import Crumbs
from danvan.shared.listing import Listing
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import ReasonForm, facts_of


@require_safe
@requires(Permission.READ)
def teams(request: UserRequest) -> HttpResponse:
    form = TeamFilterForm(request.GET)
    rows = queries.teams(request.user, form.wanted(), on=request.today)
    listing = Listing(
        request,
        rows.with_work().select_related("unit__parent"),
        exports.team_columns(),
        title=_("Mobilisation teams"),
        sort="-since",
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": listing.title,
        "form": form,
        "listing": listing,
        "rows": [row_of(team) for team in listing.page],
        "may_write": request.user.holds(Permission.WRITE, request.today),
        "clear_url": reverse("movements:teams"),
    }
    return render(request, "movements/teams.html", context)


def row_of(team: Team) -> dict[str, Any]:
    done = getattr(team, "done", 0)
    return {
        "team": team,
        "field": known.field_name(team.field),
        "settled": wording.settled_text(team, done),
    }


@require_safe
@requires(Permission.READ)
def team(request: UserRequest, pk: int) -> HttpResponse:
    found = in_reach(request, pk)
    done = int(getattr(found, "done", 0))
    form = SessionFilterForm(request.GET)
    rows = Session.objects.filter(team=found).select_related("village")
    sessions = Listing(
        request,
        rows.in_state(form.state_asked()),
        exports.session_columns(),
        title=_("Sessions of %(team)s") % {"team": found},
        sort="-on",
    )
    if file := sessions.export(at=request.at):
        return file
    writes = can(request.user, Permission.WRITE, found.unit, on=request.today)
    standing = found.withdrawn_at is None
    context = {
        "title": found.name,
        "breadcrumbs": crumbs((found.name, "")),
        "team": found,
        "facts": wording.team_facts(found, done),
        "seats": found.seats.order_by("valid_to", "-is_head", "pk"),
        "listing": sessions,
        "form": form,
        "clear_url": found.get_absolute_url(),
        "rows": with_files(list(sessions.page)),
        "attachments": list(files_of(found)),
        "history": timeline(found, wording.TELLING),
        "may_write": writes and standing and found.valid_to is None,
        "may_withdraw": writes and standing,
    }
    return render(request, "movements/team.html", context)


def files_of(subject: Team) -> QuerySet[Attachment]:
    rows = Attachment.objects.of(subject).standing().select_related("uploaded_by")
    return rows.in_order()


def with_files(sessions: list[Session]) -> list[dict[str, Any]]:
    """Each session with its files, read in one question."""
    rows = Attachment.objects.standing().filter(
        subject_type=Session._meta.label_lower,
        subject_id__in=[session.pk for session in sessions],
    )
    files: dict[int, list[Attachment]] = {}
    for attachment in rows.in_order():
        files.setdefault(attachment.subject_id, []).append(attachment)
    return [{"session": s, "files": files.get(s.pk, [])} for s in sessions]


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    return [(_("Mobilisation teams"), reverse("movements:teams")), *steps]


def in_reach(request: UserRequest, pk: int) -> Team:
    """The team with its work, or 404 where the person may not know of it."""
    visible = Team.objects.visible_to(request.user, on=request.today).with_work()
    return get_object_or_404(visible.select_related("unit__parent"), pk=pk)


def team_page(
    request: UserRequest,
    form: Any,
    place: Unit | Team,
    *,
    title: str,
    clash: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    steps = []
    if isinstance(place, Team):
        steps = [(place.name, place.get_absolute_url())]
        context = {"cancel_url": place.get_absolute_url()} | context
    context |= {
        "title": title,
        "breadcrumbs": crumbs(*steps, (title, "")),
        "kicker": place.unit if isinstance(place, Team) else place,
        "form": form,
        "clash": clash,
    }
    status = 422 if form.errors or clash else 200
    return render(request, "movements/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def team_new(request: UserRequest) -> HttpResponse:
    units = choosing.covered(request.user, Permission.WRITE, on=request.today)
    unit = choosing.unit_asked(request, units, Permission.WRITE)
    title, back = _("Enter a mobilisation team"), reverse("movements:teams")
    if unit is None:
        return choosing.choose_unit(request, units, title=title, cancel_url=back)
    asked = {"field": request.GET.get("field", "")}
    form = TeamForm(*sent(request), initial=asked)
    if form.is_valid():
        try:
            made = actions.form_team(
                unit,
                **facts_of(form),
                files=form.cleaned_data["files"],
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(made)
    return team_page(request, form, unit, title=title, cancel_url=back)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def team_edit(request: UserRequest, pk: int) -> HttpResponse:
    found = in_reach(request, pk)
    initial = {name: getattr(found, name) for name in writing.FACTS}
    initial["version"] = found.version
    form, clash = TeamForm(*sent(request), initial=initial, kept=found.field), None
    if form.is_valid():
        try:
            actions.amend_team(
                found,
                facts_of(form),
                version=form.seen_version(),
                files=form.cleaned_data["files"],
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = compare(
                form, facts_of(form), in_reach(request, pk), wording.TELLING
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(found)
    title = _("Change “%(title)s”") % {"title": found.name}
    return team_page(request, form, found, title=title, clash=clash)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def team_close(request: UserRequest, pk: int) -> HttpResponse:
    """The outcome, with the cases settled as the sessions add up to."""
    found = in_reach(request, pk)
    first = {"settled": getattr(found, "done", 0), "version": found.version}
    form, clash = CloseForm(*sent(request), initial=first), None
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.close_team(
                found,
                on=cleaned["on"],
                outcome=cleaned["outcome"],
                settled=cleaned["settled"],
                files=cleaned["files"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            mine = {n: cleaned[n] for n in ("outcome", "settled")}
            clash = compare(form, mine, in_reach(request, pk), wording.TELLING)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(found)
    return team_page(
        request,
        form,
        found,
        title=_("Close the work of the team"),
        clash=clash,
        submit_label=_("Close"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def team_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    found = in_reach(request, pk)
    form = ReasonForm(sent(request)[0], initial={"version": found.version})
    if form.is_valid():
        try:
            actions.withdraw_team(
                found,
                reason=form.cleaned_data["reason"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clash:
            form.acknowledge(in_reach(request, pk).version)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, _("Withdrawn. No list counts it any more"))
            return redirect(found)
    title = _("Withdraw “%(title)s”") % {"title": found.name}
    danger: dict[str, Any] = {
        "submit_label": _("Withdraw"),
        "danger": True,
        "withdraws": True,
    }
    return team_page(request, form, found, title=title, **danger)
