"""What the figures of a budget line must obey, and the days money may be spent on."""

from datetime import date
from typing import NoReturn

from django.utils.translation import gettext as _

from danvan.shared.dates import short
from danvan.shared.money import MOST, dong
from danvan.shared.refusals import Refused

SETTLED_UNTIL = (1, 31)
"""Month and day of the next year up to which a budget year's spending is booked."""


def check_amount(amount: int, *, least: int, field: str = "amount") -> None:
    if not least <= amount <= MOST:
        raise Refused(
            _("Enter an amount from %(least)s to %(most)s")
            % {"least": dong(least), "most": dong(MOST)},
            field=field,
        )


def check_approved(approved: int, *, allocated: int | None) -> None:
    """Approved money cannot fall below what was handed on already."""
    if allocated is not None and approved < allocated:
        raise Refused(
            _("%(allocated)s are allocated already, more than %(approved)s")
            % {"allocated": dong(allocated), "approved": dong(approved)},
            field="amount",
        )


def check_allocated(allocated: int, *, approved: int | None, spent: int) -> None:
    if approved is None:
        raise Refused(_("Enter what was approved first"))
    if allocated > approved:
        raise Refused(
            _("Only %(approved)s are approved, less than %(allocated)s")
            % {"allocated": dong(allocated), "approved": dong(approved)},
            field="amount",
        )
    if allocated < spent:
        raise Refused(
            _("%(spent)s are spent already, more than %(allocated)s")
            % {"allocated": dong(allocated), "spent": dong(spent)},
            field="amount",
        )


def check_room(amount: int, *, allocated: int | None, spent: int) -> None:
    """What is left of the allocation covers the expense."""
    if allocated is None:
        raise Refused(_("Enter what was allocated first"))
    if spent + amount > allocated:
        raise Refused(
            _(
                "With %(amount)s the line would have spent %(sum)s of the %(allocated)s"
                " allocated; %(left)s are left"
            )
            % {
                "amount": dong(amount),
                "sum": dong(spent + amount),
                "allocated": dong(allocated),
                "left": dong(allocated - spent),
            },
            field="amount",
        )


def check_day(on: date, *, year: int, today: date) -> None:
    """Within the budget year and the month in which it is settled, never ahead."""
    first, last = date(year, 1, 1), date(year + 1, *SETTLED_UNTIL)
    if not first <= on <= min(last, today):
        raise Refused(
            _("Enter a date from %(first)s to %(last)s")
            % {"first": short(first), "last": short(min(last, today))}
            if first <= today
            else _("The budget year %(year)d has not begun") % {"year": year},
            field="on",
        )


def refuse_spent(spent: int) -> NoReturn:
    raise Refused(
        _("%(spent)s are spent from this line. Withdraw the expenses first")
        % {"spent": dong(spent)}
    )


def over_estimate(approved: int, estimate: int) -> bool:
    """Allowed, but said: more was approved than had been asked for."""
    return approved > estimate
