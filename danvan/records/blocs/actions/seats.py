"""Who sits in a bloc: joining, correcting, leaving, handing over."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Lineage
from danvan.records.blocs.actions import checks, duties, levels
from danvan.records.blocs.choices import SeatRole, Sex
from danvan.records.blocs.models import Bloc, Member, Qualification, Seat, name_keys
from danvan.shared.dates import format_date
from danvan.shared.refusals import Clash, Refused
from danvan.shared.text import fold, nfc

MEMBER_FIELDS = frozenset({"full_name", "sex"})


@transaction.atomic
def seat_member(
    bloc: Bloc,
    *,
    full_name: str,
    sex: str,
    role: str,
    post_title: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    body: str = "",
    professional: str = "",
    theory: str = "",
    languages: str = "",
    decision_no: str = "",
    member: Member | None = None,
) -> Seat:
    """A new person, or `member` who sat here before, takes a seat."""
    today = checks.may_manage(by, bloc.unit, at)
    bloc = checks.locked_bloc(bloc.pk)
    checks.near(valid_from, today, field="valid_from")
    seat = _seated(
        bloc,
        member or _new_member(bloc, full_name, sex, post_title),
        role=role,
        post_title=post_title,
        body=body,
        valid_from=valid_from,
        decision_no=decision_no,
    )
    _write_levels(seat, levels.Levels(professional, theory, languages), by=by, at=at)
    audit.record(
        "seat_member",
        seat,
        by=by,
        at=at,
        unit_id=bloc.unit_id,
        years=checks.years(valid_from, today),
        changes=described(seat),
    )
    return seat


def _new_member(bloc: Bloc, full_name: str, sex: str, post_title: str) -> Member:
    """A person entered for the first time; the same entry sent twice is refused."""
    name = checks.named(full_name)
    checks.chosen(sex, Sex, field="sex")
    twins = Seat.objects.open().filter(bloc=bloc, member__full_name=name)
    for twin in twins.select_related("member"):
        if fold(twin.post_title) == fold(post_title):
            raise _already_seated(twin)
    return Member.objects.create(
        unit_id=bloc.unit_id,
        full_name=name,
        sex=sex,
        **name_keys(name),
    )


def _seated(
    bloc: Bloc,
    member: Member,
    *,
    role: str,
    post_title: str,
    body: str,
    valid_from: date,
    decision_no: str,
) -> Seat:
    title = nfc(post_title)
    if not title:
        raise Refused(_("Enter the post."), field="post_title")
    checks.chosen(role, SeatRole, field="role")
    _check_private({"post_title": title, "body": body})
    checks.within_bloc(bloc, valid_from, field="valid_from")
    _check_free(bloc, member, valid_from)
    post, own_body = recognised(title, role, valid_from)
    return Seat.objects.create(
        bloc=bloc,
        member=member,
        role=role,
        post=post,
        post_title=title,
        body=nfc(body) or own_body,
        valid_from=valid_from,
        decision_no=nfc(decision_no),
    )


def recognised(title: str, role: str, on: date) -> tuple[str, str]:
    """Id and body of the post in a title; of several, the one the role asks for."""
    posts = programme.current().posts_named(title)
    composition = programme.current().composition_on(on)
    lines = composition.lines_for(role) if composition else ()
    for post in posts:
        if any(post.id in line.posts for line in lines):
            return post.id, post.body
    return (posts[0].id, posts[0].body) if posts else ("", "")


def _check_private(texts: Mapping[str, str]) -> None:
    labels = {"post_title": _("Post"), "body": _("Organisation")}
    refuse_personal_numbers({n: (labels[n], text) for n, text in texts.items()})


def _check_free(bloc: Bloc, member: Member, day: date) -> None:
    """Somebody of this commune, or of one that it took over, who has no seat here."""
    origins = Lineage.objects.filter(heir=bloc.unit_id).values("origin")
    if not Member.objects.filter(pk=member.pk, unit__in=origins).exists():
        raise Refused(
            _("%(name)s belongs to another commune.") % {"name": member},
            field="member",
        )
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    seats = Seat.objects.filter(lasting, bloc=bloc, member=member)
    if held := seats.select_related("member").order_by("valid_from").last():
        raise _already_seated(held)


def _already_seated(seat: Seat) -> Refused:
    words = {
        "name": seat.member,
        "role": seat.get_role_display(),
        "day": format_date(seat.valid_from),
    }
    return Refused(
        _("%(name)s already sits in the bloc as %(role)s since %(day)s.") % words,
        field="full_name",
    )


def _write_levels(
    seat: Seat, stated: levels.Levels, *, by: Actor, at: datetime
) -> None:
    """Levels of a newcomer from the day of joining; blanks say nothing new."""
    known = Qualification.objects.open().filter(member=seat.member).exists()
    if known and not any(stated):
        return
    if known:
        levels.write(seat.member, stated, seat.valid_from, by=by, at=at)
        return
    Qualification.objects.create(
        member=seat.member, valid_from=seat.valid_from, **stated.checked()._asdict()
    )


def described(seat: Seat) -> dict[str, list[Any]]:
    """What the log says of a seat that was taken."""
    return audit.appeared(
        {
            "full_name": seat.member.full_name,
            "role": seat.role,
            "post_title": seat.post_title,
            "valid_from": seat.valid_from,
        }
    )


@transaction.atomic
def correct_seat(
    seat: Seat,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    member_version: int | None = None,
) -> None:
    """Put right what was entered; Clash when somebody saved since `version`.

    `member_version` is that of the person: name, sex and levels as the page showed.
    `values`: role, post_title, body, decision_no, valid_from, post_ended_on,
    full_name, sex; what is left out stays.
    """
    today = checks.may_manage(by, seat.bloc.unit, at)
    stored = checks.locked_seat(seat.pk)
    wanted = _cleaned(stored, values)
    person = {n: v for n, v in wanted.items() if n in MEMBER_FIELDS}
    sitting = {n: v for n, v in wanted.items() if n not in MEMBER_FIELDS}
    before = stored.valid_from
    if member_version not in (None, stored.member.version):
        theirs = {name: str(getattr(stored.member, name)) for name in person}
        raise Clash(theirs=theirs)
    changed = audit.update(stored, sitting, version=version)
    changed |= _correct_member(stored.member, person)
    if stored.valid_from != before:
        _move_levels(stored.member, before, stored.valid_from)
    seat.version, seat.member = stored.version, stored.member
    for name, value in sitting.items():
        setattr(seat, name, value)
    if changed:
        audit.record(
            "correct_seat",
            stored,
            by=by,
            at=at,
            unit_id=stored.bloc.unit_id,
            years=checks.years(before, stored.valid_from, today),
            changes=changed,
        )


def _cleaned(seat: Seat, values: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        name: nfc(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    role = wanted.get("role", seat.role)
    start = wanted.get("valid_from", seat.valid_from)
    checks.chosen(role, SeatRole, field="role")
    _check_start(seat, start)
    _check_post_end(wanted.get("post_ended_on"), start)
    if "full_name" in wanted:
        checks.named(wanted["full_name"])
    if "sex" in wanted:
        checks.chosen(wanted["sex"], Sex, field="sex")
    title = wanted.get("post_title", seat.post_title)
    if not title:
        raise Refused(_("Enter the post."), field="post_title")
    _check_private({"post_title": title, "body": wanted.get("body") or ""})
    post, own_body = recognised(title, role, start)
    if (title, role) != (seat.post_title, seat.role):
        wanted["post"] = post
    if wanted.get("body") == "":
        wanted["body"] = own_body
    return wanted


def _check_start(seat: Seat, start: date) -> None:
    if start == seat.valid_from:
        return
    checks.within_bloc(seat.bloc, start, field="valid_from")
    if seat.valid_to is not None and start > seat.valid_to:
        raise Refused(
            _("%(name)s left on %(day)s. Enter that day or an earlier one.")
            % {"name": seat.member, "day": format_date(seat.valid_to)},
            field="valid_from",
        )
    duty = seat.duties.filter(valid_from__lt=start).order_by("valid_from").first()
    if duty is not None:
        raise Refused(
            _("A duty was given on %(day)s. Enter that day or an earlier one.")
            % {"day": format_date(duty.valid_from)},
            field="valid_from",
        )
    others = Seat.objects.filter(bloc=seat.bloc, member=seat.member)
    before = others.exclude(pk=seat.pk).filter(valid_to__gt=start)
    if before.filter(valid_from__lt=seat.valid_from).exists():
        raise Refused(
            _("%(name)s held another seat of the bloc on that day.")
            % {"name": seat.member},
            field="valid_from",
        )


def _check_post_end(day: date | None, start: date) -> None:
    if day is not None and day < start:
        raise Refused(
            _("The post cannot change hands before %(day)s, the day of joining.")
            % {"day": format_date(start)},
            field="post_ended_on",
        )


def _correct_member(member: Member, person: Mapping[str, Any]) -> dict[str, list[Any]]:
    values = dict(person)
    if name := values.get("full_name"):
        values |= name_keys(name)
    if all(getattr(member, name) == value for name, value in values.items()):
        return {}
    changed = audit.update(member, values, version=member.version)
    return {name: pair for name, pair in changed.items() if name in MEMBER_FIELDS}


def _move_levels(member: Member, before: date, after: date) -> None:
    """Levels stated at joining begin with the corrected day of joining."""
    first = Qualification.objects.filter(member=member, valid_from=before)
    first.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=after)).update(
        valid_from=after
    )


@transaction.atomic
def end_seat(
    seat: Seat, *, on: date, by: Actor, at: datetime, reason: str = ""
) -> None:
    """The person sits until the day before `on`; the duties end with the seat."""
    today = checks.may_manage(by, seat.bloc.unit, at)
    stored = checks.open_seat(seat.pk)
    _close(stored, on, reason, today)
    ended = duties.end_all(stored, on, by=by, at=at)
    seat.valid_to, seat.version = on, stored.version
    audit.record(
        "end_seat",
        stored,
        by=by,
        at=at,
        unit_id=stored.bloc.unit_id,
        years=checks.years(on, today),
        changes={"valid_to": [None, on], "duties_ended": [None, len(ended)]},
        reason=nfc(reason),
    )


def _close(seat: Seat, on: date, reason: str, today: date) -> None:
    if on < seat.valid_from:
        raise Refused(
            _("%(name)s joined on %(day)s. Enter that day or a later one.")
            % {"name": seat.member, "day": format_date(seat.valid_from)},
            field="on",
        )
    checks.near(on, today, field="on")
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    values = {"valid_to": on, "left_reason": nfc(reason)}
    audit.update(seat, values, version=seat.version)


@transaction.atomic
def report_post_change(seat: Seat, *, on: date, by: Actor, at: datetime) -> None:
    """From that day the person no longer holds the post; the clock starts."""
    today = checks.may_manage(by, seat.bloc.unit, at)
    stored = checks.open_seat(seat.pk)
    if stored.post_ended_on is not None:
        raise Refused(
            _("The change of post of %(name)s is already recorded for %(day)s.")
            % {"name": stored.member, "day": format_date(stored.post_ended_on)},
            field="on",
        )
    if on < stored.valid_from:
        raise Refused(
            _("%(name)s joined on %(day)s. Enter that day or a later one.")
            % {"name": stored.member, "day": format_date(stored.valid_from)},
            field="on",
        )
    checks.near(on, today, field="on")
    changes = audit.update(stored, {"post_ended_on": on}, version=stored.version)
    seat.post_ended_on, seat.version = on, stored.version
    audit.record(
        "report_post_change",
        stored,
        by=by,
        at=at,
        unit_id=stored.bloc.unit_id,
        years=checks.years(on, today),
        changes=changes,
    )


@transaction.atomic
def hand_over(
    seat: Seat,
    *,
    on: date,
    full_name: str,
    sex: str,
    post_title: str,
    by: Actor,
    at: datetime,
    decision_no: str = "",
    professional: str = "",
    theory: str = "",
    languages: str = "",
    member: Member | None = None,
) -> Seat:
    """The successor takes the seat and every open duty; one act."""
    today = checks.may_manage(by, seat.bloc.unit, at)
    leaver = checks.open_seat(seat.pk)
    _check_successor(leaver, member, full_name)
    _close(leaver, on, _("Handed over"), today)
    heir = _seated(
        leaver.bloc,
        member or _new_member(leaver.bloc, full_name, sex, post_title),
        role=leaver.role,
        post_title=post_title,
        body=leaver.body if fold(post_title) == fold(leaver.post_title) else "",
        valid_from=on,
        decision_no=decision_no,
    )
    _write_levels(heir, levels.Levels(professional, theory, languages), by=by, at=at)
    moved = duties.carry_over(leaver, heir, on, by=by, at=at)
    seat.valid_to, seat.version = on, leaver.version
    audit.record(
        "hand_over",
        leaver,
        by=by,
        at=at,
        unit_id=leaver.bloc.unit_id,
        years=checks.years(on, today),
        changes={
            "valid_to": [None, on],
            "successor": [None, heir.member.full_name],
            "post_title": [leaver.post_title, heir.post_title],
            "duties": [None, [duty.task for duty in moved]],
        },
    )
    return heir


def _check_successor(leaver: Seat, member: Member | None, full_name: str) -> None:
    name = member.full_name if member else nfc(full_name)
    if (member and member.pk == leaver.member_id) or name == leaver.member.full_name:
        raise Refused(
            _("The successor must be somebody other than %(name)s.")
            % {"name": leaver.member},
            field="full_name",
        )
