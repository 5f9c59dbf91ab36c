"""The page of one matter: what, where it stands, whose turn, and what was done."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import edits_of
from danvan.foundation.deadlines.queries import clocks_of
from danvan.foundation.documents.models import Attachment
from danvan.records.matters import queries, rules, wording
from danvan.records.matters.actions import checks
from danvan.records.matters.actions.trail import HOT
from danvan.records.matters.choices import Kind, Outcome, Promise
from danvan.records.matters.models import Matter, Seal
from danvan.records.matters.rules import Act
from danvan.records.matters.views.lists import standing
from danvan.records.matters.views.trails import in_reach, trail

URLS = {
    Act.AMEND: "edit",
    Act.GROUP: "like",
}
"""Names of pages that are not called like their act."""

MOVING = (Act.ANSWER, Act.TRANSFER, Act.DECLINE, Act.SOLVE, Act.CLOSE, Act.REOPEN)
"""Acts that stand as buttons beside the next one, in this order."""


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    matter = in_reach(request, pk)
    sides = checks.sides(matter, request.user, request.today)
    clocks = clocks_of(matter)
    files = Attachment.objects.of(matter).standing().select_related("uploaded_by")
    steps = checklist(matter, sides)
    promises = list(queries.commitments_about(matter, request.user, on=request.today))
    context = {
        "title": matter.title,
        "breadcrumbs": trail(matter.title),
        "matter": matter,
        "badges": wording.badges(matter),
        "facts": wording.facts(matter),
        "answer_facts": wording.answer_facts(matter),
        "next_step": wording.next_step(matter),
        "running": [c for c in clocks if not c.stopped_on and c.rule != HOT],
        "hot_clocks": [c for c in clocks if not c.stopped_on and c.rule == HOT],
        "ended": [clock for clock in clocks if clock.stopped_on],
        "steps": wording.steps(
            matter.steps.select_related("unit").order_by("-pk"), edits_of(matter)
        ),
        "attachments": list(files.in_order()),
        "checklist": steps,
        "checklist_leads": matter.kind == Kind.HOT_SPOT
        and not all(step["done"] for step in steps),
        "promises": [standing(row, request) for row in promises],
        "group": group_of(matter, request),
        "seal": seal_of(matter),
        "may_open": queries.may_open_seal(matter, request.user, on=request.today),
        "is_done": matter.state in rules.DONE,
        **offered(matter, sides, [row.state for row in promises]),
        **sides,
    }
    return render(request, "matters/show.html", context)


def offered(
    matter: Matter, sides: dict[str, bool], promises: Sequence[str]
) -> dict[str, Any]:
    """The one next act, if it is this person's, and the others.

    After an answer that promised something the promise comes first, and once all
    promises are kept, the question whether the matter is solved.
    """
    acts = rules.offered(matter.state, matter.kind, **sides)
    links = {act: link(matter, act) for act in acts if act is not Act.CHECK}
    first = rules.next_act(matter.state)
    main = [links.pop(first)] if first in links else []
    if matter.outcome == Outcome.PROMISED and not promises and sides["at_holder"]:
        main.insert(0, promise_link(matter))
    kept = promises and set(promises) == {Promise.KEPT}
    if matter.outcome == Outcome.PROMISED and kept and Act.SOLVE in links:
        main.insert(0, links.pop(Act.SOLVE))
    main += [links.pop(act) for act in MOVING if act in links]
    return {"primary": main[:1], "secondary": main[1:], "rest": list(links.values())}


def link(matter: Matter, act: Act) -> dict[str, str]:
    name = URLS.get(act, act.value)
    mends = act is Act.ANSWER and matter.state == rules.ANSWERED
    return {
        "label": _("Mend the answer") if mends else wording.act_label(act),
        "url": reverse(f"matters:{name}", args=[matter.pk]),
    }


def promise_link(matter: Matter) -> dict[str, str]:
    url = reverse("matters:commitment_new")
    return {"label": _("Record the promise"), "url": f"{url}?matter={matter.pk}"}


def checklist(matter: Matter, sides: dict[str, bool]) -> list[dict[str, Any]]:
    """The steps of a hot spot, those done with day and note; none for other matters."""
    done = {check.step: check for check in matter.checks.all()}
    if matter.kind != Kind.HOT_SPOT and not done:
        return []
    may = any(sides.values()) and rules.fits(Act.CHECK, matter.state, matter.kind)
    return list(rows_of(matter, done, may=may))


def rows_of(
    matter: Matter, done: dict[str, Any], *, may: bool
) -> Iterator[dict[str, Any]]:
    for step in programme.current().hot_spot_steps:
        url = reverse("matters:check", args=[matter.pk, step.id])
        yield {"name": step.name, "done": done.get(step.id), "url": url if may else ""}


def group_of(matter: Matter, request: UserRequest) -> list[Matter]:
    """The others laid together with it, as far as the person sees them."""
    leader = matter.like_id or matter.pk
    return list(queries.group_of(leader, request.user, on=request.today, but=matter.pk))


def seal_of(matter: Matter) -> Seal | None:
    """That there is a name, never the name."""
    return Seal.objects.defer("box").filter(matter=matter).first()
