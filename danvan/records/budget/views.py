"""The list of budget lines, their sums, and the page of one line."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation import programme
from danvan.foundation.access.approving import awaited
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import timeline
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.budget import exports, known, queries, wording
from danvan.records.budget.forms import ExpenseFilterForm, FilterForm, YearForm
from danvan.records.budget.models import Expense, Line, LineQuerySet
from danvan.records.budget.queries import Totals
from danvan.shared.listing import Listing
from danvan.shared.numbers import percent, percent_text, serial

type Crumbs = list[tuple[str, str]]
type Rows = list[dict[str, Any]]


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """The lines of this year, or as the filter asks, with the sums of all of them."""
    asked = request.GET.copy()
    asked.setdefault("year", str(programme.current().default_year(request.today)))
    form = FilterForm(asked)
    rows = queries.lines(request.user, form.wanted(), on=request.today)
    listing = Listing(
        request,
        rows.with_spent().select_related("unit__parent"),
        exports.line_columns(),
        title=_("Budget"),
        sort="unit",
    )
    if file := listing.export(at=request.at):
        return file
    figures = queries.totals(rows)
    context = {
        "title": listing.title,
        "form": form,
        "listing": listing,
        "rows": [row_of(line) for line in listing.page],
        "totals": figures,
        "totals_share": percent_text(figures.spent, figures.allocated),
        "in_words": wording.totals_in_words(figures),
        "may_write": request.user.holds(Permission.WRITE, request.today),
        "clear_url": reverse("budget:index"),
        "columns": ("estimate", "approved", "allocated", "spent"),
    }
    return render(request, "budget/index.html", context)


def row_of(line: Line) -> dict[str, Any]:
    spent = getattr(line, "spent", 0)
    return {
        "line": line,
        "source": known.source_name(line.source),
        "spent": spent,
        "share": percent_text(spent, line.allocated),
    }


@require_safe
@requires(Permission.READ)
def totals(request: UserRequest) -> HttpResponse:
    """Sums of one unit's own lines and of those below it, apart and together."""
    unit = unit_of(request)
    year = year_asked(request)
    rows = Line.objects.visible_to(request.user, on=request.today).standing()
    rows = rows.within(unit.pk) if unit else rows.none()
    rows = rows.filter(year=year) if year else rows
    context = {
        "title": _("Sums of the budget"),
        "kicker": unit or "",
        "breadcrumbs": crumbs((_("Sums of the budget"), "")),
        "form": YearForm({"year": year or "", "unit": unit.pk if unit else ""}),
        "tabs": own_tabs(request, unit),
        "tables": tables(request, unit, rows, year) if unit else [],
        "index_url": reverse("budget:index"),
    }
    return render(request, "budget/totals.html", context)


def unit_of(request: UserRequest) -> Unit | None:
    """The unit in the address, or the highest one the person covers."""
    units = Unit.objects.visible_to(request.user, on=request.today)
    units = units.select_related("parent")
    if number := serial(request.GET.get("unit", "")):
        return get_object_or_404(units, pk=number)
    roots = units.filter(pk__in=request.user.root_units(request.today))
    return roots.order_by("level", "sort_key", "pk").first()


def year_asked(request: UserRequest) -> int | None:
    """None for all years; the present one when the address does not say."""
    if "year" not in request.GET:
        return programme.current().default_year(request.today)
    year = serial(request.GET["year"])
    return year if year in known.years() else None


def own_tabs(request: UserRequest, unit: Unit | None) -> Rows:
    """The units a person of several places may look at; nothing for one place."""
    numbers = request.user.root_units(request.today)
    roots = Unit.objects.filter(pk__in=numbers).in_order()
    tabs = [
        {"label": str(r), "url": f"?unit={r.pk}", "current": r == unit} for r in roots
    ]
    return tabs if len(tabs) > 1 else []


def tables(
    request: UserRequest, unit: Unit, rows: LineQuerySet, year: int | None
) -> Rows:
    whole = queries.totals(rows)
    named: list[tuple[str, dict[Any, Totals], Any]] = [
        (_("By source"), by_source(rows), known.source_name),
        (_("By group of tasks"), queries.by_group(rows), known.group_named),
        (_("By level"), by_level(rows), level_name),
    ]
    found = [
        table(
            caption, [wording.totals_row(name(k), f) for k, f in figures.items()], whole
        )
        for caption, figures, name in named
    ]
    if unit.level == Level.COMMUNE:
        return found
    return [by_unit(request, unit, rows, year), *found]


