"""Words and figures of the programme page."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.programme.clocks import Clock
from danvan.foundation.programme.labels import label
from danvan.foundation.programme.schema import (
    NOT_STATED,
    Body,
    Choice,
    Composition,
    Figure,
    Organisation,
    Programme,
    SeatLine,
    named,
)
from danvan.shared import dates, numbers

register = template.Library()
register.filter("label", label)


@register.filter
def stated(text: str) -> str:
    """The text, or "Not stated" where the paper is silent."""
    return _("Not stated") if text == NOT_STATED else text


@register.filter
def document_date(day: date | None) -> str:
    """03/6/2013, or "Not stated"."""
    return dates.short(day) if day else _("Not stated")


@register.filter
def printed(figure: Figure) -> str:
    """98,14% as the paper has it; a dash when it prints no such figure."""
    return "–" if figure.printed is None else _figure(figure, printed=True)


@register.filter
def computed(figure: Figure) -> str:
    """98,15% (106/108): the figure with its fraction."""
    text = _figure(figure, printed=False)
    if figure.need is None:
        return text
    return f"{text} ({numbers.fraction_text(figure.have, figure.need)})"


def _figure(figure: Figure, *, printed: bool) -> str:
    value = figure.printed if printed else figure.computed
    if value is None:
        return ""
    return numbers.share_text(value) if figure.unit == "percent" else _plain(value)


def _plain(value: object) -> str:
    return numbers.decimal(str(value))


@register.filter
def body_names(ids: tuple[str, ...], programme: Programme) -> list[str]:
    return [programme.body(one).name for one in ids]


@register.filter
def body_name(one: str, programme: Programme) -> str:
    return programme.body(one).name


@register.filter
def post_names(ids: tuple[str, ...], programme: Programme) -> list[str]:
    return [programme.post(one).name for one in ids]


@register.filter
def chair_names(ids: tuple[str, ...], programme: Programme) -> list[str]:
    return [programme.chair(one).name for one in ids]


@register.filter
def numbers_of(ids: tuple[str, ...], programme: Programme) -> list[str]:
    """Numbers of the legal bases, as printed."""
    return [stated(programme.legal_basis(one).number) for one in ids]


@register.filter
def tasks_of(body: Body, programme: Programme) -> str:
    return ", ".join(task.id for task in programme.tasks_of(body.id))


@register.filter
def holders(seat: SeatLine) -> str:
    """1, or 0–11."""
    return str(seat.min) if seat.min == seat.max else f"{seat.min}–{seat.max}"


@register.filter
def in_force(composition: Composition, on: date) -> bool:
    return composition.in_force(on)


@register.filter
def organisation_names(ids: tuple[str, ...], programme: Programme) -> list[str]:
    return [named(programme.organisations, id_) for id_ in ids]


@register.filter
def days(clock: Clock) -> str:
    """ "10 ngày làm việc", or that each case names its own day."""
    if not clock.days:
        return _("The day named in each case")
    if clock.counting == "working":
        text = ngettext("%(count)d working day", "%(count)d working days", clock.days)
    else:
        text = ngettext("%(count)d day", "%(count)d days", clock.days)
    text %= {"count": clock.days}
    return _("%(days)s before") % {"days": text} if clock.before else text


@register.filter
def lists(
    programme: Programme,
) -> list[tuple[str, tuple[Choice, ...] | tuple[Organisation, ...]]]:
    """Headings and what people choose from under each."""
    return [
        (_("Organisations"), programme.organisations),
        (_("Channels of opinions"), programme.channels),
        (_("Topics of matters"), programme.topics),
        (_("Steps at a hot spot"), programme.hot_spot_steps),
        (_("Languages of classes"), programme.languages),
        (_("Movements"), programme.movements),
        (_("Fields of mobilisation teams"), programme.team_fields),
        (_("Sources of money"), programme.budget_sources),
    ]
