"""Dates and figures in templates; None shows as nothing."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from danvan.shared import dates, numbers

register = template.Library()


@register.filter(expects_localtime=True)
def vidate(day: date | None) -> str:
    """05/3/2023."""
    return dates.short(day) if day else ""


@register.filter(expects_localtime=True)
def vilongdate(day: date | None) -> str:
    """ngày 05 tháng 3 năm 2023."""
    return dates.long(day) if day else ""


@register.filter
def vinumber(value: numbers.Number | None, places: int | None = None) -> str:
    """1.234,5."""
    return "" if value in {None, ""} else numbers.decimal(value, places)


@register.filter
def vipercent(share: Decimal | None) -> str:
    """98,15% from a computed percentage; with a fraction at hand use `figure`."""
    return "" if share is None else numbers.share_text(share)


@register.simple_tag
def figure(have: int | Decimal, need: int | Decimal | None) -> str:
    """98,15% (106/108)."""
    if not need:
        return _("Not measurable yet")
    return f"{numbers.percent_text(have, need)} ({numbers.fraction_text(have, need)})"
