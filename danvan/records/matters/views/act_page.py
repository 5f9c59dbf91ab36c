"""The page all acts about a matter share: its form, and both texts at a clash."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.audit.history import last_hand
from danvan.records.matters import rules, wording
from danvan.records.matters.actions import checks
from danvan.records.matters.forms.guarded import GuardedForm
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act
from danvan.records.matters.views.trails import bodies, in_reach, own_step, trail
from danvan.shared.refusals import Clash, Refused

type Do = Callable[..., object]


def act_page(
    request: UserRequest,
    pk: int,
    act: Act,
    form_class: type[GuardedForm],
    do: Do,
    *,
    done: str,
    lede: str = "",
    danger: bool = False,
    first: Callable[[Matter], dict[str, Any]] = lambda matter: {},
    extra: Callable[[Matter], dict[str, Any]] = lambda matter: {},
) -> HttpResponse:
    """The form of one act; sent, it is done and leads back to the matter.

    `first` gives the first values of the form, `extra` what it is made with.
    """
    matter = in_reach(request, pk)
    if request.method != "POST" and not is_offered(request, matter, act):
        messages.warning(request, _("This is not possible now"))
        return redirect(matter)
    posted = request.method == "POST"
    form = form_class(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"version": matter.version, **first(matter)},
        **extra(matter),
    )
    clash = None
    if form.is_valid():
        try:
            said = do(
                matter,
                **form.words(),
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clashed:
            clash = compare(request, form, clashed, pk)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, said if isinstance(said, str) else done)
            return redirect(matter)
    label = wording.act_label(act)
    context = {
        "title": label,
        "breadcrumbs": trail(own_step(matter), label),
        "kicker": matter,
        "lede": lede,
        "form": form,
        "clash": clash,
        "matter": matter,
        "bodies": bodies(matter.holder),
        "cancel_url": matter.get_absolute_url(),
        "submit_label": label,
        "danger": danger,
    }
    status = 422 if form.errors or clash else 200
    return render(request, "matters/act.html", context, status=status)


def is_offered(request: UserRequest, matter: Matter, act: Act) -> bool:
    sides = checks.sides(matter, request.user, request.today)
    fits = rules.fits(act, matter.state, matter.kind)
    return fits and rules.may(act, **sides)


def compare(
    request: UserRequest, form: GuardedForm, clash: Clash, pk: int
) -> dict[str, Any]:
    """Both texts side by side; sending the form again then knows of the other one."""
    theirs = in_reach(request, pk)
    form.acknowledge(theirs.version)
    return {"rows": form.differing(clash)} | last_hand(theirs)
