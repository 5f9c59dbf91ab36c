"""What every page asks first: the plan, the task, the unit and the year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import compare
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.plans import wording
from danvan.records.plans.models import Plan, Responsibility, Task
from danvan.shared import forms
from danvan.shared.numbers import serial
from danvan.shared.saving import VersionedForm, facts_of

type Step = str | tuple[str, str]


def plan_in_reach(request: UserRequest, pk: int) -> Plan:
    visible = Plan.objects.visible_to(request.user, on=request.today)
    rows = visible.select_related("unit__parent", "above__unit", "issue__unit")
    return get_object_or_404(rows, pk=pk)


def task_in_reach(request: UserRequest, pk: int) -> Task:
    visible = Task.objects.visible_to(request.user, on=request.today).standing()
    rows = visible.select_related(
        "unit__parent", "plan", "above__plan__unit", "continues__plan"
    )
    return get_object_or_404(rows, pk=pk)


def year_asked(request: UserRequest) -> int:
    """The year in the address, else the present one inside the programme."""
    year = serial(request.GET.get("year", ""))
    known = years_offered()
    return year if year in known else programme.current().default_year(request.today)


def years_offered() -> range:
    """The years of the programme and the one after, which is planned in its last."""
    found = programme.current()
    return range(found.starts.year, found.ends.year + 2)


def unit_shown(request: UserRequest) -> Unit | None:
    """The unit the address names, else the highest one of the person's own."""
    visible = Unit.objects.visible_to(request.user, on=request.today)
    rows = visible.select_related("parent")
    typed = request.GET.get("unit", "")
    if typed:
        meant = meant_by(typed, rows)
        return meant[0] if meant else None
    roots = request.user.root_units(request.today)
    return rows.filter(pk__in=roots).order_by("level", "sort_key").first()


def writable(request: UserRequest) -> set[int]:
    """Numbers of the units the person writes for."""
    roots = request.user.root_units(request.today, Permission.WRITE)
    return set(Unit.objects.within(*roots).values_list("pk", flat=True))


def posted(request: HttpRequest) -> dict[str, Any]:
    """What a form reads of this request."""
    sent = request.method == "POST"
    return {
        "data": request.POST if sent else None,
        "files": request.FILES if sent else None,
    }


def trail(*steps: Step) -> list[tuple[str, str]]:
    """Breadcrumbs below the list; a step without an address is the page itself."""
    below = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return [(_("Plans"), reverse("plans:index")), *below]


def own_step(record: Plan | Task) -> tuple[str, str]:
    return str(record), record.get_absolute_url()


def answer(
    request: UserRequest, template: str, form: forms.Form, **context: Any
) -> HttpResponse:
    """The page of a form; 422 when something is to be put right."""
    refused = form.errors or context.get("clash")
    return render(
        request, template, {"form": form, **context}, status=422 if refused else 200
    )


def clash_of(
    form: VersionedForm, theirs: Plan | Task | Responsibility
) -> dict[str, Any]:
    """What components/clash.html shows of the columns that the form has."""
    facts = facts_of(form)
    mine = {name: facts[name] for name in facts if hasattr(theirs, name)}
    return compare(form, mine, theirs, wording.TELLING)


def plan_clash(request: UserRequest, form: VersionedForm, pk: int) -> dict[str, Any]:
    return clash_of(form, plan_in_reach(request, pk))
