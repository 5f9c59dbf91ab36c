"""A member's levels and working languages, kept by date."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.records.blocs.actions import checks
from danvan.records.blocs.choices import ProfessionalLevel, TheoryLevel
from danvan.records.blocs.models import Member, Qualification, Seat
from danvan.shared.dates import format_date
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


class Levels(NamedTuple):
    """What is stated of a member; "" where nothing is."""

    professional: str = ""
    theory: str = ""
    languages: str = ""

    def checked(self) -> "Levels":
        if self.professional:
            checks.chosen(self.professional, ProfessionalLevel, field="professional")
        if self.theory:
            checks.chosen(self.theory, TheoryLevel, field="theory")
        languages = nfc(self.languages)
        refuse_personal_numbers({"languages": (_("Working languages"), languages)})
        return self._replace(languages=languages)


@transaction.atomic
def requalify(
    member: Member,
    *,
    professional: str,
    theory: str,
    languages: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> Qualification:
    """Correct the present levels; or, with `on`, let new ones begin that day."""
    today = checks.may_manage(by, member.unit, at)
    if on is not None:
        checks.near(on, today, field="levels_on")
    Member.objects.select_for_update().get(pk=member.pk)
    return write(member, Levels(professional, theory, languages), on, by=by, at=at)


def write(
    member: Member, levels: Levels, on: date | None, *, by: Actor, at: datetime
) -> Qualification:
    """`requalify` without its checks; writes nothing when nothing differs."""
    levels = levels.checked()
    now = Qualification.objects.open().filter(member=member).first()
    if now is None:
        start = on or _first_day(member)
        return _begun(member, levels, start, by=by, at=at, before=None)
    before = Levels(now.professional, now.theory, now.languages)
    if levels == before:
        return now
    if on is not None and on < now.valid_from:
        raise Refused(
            _("The present levels hold since %(day)s. Enter a later day.")
            % {"day": format_date(now.valid_from)},
            field="levels_on",
        )
    if on is not None and on > now.valid_from:
        Qualification.objects.filter(pk=now.pk).update(valid_to=on)
        return _begun(member, levels, on, by=by, at=at, before=before)
    Qualification.objects.filter(pk=now.pk).update(**levels._asdict())
    now.professional, now.theory, now.languages = levels
    _recorded(member, before, levels, now.valid_from, by=by, at=at)
    return now


def _begun(
    member: Member,
    levels: Levels,
    start: date,
    *,
    by: Actor,
    at: datetime,
    before: Levels | None,
) -> Qualification:
    made = Qualification.objects.create(
        member=member, valid_from=start, **levels._asdict()
    )
    _recorded(member, before, levels, start, by=by, at=at)
    return made


def _recorded(
    member: Member,
    before: Levels | None,
    after: Levels,
    start: date,
    *,
    by: Actor,
    at: datetime,
) -> None:
    old = before or Levels()
    changes = {
        name: [was, now]
        for name, was, now in zip(Levels._fields, old, after, strict=True)
        if was != now
    }
    audit.record(
        "requalify",
        member,
        by=by,
        at=at,
        unit_id=member.unit_id,
        years=checks.years(start, timezone.localdate(at)),
        changes=changes | {"valid_from": [None, start]},
    )
    Member.objects.filter(pk=member.pk).update(version=F("version") + 1)


def _first_day(member: Member) -> date:
    first = Seat.objects.filter(member=member).aggregate(day=Min("valid_from"))["day"]
    if first is None:
        raise Refused(_("Seat this person in a bloc first."))
    return first
