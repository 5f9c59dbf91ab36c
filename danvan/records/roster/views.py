"""Sending a roster in, seeing what it would do, applying it; and taking one home."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.records.roster import (
    actions,
    exports,
    guide,
    planning,
    previews,
    queries,
    uploads,
)
from danvan.records.roster.forms import ReplaceForm, UploadForm
from danvan.records.roster.plans import Options, Plan
from danvan.records.roster.reading import check_size, read
from danvan.records.roster.rules import CLOSED, REQUIRED, Column
from danvan.records.roster.uploads import Upload
from danvan.shared import forms
from danvan.shared.numbers import serial
from danvan.shared.refusals import Refused
from danvan.shared.sheets import XLSX, download
from danvan.shared.text import slug

FAULTS_A_PAGE = 200
SHOWN = 100
"""How many people, mends or converted cells a page lists before it only counts."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def index(request: UserRequest) -> HttpResponse:
    """Three steps; a sent file is stored, read, and shown on its own page."""
    posted = request.POST if request.method == "POST" else None
    form = UploadForm(posted, request.FILES or None)
    if form.is_valid():
        try:
            check_size(form.cleaned_data["file"].size)
            upload = uploads.store(form.cleaned_data["file"], request.user)
            read(upload.content)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            page = reverse("roster:check", args=[upload.key])
            replacing = "?replace=1" if form.cleaned_data["replace"] else ""
            return redirect(page + replacing)
    context = {"form": form, "title": _("Roster in and out"), "columns": _columns()}
    status = 422 if form.errors else 200
    return render(request, "roster/index.html", context, status=status)


def _columns() -> list[dict[str, object]]:
    return [
        {
            "name": column.value,
            "required": column in REQUIRED,
            "words": ", ".join(CLOSED.get(column, ())),
            "what": guide.column(column).what,
        }
        for column in Column
    ]


@require_safe
@requires(Permission.MANAGE_BLOC)
def template(request: UserRequest) -> HttpResponse:
    mine = queries.communes(request.user, on=request.today, today=request.today)
    covered = [commune for commune in mine if commune.covered]
    book = exports.workbook([], covered, title=_("Roster template"))
    return download(book, "mau-danh-sach-khoi-dan-van.xlsx", XLSX)


@require_safe
@requires(Permission.READ)
def export(request: UserRequest) -> HttpResponse:
    """The roster of today; `?unit=` narrows it to one unit and all below."""
    within = None
    if number := request.GET.get("unit"):
        units = Unit.objects.visible_to(request.user, on=request.today)
        within = get_object_or_404(units, pk=serial(number))
    seated = queries.roster(request.user, on=request.today, within=within)
    place = f"-{slug(within.full_name)}" if within else ""
    book = exports.workbook(seated, [], title=_("Roster"))
    day = request.today.isoformat()
    return download(book, f"danh-sach-khoi-dan-van{place}-{day}.xlsx", XLSX)


@require_safe
@requires(Permission.MANAGE_BLOC)
def check(request: UserRequest, key: UUID) -> HttpResponse:
    """The dry run of a stored file: nothing is written."""
    upload = _upload_or_404(request, key)
    try:
        plan = _plan(request, upload, _options(request, request.GET))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("roster:index")
    return _show(request, upload, plan, _agreement(plan))


@require_safe
@requires(Permission.MANAGE_BLOC)
def marked(request: UserRequest, key: UUID) -> HttpResponse:
    """The sent file with its faulty cells coloured and commented."""
    upload = _upload_or_404(request, key)
    plan = _plan(request, upload, _options(request, request.GET))
    book = exports.marked(upload.content, plan.table, plan.faults)
    stem = upload.name.rpartition(".")[0] or upload.name
    return download(book, f"{stem} - {_('faults marked')}.xlsx", XLSX)


@require_POST
@requires(Permission.MANAGE_BLOC)
def apply(request: UserRequest, key: UUID) -> HttpResponse:
    """Write what the check page showed, if it is still the same."""
    upload = _upload_or_404(request, key)
    plan = _plan(request, upload, _options(request, request.POST))
    form = _agreement(plan, request.POST)
    if not form.is_valid():
        return _show(request, upload, plan, form)
    try:
        actions.must_be(plan, request.POST.get("fingerprint", ""))
        outcome = actions.apply(plan, by=request.user, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused))
        page = reverse("roster:check", args=[key])
        return redirect(f"{page}?{_query(plan)}")
    messages.success(request, previews.said(outcome))
    return redirect("blocs:index")


def _upload_or_404(request: UserRequest, key: UUID) -> Upload:
    upload = uploads.find(key, request.user)
    if upload is None:
        raise Http404(_("This file is no longer kept. Send it again."))
    return upload


def _options(request: UserRequest, given: QueryDict) -> Options:
    return Options(
        on=request.today,
        replace=bool(given.get("replace")),
        convert=bool(given.get("convert")),
    )


def _plan(request: UserRequest, upload: Upload, options: Options) -> Plan:
    table = read(upload.content)
    return planning.plan(table, options, by=request.user, today=request.today)


def _agreement(plan: Plan, posted: QueryDict | None = None) -> forms.Form:
    """The form that agrees to the plan as it stands."""
    return ReplaceForm(posted) if plan.leaving else forms.Form(posted)


def _show(
    request: UserRequest, upload: Upload, plan: Plan, form: forms.Form
) -> HttpResponse:
    faults = Paginator(plan.faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Check of the roster"),
        "upload": upload,
        "plan": plan,
        "form": form,
        "figures": previews.figures(plan, faults=0 if plan.awaits_consent else None),
        "faults": faults,
        "faulty_rows": previews.faulty_rows(plan),
        "remarks": previews.remark_groups(plan.remarks),
        "mends": previews.mend_groups(plan.mends),
        "conversions": plan.conversions[:SHOWN],
        "updated": plan.updated[:SHOWN],
        "added": previews.joining(plan)[:SHOWN],
        "leaving": previews.leaving(plan),
        "shown": SHOWN,
        "query": _query(plan),
        "has_errors": bool(plan.faults) and not plan.awaits_consent,
        "breadcrumbs": [(_("Roster in and out"), reverse("roster:index"))],
    }
    status = 422 if form.errors else 200
    return render(request, "roster/check.html", context, status=status)


def _query(plan: Plan) -> str:
    """The options as a query string, for links that keep them."""
    given = {"replace": plan.options.replace, "convert": plan.options.convert}
    return "&".join(f"{name}=1" for name, value in given.items() if value)
