"""Forming a mobilisation team, its officials and sessions, and closing it."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.queries import heir_of
from danvan.foundation.units.villages import check_village
from danvan.records.blocs.models import Seat
from danvan.records.movements import known, queries, rules
from danvan.records.movements.actions.checks import (
    Files,
    check_length,
    check_may_write,
    check_reason,
    required,
)
from danvan.records.movements.actions.results import check_place
from danvan.records.movements.models import Session, Team, TeamSeat
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block

FACTS = ("field", "name", "purpose", "decision_no", "valid_from", "cases")


@transaction.atomic
def form_team(
    unit: Unit,
    *,
    field: str,
    name: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    purpose: str = "",
    decision_no: str = "",
    cases: int | None = None,
    files: Files = (),
    uid: uuid.UUID | None = None,
) -> Team:
    """Keep a team as its decision forms it. The same `uid` gives the first one."""
    check_may_write(unit, by, at)
    given = {
        "field": field,
        "name": name,
        "purpose": purpose,
        "decision_no": decision_no,
        "valid_from": valid_from,
        "cases": cases,
    }
    values = checked(given, unit, today=timezone.localdate(at))
    team = Team(uid=uid or uuid.uuid4(), unit=unit, **values)
    team, fresh = insert_once(team, same=agrees(team, "unit_id", *FACTS))
    if fresh:
        changes = audit.appeared(values)
        log("form_team", team, team, by=by, at=at, changes=changes)
    attach_sent(team, unit, files, by=by, at=at)
    return team


@transaction.atomic
def amend_team(
    team: Team,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    files: Files = (),
) -> None:
    """Change some columns of FACTS."""
    check_open(team, by, at)
    locked(team)
    stored = {name: getattr(team, name) for name in FACTS}
    given = {name: value for name, value in values.items() if name in FACTS}
    merged = checked(
        stored | given, team.unit, today=timezone.localdate(at), before=stored
    )
    check_first_day(team, merged["valid_from"])
    rules.check_settled(
        0, cases=merged["cases"], sum_of=settled_of(team), field="cases"
    )
    changes = audit.update(team, merged, version=version)
    if changes:
        log("amend_team", team, team, by=by, at=at, changes=changes)
    attach_sent(team, team.unit, files, by=by, at=at)


@transaction.atomic
def seat_official(
    team: Team,
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    seat: Seat | None = None,
    full_name: str = "",
    post_title: str = "",
    is_head: bool = False,
) -> TeamSeat:
    """An official joins: the holder of a `seat` in a bloc, or named with the post."""
    today = timezone.localdate(at)
    check_open(team, by, at)
    locked(team)
    rules.check_within(valid_from, team.valid_from, None, today, field="valid_from")
    if seat is not None:
        check_seat(team, seat, valid_from)
        full_name, post_title = seat.member.full_name, seat.post_title
    named = {
        "full_name": required(
            full_name, _("Enter the full name of the official"), field="full_name"
        ),
        "post_title": required(
            post_title, _("Enter the post that the official holds"), field="post_title"
        ),
    }
    check_length(TeamSeat, named)
    check_new(team, named, is_head)
    made = TeamSeat.objects.create(
        team=team,
        member=seat.member if seat else None,
        is_head=is_head,
        valid_from=valid_from,
        **named,
    )
    changes = {"official": [None, str(made)]}
    log("seat_official", team, team, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def end_seat(seat: TeamSeat, *, on: date, by: Actor, at: datetime) -> None:
    """The official leaves the team on that day."""
    team = seat.team
    check_open(team, by, at)
    locked(team)
    rules.check_within(on, seat.valid_from, None, timezone.localdate(at))
    if not TeamSeat.objects.open().filter(pk=seat.pk).update(valid_to=on):
        raise Refused(_("%(official)s has left already") % {"official": seat})
    seat.valid_to = on
    log("end_seat", team, team, by=by, at=at, changes={"official": [str(seat), None]})


@transaction.atomic
def record_session(
    team: Team,
    *,
    on: date,
    text: str,
    by: Actor,
    at: datetime,
    village: Village | None = None,
    attended: int | None = None,
    settled: int = 0,
    files: Files = (),
    uid: uuid.UUID | None = None,
) -> Session:
    """Keep one session; all settled cases together stay within the team's cases."""
    check_open(team, by, at)
    locked(team)
    rules.check_within(on, team.valid_from, None, timezone.localdate(at))
    check_village(village, heir_of(team.unit, on), on=on)
    text = checked_block("text", _("Content and result"), text)
    if not text:
        raise Refused(_("Enter what the session was about"), field="text")
    session = Session(
        uid=uid or uuid.uuid4(),
        team=team,
        on=on,
        village=village,
        text=text,
        attended=attended,
        settled=settled,
    )
    if not Session.objects.filter(uid=session.uid).exists():
        rules.check_settled(settled, cases=team.cases, sum_of=settled_of(team))
    columns = ("team_id", "on", "village_id", "text", "attended", "settled")
    session, fresh = insert_once(session, same=agrees(session, *columns))
    if fresh:
        changes = {"on": [None, on], "settled": [None, settled]}
        log("record_session", session, team, by=by, at=at, changes=changes)
    attach_sent(session, team.unit, files, by=by, at=at)
    return session


