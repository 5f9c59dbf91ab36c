"""danvan scorecard --unit CODE --year Y [--as-of DATE] [--json]"""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.units.models import Unit
from danvan.results.scorecard import score
from danvan.shared.dates import parse_date
from danvan.shared.numbers import fraction_text, percent_text, serial
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


class Command(BaseCommand):
    help = "How a unit stands against the targets of the programme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--year")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            year, as_of = read_year(options["year"]), read_day(options["as_of"])
            question = score.ask(year, as_of, today=today)
            unit = unit_in_force(options["unit"], question.as_of)
            question = score.ask(question.year, question.as_of, unit, today=today)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        card = score.Scorecard(question)
        if options["json"]:
            self.stdout.write(json.dumps(score.as_json(card, unit), ensure_ascii=False))
            return
        self.stdout.write(f"{unit.full_name}, {question.year} ({question.as_of})")
        for figure in card.figures(unit):
            have, need = figure.fact.have, figure.fact.need
            text = f"{percent_text(have, need)} ({fraction_text(have, need)})"
            shown = text if need else "–"
            self.stdout.write(f"{figure.id}  {figure.state:22} {shown}")


def read_year(typed: str | int | None) -> int | None:
    if typed is None or serial(str(typed)):
        return None if typed is None else int(typed)
    raise Refused(_("%(year)s is no year; enter one such as 2024") % {"year": typed})


def read_day(typed: str | date | None) -> date | None:
    if typed is None or isinstance(typed, date):
        return typed
    try:
        return parse_date(typed)
    except ValueError as fault:
        sentence = _("%(day)s is no date; enter one such as 2024-12-31")
        raise Refused(sentence % {"day": typed}) from fault


def unit_in_force(code: str, on: date) -> Unit:
    unit = Unit.objects.in_force(on).filter(code=nfc(code)).order_by("level").first()
    if unit is None:
        raise CommandError(f"No unit has the code {code} on {on:%d/%m/%Y}.")
    return unit
