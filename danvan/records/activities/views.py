"""The pages of activities: list, show, change, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, can, require, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import compare, timeline
from danvan.foundation.documents.models import Attachment
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import (
    actions,
    columns,
    doors,
    keeping,
    kinds,
    languages,
    queries,
    rules,
    wording,
)
from danvan.records.activities.checks import FACTS
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.forms import ActivityForm, FilterForm
from danvan.records.activities.models import PENDING, Activity
from danvan.shared.listing import Listing
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import ReasonForm


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """The activities in scope; `?export=xlsx|csv` hands the same rows out as a file."""
    form = FilterForm(request.GET)
    rows = queries.activities(request.user, form.wanted(), on=request.today)
    listing: Listing[Activity] = Listing(
        request, rows, columns.activities(), title=_("Activities"), sort="-on"
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Activities"),
        "form": form,
        "listing": listing,
        "rows": [summed_up(activity) for activity in listing.page],
        "may_record": request.user.holds(Permission.WRITE_FRONT, request.today),
        "clear_url": reverse("activities:index"),
    }
    return render(request, "activities/index.html", context)


def summed_up(activity: Activity) -> dict[str, Any]:
    """One row of the list."""
    return {
        "activity": activity,
        "kind": kinds.kind_name(activity.kind),
        "host": kinds.host_name(activity.host) if activity.host else "",
        "tone": TONES[Status(activity.status)],
    }


TONES = {
    Status.HELD: "good",
    Status.PLANNED: "info",
    Status.POSTPONED: "warning",
    Status.CANCELLED: "neutral",
    Status.WITHDRAWN: "neutral",
}


def bound(
    request: UserRequest,
    kind: Kind,
    unit: Unit,
    *,
    initial: dict[str, Any],
    activity: Activity | None = None,
) -> ActivityForm:
    posted = request.method == "POST"
    return ActivityForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=initial,
        kind=kind,
        unit=unit,
        today=request.today,
        activity=activity,
    )


def saved(request: UserRequest, activity: Activity) -> HttpResponse:
    """On to the record, with one line on what it counts for."""
    level = LEVELS[counted_tone(activity)]
    messages.add_message(request, level, wording.counted_sentence(activity))
    return redirect(activity)


LEVELS = {
    "good": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
}


def counted_tone(activity: Activity) -> str:
    """Warns only where a target could have counted it and does not."""
    if not list(wording.why_not_counted(activity)):
        return "good"
    kind = kinds.find(activity.kind)
    expected = kind and kind.measure and activity.status not in PENDING
    return "warning" if expected else "info"


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    activity = in_reach(request, pk)
    standing = activity.status != Status.WITHDRAWN
    attended = queries.attendees(activity)
    files = Attachment.objects.of(activity).standing().select_related("uploaded_by")
    attachments = list(files.in_order())
    context = {
        "title": activity.title,
        "breadcrumbs": trail(activity.title),
        "activity": activity,
        "kind": kinds.find(activity.kind),
        "facts": wording.facts(activity),
        "tone": TONES[Status(activity.status)],
        "counted_tone": counted_tone(activity),
        "counted": wording.counted_sentence(activity),
        "attachments": attachments,
        "unrated": attachments and standing and activity.evidence == Evidence.NONE,
        "attendees": wording.attendance(attended),
        "attended_members": len(attended),
        "history": timeline(activity, wording.TELLING),
        "may_write": standing
        and can(request.user, activity.written_with, activity.unit, on=request.today),
        "pending": activity.status in PENDING,
        "overdue": activity.status in PENDING and activity.on < request.today,
        "doors": doors.doors(activity),
        "putting_off": doors.putting_off(activity),
    } | of_its_form(activity)
    return render(request, "activities/show.html", context)


def of_its_form(activity: Activity) -> dict[str, Any]:
    """What only surveys and language classes show."""
    kind = kinds.find(activity.kind)
    form = kind.form if kind else ""
    if form == "survey":
        return {"wanted": wording.counted_needs(keeping.stored_needs(activity))}
    if form == "language_class":
        return {"needs": languages.needs_of(activity.unit, on=activity.on)}
    return {}


def trail(*steps: str | tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs below the list; a step without an address is the page itself."""
    below = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return [(_("Activities"), reverse("activities:index")), *below]


def own_step(activity: Activity) -> tuple[str, str]:
    return activity.title, activity.get_absolute_url()


def in_reach(request: UserRequest, pk: int) -> Activity:
    visible = Activity.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(visible.select_related("unit__parent", "directive"), pk=pk)


def in_hand(request: UserRequest, pk: int) -> Activity:
    """The same, for whoever may write records of its kind."""
    activity = in_reach(request, pk)
    require(request, activity.written_with)
    return activity


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a record; when somebody saved meanwhile both texts are shown."""
    activity = in_hand(request, pk)
    kind = kinds.find(activity.kind)
    if kind is None or activity.status == Status.WITHDRAWN:
        messages.warning(request, _("This record can no longer be changed"))
        return redirect(activity)
    initial = stored(activity) | as_held(request, activity)
    form = bound(request, kind, activity.unit, initial=initial, activity=activity)
    clash = None
    if form.is_valid():
        try:
            amend(request, activity, form)
        except Clash:
            clash = compare(form, form.values(), in_reach(request, pk), wording.TELLING)
        except Refused as refused:
            form.refuse(refused)
        else:
            return saved(request, activity)
    context = {
        "title": _("Change “%(title)s”") % {"title": activity.title},
        "breadcrumbs": trail(own_step(activity), _("Edit")),
        "kicker": activity.unit,
        "form": form,
        "clash": clash,
        "cancel_url": activity.get_absolute_url(),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "activities/form.html", context, status=status)


def stored(activity: Activity) -> dict[str, Any]:
    members = activity.attendances.values_list("member", flat=True)
    values = {name: getattr(activity, name) for name in FACTS}
    needs = keeping.stored_needs(activity)
    values |= {rules.need_field(row): wanting for row, wanting in needs.items()}
    apart = {
        "uid": activity.uid,
        "version": activity.version,
        "attendees": list(map(str, members)),
    }
    return values | apart


def as_held(request: UserRequest, activity: Activity) -> dict[str, Any]:
    """The answer to "what came of it?", when the address asks for it."""
    asked = request.GET.get("status") == Status.HELD
    if not asked or Status.HELD not in rules.NEXT[Status(activity.status)]:
        return {}
    return {"status": Status.HELD, "on": min(activity.on, request.today)}


def amend(request: UserRequest, activity: Activity, form: ActivityForm) -> None:
    actions.amend_activity(
        activity,
        form.values(),
        version=form.seen_version(),
        attendees=form.cleaned_data.get("attendees"),
        needs=form.needs() or None,
        files=form.cleaned_data["files"],
        by=request.user,
        at=request.at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    activity = in_hand(request, pk)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"version": activity.version},
    )
    if form.is_valid():
        try:
            actions.withdraw_activity(
                activity,
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
            messages.info(request, _("Withdrawn. No figure counts it any more"))
            return redirect(activity)
    context = {
        "title": _("Withdraw “%(title)s”") % {"title": activity.title},
        "breadcrumbs": trail(own_step(activity), _("Withdraw")),
        "form": form,
        "cancel_url": activity.get_absolute_url(),
        "submit_label": _("Withdraw"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "activities/withdraw.html", context, status=status)
