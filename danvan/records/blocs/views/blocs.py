"""The list of blocs, the page of one, and founding one."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand, timeline
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.foundation.units.periods import in_force
from danvan.records.blocs import actions, columns, queries
from danvan.records.blocs.composition import Finding
from danvan.records.blocs.forms import (
    BlocEditForm,
    EstablishForm,
    FilterForm,
    clash_rows,
    overwritable,
)
from danvan.records.blocs.models import Bloc, BlocQuerySet
from danvan.records.blocs.queries import BlocPage, Watch
from danvan.records.blocs.remedies import remedy
from danvan.records.blocs.telling import TELLING
from danvan.records.blocs.views import scope
from danvan.records.blocs.views.seats import answer
from danvan.shared.dates import format_date
from danvan.shared.listing import Listing
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused

ROWS = 25
WATCHED = 8


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    today = request.today
    visible = Bloc.objects.visible_to(request.user, on=today).in_force(today)
    districts = Unit.objects.districts().visible_to(request.user, on=today)
    form = FilterForm(districts.in_force(today).in_order(), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    blocs = _filtered(visible, asked, today)
    satisfied = queries.satisfied_blocs(today)
    tabs, blocs = _by_state(request, blocs, satisfied, asked.get("state", ""))
    listing: Listing[Bloc] = Listing(
        request,
        queries.listed(blocs, satisfied, today),
        columns.blocs(),
        title=_("Blocs"),
        sort="district",
        per_page=ROWS,
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Blocs"),
        "form": form,
        "tabs": tabs,
        "listing": listing,
        "without": _without_bloc(request),
        "watched": _watch_items(queries.watch_list(today, visible), request),
        "may_manage": request.user.holds(Permission.MANAGE_BLOC, today),
        "is_filtered": any(asked.values()),
    }
    return render(request, "blocs/index.html", context)


def _filtered(blocs: BlocQuerySet, asked: dict[str, Any], on: date) -> BlocQuerySet:
    if typed := asked.get("q"):
        blocs = queries.matching(blocs, typed, on)
    if district := asked.get("district"):
        blocs = blocs.filter(unit__parent=district)
    return queries.with_states(blocs, on).select_related("unit__parent")


def _by_state(
    request: UserRequest, blocs: BlocQuerySet, satisfied: dict[int, bool], state: str
) -> tuple[list[dict[str, Any]], BlocQuerySet]:
    """A tab for every state with its count, and the blocs of the chosen one."""
    # An empty list would let Django answer 0 for every count without asking.
    full = [pk for pk, is_full in satisfied.items() if is_full] or [0]
    states = {
        "": (_("All"), Q(pk__isnull=False)),
        "full": (_("Complete"), Q(pk__in=full)),
        "incomplete": (_("Incomplete"), ~Q(pk__in=full)),
        "unruled": (_("No regulation"), Q(has_regulation=False)),
        "unassigned": (_("Duties missing"), Q(lacks_duty=True)),
        "change": (_("To be re-formed"), Q(has_change=True)),
    }
    state = state if state in states else ""
    counts = blocs.aggregate(
        **{
            f"in_{code}": Count("pk", filter=held)
            for code, (_l, held) in states.items()
        }
    )
    kept = request.GET.copy()
    for name in ("page", "export"):
        kept.pop(name, None)
    tabs = []
    for code, (label, _held) in states.items():
        kept["state"] = code
        tabs.append(
            {
                "label": label,
                "url": f"?{kept.urlencode()}",
                "current": code == state,
                "count": counts[f"in_{code}"],
            }
        )
    return tabs, blocs.filter(states[state][1])


def _without_bloc(request: UserRequest) -> UnitQuerySet:
    """Communes in the person's reach that have no bloc."""
    held = Bloc.objects.filter(in_force(request.today)).values("unit")
    communes = Unit.objects.communes().visible_to(request.user, on=request.today)
    return communes.in_force(request.today).exclude(pk__in=held).in_order()


