"""`programme check FILE` and `programme show`: the programme, for whoever writes it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from danvan.foundation.programme import Programme, ProgrammeBroken, load
from danvan.shared import dates


class Command(BaseCommand):
    help = "Check a programme file, or say which programme this installation follows."
    requires_system_checks = ()  # a broken file must not keep its own checker away

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="every fault of FILE, with its line")
        check.add_argument("file", type=Path)
        show = verbs.add_parser("show", help="a summary")
        show.add_argument("file", type=Path, nargs="?", help="default: the one in use")

    def handle(
        self, *args: Any, verb: str, file: Path | None = None, **options: Any
    ) -> None:
        path = file or Path(settings.DANVAN_PROGRAMME)
        try:
            programme = load(path)
        except ProgrammeBroken as broken:
            self.stdout.write(str(broken))
            raise SystemExit(1) from None
        lines = [_counts(path, programme)] if verb == "check" else _summary(programme)
        self.stdout.write("\n".join(lines))


def _counts(path: Path, programme: Programme) -> str:
    values = {
        "file": path,
        "targets": len(programme.targets),
        "tasks": len(programme.tasks),
        "kinds": len(programme.kinds),
        "bases": len(programme.legal_bases),
        "bodies": len(programme.bodies),
    }
    return (
        _(
            "%(file)s: ok, %(targets)s targets, %(tasks)s tasks, %(kinds)s kinds of "
            "activity, %(bases)s legal documents, %(bodies)s bodies."
        )
        % values
    )


def _summary(programme: Programme) -> list[str]:
    period = _("%(place)s, %(starts)s – %(ends)s") % {
        "place": programme.place.name,
        "starts": dates.short(programme.starts),
        "ends": dates.short(programme.ends),
    }
    targets = [
        f"  {target.number}. {target.short}: {target.threshold}% "
        f"({', '.join(target.measures)})"
        for target in programme.targets
    ]
    return [programme.title, period, *targets]
