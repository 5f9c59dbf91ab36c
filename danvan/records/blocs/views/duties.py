"""The duties of everybody in a bloc on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand
from danvan.records.blocs import actions
from danvan.records.blocs.duty_form import DutiesForm, slots_of
from danvan.records.blocs.forms import overwritable
from danvan.records.blocs.views import scope
from danvan.records.blocs.views.seats import answer
from danvan.shared.refusals import Clash, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def duties(request: UserRequest, pk: int) -> HttpResponse:
    bloc = scope.bloc_in_scope(request, pk)
    posted = request.POST if request.method == "POST" else None
    slots = slots_of(bloc, request.POST)
    form = DutiesForm(slots, posted, initial={"on": request.today})
    clash: dict[str, Any] = {}
    if form.is_valid():
        try:
            changed = actions.assign_duties(
                bloc,
                form.rows(),
                on=form.cleaned_data["on"],
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = {"clash": _told(form)}
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _saved(changed))
            return redirect(bloc)
    return answer(
        request,
        form,
        bloc,
        title=_("Assign duties"),
        template="blocs/duties.html",
        **clash,
    )


def _told(form: DutiesForm) -> dict[str, Any]:
    """What the clash page shows; the next save then rests on the stored versions."""
    outdated = form.outdated()
    told: dict[str, Any] = {"rows": form.differences(outdated)}
    for _slot, duty in outdated[:1]:
        told |= last_hand(duty)
    overwritable(form, {f"version_{slot.key}": duty.version for slot, duty in outdated})
    return told


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing changed.")
    words = {"count": changed}
    sentence = ngettext(
        "%(count)d duty is saved.", "%(count)d duties are saved.", changed
    )
    return sentence % words
