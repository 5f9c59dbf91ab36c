"""The villages of a commune with who is in charge; above communes, how many are."""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.rules import Level
from danvan.foundation.units.villages import villages_of
from danvan.records.villages import exports, queries
from danvan.records.villages.forms import NOBODY, FilterForm, WhoForm
from danvan.records.villages.queries import Coverage
from danvan.shared.listing import Listing
from danvan.shared.numbers import fraction_text, percent, percent_text, serial

type Crumbs = list[tuple[str, str]]


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """One commune when the address names it or the person sees no other."""
    units = Unit.objects.visible_to(request.user, on=request.today)
    top = None
    if number := serial(request.GET.get("unit", "")):
        top = get_object_or_404(units.select_related("parent"), pk=number)
        if top.level == Level.COMMUNE:
            return commune(request, top)
    communes = units.communes().in_force(request.today).select_related("parent")
    if top:
        communes = communes.subtree(top.pk)
    elif len(only := list(communes[:2])) == 1:
        return commune(request, only[0])
    return table(request, communes, top)


def commune(request: UserRequest, unit: Unit) -> HttpResponse:
    found = queries.coverage(unit, on=request.today)
    form = WhoForm(request.GET, people=found.people())
    listing = Listing(
        request,
        with_carers(of_whom(villages_of(unit), form.who(), found), found),
        exports.village_columns(found),
        title=_("Villages of %(unit)s") % {"unit": unit},
        sort="people",
    )
    if file := listing.export(at=request.at):
        return file
    manages = can(request.user, Permission.MANAGE_BLOC, unit, on=request.today)
    context = {
        "title": listing.title,
        "breadcrumbs": [*crumbs(unit)[:-1], (str(unit), "")],
        "unit": unit,
        "listing": listing,
        "form": form,
        "clear_url": of_commune(unit),
        "rows": [
            {"village": v, "duties": found.duties.get(v.pk, [])} for v in listing.page
        ],
        "covered": found.covered,
        "total": found.total,
        "fraction": fraction_text(found.covered, found.total),
        "share": percent_text(found.covered, found.total),
        "strays": [stray_item(stray, manages) for stray in found.strays],
        "ended": villages_of(unit).exclude(pk__in=[v.pk for v in found.villages]),
        "may_manage": manages,
        "new_url": f"{reverse('villages:new')}?unit={unit.pk}",
    }
    return render(request, "villages/commune.html", context)


def of_whom(
    villages: QuerySet[Village], who: str, found: Coverage
) -> QuerySet[Village]:
    """Those in force that a member, or nobody, is in charge of."""
    rows = villages.filter(pk__in=[village.pk for village in found.villages])
    if who == NOBODY:
        return rows.exclude(pk__in=found.duties)
    if not who:
        return rows
    return rows.filter(
        pk__in=[
            pk
            for pk, duties in found.duties.items()
            if any(str(duty.seat_id) == who for duty in duties)
        ]
    )


def with_carers(villages: QuerySet[Village], found: Coverage) -> QuerySet[Village]:
    """The villages with how many members have each in charge, to sort by."""
    return villages.annotate(
        carers=counted({pk: len(duties) for pk, duties in found.duties.items()})
    )


def counted(counts: dict[int, int]) -> Case:
    """A figure computed outside the database as a column, one branch a value."""
    numbers: dict[int, list[int]] = {}
    for pk, count in counts.items():
        numbers.setdefault(count, []).append(pk)
    branches = [When(pk__in=pks, then=Value(n)) for n, pks in numbers.items() if n]
    return Case(*branches, default=Value(0), output_field=IntegerField())


def stray_item(stray: queries.Stray, manages: bool) -> dict[str, str]:
    """An item of components/missing.html: the name, whose duty, where to mend it."""
    seat = stray.duty.seat
    several = _("may mean several villages; write the marks")
    return {
        "title": f"“{stray.name}”",
        "note": "; ".join(
            [str(seat.member), several] if stray.several else [str(seat.member)]
        ),
        "url": reverse("blocs:duties", args=[seat.bloc_id])
        if manages
        else seat.get_absolute_url(),
        "action": _("Edit the duty") if manages else _("See the duty"),
    }


def table(
    request: UserRequest, communes: QuerySet[Unit], top: Unit | None
) -> HttpResponse:
    form = FilterForm(request.GET)
    found = queries.coverage_of(communes, on=request.today)
    rows = filtered(with_counts(communes, found), form.asked(), found)
    title = _("Villages in charge of somebody")
    listing = Listing(
        request, rows, exports.commune_columns(found), title=title, sort="-open"
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": title,
        "kicker": top or "",
        "breadcrumbs": [*crumbs(top)[:-1], (str(top), "")] if top else [],
        "form": form,
        "clear_url": reverse("villages:index"),
        "listing": listing,
        "rows": [row_of(unit, found[unit.pk]) for unit in listing.page],
        "summary": summary(found),
    }
    return render(request, "villages/index.html", context)


def with_counts(communes: QuerySet[Unit], found: dict[int, Coverage]) -> QuerySet[Unit]:
    return communes.annotate(
        villages_total=counted({n: c.total for n, c in found.items()}),
        villages_covered=counted({n: c.covered for n, c in found.items()}),
        villages_open=counted({n: c.total - c.covered for n, c in found.items()}),
        share=counted(
            {n: int((percent(c.covered, c.total) or 0) * 100) for n, c in found.items()}
        ),
    )


def filtered(
    rows: QuerySet[Unit], asked: dict[str, Any], found: dict[int, Coverage]
) -> QuerySet[Unit]:
    if typed := asked["q"]:
        units = Unit.objects.find(typed).order_by().values("pk")
        rows = rows.filter(Q(pk__in=units) | Q(parent__in=units))
    if state := asked["state"]:
        rows = rows.filter(pk__in=[n for n, c in found.items() if c.state == state])
    return rows


def row_of(unit: Unit, found: Coverage) -> dict[str, Any]:
    return {
        "unit": unit,
        "total": found.total,
        "open": found.total - found.covered,
        "fraction": fraction_text(found.covered, found.total),
        "share": percent_text(found.covered, found.total),
    }


def summary(found: dict[int, Coverage]) -> str:
    """One line on all communes in reach, whatever the filter."""
    covered = sum(each.covered for each in found.values())
    total = sum(each.total for each in found.values())
    bare = sum(not each.total for each in found.values())
    line = _("%(fraction)s villages are in charge of somebody (%(share)s).") % {
        "fraction": fraction_text(covered, total),
        "share": percent_text(covered, total),
    }
    if not bare:
        return line
    return f"{line} " + ngettext(
        "%(count)d commune has no list of villages yet.",
        "%(count)d communes have no list of villages yet.",
        bare,
    ) % {"count": bare}


def crumbs(unit: Unit | None, *steps: tuple[str, str]) -> Crumbs:
    """From the table of communes down; a clerk of one commune has none above."""
    here = [(str(unit), of_commune(unit))] if unit else []
    return [(_("Villages"), reverse("villages:index")), *here, *steps]


def of_commune(unit: Unit) -> str:
    return f"{reverse('villages:index')}?unit={unit.pk}"
