"""The sealed names: looking at one, and erasing them. No log ever holds a name."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.records.matters import queries, rules, sealing, texts
from danvan.records.matters.actions import checks, trail
from danvan.records.matters.models import Matter, Seal, Step
from danvan.records.matters.sealing import Speaker
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

BATCH = 200


class DailyJob:
    """Nobody in particular: what happens because its day has come."""

    pk = None

    def get_full_name(self) -> str:
        return _("Daily job")


@sensitive_variables()
@transaction.atomic
def open_seal(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Speaker:
    """The name, for those who must answer; the look is logged with its reason."""
    require_answering(matter, by, at)
    why = texts.reason(reason)
    seal = kept(matter)
    speaker = sealing.open_(bytes(seal.box), matter.uid)
    log("open_seal", matter, by=by, at=at, reason=texts.without(speaker.name, why))
    return speaker


@transaction.atomic
def log_try(matter: Matter, *, by: Actor, at: datetime) -> None:
    """Somebody who sees the matter asked for the name without having to answer."""
    unit_id = matter.holder_id
    audit.record("open_seal_refused", matter, by=by, at=at, unit_id=unit_id)


@sensitive_variables()
@transaction.atomic
def reseal(
    matter: Matter, *, speaker: str, contact: str, by: Actor, at: datetime
) -> None:
    """Put a name into a box that is empty or holds a wrong one; the old one is gone."""
    access.check(by, Permission.WRITE, matter.unit, on=timezone.localdate(at))
    who = Speaker(nfc(speaker), nfc(contact))
    if not who:
        raise Refused(_("Enter a name or a way to reach the person"), field="speaker")
    if matter.state in rules.DONE:
        raise Refused(_("This matter is closed; no name is needed any more"))
    Seal.objects.update_or_create(
        matter=matter,
        defaults={"box": sealing.close(who, matter.uid), "sealed_at": at},
    )
    log("reseal", matter, by=by, at=at)


@transaction.atomic
def erase_seal(matter: Matter, *, by: Actor, at: datetime) -> None:
    """Erase the name at once, because its owner asks or nobody needs it any more."""
    today = timezone.localdate(at)
    if not any(checks.sides(matter, by, today).values()):
        access.check(by, Permission.WRITE, matter.holder, on=today)
    kept(matter).delete()
    log("erase_seal", matter, by=by, at=at)


def erase_seals(at: datetime) -> str:
    """Erase every name whose day has come; may run as often as one likes."""
    today, count = timezone.localdate(at), 0
    while erased := erase_batch(today, at):
        count += erased
    return _("%(count)d names erased") % {"count": count}


@transaction.atomic
def erase_batch(today: date, at: datetime) -> int:
    """The next ones, locked so that two runs share the work."""
    rows = Seal.objects.due(today).defer("box").select_related("matter").order_by("pk")
    seals = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    Seal.objects.filter(pk__in=[seal.pk for seal in seals]).delete()
    by = DailyJob()
    Step.objects.bulk_create(
        trail.step("erase_seal", seal.matter, by=by, at=at) for seal in seals
    )
    audit.record_many(
        audit.entry("erase_seal", m, by=by, at=at, unit_id=m.holder_id)
        for m in (seal.matter for seal in seals)
    )
    return len(seals)


def rotate_seals() -> int:
    """Close every box anew under the first key, so that an old key may be dropped."""
    count = 0
    for pk in Seal.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            seal = Seal.objects.select_for_update().filter(pk=pk).first()
            if seal:
                box = sealing.reclose(bytes(seal.box))
                count += Seal.objects.filter(pk=pk).update(box=box)
    return count


def require_answering(matter: Matter, by: Actor, at: datetime) -> None:
    if not queries.may_open_seal(matter, by, on=timezone.localdate(at)):
        raise Refused(
            _("Only the officials of %(unit)s, who must answer, open the name")
            % {"unit": matter.holder}
        )


def kept(matter: Matter) -> Seal:
    seal = Seal.objects.select_for_update().filter(matter=matter).first()
    if seal is None:
        raise Refused(_("No name is kept for this matter"))
    return seal


def log(
    verb: str, matter: Matter, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Both in the log and in the history that readers of the matter see."""
    unit_id = matter.holder_id
    trail.step(verb, matter, by=by, at=at, text=reason).save(force_insert=True)
    audit.record(verb, matter, by=by, at=at, unit_id=unit_id, reason=reason)
