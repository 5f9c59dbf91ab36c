"""Part four of the programme, body by body."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.schema import Body
from danvan.foundation.units.models import Unit
from danvan.records.plans import actions, columns, overview, queries, standings, wording
from danvan.records.plans.choices import Standing
from danvan.records.plans.forms import DutyFilter, ReportForm, StandingsFilter
from danvan.records.plans.models import Responsibility
from danvan.records.plans.views import scope
from danvan.shared.listing import Listing
from danvan.shared.refusals import Clash, Refused


@require_safe
@requires(Permission.READ)
def responsibilities(request: UserRequest) -> HttpResponse:
    """Each body with each duty at one unit, and how many below it say what."""
    year = scope.year_asked(request)
    unit = scope.unit_shown(request)
    lines = standings.lines(unit, year, on=request.today) if unit else []
    title = _("Responsibilities of %d") % year
    listing: Listing[standings.Line] = Listing(
        request, lines, columns.standings(), title=title, sort="", per_page=200
    )
    if file := listing.export(at=request.at):
        return file
    form = StandingsFilter(request.GET.dict() | {"year": str(year)})
    context = {
        "title": title,
        "breadcrumbs": scope.trail(title),
        "year": year,
        "unit": unit,
        "form": form,
        "listing": listing,
        "bodies": by_body(listing.page, year, unit),
        "may_write": unit is not None and unit.pk in scope.writable(request),
        "clear_url": reverse("plans:responsibilities"),
    }
    return render(request, "plans/responsibilities.html", context)


def by_body(
    lines: Iterable[standings.Line], year: int, unit: Unit | None
) -> list[dict[str, Any]]:
    """The lines under their body; the body whose line comes first leads."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        group = found.setdefault(
            line.body.id, {"body": line.body, "tasks": line.tasks, "lines": []}
        )
        group["lines"].append(drawn(line, year, unit))
    return list(found.values())


def drawn(line: standings.Line, year: int, unit: Unit | None) -> dict[str, Any]:
    key: dict[str, Any] = {"body": line.body.id, "number": line.number}
    query = {"year": str(year)}
    report_url = ""
    if line.is_own and unit:
        report_url = reverse("plans:report", kwargs={"unit_pk": unit.pk, **key})
    return {
        "line": line,
        "tone": wording.standing_tone(line.standing or ""),
        "label": wording.standing_label(line.standing or ""),
        "tallied": wording.tallied(line.tallies, line.unreported),
        "report_url": f"{report_url}?{urlencode(query)}" if report_url else "",
        "duty_url": f"{reverse('plans:duty', kwargs=key)}?{urlencode(query)}",
    }


def trail(step: str) -> list[tuple[str, str]]:
    overall = reverse("plans:responsibilities")
    return scope.trail((_("Responsibilities of the bodies"), overall), step)


def duty_or_404(body_id: str, number: int) -> Body:
    body = wording.body_of(body_id)
    if (
        body is None
        or not 1 <= number <= len(body.duties)
        or not queries.level_of(body)
    ):
        raise Http404
    return body


@require_safe
@requires(Permission.READ)
def duty(request: UserRequest, body: str, number: int) -> HttpResponse:
    """One duty at every unit of the scope that reports it."""
    found = duty_or_404(body, number)
    year = scope.year_asked(request)
    form = DutyFilter(request.GET.dict() | {"year": str(year)})
    level = queries.level_of(found)
    units = overview.units_of(request.user, year, request.today)
    places = standings.reporting(
        (unit for unit in units if unit.level == level), year, found, number
    )
    title = _("%(body)s, duty %(number)d") % {"body": found.name, "number": number}
    listing: Listing[standings.Place] = Listing(
        request,
        in_standing(places, form.asked("standing")),
        columns.duty(),
        title=title,
        sort="",
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": title,
        "duty": found.duties[number - 1],
        "breadcrumbs": trail(title),
        "year": year,
        "body": found,
        "number": number,
        "form": form,
        "listing": listing,
        "rows": [
            {
                "place": place,
                "tone": wording.standing_tone(place.standing),
                "label": wording.standing_label(place.standing),
            }
            for place in listing.page
        ],
        "writable": scope.writable(request),
        "clear_url": f"{request.path}?year={year}",
    }
    return render(request, "plans/duty.html", context)


def in_standing(places: list[standings.Place], asked: str) -> list[standings.Place]:
    if asked == "unreported":
        return [place for place in places if place.report is None]
    return [place for place in places if not asked or place.standing == asked]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def report(request: UserRequest, unit_pk: int, body: str, number: int) -> HttpResponse:
    """How far the body is with one duty at a unit."""
    found = duty_or_404(body, number)
    roots = request.user.root_units(request.today, Permission.WRITE)
    reached = Unit.objects.within(*roots).select_related("parent")
    reporting = reached.filter(level__in=[queries.level_of(found) or 0])
    unit = get_object_or_404(reporting, pk=unit_pk)
    year = scope.year_asked(request)
    form = ReportForm(
        **scope.posted(request), initial=known(request, unit, year, found, number)
    )
    clash = None
    if form.is_valid():
        try:
            save(request, form, unit, year, found, number)
        except Clash:
            clash = compare(form, unit, year, found, number)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The report is kept"))
            query = urlencode({"year": year, "unit": unit.code})
            return redirect(f"{reverse('plans:responsibilities')}?{query}")
    overall = reverse("plans:responsibilities")
    return scope.answer(
        request,
        "plans/form.html",
        form,
        title=found.name,
        kicker=f"{unit}, {year}",
        quoted=found.duties[number - 1],
        breadcrumbs=trail(found.name),
        clash=clash,
        cancel_url=f"{overall}?{urlencode({'year': year})}",
    )


def save(
    request: UserRequest,
    form: ReportForm,
    unit: Unit,
    year: int,
    body: Body,
    number: int,
) -> None:
    actions.report_responsibility(
        unit,
        year=year,
        body=body.id,
        duty=number,
        standing=form.cleaned_data["standing"],
        note=form.cleaned_data["note"],
        on=form.cleaned_data["on"],
        version=form.seen_version(),
        by=request.user,
        at=request.at,
    )


def stored(unit: Unit, year: int, body: Body, number: int) -> Responsibility | None:
    rows = Responsibility.objects.filter(unit=unit, year=year, body=body.id)
    return rows.filter(duty=number).first()


def known(
    request: UserRequest, unit: Unit, year: int, body: Body, number: int
) -> dict[str, Any]:
    """What was reported last, here or by the units it came from."""
    found = standings.reporting([unit], year, body, number)[0].report
    own = found is not None and found.unit_id == unit.pk
    return {
        "standing": found.standing if found else Standing.NOT_BEGUN,
        "note": found.note if found else "",
        "on": request.today,
        "version": found.version if found and own else "",
    }


def compare(
    form: ReportForm, unit: Unit, year: int, body: Body, number: int
) -> dict[str, Any] | None:
    theirs = stored(unit, year, body, number)
    if theirs is None:
        return None
    return scope.clash_of(form, theirs)
