"""How far a body says it is with what the programme made its duty."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.programme.schema import Body
from danvan.foundation.units.models import Unit
from danvan.records.plans import queries, wording
from danvan.records.plans.actions import checks
from danvan.records.plans.actions.drafts import check_year
from danvan.records.plans.choices import Standing
from danvan.records.plans.models import Responsibility
from danvan.shared.refusals import Clash, Refused

FACTS = ("standing", "note", "on")


@transaction.atomic
def report_responsibility(
    unit: Unit,
    *,
    year: int,
    body: str,
    duty: int,
    standing: str,
    note: str,
    on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Responsibility:
    """The first report of the year makes the row; later ones name its `version`."""
    today = checks.may_write(by, unit, at)
    check_year(unit, year, today)
    require_duty(unit, known_body(body), duty)
    values = checks.tidy(Responsibility, {"note": note})
    values |= {"standing": known_standing(standing), "on": on}
    checks.not_after(on, today, field="on")
    if values["standing"] != Standing.NOT_BEGUN and not values["note"]:
        raise Refused(_("Enter what was done"), field="note")
    key = {"unit": unit, "year": year, "body": body, "duty": duty}
    stored = Responsibility.objects.filter(**key).first()
    if stored is None:
        return first_report(Responsibility(**key, **values), by=by, at=at)
    if all(getattr(stored, name) == values[name] for name in FACTS):
        return stored
    changes = audit.update(stored, values, version=version or 0)
    checks.log("report_responsibility", stored, by=by, at=at, changes=changes)
    return stored


def first_report(made: Responsibility, *, by: Actor, at: datetime) -> Responsibility:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        stored = Responsibility.objects.get(
            unit=made.unit, year=made.year, body=made.body, duty=made.duty
        )
        theirs = {name: str(audit.plain(getattr(stored, name))) for name in FACTS}
        raise Clash(theirs=theirs) from None
    changes = {name: [None, getattr(made, name)] for name in FACTS}
    checks.log("report_responsibility", made, by=by, at=at, changes=changes)
    return made


def known_body(body_id: str) -> Body:
    body = wording.body_of(body_id)
    if body is None:
        raise Refused(
            _("The programme has no body called “%(body)s”") % {"body": body_id}
        )
    return body


def require_duty(unit: Unit, body: Body, duty: int) -> None:
    if not 1 <= duty <= len(body.duties):
        raise Refused(_("%(body)s has no such duty") % {"body": body.name})
    if unit.level != queries.level_of(body):
        raise Refused(
            _("%(body)s does not report at %(unit)s")
            % {"body": body.name, "unit": unit}
        )


def known_standing(standing: str) -> Standing:
    if standing not in Standing.values:
        raise Refused(_("Choose how far it is"), field="standing")
    return Standing(standing)
