"""The pages of deadlines: the list, one deadline, its pauses."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import timeline
from danvan.foundation.deadlines import actions, exports, queries, wording
from danvan.foundation.deadlines.counting import rule_name, rule_of, rung_of
from danvan.foundation.deadlines.forms import FilterForm, PauseForm, ResumeForm
from danvan.foundation.deadlines.history import TELLING
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Ladder, Rung
from danvan.foundation.deadlines.selecting import wanted_clocks
from danvan.shared.dates import short
from danvan.shared.listing import Listing
from danvan.shared.refusals import Refused


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    ladder = Ladder(request.today, queries.working_calendar())
    rows = wanted_clocks(request.user, form.wanted(), ladder)

    def standing(clock: Clock) -> str:
        return wording.standing(clock, rung_of(clock, ladder))[1]

    columns = exports.clock_columns(standing)
    listing: Listing[Clock] = Listing(
        request, rows, columns, title=_("Deadlines"), sort="due"
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Deadlines"),
        "form": form,
        "listing": listing,
        "rows": [summed_up(clock, ladder) for clock in listing.page],
        "clear_url": reverse("deadlines:index"),
    }
    return render(request, "deadlines/index.html", context)


def summed_up(clock: Clock, ladder: Ladder) -> dict[str, Any]:
    """One row of the list."""
    tone, label = wording.standing(clock, rung_of(clock, ladder))
    return {
        "clock": clock,
        "rule": rule_name(clock.rule),
        "tone": tone,
        "label": label,
        "is_postponed": clock.due_on != clock.first_due_on,
    }


def in_reach(request: UserRequest, pk: int) -> Clock:
    visible = Clock.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(queries.told(visible), pk=pk)


def trail(*steps: str | tuple[str, str]) -> list[tuple[str, str]]:
    below = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return [(_("Deadlines"), reverse("deadlines:index")), *below]


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    """How one day was counted, what moved it, and who has heard of it."""
    clock = in_reach(request, pk)
    ladder = Ladder(request.today, queries.working_calendar())
    tone, label = wording.standing(clock, rung_of(clock, ladder))
    may_pause = (
        clock.is_running
        and not (clock.is_before or clock.is_named)
        and can(request.user, Permission.WRITE, clock.unit, on=request.today)
    )
    context = {
        "title": clock.title,
        "breadcrumbs": trail(clock.title),
        "clock": clock,
        "tone": tone,
        "label": label,
        "facts": facts(clock),
        "ladder": steps(clock, ladder, request.today),
        "sentences": wording.explained_by(clock, ladder.calendar),
        "may_pause": may_pause
        and not clock.paused_on
        and clock.due_on >= request.today,
        "may_resume": may_pause and clock.paused_on,
        "history": timeline(clock, TELLING),
    }
    return render(request, "deadlines/show.html", context)


def facts(clock: Clock) -> list[dict[str, Any]]:
    rule = rule_of(clock.rule)
    start = _("Day of the event") if clock.is_before else _("Counted from")
    rows: list[dict[str, Any]] = [
        {"label": _("Kind of deadline"), "value": rule_name(clock.rule)},
        {"label": _("Owed by"), "value": clock.unit},
        {"label": start, "value": short(clock.started_on)},
        {"label": _("Due day"), "value": short(clock.due_on)},
    ]
    if clock.first_due_on != clock.due_on:
        first = {"label": _("First due on"), "value": short(clock.first_due_on)}
        rows.append(first)
    if clock.stopped_on and not clock.dropped:
        rows.append({"label": _("Done on"), "value": short(clock.stopped_on)})
    if rule and rule.basis:
        rows.append({"label": _("Basis"), "value": rule.basis})
    return rows


def steps(clock: Clock, ladder: Ladder, today: date) -> list[dict[str, Any]]:
    """Items of the timeline: when which level hears, as far as it may still come."""
    if not clock.is_running or clock.paused_on:
        return past(clock)
    above = queries.levels_above([clock.unit_id], today).get(clock.unit_id, [])
    items = [
        {
            "when": short(clock.due_on),
            "title": _("Last day in time"),
            "text": clock.unit,
        }
    ]
    days = ((Rung.ONE_UP, clock.climb), (Rung.TWO_UP, clock.climb_again))
    for step, (rung, number) in enumerate(days):
        if above:
            day = ladder.reached_on(clock.due_on, number)
            unit = above[min(step, len(above) - 1)]
            title = wording.hearing(rung)
            items.append({"when": short(day), "title": title, "text": unit})
    return items


def past(clock: Clock) -> list[dict[str, Any]]:
    return [
        {
            "when": short(climb.on),
            "title": wording.hearing(Rung(climb.rung)),
            "text": climb.unit,
        }
        for climb in clock.climbs.all()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def pause(request: UserRequest, pk: int) -> HttpResponse:
    clock = in_reach(request, pk)
    data = request.POST if request.method == "POST" else None
    form = PauseForm(data, initial={"on": request.today})
    if form.is_valid():
        on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        try:
            actions.pause(clock, reason=reason, on=on, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Paused. No day counts until it is resumed"))
            return redirect(clock)
    return asked(request, clock, form, _("Pause the deadline"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def resume(request: UserRequest, pk: int) -> HttpResponse:
    clock = in_reach(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ResumeForm(data, initial={"on": request.today})
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            actions.resume(clock, on=on, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            due = short(in_reach(request, pk).due_on)
            sentence = _("The deadline runs on. It is due on %(day)s")
            messages.success(request, sentence % {"day": due})
            return redirect(clock)
    return asked(request, clock, form, _("Resume the deadline"))


def asked(
    request: UserRequest, clock: Clock, form: PauseForm | ResumeForm, title: str
) -> HttpResponse:
    context = {
        "title": title,
        "kicker": clock.title,
        "breadcrumbs": trail((clock.title, clock.get_absolute_url()), title),
        "form": form,
        "cancel_url": clock.get_absolute_url(),
        "submit_label": title,
    }
    status = 422 if form.errors else 200
    return render(request, "deadlines/form.html", context, status=status)
