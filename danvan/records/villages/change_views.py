"""Entering villages, correcting a name, ending a village."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access import choosing
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import Telling, last_hand, timeline
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.rules import Level
from danvan.records.villages import actions
from danvan.records.villages.forms import EndForm, NameForm, NamesForm
from danvan.records.villages.views import crumbs, of_commune
from danvan.shared.dates import parse_date, short
from danvan.shared.refusals import Clash, Refused

TELLING = Telling(
    verbs={
        "add_village": gettext_lazy("Entered"),
        "rename_village": gettext_lazy("Renamed"),
        "end_village": gettext_lazy("Ended"),
    },
    label=lambda column: {
        "name": _("Name of the village"),
        "valid_from": _("There since"),
        "valid_to": _("Ended on"),
    }.get(column, column),
    value=lambda column, value: (
        short(parse_date(value)) if column.startswith("valid") else str(value)
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def new(request: UserRequest) -> HttpResponse:
    permission = Permission.MANAGE_BLOC
    units = choosing.covered(request.user, permission, on=request.today)
    communes = units.filter(level=Level.COMMUNE)
    unit = choosing.unit_asked(request, communes, permission)
    title = _("Enter the villages")
    if unit is None or unit.level != Level.COMMUNE:
        if unit:
            communes = communes & Unit.objects.subtree(unit.pk)
        back = reverse("villages:index")
        return choosing.choose_unit(request, communes, title=title, cancel_url=back)
    posted = request.POST if request.method == "POST" else None
    form = NamesForm(posted, initial={"valid_from": unit.valid_from})
    if form.is_valid():
        try:
            added = actions.add_villages(
                unit, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, added)
            return redirect(of_commune(unit))
    context = {
        "title": title,
        "breadcrumbs": crumbs(unit, (title, "")),
        "kicker": unit,
        "form": form,
        "cancel_url": of_commune(unit),
    }
    status = 422 if form.errors else 200
    return render(request, "villages/form.html", context, status=status)


def tell(request: UserRequest, added: actions.Added) -> None:
    """How many are new, and which names were there already."""
    if count := len(added.villages):
        sentence = ngettext(
            "%(count)d village entered.", "%(count)d villages entered.", count
        )
        messages.success(request, sentence % {"count": count})
    if added.known:
        words = {"names": ", ".join(added.known)}
        messages.warning(
            request, _("There already, left as they are: %(names)s") % words
        )


def in_reach(request: UserRequest, pk: int) -> Village:
    visible = Village.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(visible.select_related("unit__parent"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    village = in_reach(request, pk)
    posted = request.POST if request.method == "POST" else None
    initial = {"name": village.name, "version": village.version}
    form, clash = NameForm(posted, initial=initial), None
    if form.is_valid():
        try:
            actions.rename_village(
                village,
                form.cleaned_data["name"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clashed:
            theirs = in_reach(request, pk)
            form.acknowledge(theirs.version)
            clash = {"rows": form.clash_rows(named_alone(clashed))} | last_hand(theirs)
        except Refused as refused:
            form.refuse(at_name(refused))
        else:
            return redirect(of_commune(village.unit))
    title = _("Rename “%(name)s”") % {"name": village.name}
    context = {
        "title": title,
        "breadcrumbs": crumbs(village.unit, (title, "")),
        "kicker": village.unit,
        "form": form,
        "clash": clash,
        "history": timeline(village, TELLING),
        "cancel_url": of_commune(village.unit),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "villages/form.html", context, status=status)


def named_alone(clash: Clash) -> Clash:
    """Without the columns that only the search reads."""
    return Clash(theirs={"name": clash.theirs["name"]})


def at_name(refused: Refused) -> Refused:
    return Refused(refused.sentence, field="name")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def end(request: UserRequest, pk: int) -> HttpResponse:
    village = in_reach(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = EndForm(posted, initial={"version": village.version})
    if form.is_valid():
        try:
            actions.end_village(
                village,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(of_commune(village.unit))
    title = _("End “%(name)s”") % {"name": village.name}
    context = {
        "title": title,
        "breadcrumbs": crumbs(village.unit, (title, "")),
        "kicker": village.unit,
        "form": form,
        "ends": True,
        "history": timeline(village, TELLING),
        "cancel_url": of_commune(village.unit),
        "submit_label": _("End the village"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "villages/form.html", context, status=status)
