"""Small pieces of the face that pages repeat: icons, states, meters, table frames."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from danvan.shared import dates, numbers
from danvan.shared.listing import Listing

register = template.Library()

STATES = ("met", "not_met", "not_measurable", "met_without_evidence")
TONE_ICONS = {
    "info": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "bad": "circle-alert",
    "neutral": "circle-dot",
}


def state_label(state: str) -> str:
    """What the state is called; the same words on badges, tiles, maps and exports."""
    return {
        "met": _("Met"),
        "not_met": _("Not met"),
        "not_measurable": _("Not measurable yet"),
        "met_without_evidence": _("Met, without evidence"),
    }[state]


@register.filter(name="state_label")
def state_label_filter(state: str) -> str:
    return state_label(state)


@lru_cache(maxsize=256)
def _svg(name: str, size: int) -> SafeString:
    """One lucide icon on one line."""
    svg = lucide(name, size=size, aria_hidden="true", stroke_width="1.75")
    return mark_safe(re.sub(r"\s*\n\s*|\s+(?=/>)", "", svg))  # noqa: S308 - the package's drawing


@register.filter
def sentence(text: object) -> str:
    """The text closed by a full stop, unless some sign closes it already."""
    closed = str(text).rstrip().endswith((".", "!", "?", "…", ":", ">"))
    return str(text) if closed else format_html("{}.", text)


@register.filter
def day(value: date | str | None) -> str:
    """05/3/2023; nothing for no day; text passes as it is."""
    return dates.short(value) if isinstance(value, date) else value or ""


@register.filter
def number(value: object) -> str:
    """1.265 from a number; text passes as it is."""
    return numbers.decimal(value) if isinstance(value, int | Decimal) else str(value)


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """A lucide icon; decoration unless `label` says what it means."""
    svg = _svg(str(name), size)
    if not label:
        return svg
    return format_html('{}<span class="visually-hidden">{}</span>', svg, label)


@register.simple_tag
def glyph(state: str) -> SafeString:
    """The shape of a state, from the sprite at the top of the page."""
    return format_html(
        '<svg class="glyph glyph--{0}" aria-hidden="true" viewBox="0 0 18 18">'
        '<use href="#state-{0}"/></svg>',
        state,
    )


@register.simple_tag
def badge(state: str, text: str = "") -> SafeString:
    """A state of a target, or a tone (info, good, warning, bad, neutral) with text."""
    known = state in STATES
    shape = glyph(state) if known else _svg(TONE_ICONS[state], 16)
    label = text or state_label(state)
    return format_html('<span class="badge badge--{}">{}{}</span>', state, shape, label)


@register.simple_tag
def meter(
    ratio: float | None,
    state: str = "info",
    threshold: float | None = None,
    label: str = "",
) -> SafeString:
    """A bar of 0-100 with a mark at the threshold; without a label it is decoration."""
    width = f"{min(max(float(ratio or 0), 0), 100):g}"
    mark = (
        format_html(
            '<line class="meter__mark" x1="{0}" x2="{0}" y2="8"/>', f"{threshold:g}"
        )
        if threshold and threshold < 100  # noqa: PLR2004 - the end of the bar
        else ""
    )
    role = format_html('role="img" aria-label="{}"', label) if label else ""
    return format_html(
        '<svg class="meter meter--{}" viewBox="0 0 100 8" preserveAspectRatio="none" '
        '{}><rect class="meter__track" width="100" height="8"/>'
        '<rect class="meter__fill" width="{}" height="8"/>{}</svg>',
        state,
        role or mark_safe('aria-hidden="true"'),
        width,
        mark,
    )


@register.simple_tag
def score(
    percent: str = "",
    have: object = "",
    need: object = "",
    state: str = "not_measurable",
    url: str = "",
) -> SafeString:
    """One cell of a scorecard: shape, percentage, fraction, link to what counted."""
    figure = percent or state_label("not_measurable")
    of = format_html(
        '<span class="score__of">({}/{})</span>', number(have), number(need)
    )
    return format_html(
        '<{0} class="score score--{1}"{2}>{3}<span class="score__percent">{4}'
        "{5}</span>{6}</{7}>",
        "a" if url else "span",
        state,
        format_html(' href="{}"', url) if url else "",
        glyph(state),
        figure,
        _spoken(state) if percent else "",
        of if percent else "",
        "a" if url else "span",
    )


def _spoken(state: str) -> SafeString:
    return format_html('<span class="visually-hidden">, {},</span>', state_label(state))


@register.simple_block_tag
def datatable(
    content: SafeString,
    caption: str,
    classes: str = "",
    pin: bool = False,
    hide_caption: bool = False,
    scroll: bool = False,
) -> SafeString:
    """A table that scrolls inside its frame on a phone and can be reached by keyboard.

    `pin` keeps the first column in sight, `scroll` keeps the frame on wide screens too.
    """
    return format_html(
        '<div class="table-wrap{}" role="region" aria-label="{}" tabindex="0">'
        '<table class="table {}{}"><caption{}>{}</caption>{}</table></div>',
        " table-wrap--scroll" if scroll else "",
        caption,
        classes,
        " table--pin" if pin else "",
        mark_safe(' class="visually-hidden"') if hide_caption else "",
        caption,
        content,
    )


@register.inclusion_tag("components/listing_head.html")
def heading(listing: Listing[Any], key: str) -> dict[str, Any]:
    """The heading cell of one column of a list, with the link that sorts by it."""
    return {"head": listing.head(key)}


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """Something to know before going on; tone info, good, warning or bad."""
    head = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice--{}">{}<div class="notice__body">{}{}</div></div>',
        tone,
        _svg(TONE_ICONS[tone], 20),
        head,
        content,
    )


@register.simple_block_tag
def panel(content: SafeString, title: str = "", classes: str = "") -> SafeString:
    """A framed part of a page with its own heading."""
    head = format_html('<h2 class="panel__title">{}</h2>', title) if title else ""
    return format_html(
        '<section class="panel {}">{}{}</section>', classes, head, content
    )


@register.filter
def css_place(value: object, axis: str) -> str:
    """`{{ 3|css_place:"r" }}` is "grid-r3"; nothing for a place that is not known."""
    return f"grid-{axis}{value}" if value else ""


@register.filter
def elided(page: Page[Any]) -> Iterator[int | str]:
    """Page numbers around the current one, with … for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
