"""Stored values of matters and commitments as words for people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from danvan.foundation import programme
from danvan.foundation.audit.history import Telling, by_columns, moment
from danvan.foundation.programme.schema import named
from danvan.records.matters.choices import Kind, Outcome, Promise, State
from danvan.records.matters.models import Check, Commitment, Matter, Step
from danvan.records.matters.rules import Act, Standing
from danvan.shared.dates import short

STATE_TONES = {
    State.RECEIVED: "info",
    State.ACCEPTED: "info",
    State.REOPENED: "warning",
    State.DECLINED: "neutral",
    State.ANSWERED: "good",
    State.CONFIRMED: "good",
    State.CLOSED: "neutral",
    State.WITHDRAWN: "neutral",
}
OUTCOME_TONES = {
    Outcome.UNKNOWN: "neutral",
    Outcome.SOLVED: "good",
    Outcome.PROMISED: "warning",
    Outcome.EXPLAINED: "info",
    Outcome.UNSOLVED: "bad",
    Outcome.OUTSIDE: "neutral",
}
STANDING_TONES = {
    Standing.OPEN: "info",
    Standing.LATE: "bad",
    Standing.KEPT: "good",
    Standing.KEPT_LATE: "warning",
    Standing.RELEASED: "neutral",
}


def column_label(column: str) -> str:
    """The label of a column of either table, as a form or a refusal names it."""
    apart = {"reason": _("Reason"), "note": _("Note"), "step": _("Step")}
    apart |= {"done_on": _("Done on"), "file": _("Attachment"), "due": _("Deadline")}
    if column in apart:
        return apart[column]
    known = {field.name for field in Matter._meta.get_fields()}
    table = Matter if column in known else Commitment
    label = str(getattr(table._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


def channel_name(id_: str) -> str:
    return named(programme.current().channels, id_)


def topic_name(id_: str) -> str:
    return named(programme.current().topics, id_)


def badges(matter: Matter) -> list[dict[str, str]]:
    """Where it stands, and apart from that what became of it."""
    state, outcome = State(matter.state), Outcome(matter.outcome)
    shown = [{"tone": STATE_TONES[state], "text": str(state.label)}]
    if matter.kind == Kind.HOT_SPOT:
        shown.insert(0, {"tone": "bad", "text": str(Kind.HOT_SPOT.label)})
    if outcome or matter.answered_on:
        text = outcome.label if outcome else _("Not known whether solved")
        shown.append({"tone": OUTCOME_TONES[outcome], "text": str(text)})
    return shown


def standing_label(standing: Standing) -> str:
    return {
        Standing.OPEN: _("Open, in time"),
        Standing.LATE: _("Open, overdue"),
        Standing.KEPT: _("Kept"),
        Standing.KEPT_LATE: _("Kept late"),
        Standing.RELEASED: _("No longer owed"),
    }[standing]


def act_label(act: Act) -> str:
    """What its button says."""
    return {
        Act.AMEND: _("Edit"),
        Act.ACCEPT: _("Accept"),
        Act.DECLINE: _("Decline"),
        Act.TRANSFER: pgettext("matter", "Hand over"),
        Act.ANSWER: _("Answer"),
        Act.CONFIRM: _("Confirm the answer"),
        Act.REOPEN: _("Reopen"),
        Act.SOLVE: _("Record that it is solved"),
        Act.CLOSE: _("Close"),
        Act.WITHDRAW: _("Withdraw"),
        Act.HEAT: _("Make it a hot spot"),
        Act.COOL: _("No hot spot any more"),
        Act.CHECK: _("Record a step"),
        Act.GROUP: _("Lay together with like ones"),
    }[act]


def next_step(matter: Matter) -> str:
    """One sentence on whose turn it is and for what."""
    words = {"holder": ", ".join(filter(None, [matter.body, str(matter.holder)]))}
    return {
        State.RECEIVED: _(
            "%(holder)s must say whether it takes this on, hands it over or declines it"
        ),
        State.ACCEPTED: _("%(holder)s owes an answer"),
        State.REOPENED: _("Reopened: %(holder)s owes an answer anew"),
        State.ANSWERED: _(
            "Answered. Ask those who raised it whether the answer stands, then confirm "
            "or reopen it"
        ),
        State.CONFIRMED: _("The answer stands. Close the matter when nothing is left"),
        State.CLOSED: _("Closed. It can be reopened with a reason"),
        State.DECLINED: _("Declined. It can be reopened with a reason"),
        State.WITHDRAWN: _("Withdrawn. It is kept only to be read"),
    }[State(matter.state)] % words


STEPS: dict[str, str | Text] = {
    "raise": gettext_lazy("Written down"),
    "amend": gettext_lazy("Changed"),
    "accept": gettext_lazy("Accepted"),
    "decline": gettext_lazy("Declined"),
    "transfer": pgettext_lazy("matter", "Handed over"),
    "answer": gettext_lazy("Answered"),
    "confirm": gettext_lazy("Answer confirmed"),
    "reopen": gettext_lazy("Reopened"),
    "solve": gettext_lazy("Solved"),
    "close": pgettext_lazy("matter", "Closed"),
    "withdraw": gettext_lazy("Withdrawn"),
    "heat": gettext_lazy("Made a hot spot"),
    "cool": gettext_lazy("No hot spot any more"),
    "check": gettext_lazy("Step done"),
    "group": gettext_lazy("Laid together with another matter"),
    "ungroup": gettext_lazy("Taken out of its group"),
    "open_seal": gettext_lazy("Seal opened"),
    "reseal": gettext_lazy("Name sealed anew"),
    "erase_seal": gettext_lazy("Sealed name erased"),
}


def verb_in_words(verb: str) -> str:
    return str(STEPS.get(verb, verb))


def steps(rows: Iterable[Step], edits: Mapping[datetime, str]) -> list[dict[str, str]]:
    """Items of components/timeline.html, a hand-over with its new holder.

    `edits`: addresses of the log's entries by their time.
    """
    return [
        {
            "when": moment(step.at),
            "by": step.actor,
            "title": step_title(step),
            "text": step.text,
            "url": edits.get(step.at, "") if step.verb == "amend" else "",
        }
        for step in rows
    ]


def step_title(step: Step) -> str:
    verb = verb_in_words(step.verb)
    if step.verb != "transfer":
        return verb
    return f"{verb}: {', '.join(filter(None, [step.body, str(step.unit)]))}"


def facts(matter: Matter) -> list[dict[str, Any]]:
    """Rows of components/facts.html: what is filled in, in reading order."""
    unit, village = matter.unit, matter.village
    rows: list[dict[str, Any]] = [
        {"label": column_label("kind"), "value": Kind(matter.kind).label},
        {
            "label": column_label("unit"),
            "value": ", ".join(map(str, filter(None, [village, unit]))),
            "note": unit.parent,
        },
        {"label": column_label("received_on"), "value": short(matter.received_on)},
        {"label": column_label("channel"), "value": channel_name(matter.channel)},
        {"label": column_label("topic"), "value": topic_name(matter.topic)},
    ]
    if matter.activity:
        row = {"label": column_label("activity"), "value": matter.activity}
        rows.append(row | {"url": matter.activity.get_absolute_url()})
    held = {"label": column_label("holder"), "value": matter.holder}
    return [*rows, held | {"note": matter.body}]


def answer_facts(matter: Matter) -> list[dict[str, Any]]:
    days = ("answered_on", "solved_on", "closed_on")
    found = [(name, getattr(matter, name)) for name in days]
    rows = [
        {"label": column_label(name), "value": short(day)} for name, day in found if day
    ]
    if matter.answer_no:
        number = {"label": column_label("answer_no"), "value": matter.answer_no}
        rows.insert(1, number)
    return rows


def commitment_facts(commitment: Commitment) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": column_label("owner"), "value": commitment.owner},
        {"label": label_of("body"), "value": commitment.body},
        {
            "label": label_of("unit"),
            "value": commitment.unit,
            "note": commitment.unit.parent,
        },
        {"label": column_label("given_on"), "value": short(commitment.given_on)},
        {"label": column_label("due_on"), "value": short(commitment.due_on)},
    ]
    if commitment.kept_on:
        day = short(commitment.kept_on)
        rows.append({"label": column_label("kept_on"), "value": day})
    told = {name: getattr(commitment, name) for name in ("proof", "reason")}
    rows += [{"label": column_label(n), "value": t} for n, t in told.items() if t]
    for name in ("matter", "activity"):
        if there := getattr(commitment, name):
            row = {"label": label_of(name), "value": there}
            rows.append(row | {"url": there.get_absolute_url()})
    return rows


def label_of(column: str) -> str:
    """The label of a column of commitments that matters have too."""
    label = str(getattr(Commitment._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


def in_words(column: str, value: Any) -> str:
    """A logged value of a commitment."""
    if column == "state":
        return str(Promise(value).label)
    return short(date.fromisoformat(value)) if column in DAYS else str(value)


DAYS = {"due_on", "kept_on", "given_on"}

TELLING = Telling(
    verbs={
        "give_commitment": gettext_lazy("Promised"),
        "keep_commitment": gettext_lazy("Kept"),
        "postpone_commitment": gettext_lazy("Put off"),
        "release_commitment": gettext_lazy("No longer owed"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    label=column_label,
    value=in_words,
)
"""For the history of a commitment; a matter tells its own steps."""

SEALED = ("open_seal", "open_seal_refused", "reseal", "erase_seal")
MATTER = by_columns(
    Matter,
    Check,
    Commitment,
    verbs={f"{verb}_matter": words for verb, words in STEPS.items()}
    | {verb: STEPS[verb] for verb in SEALED if verb in STEPS}
    | {
        "open_seal_refused": gettext_lazy("Tried to open the seal, refused"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    labels={
        "step": gettext_lazy("Step"),
        "done_on": gettext_lazy("Done on"),
        "file": gettext_lazy("Attachment"),
        "due": gettext_lazy("Deadline"),
    },
)
"""For the log: a matter's own page tells its steps."""
