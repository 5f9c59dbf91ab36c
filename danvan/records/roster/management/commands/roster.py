"""`roster check|import|template|export`: rosters from the command line."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import Unit
from danvan.records.roster import actions, exports, planning, previews, queries
from danvan.records.roster.plans import Options, Plan
from danvan.records.roster.reading import check_size, read
from danvan.shared.dates import numeric, parse_date
from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = "Read rosters of blocs from Excel workbooks, and write them."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="every fault of FILE; changes nothing")
        bring = verbs.add_parser("import", help="apply FILE: all of it or nothing")
        for verb in (check, bring):
            verb.add_argument("file", type=Path)
            verb.add_argument(
                "--replace",
                action="store_true",
                help="people of the file's communes who are not in FILE leave",
            )
            verb.add_argument(
                "--convert", action="store_true", help="accept converted old-font text"
            )
            verb.add_argument("--on", type=parse_date, help="day the file speaks of")
            verb.add_argument("--unit", help="code: no commune outside it may stand in")
        bring.add_argument(
            "--yes", action="store_true", help="agree that the listed people leave"
        )
        verbs.add_parser("template", help="an empty workbook").add_argument(
            "file", type=Path
        )
        export = verbs.add_parser("export", help="the roster of a day")
        export.add_argument("file", type=Path)
        export.add_argument("--unit", help="code: only this unit and all below")
        export.add_argument("--on", type=parse_date, help="default: today")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        at = timezone.now()
        on = options.get("on") or timezone.localdate(at)
        try:
            unit = _unit(options.get("unit"), on)
            if verb == "template":
                self._template(options["file"], on)
            elif verb == "export":
                self._export(options["file"], on, unit)
            else:
                self._bring(verb, unit, on, at, options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _template(self, file: Path, on: date) -> None:
        communes = queries.communes(CommandLine(), on=on, today=on)
        _write(file, exports.workbook([], communes, title=_("Roster template")))
        self.stdout.write(str(file))

    def _export(self, file: Path, on: date, unit: Unit | None) -> None:
        seated = queries.roster(CommandLine(), on=on, within=unit)
        _write(file, exports.workbook(seated, [], title=_("Roster")))
        self.stdout.write(
            _("%(file)s: %(count)s people")
            % {"file": file, "count": decimal(len(seated))}
        )

    def _bring(
        self,
        verb: str,
        unit: Unit | None,
        on: date,
        at: datetime,
        options: dict[str, Any],
    ) -> None:
        chosen = Options(
            on=on,
            replace=options["replace"],
            convert=options["convert"],
            within=unit.pk if unit else None,
        )
        plan = planning.plan(
            read(_content(options["file"])),
            chosen,
            by=CommandLine(),
            today=timezone.localdate(at),
            progress=self._progress,
        )
        self._tell(plan)
        if plan.faults:
            raise SystemExit(1)
        if verb == "import":
            self._apply(plan, at, agreed=options["yes"])

    def _apply(self, plan: Plan, at: datetime, *, agreed: bool) -> None:
        if plan.leaving and not agreed:
            raise CommandError(
                _(
                    "Nothing was changed. Add --yes to agree that the people above"
                    " leave."
                )
            )
        outcome = actions.apply(plan, by=CommandLine(), at=at)
        self.stdout.write(previews.said(outcome))

    def _progress(self, done: int, total: int) -> None:
        end = "\n" if done == total else ""
        words = {"done": done, "total": total}
        self.stderr.write("\r" + _("rows %(done)d/%(total)d") % words, ending=end)
        self.stderr.flush()

    def _tell(self, plan: Plan) -> None:
        for fault in plan.faults:
            self.stdout.write(previews.fault_line(fault))
        for converted in plan.conversions if not plan.options.convert else ():
            self.stdout.write(
                f"{converted.place}: {converted.before} → {converted.after}"
            )
        for mend in previews.mend_groups(plan.mends):
            self.stdout.write(previews.mend_line(mend))
        for remark in previews.remark_groups(plan.remarks):
            self.stdout.write(f"{remark.text} ({remark.subjects})")
        for person in previews.leaving(plan):
            self.stdout.write(
                _("Leaves: %(name)s, %(post)s, %(place)s") % person._asdict()
            )
        self.stdout.write(
            ", ".join(
                f"{figure.label}: {decimal(figure.value)}"
                for figure in previews.figures(plan)
            )
        )


def _unit(code: str | None, on: date) -> Unit | None:
    if not code:
        return None
    unit = Unit.objects.in_force(on).filter(code=code).order_by("level").first()
    if unit is None:
        raise Refused(
            _("No unit has the code %(code)s on %(day)s.")
            % {"code": code, "day": numeric(on)}
        )
    return unit


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:  # a device may have no size and no end
            content = stream.read(settings.ROSTER_MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            _("%(file)s cannot be read: %(reason)s")
            % {"file": file, "reason": error.strerror}
        ) from error
    check_size(len(content))
    return content


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(
            _("%(file)s cannot be written: %(reason)s")
            % {"file": file, "reason": error.strerror}
        ) from error
