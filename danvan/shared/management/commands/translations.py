"""Keeps the Vietnamese catalogues: translations update | check | compile [room …]"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from danvan.shared import catalogues
from danvan.shared.catalogues import Key, Text, Unreadable

SHARED = Path(__file__).resolve().parents[2]
ROOT = SHARED.parent


class Command(BaseCommand):
    help = "Update, check or compile the Vietnamese catalogue of each room."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["update", "check", "compile"])
        parser.add_argument("room", nargs="*", help="app labels; all rooms when none")

    def handle(self, *args: Any, verb: str, room: list[str], **options: Any) -> None:
        if verb == "compile":
            catalogues.compile_stale(ROOT)
            return
        chosen = self.chosen(room)
        try:
            if verb == "update":
                self.update(chosen)
            else:
                self.check_all(chosen)
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def chosen(self, labels: list[str]) -> list[Path]:
        known = rooms()
        if unknown := set(labels) - set(known):
            raise CommandError(
                f"No room is called {', '.join(sorted(unknown))}. "
                f"The rooms: {', '.join(sorted(known))}."
            )
        return [known[label] for label in labels or sorted(known)]

    def update(self, chosen: list[Path]) -> None:
        """Add what the code shows, drop what it no longer shows, keep translations."""
        known, wanted = state()
        elsewhere = {
            key: message
            for catalogue in known.values()
            for key, message in catalogue.items()
            if message.string
        }
        for room in chosen:
            if catalogues.write(room, wanted[room], elsewhere | known[room]):
                self.stdout.write(f"{room.relative_to(ROOT.parent)}: updated")
        catalogues.compile_stale(ROOT)

    def check_all(self, chosen: list[Path]) -> None:
        known, wanted = state()
        found = [
            f'{room.relative_to(ROOT.parent)}: {fault}: "{shown(key)}"'
            for room in chosen
            for key, fault in room_faults(wanted[room], known[room])
        ]
        found += conflicts(known)
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(
                f"{len(found)} faults in the translations. "
                "Run: bin/danvan translations update, then fill in what is empty."
            )
        self.stdout.write(f"{sum(map(len, known.values()))} translations, no fault.")


def rooms() -> dict[str, Path]:
    """Folder of each of this project's apps, by label."""
    return {
        config.label: Path(config.path)
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT)
    }


def state() -> tuple[
    dict[Path, dict[Key, catalogues.Message]], dict[Path, dict[Key, Text]]
]:
    """What each catalogue holds, and what it should hold."""
    folders = list(rooms().values())
    known = {room: catalogues.read(room) for room in folders}
    found = catalogues.extracted(ROOT, folders)
    return known, catalogues.owned(found, SHARED, known[SHARED])


def room_faults(
    wanted: dict[Key, Text], known: dict[Key, catalogues.Message]
) -> list[tuple[Key, str]]:
    wrong = [
        (key, fault)
        for key, text in sorted(wanted.items(), key=lambda item: item[0][1])
        for fault in catalogues.faults(key, text, known.get(key))
    ]
    return wrong + [(key, "no longer used") for key in known if key not in wanted]


def conflicts(known: dict[Path, dict[Key, catalogues.Message]]) -> list[str]:
    """One text, two translations: the page would show whichever came first."""
    answers: dict[Key, set[str]] = {}
    for catalogue in known.values():
        for key, message in catalogue.items():
            if message.string:
                answers.setdefault(key, set()).add(catalogues.forms(message.string)[0])
    return [
        f'two translations of "{shown(key)}": {" | ".join(sorted(texts))}'
        for key, texts in answers.items()
        if len(texts) > 1
    ]


def shown(key: Key) -> str:
    context, text = key
    return f"{text} ({context})" if context else text