def _watch_items(watched: list[Watch], request: UserRequest) -> dict[str, Any]:
    items = [_watch_item(watch, named=True) for watch in watched[:WATCHED]]
    return {"items": items, "more": max(len(watched) - WATCHED, 0)}


def _watch_item(watch: Watch, *, named: bool = False) -> dict[str, Any]:
    seat = watch.seat
    place = f"{seat.bloc.unit.full_name}: " if named else ""
    note = _("%(role)s, %(post)s; gave up the post on %(day)s") % {
        "role": seat.get_role_display(),
        "post": seat.post_title,
        "day": format_date(watch.since),
    }
    return {
        "title": f"{place}{seat.member.full_name}",
        "note": note,
        "due": format_date(watch.due) if watch.due else "",
        "late": watch.is_late,
        "url": reverse("blocs:seat", args=[seat.pk]),
        "action": _("Open"),
    }


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    bloc = scope.bloc_in_scope(request, pk)
    form, on = scope.day_asked(request)
    page = queries.bloc_page(bloc, on)
    is_now = on == request.today
    manages = is_now and scope.may_manage(request, bloc)
    context = {
        "title": str(bloc),
        "breadcrumbs": [*scope.crumbs(bloc)[:-1], (bloc.unit.full_name, "")],
        "page": page,
        "day_form": form,
        "has_errors": bool(form.errors),
        "is_now": is_now,
        "may_manage": manages,
        "findings": [_finding_item(each, bloc) for each in page.findings],
        "figures": queries.figures(page.roster),
        "attachments": _files(page),
        "history": timeline(bloc, TELLING, *bloc.regulations.all()),
    }
    return render(request, "blocs/show.html", context)


def _finding_item(finding: Finding, bloc: Bloc) -> dict[str, Any]:
    """A finding with the page on which it can be put right."""
    found = remedy(finding, bloc.pk)
    return {"finding": finding} | (asdict(found) if found else {})


def _files(page: BlocPage) -> Any:
    if page.regulation is None:
        return Attachment.objects.none()
    files = Attachment.objects.of(page.regulation).standing()
    return files.select_related("uploaded_by").in_order()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def establish(request: UserRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    initial = {"unit": request.GET.get("unit")}
    communes = _without_bloc(request)
    form = EstablishForm(communes, posted, initial=initial)
    if form.is_valid():
        try:
            bloc = actions.establish_bloc(
                **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(bloc)s is founded.") % {"bloc": bloc})
            return redirect(bloc)
    context = {
        "title": _("Found a bloc"),
        "form": form,
        "breadcrumbs": [(_("Blocs"), reverse("blocs:index")), (_("Found a bloc"), "")],
        "submit_label": _("Found the bloc"),
        "cancel_url": reverse("blocs:index"),
    }
    if posted is None and not communes.exists():
        return render(request, "blocs/all_founded.html", context)
    status = 422 if form.errors else 200
    return render(request, "form_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the founding day and decision."""
    bloc = scope.bloc_in_scope(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = BlocEditForm(posted, initial=_founding(bloc))
    clash: dict[str, Any] = {}
    if form.is_valid():
        seen = serial(form.cleaned_data["version"])
        try:
            actions.correct_bloc(
                bloc, form.values(), version=seen, by=request.user, at=request.at
            )
        except Clash:
            stored = _founding(scope.bloc_in_scope(request, pk))
            rows = clash_rows(form, stored)
            overwritable(form, {"version": stored["version"]})
            clash = {"clash": {"rows": rows} | last_hand(bloc)}
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("The entry of %(name)s is corrected.") % {"name": bloc}
            )
            return redirect(bloc)
    return answer(request, form, bloc, title=_("Correct an entry"), **clash)


def _founding(bloc: Bloc) -> dict[str, Any]:
    names = ("valid_from", "decision_no", "version")
    return {name: getattr(bloc, name) for name in names}