def by_source(rows: LineQuerySet) -> dict[str, Totals]:
    """As the programme lists the sources, those it lost last."""
    found, order = queries.totals_by(rows, "source"), dict(known.sources())
    return {name: found[name] for name in {**order, **found} if name in found}


def by_level(rows: LineQuerySet) -> dict[int, Totals]:
    return dict(sorted(queries.totals_by(rows, "unit__level").items()))


def level_name(level: int) -> str:
    return str(Level(level).label)


def table(caption: str, rows: Rows, whole: Totals) -> dict[str, Any]:
    return {
        "caption": caption,
        "rows": rows,
        "whole": wording.totals_row(_("Sum"), whole),
    }


def by_unit(
    request: UserRequest, unit: Unit, rows: LineQuerySet, year: int | None
) -> dict[str, Any]:
    """Own lines first, then each unit right below with all that lies in it."""
    split = queries.split(rows, unit, on=request.today)
    own = wording.totals_row(_("%(unit)s, own lines") % {"unit": unit}, split.own)
    below = wording.totals_row(_("All units below"), split.all_below)
    listed = [
        wording.totals_row(child, figures, url=address(child, year))
        for child, figures in split.below.items()
    ]
    if split.elsewhere.lines:
        listed.append(wording.totals_row(_("Units that ended"), split.elsewhere))
    rows_shown = [
        own,
        below | {"is_sum": True},
        *(row | {"is_part": True} for row in listed),
    ]
    return table(_("Own lines and those below"), rows_shown, split.whole)


def address(unit: Unit, year: int | None) -> str:
    return f"?{urlencode({'unit': unit.pk, 'year': year or ''})}"


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    line = in_reach(request, pk)
    form = ExpenseFilterForm(request.GET)
    expenses = Listing(
        request,
        Expense.objects.filter(line=line).in_state(form.state_asked()),
        exports.expense_columns(),
        title=_("Expenses of %(line)s") % {"line": line},
        sort="-on",
    )
    if file := expenses.export(at=request.at):
        return file
    spent = int(getattr(line, "spent", 0))
    writes = can(request.user, Permission.WRITE, line.unit, on=request.today)
    awaits = awaited(request.user, line.unit, on=request.today)
    standing = line.withdrawn_at is None
    context = {
        "title": line.text,
        "breadcrumbs": crumbs((line.text, "")),
        "line": line,
        "facts": wording.facts(line, spent),
        "spent": spent,
        "share": percent_text(spent, line.allocated),
        "ratio": percent(spent, line.allocated),
        "listing": expenses,
        "form": form,
        "clear_url": line.get_absolute_url(),
        "rows": with_vouchers(list(expenses.page)),
        "attachments": list(files_of(line)),
        "history": timeline(line, wording.TELLING),
        "may_write": writes and standing,
        "may_approve": not awaits and standing,
        "awaits": awaits if standing and line.approved is None else "",
    }
    return render(request, "budget/show.html", context)


def files_of(subject: Line | Expense) -> Any:
    rows = Attachment.objects.of(subject).standing().select_related("uploaded_by")
    return rows.in_order()


def with_vouchers(expenses: list[Expense]) -> Rows:
    """Each expense with its files, read in one question."""
    rows = Attachment.objects.standing().filter(
        subject_type=Expense._meta.label_lower,
        subject_id__in=[expense.pk for expense in expenses],
    )
    files: dict[int, list[Attachment]] = {}
    for attachment in rows.in_order():
        files.setdefault(attachment.subject_id, []).append(attachment)
    return [{"expense": e, "files": files.get(e.pk, [])} for e in expenses]


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    return [(_("Budget"), reverse("budget:index")), *steps]


def in_reach(request: UserRequest, pk: int) -> Line:
    """The line with what is spent, or 404 where the person may not know of it."""
    visible = Line.objects.visible_to(request.user, on=request.today).with_spent()
    return get_object_or_404(visible.select_related("unit__parent"), pk=pk)
