"""What every act asks first: the right, the lock, and days that make sense."""

from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.guard import check
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.units.models import Unit
from danvan.records.blocs.models import Bloc, Seat
from danvan.shared.dates import format_date
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

AHEAD = timedelta(days=366)


def may_manage(by: Actor, unit: Unit, at: datetime) -> date:
    """Today's date where the act is done, or Refused."""
    today = timezone.localdate(at)
    check(by, Permission.MANAGE_BLOC, unit, on=today)
    return today


def locked_bloc(pk: int) -> Bloc:
    """The bloc as stored now, held for this transaction; still open, or Refused."""
    rows = Bloc.objects.select_for_update(of=("self",)).select_related("unit")
    bloc = rows.get(pk=pk)
    if bloc.valid_to is not None:
        raise Refused(
            _("%(bloc)s ended on %(day)s; its roster can no longer change.")
            % {"bloc": bloc, "day": format_date(bloc.valid_to)}
        )
    return bloc


def locked_seat(pk: int) -> Seat:
    """The seat as stored now, its bloc held for this transaction."""
    seats = Seat.objects.select_related("member", "bloc__unit")
    locked_bloc(Seat.objects.values_list("bloc", flat=True).get(pk=pk))
    return seats.get(pk=pk)


def open_seat(pk: int) -> Seat:
    seat = locked_seat(pk)
    if seat.valid_to is not None:
        raise Refused(
            _("%(name)s already left the bloc on %(day)s.")
            % {"name": seat.member, "day": format_date(seat.valid_to)}
        )
    return seat


def near(day: date, today: date, *, field: str = "") -> None:
    """Refuse a slip of the year: more than a year ahead."""
    if day > today + AHEAD:
        raise Refused(
            _("%(day)s is more than a year ahead. Check the year.")
            % {"day": format_date(day)},
            field=field or None,
        )


def within_bloc(bloc: Bloc, day: date, *, field: str) -> None:
    if day < bloc.valid_from:
        raise Refused(
            _("The bloc was founded on %(day)s. Enter that day or a later one.")
            % {"day": format_date(bloc.valid_from)},
            field=field,
        )


def named(full_name: str) -> str:
    name = nfc(full_name)
    if not name:
        raise Refused(_("Enter the full name."), field="full_name")
    return name


def chosen(value: str, choices: type[TextChoices], *, field: str) -> str:
    if value not in choices.values:
        listed = ", ".join(str(label) for label in choices.labels)
        raise Refused(_("Choose one of: %(list)s.") % {"list": listed}, field=field)
    return value


def years(*days: date) -> tuple[int, int]:
    return min(days).year, max(days).year
