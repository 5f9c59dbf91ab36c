"""One page for each thing that is done about a matter."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.matters import actions, queries, rules
from danvan.records.matters.forms import (
    AcceptForm,
    AnswerForm,
    CoolForm,
    NoteForm,
    ReasonForm,
    SolveForm,
    TransferForm,
    WhyForm,
)
from danvan.records.matters.models import Matter
from danvan.records.matters.rules import Act
from danvan.records.matters.views.act_page import act_page

page = require_http_methods(["GET", "HEAD", "POST"])
writes = requires(Permission.WRITE)


@page
@writes
def accept(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.ACCEPT, AcceptForm, actions.accept_matter),
        done=_("Accepted. The deadline for the answer is running"),
        lede=_("The unit takes it on and owes an answer."),
        first=lambda matter: {"on": request.today, "body": matter.body},
    )


@page
@writes
def decline(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.DECLINE, WhyForm, actions.decline_matter),
        done=_("Declined, with the reason"),
        lede=_("Those who raised it are told the reason."),
        danger=True,
        first=lambda matter: {"on": request.today},
    )


@page
@writes
def transfer(request: UserRequest, pk: int) -> HttpResponse:
    def units(matter: Matter) -> dict[str, Any]:
        return {"units": queries.receivers(matter, request.user, on=request.today)}

    return act_page(
        *(request, pk, Act.TRANSFER, TransferForm, actions.transfer_matter),
        done=_("Handed over. The new holder's deadline is running"),
        lede=_("To the unit or body that is competent. It stays in sight here."),
        first=lambda matter: {"on": request.today},
        extra=units,
    )


@page
@writes
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Answer it, and with a tick all that are like it."""
    whole = request.POST.get("whole_group") == "on"

    def do(matter: Matter, **words: Any) -> str | None:
        if not whole:
            return actions.answer_matter(matter, **words)
        reached = actions.answer_group(matter, **words)
        return ngettext(
            "%(count)d matter answered", "%(count)d matters answered", reached.count
        ) % {"count": reached.count} + left_alone(request, reached)

    return act_page(
        *(request, pk, Act.ANSWER, AnswerForm, do),
        done=_("Answered"),
        first=lambda matter: {
            "answered_on": request.today,
            "promised_body": matter.body,
            **earlier(matter),
        },
        extra=lambda matter: {"alike": waiting_alike(request, matter).count()},
    )


OWED = [state.value for state in rules.OWED]


def earlier(matter: Matter) -> dict[str, Any]:
    """An answer is mended from its own text; one given anew begins empty."""
    if matter.state != rules.ANSWERED:
        return {}
    return {
        "answer": matter.answer,
        "answer_no": matter.answer_no,
        "outcome": matter.outcome or "unknown",
        "solved_on": matter.solved_on,
    }


def waiting_alike(request: UserRequest, matter: Matter) -> QuerySet[Matter]:
    """Matters laid together with it that the person sees and that wait as it does."""
    visible = Matter.objects.visible_to(request.user, on=request.today)
    return visible.filter(like=matter, state__in=OWED)


def left_alone(request: UserRequest, reached: actions.Answered) -> str:
    """Those held by others, as far as the person may know of them."""
    left = [matter.pk for matter in reached.left]
    names = "; ".join(
        map(str, waiting_alike(request, reached.leader).filter(pk__in=left))
    )
    if not names:
        return ""
    return ". " + _("Held by others and not answered: %(names)s") % {"names": names}


@page
@writes
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.CONFIRM, NoteForm, actions.confirm_matter),
        done=_("Confirmed"),
        lede=_("Those who raised it were told the answer and let it stand."),
    )


@page
@writes
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.REOPEN, WhyForm, actions.reopen_matter),
        done=_("Reopened. An answer is owed anew"),
        lede=_("The answer did not settle it. A new deadline begins."),
        first=lambda matter: {"on": request.today},
    )


@page
@writes
def solve(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.SOLVE, SolveForm, actions.solve_matter),
        done=_("Recorded as solved"),
        lede=_("What was raised is put right. Answered is not yet solved."),
        first=lambda matter: {"on": request.today},
    )


@page
@writes
def close(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.CLOSE, NoteForm, actions.close_matter),
        done=_("The matter is closed"),
        lede=_("Nothing is left to do. It can be reopened with a reason."),
    )


@page
@writes
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.WITHDRAW, ReasonForm, actions.withdraw_matter),
        done=_("Withdrawn"),
        lede=_(
            "For what was recorded by mistake. It stays readable with your reason and "
            "cannot be taken back."
        ),
        danger=True,
    )


@page
@writes
def heat(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.HEAT, ReasonForm, actions.heat_matter),
        done=_("Now a hot spot. The levels above see it at once"),
        lede=_("The levels above see it at once, and the clock for the report runs."),
        danger=True,
    )


@page
@writes
def cool(request: UserRequest, pk: int) -> HttpResponse:
    return act_page(
        *(request, pk, Act.COOL, CoolForm, actions.cool_matter),
        done=_("No hot spot any more"),
        lede=_("The steps already done stay readable."),
    )
