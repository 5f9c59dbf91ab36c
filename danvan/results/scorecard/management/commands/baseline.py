"""danvan baseline [--unit CODE] [--json]"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from danvan.foundation import programme as programmes
from danvan.results.scorecard.baseline import baseline
from danvan.results.scorecard.management.commands.scorecard import unit_in_force


class Command(BaseCommand):
    help = "The state of affairs on the day the programme began."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", metavar="CODE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        current = programmes.current()
        code = options["unit"]
        root = unit_in_force(code, current.starts) if code else None
        figures = {"programme": current.id} | baseline(current, root).as_json()
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name}: {value}")
