"""Writing minutes, two at once if need be; agreeing on them; making them final."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.approving import awaited
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit import history
from danvan.records.activities.models import Activity
from danvan.records.meetings import actions, rules, seated, wording
from danvan.records.meetings.forms import AgreeForm, FinishForm, MinutesForm
from danvan.records.meetings.merging import BLOCKS, TEXTS, combined
from danvan.records.meetings.models import Minutes
from danvan.records.meetings.views import pages
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def write(request: UserRequest, pk: int) -> HttpResponse:
    activity = pages.meeting(request, pk)
    minutes = pages.minutes_of(activity)
    if shut := closed(activity, minutes, request):
        messages.warning(request, shut)
        return redirect(pages.minutes_page(activity))
    form = pages.posted(request, MinutesForm)
    form.begin_from(shown(activity, minutes, request))
    form.initial["version"] = minutes.version if minutes else 0
    clash: dict[str, Any] | None = None
    if form.is_valid():
        try:
            written = save(request, activity, form)
        except actions.TextsClash as clashed:
            clash = both(form, clashed)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, written)
            return redirect(pages.minutes_page(activity, "minutes"))
    context = {
        "title": _("Minutes"),
        "breadcrumbs": pages.trail(
            (activity.title, pages.minutes_page(activity)), _("Minutes")
        ),
        "kicker": activity,
        "form": form,
        "clash": clash,
        "was_agreed": bool(minutes and minutes.agreed_on),
        "cancel_url": pages.minutes_page(activity, "minutes"),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "meetings/minutes.html", context, status=status)


def closed(activity: Activity, minutes: Minutes | None, request: UserRequest) -> str:
    """Why nothing can be written, if nothing can."""
    if minutes and minutes.is_final:
        return _("These minutes are final and change no more")
    return rules.why_not_written(activity.status, activity.on, request.today)


def shown(
    activity: Activity, minutes: Minutes | None, request: UserRequest
) -> dict[str, str]:
    """The stored texts; at the first time those who sat in the bloc that day."""
    if minutes:
        return {name: getattr(minutes, name) for name in TEXTS}
    held = seated.seats(activity.unit, activity.on)
    people = nfc_block(seated.present(held))
    first = {"present": people, "clerk": nfc(request.user.full_name)}
    return dict.fromkeys(TEXTS, "") | first


def save(
    request: UserRequest, activity: Activity, form: MinutesForm
) -> actions.Written:
    return actions.write_minutes(
        activity,
        form.texts(),
        version=form.seen_version(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=request.at,
    )


def tell(request: UserRequest, written: actions.Written) -> None:
    """Say what came from somebody else, so that nobody is surprised by it."""
    if not written.taken_over:
        messages.success(request, _("Minutes saved"))
        return
    names = ", ".join(wording.label_of(name) for name in written.taken_over)
    words = ngettext(
        "Saved. Somebody else wrote meanwhile; kept from there as well: %(names)s",
        "Saved. Somebody else wrote meanwhile; kept from there as well: %(names)s",
        len(written.taken_over),
    )
    messages.info(request, words % {"names": names})


def both(form: MinutesForm, clash: actions.TextsClash) -> dict[str, Any]:
    """Both texts side by side, and together in the form to be made one."""
    mine, merged = form.texts(), clash.merged
    texts = dict(merged.texts)
    for name in merged.clashing:
        if name in BLOCKS:
            texts[name] = combined(mine[name], clash.theirs[name])
    form.offer(texts, actions.texts_of(clash.minutes))
    form.acknowledge(clash.minutes.version)
    return {
        "rows": [
            {"label": form[n].label, "mine": mine[n], "theirs": clash.theirs[n]}
            for n in merged.clashing
        ],
        "taken_over": [form[name].label for name in merged.taken_over],
        **history.last_hand(clash.minutes),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def agree(request: UserRequest, pk: int) -> HttpResponse:
    activity = pages.meeting(request, pk)
    initial = {"agreed_on": activity.on, "version": version(activity)}
    form = pages.posted(request, AgreeForm, initial=initial)

    def act() -> None:
        actions.agree_minutes(
            activity,
            agreed_on=form.cleaned_data["agreed_on"],
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return pages.ask(
        request,
        form,
        act,
        activity=activity,
        title=_("The minutes were agreed"),
        back=pages.minutes_page(activity, "minutes"),
        done=" ".join(agreed_words(request, activity)),
        refresh=lambda: version(activity),
    )


def agreed_words(request: UserRequest, activity: Activity) -> Iterator[str]:
    """What comes next: the person's own step, or whose."""
    awaits = awaited(request.user, activity.unit, on=request.today)
    yield _("Agreed.")
    yield awaits or _("The next step is to make them final")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.APPROVE)
def finish(request: UserRequest, pk: int) -> HttpResponse:
    activity = pages.meeting(request, pk)
    form = pages.posted(request, FinishForm, initial={"version": version(activity)})

    def act() -> None:
        actions.finish_minutes(
            activity,
            number=form.cleaned_data["number"],
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return pages.ask(
        request,
        form,
        act,
        activity=activity,
        title=_("Make the minutes final"),
        back=pages.minutes_page(activity, "minutes"),
        done=_("Final. Text, conclusions and agenda change no more"),
        refresh=lambda: version(activity),
        submit_label=_("Make final"),
        lede=_(
            "After this the text, the conclusions and the agenda can no longer be "
            "changed. What comes later becomes a conclusion of a later meeting."
        ),
    )


def version(activity: Activity) -> int:
    minutes = pages.minutes_of(activity)
    return minutes.version if minutes else 0
