"""The list of results, the page of one, and what organisations share."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import timeline
from danvan.foundation.documents.models import Attachment
from danvan.records.movements import exports, known, queries, wording
from danvan.records.movements.forms import FilterForm, OverlapForm
from danvan.records.movements.models import MEASURES, Result
from danvan.shared.listing import Listing

type Crumbs = list[tuple[str, str]]


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """The results of this year, or as the filter asks; the foot counts each once."""
    form = FilterForm(with_year(request))
    rows = queries.results(request.user, form.wanted(), on=request.today)
    listing = Listing(
        request,
        rows.select_related("unit__parent", "village").prefetch_related("claims"),
        exports.result_columns(),
        title=_("Results of movements"),
        sort="-on",
    )
    if file := listing.export(at=request.at):
        return file
    sums = queries.totals(rows)
    context = {
        "title": listing.title,
        "form": form,
        "listing": listing,
        "rows": [row_of(result) for result in listing.page],
        "measures": MEASURES,
        "totals": labelled(sums),
        "shared": rows.shared().count(),
        "may_write": request.user.holds(Permission.WRITE_FRONT, request.today),
        "clear_url": reverse("movements:index"),
    }
    return render(request, "movements/index.html", context)


def with_year(request: UserRequest) -> QueryDict:
    """What the address asks; the present year when it does not say."""
    asked = request.GET.copy()
    asked.setdefault("year", str(programme.current().default_year(request.today)))
    return asked


def row_of(result: Result) -> dict[str, Any]:
    claims = [claim.organisation for claim in result.claims.all()]
    return {
        "result": result,
        "movement": known.movement_name(result.movement),
        "organisations": known.organisation_names(claims),
        "is_shared": len(claims) > 1,
        "figures": [
            (wording.column_label(name), getattr(result, name)) for name in MEASURES
        ],
    }


@require_safe
@requires(Permission.READ)
def overlap(request: UserRequest) -> HttpResponse:
    """Organisation by organisation, and below it the same results counted once."""
    form = OverlapForm(with_year(request))
    rows = queries.results(request.user, form.wanted(), on=request.today)
    found = queries.overlap(rows)
    asked = {name: form.data.get(name, "") for name in form.fields}
    context = {
        "title": _("Results that organisations share"),
        "breadcrumbs": crumbs((_("Results that organisations share"), "")),
        "form": form,
        "clear_url": reverse("movements:overlap"),
        "labels": [wording.column_label(name) for name in MEASURES],
        "shares": in_order(found),
        "found": found,
        "added_up": labelled(found.added_up),
        "results_added_up": found.results + found.results_excess,
        "once": labelled(found.once),
        "excess": labelled(found.excess),
        "sentence": wording.excess_sentence(found),
        "shared_query": query(asked | {"claims": "shared"}),
        "asked": query(asked),
    }
    return render(request, "movements/overlap.html", context)


def labelled(figures: dict[str, int]) -> list[tuple[str, int]]:
    """Each figure with the heading of its column."""
    return [(wording.column_label(name), figures[name]) for name in MEASURES]


def in_order(found: queries.Overlap) -> list[dict[str, Any]]:
    """Shares as the programme lists the organisations, those it lost last."""
    order = [id_ for id_, _name in known.organisations()]
    rows = [wording.share_row(share) for share in found.shares]
    return sorted(
        rows, key=lambda r: (order.index(r["id"]) if r["id"] in order else 99, r["id"])
    )


def query(asked: dict[str, str]) -> str:
    address = QueryDict(mutable=True)
    address.update({name: value for name, value in asked.items() if value})
    return address.urlencode()


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    result = in_reach(request, pk)
    standing = result.withdrawn_at is None
    claims = [claim.organisation for claim in result.claims.all()]
    files = Attachment.objects.of(result).standing().select_related("uploaded_by")
    context = {
        "title": result.title,
        "breadcrumbs": crumbs((result.title, "")),
        "result": result,
        "movement": known.movement_name(result.movement),
        "facts": wording.facts(result),
        "organisations": [known.organisation_name(claim) for claim in claims],
        "claimable": set(dict(known.organisations())) - set(claims),
        "attachments": list(files.in_order()),
        "history": timeline(result, wording.TELLING),
        "may_write": standing
        and can(request.user, Permission.WRITE_FRONT, result.unit, on=request.today),
    }
    return render(request, "movements/show.html", context)


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    return [(_("Results of movements"), reverse("movements:index")), *steps]


def in_reach(request: UserRequest, pk: int) -> Result:
    visible = Result.objects.visible_to(request.user, on=request.today)
    related = visible.select_related("unit__parent", "village")
    return get_object_or_404(related.prefetch_related("claims"), pk=pk)
