"""What a result or a team must say before it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from danvan.shared.dates import short
from danvan.shared.money import MOST
from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused

ALIKE_WITHIN = timedelta(days=3)
"""Results of one movement in one village this near each other may be the same one."""

LARGEST = 2_147_483_647


def check_figures(figures: Mapping[str, int]) -> None:
    """Each 0 or more, and not all of them 0."""
    for name, number in figures.items():
        most = MOST if name == "money" else LARGEST
        if not 0 <= number <= most:
            raise Refused(
                _("Enter a number from 0 to %(most)s") % {"most": decimal(most)},
                field=name,
            )
    if not any(figures.values()):
        raise Refused(
            _("Enter at least one figure: labour, land, roads, houses or money"),
            field=next(iter(figures)),
        )


def check_organisations(chosen: Sequence[str], known: set[str]) -> None:
    if not chosen:
        raise Refused(
            _("Choose the organisation whose result this is"), field="organisations"
        )
    if set(chosen) - known:
        raise Refused(
            _("Choose the organisations from the list"), field="organisations"
        )


def check_day(on: date, today: date, *, field: str = "on") -> None:
    if on > today:
        raise Refused(
            _("Enter a date up to %(today)s") % {"today": short(today)}, field=field
        )


def check_within(
    on: date, start: date, end: date | None, today: date, *, field: str = "on"
) -> None:
    """A day of the team's work: from its first day to its last, not ahead."""
    last = min(end, today) if end else today
    if not start <= on <= last:
        raise Refused(
            _("Enter a date from %(start)s to %(last)s")
            % {"start": short(start), "last": short(last)},
            field=field,
        )


def check_settled(
    settled: int, *, cases: int | None, field: str = "settled", sum_of: int = 0
) -> None:
    """The cases settled, with `sum_of` earlier ones, are not more than there are."""
    if settled < 0:
        raise Refused(_("Enter a number of cases, 0 or more"), field=field)
    if cases is not None and sum_of + settled > cases:
        raise Refused(
            _("%(settled)s cases would be settled of %(cases)s. Correct one of the two")
            % {"settled": decimal(sum_of + settled), "cases": decimal(cases)},
            field=field,
        )