@transaction.atomic
def withdraw_session(session: Session, *, reason: str, by: Actor, at: datetime) -> None:
    check_open(session.team, by, at)
    reason = check_reason(reason)
    standing = Session.objects.standing().filter(pk=session.pk)
    if not standing.update(withdrawn_at=at, reason=reason):
        raise Refused(_("This record was already withdrawn"))
    session.withdrawn_at, session.reason = at, reason
    log(
        "withdraw_session",
        session,
        session.team,
        by=by,
        at=at,
        changes={},
        reason=reason,
    )


@transaction.atomic
def close_team(
    team: Team,
    *,
    on: date,
    outcome: str,
    settled: int | None,
    version: int,
    by: Actor,
    at: datetime,
    files: Files = (),
) -> None:
    """The work is done: the outcome, and how many cases are settled in the end."""
    check_open(team, by, at)
    locked(team)
    rules.check_within(on, team.valid_from, None, timezone.localdate(at))
    check_last_day(team, on)
    outcome = checked_block("outcome", _("Outcome"), outcome)
    if not outcome:
        raise Refused(_("Enter the outcome of the team's work"), field="outcome")
    rules.check_settled(settled or 0, cases=team.cases)
    values = {"valid_to": on, "outcome": outcome, "settled": settled}
    changes = audit.update(team, values, version=version)
    TeamSeat.objects.open().filter(team=team, valid_from__lte=on).update(valid_to=on)
    log("close_team", team, team, by=by, at=at, changes=changes)
    attach_sent(team, team.unit, files, by=by, at=at)


@transaction.atomic
def withdraw_team(
    team: Team, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """A team entered by mistake; it stays readable and no list counts it."""
    check_standing(team, by, at)
    reason = check_reason(reason)
    audit.update(team, {"withdrawn_at": at, "reason": reason}, version=version)
    log("withdraw_team", team, team, by=by, at=at, changes={}, reason=reason)


def check_standing(team: Team, by: Actor, at: datetime) -> None:
    check_may_write(team.unit, by, at)
    if team.withdrawn_at is not None:
        raise Refused(_("This record was already withdrawn"))


def check_open(team: Team, by: Actor, at: datetime) -> None:
    check_standing(team, by, at)
    if team.valid_to is not None:
        raise Refused(_("The work of this team is closed"))


def locked(team: Team) -> Team:
    """The stored team, still open; whoever else changes it waits."""
    stored = Team.objects.select_for_update().get(pk=team.pk)
    if stored.valid_to is not None or stored.withdrawn_at is not None:
        raise Refused(_("The work of this team is closed"))
    return stored


def settled_of(team: Team) -> int:
    """Cases settled in the sessions."""
    standing = Session.objects.standing().filter(team=team)
    return int(standing.aggregate(sum=Sum("settled"))["sum"] or 0)


def checked(
    values: Mapping[str, Any],
    unit: Unit,
    *,
    today: date,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    clean, kept = dict(values), before or {}
    if clean["field"] not in {*dict(known.fields()), kept.get("field")}:
        raise Refused(_("Choose the field"), field="field")
    clean["name"] = required(
        clean["name"], _("Enter the name of the team"), field="name"
    )
    refuse_personal_numbers({"name": (_("Name of the team"), clean["name"])})
    clean["decision_no"] = nfc(clean["decision_no"])
    check_length(Team, clean)
    label = _("Work to be done")
    clean["purpose"] = checked_block("purpose", label, clean["purpose"])
    rules.check_day(clean["valid_from"], today, field="valid_from")
    check_place(unit, clean["valid_from"])
    if clean["cases"] is not None and clean["cases"] < 0:
        raise Refused(_("Enter a number of cases, 0 or more"), field="cases")
    return clean


def checked_block(name: str, label: str, text: str) -> str:
    text = nfc_block(text)
    refuse_personal_numbers({name: (label, text)})
    return text


def check_first_day(team: Team, day: date) -> None:
    """No session or official may be left standing before the first day."""
    sessions = Session.objects.standing().filter(team=team, on__lt=day)
    if sessions.exists() or team.seats.filter(valid_from__lt=day).exists():
        raise Refused(
            _("A session or an official of the team begins before that day"),
            field="valid_from",
        )


def check_last_day(team: Team, day: date) -> None:
    sessions = Session.objects.standing().filter(team=team, on__gt=day)
    if sessions.exists() or team.seats.filter(valid_from__gt=day).exists():
        raise Refused(
            _("A session or an official of the team begins after that day"), field="on"
        )


def check_seat(team: Team, seat: Seat, day: date) -> None:
    if not queries.seated(team.unit, on=day).filter(pk=seat.pk).exists():
        raise Refused(
            _("%(member)s does not sit in a bloc of %(unit)s that day")
            % {"member": seat.member, "unit": team.unit},
            field="seat",
        )


def check_new(team: Team, named: Mapping[str, str], is_head: bool) -> None:
    """Nobody sits twice, and one official heads the team."""
    held = team.seats.filter(valid_to__isnull=True)
    if held.filter(**named).exists():
        raise Refused(
            _("%(name)s is in the team already") % {"name": named["full_name"]},
            field="full_name",
        )
    head = held.filter(is_head=True).first()
    if is_head and head:
        raise Refused(
            _("%(head)s heads the team. End that seat first") % {"head": head},
            field="is_head",
        )


def log(
    verb: str,
    subject: Team | Session,
    team: Team,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        verb,
        subject,
        by=by,
        at=at,
        unit_id=team.unit_id,
        years=(team.valid_from.year, timezone.localdate(at).year),
        changes=changes,
        reason=reason,
    )
