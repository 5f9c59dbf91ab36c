"""Personal data: personal register | export | erase, of --user NAME or --member N."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.access.system import CommandLine
from danvan.records.blocs.models import Member
from danvan.results.personal import actions, exports, previews
from danvan.results.personal.register import markdown
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("register", help="the register as a page in Markdown")
        export = acts.add_parser("export", help="all that is held of one person")
        export.add_argument("--to", type=Path, help="FILE.json or FILE.xlsx")
        erase = acts.add_parser("erase", help="erase what may be erased")
        erase.add_argument("--reason", help="why; without it only what would go")
        for act in (export, erase):
            who = act.add_mutually_exclusive_group(required=True)
            who.add_argument("--user", metavar="NAME")
            who.add_argument("--member", type=int, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "register":
            self.stdout.write(markdown(), ending="")
            return
        person = self.found(options["user"], options["member"])
        try:
            if options["act"] == "export":
                self.export(person, options["to"], timezone.now())
            else:
                self.erase(person, options["reason"], timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def found(self, name: str | None, number: int | None) -> User | Member:
        if name is None:
            assert number is not None  # noqa: S101 - the parser asks for one of the two
            member = Member.objects.select_related("unit").filter(pk=number).first()
            if member is None:
                raise CommandError(_("No member has number %(n)s") % {"n": number})
            return member
        username = User.objects.normalize_username(name)
        user: User | None = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                _("No account is called “%(name)s”") % {"name": username}
            )
        return user

    def export(self, person: User | Member, to: Path | None, at: datetime) -> None:
        """JSON to standard output, or a file of the kind its name ends with."""
        format_ = to.suffix.lstrip(".").lower() if to else "json"
        if format_ not in {"json", "xlsx"}:
            raise CommandError(_("Name the file FILE.json or FILE.xlsx"))
        by = CommandLine()
        if isinstance(person, Member):
            sections = actions.export_member(person, by=by, at=at)
        else:
            sections = actions.export_account(person, by=by, at=at)
        title = _("Data of %(name)s") % {"name": person}
        content = exports.content(sections, format_, title=title, at=at)
        if to is None:
            self.stdout.write(content.decode())
            return
        to.touch(mode=0o600)
        to.write_bytes(content)
        self.stdout.write(_("Written: %(file)s") % {"file": to})

    def erase(self, person: User | Member, reason: str | None, at: datetime) -> None:
        if reason is None:
            self.preview(person)
            raise CommandError(_("Nothing is erased yet: say why with --reason"))
        by = CommandLine()
        if isinstance(person, Member):
            actions.erase_member(person, reason=reason, by=by, at=at)
        else:
            actions.erase_account(person, reason=reason, by=by, at=at)
        self.stdout.write(_("The data of %(name)s is erased.") % {"name": person})

    def preview(self, person: User | Member) -> None:
        if isinstance(person, Member):
            goes = previews.goes_of_member(person)
            stays = previews.stays_of_member(person)
        else:
            goes = previews.goes_of_account(person)
            stays = previews.stays_of_account(person)
        for heading, lines in ((_("Erased"), goes), (_("Stays, and why"), stays)):
            self.stdout.write(f"{heading}:")
            for line in lines:
                note = f" ({line.note})" if line.note else ""
                self.stdout.write(f"  {line.what}{note}")
