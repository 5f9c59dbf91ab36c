"""What a person may see and do here, and the day a page is looked at."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.foundation.access.guard import UserRequest, can
from danvan.foundation.access.rules import Permission
from danvan.records.blocs.forms import DayForm
from danvan.records.blocs.models import Bloc, Seat

type Crumbs = list[tuple[str, str]]


def bloc_in_scope(request: UserRequest, pk: int) -> Bloc:
    blocs = Bloc.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(blocs.select_related("unit__parent"), pk=pk)


def seat_in_scope(request: UserRequest, pk: int) -> Seat:
    seats = Seat.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(seats.select_related("member", "bloc__unit"), pk=pk)


def may_manage(request: UserRequest, bloc: Bloc) -> bool:
    """Whether buttons are shown; the action asks again."""
    return bloc.valid_to is None and can(
        request.user, Permission.MANAGE_BLOC, bloc.unit, on=request.today
    )


def day_asked(request: UserRequest) -> tuple[DayForm, date]:
    """The day of ?on=, or today; the form carries the error of a day that is none."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    return form, day or request.today


def crumbs(bloc: Bloc, *further: tuple[str, str]) -> Crumbs:
    trail = [(_("Blocs"), reverse("blocs:index"))]
    trail.append((bloc.unit.full_name, bloc.get_absolute_url()))
    return [*trail, *further]
