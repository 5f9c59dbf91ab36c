"""The log as people read it: a list to look through, and one entry with both sides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import moment
from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.queries import head
from danvan.foundation.journal import actions, exports, queries, telling
from danvan.foundation.journal.forms import FilterForm
from danvan.shared.listing import Listing
from danvan.shared.refusals import Clash, Refused

LARGEST = 100_000
"""Entries in one file; more is narrowed by days first."""


@require_safe
@requires(Permission.READ_AUDIT)
def index(request: UserRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    rows = queries.entries(request.user, form.wanted(), on=request.today)
    listing: Listing[Entry] = Listing(
        request, rows, exports.columns({}), title=_("Log"), sort="-at"
    )
    units = queries.units_of(listing.page)
    context = {
        "title": listing.title,
        "form": form,
        "listing": listing,
        "rows": [row_of(entry, units) for entry in listing.page],
        "clear_url": reverse("journal:index"),
        "head": head(),
    }
    return render(request, "journal/index.html", context)


def row_of(entry: Entry, units: dict[int, str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "when": moment(entry.at),
        "act": telling.act(entry),
        "kind": telling.kind(entry.subject_type),
        "unit": units.get(entry.unit_id or 0, ""),
        "changes": telling.in_one_line(entry),
        "whence": exports.whence(entry),
    }


@require_POST
@requires(Permission.READ_AUDIT)
def file(request: UserRequest) -> HttpResponse:
    """A file of what the filter asks for; that it was taken along is logged."""
    form = FilterForm(request.GET)
    rows = queries.entries(request.user, form.wanted(), on=request.today)
    columns = exports.columns(queries.all_units())
    listing: Listing[Entry] = Listing(
        request, rows, columns, title=_("Log"), sort="-at"
    )
    count = rows.count()
    if count > LARGEST:
        messages.error(
            request, _("These are too many entries for one file. Narrow the days")
        )
        return redirect(f"{reverse('journal:index')}?{request.GET.urlencode()}")
    found = listing.export(at=request.at)
    if found is None:
        raise Http404
    actions.log_file(request.user, rows=count, asked=in_words(form), at=request.at)
    return found


def in_words(form: FilterForm) -> str:
    """What the filter asked for."""
    return "; ".join(
        f"{form[name].label}: {value}"
        for name, value in form.cleaned_data.items()
        if value
    )


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    return page(request, readable(request, pk))


def page(request: UserRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    units = queries.units_of([entry])
    refusal = why_not(entry, request)
    context = {
        "title": _("%(act)s (entry %(number)s)")
        % {"act": telling.act(entry), "number": entry.pk},
        "kicker": telling.kind(entry.subject_type),
        "breadcrumbs": crumbs(request, entry),
        "entry": entry,
        "facts": facts(entry, units),
        "changes": telling.changes(entry),
        "refusal": refusal,
        "may_undo": not refusal,
    }
    return render(request, "journal/show.html", context, status=status)


def readable(request: UserRequest, pk: int) -> Entry:
    """In the units whose log the person reads, or of an edit of a record one sees."""
    user, today = request.user, request.today
    if user.holds(Permission.READ_AUDIT, today):
        rows = queries.with_origin(queries.readable(user, on=today))
        if entry := rows.filter(pk=pk).first():
            return entry
    entry = get_object_or_404(Entry, pk=pk)
    try:
        actions.record_of(actions.edit(entry), by=user, at=request.at)
    except Refused as refused:
        raise Http404 from refused
    return entry


def why_not(entry: Entry, request: UserRequest) -> str:
    """Why the edit cannot be taken back; "" when it can."""
    try:
        actions.undoable(entry, by=request.user, at=request.at)
    except Refused as refused:
        return str(refused)
    if not request.user.holds(Permission.WRITE, request.today):
        return _("Your account only reads. An officer of the unit can undo this")
    return ""


def crumbs(request: UserRequest, entry: Entry) -> list[tuple[str, str]]:
    if request.user.holds(Permission.READ_AUDIT, request.today):
        above = (_("Log"), reverse("journal:index"))
    else:
        above = (entry.subject, url_of(entry))
    return [above, (_("Entry %(number)s") % {"number": entry.pk}, "")]


def facts(entry: Entry, units: dict[int, str]) -> list[dict[str, Any]]:
    """Rows of components/facts.html."""
    link, whence = queries.link_of(entry), exports.whence(entry)
    place = _("place %(number)s of the chain") % {"number": link.number} if link else ""
    return [
        {"label": _("When"), "value": moment(entry.at)},
        {"label": _("Who acted"), "value": entry.actor},
        {"label": _("Record concerned"), "value": entry.subject, "url": url_of(entry)},
        {"label": _("Unit"), "value": units.get(entry.unit_id or 0, "")},
        {"label": _("Why"), "value": entry.reason},
        *([{"label": _("From where"), "value": whence}] if whence else []),
        {
            "label": _("Digest"),
            "value": link.digest if link else _("Waits for its link"),
            "note": place,
        },
    ]


def url_of(entry: Entry) -> str:
    """The page of the record, where it has one by its number alone."""
    model: Any = telling.model_of(entry.subject_type)
    if not hasattr(model, "get_absolute_url"):
        return ""
    record: Any = model._default_manager.filter(pk=entry.subject_id).first()
    try:
        return str(record.get_absolute_url()) if record else ""
    except NoReverseMatch:
        return ""


@require_POST
@requires(Permission.WRITE)
def undo(request: UserRequest, pk: int) -> HttpResponse:
    entry = readable(request, pk)
    try:
        actions.undo(entry, by=request.user, at=request.at)
    except Clash:
        messages.error(
            request, _("Somebody saved the record just now. Look at it again")
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The edit is undone."))
        return redirect(url_of(entry) or entry.get_absolute_url())
    return page(request, entry, status=422)
