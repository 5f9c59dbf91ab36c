"""Django's flush, which empties the database after a test, log included."""

from typing import Any

from django.core.management.commands import flush

from tests.lifting import lifted


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with lifted():
            super().handle(**options)
